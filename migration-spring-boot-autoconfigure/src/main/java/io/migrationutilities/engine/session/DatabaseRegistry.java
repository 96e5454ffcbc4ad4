/*
 * Copyright 2026 the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.migrationutilities.engine.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.sql.DataSource;

import liquibase.integration.spring.SpringLiquibase;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.database.ConnectionSettings;
import io.migrationutilities.sqlite.SqliteConfiguration.Ineffective;

/**
 * The databases of the application, as far as their beans exist.
 */
public final class DatabaseRegistry {

	private final Supplier<? extends Collection<String>> expectedNames;

	private final Function<DataSource, List<ConnectionSettings>> connectionSettings;

	private final Ineffective ineffectiveChanges;

	private final String ledgerTable;

	private final Map<String, MigrationDatabase> databases = new LinkedHashMap<>();

	private final Map<String, MigrationDatabase> toCheckLater = new LinkedHashMap<>();

	private boolean complete;

	/**
	 * Create a registry.
	 * @param expectedNames the names of all beans there are going to be
	 * @param connectionSettings tells what a data source may connect with
	 * @param ineffectiveChanges what to do about changes that do nothing on SQLite
	 * @param ledgerTable the table of the ledger in each of them
	 */
	public DatabaseRegistry(Supplier<? extends Collection<String>> expectedNames,
			Function<DataSource, List<ConnectionSettings>> connectionSettings, Ineffective ineffectiveChanges,
			String ledgerTable) {
		this.expectedNames = expectedNames;
		this.connectionSettings = connectionSettings;
		this.ineffectiveChanges = ineffectiveChanges;
		this.ledgerTable = ledgerTable;
	}

	/**
	 * Return the database of a bean, and remember it.
	 * @param name the name of the bean
	 * @param liquibase the bean
	 * @return the database
	 */
	public synchronized MigrationDatabase register(String name, SpringLiquibase liquibase) {
		return this.databases.computeIfAbsent(name, (key) -> new MigrationDatabase(name, liquibase,
				this.connectionSettings, this.ineffectiveChanges, this.ledgerTable, this::findSharingHistory));
	}

	private synchronized @Nullable MigrationDatabase find(String name) {
		return this.databases.get(name);
	}

	/**
	 * Expect no more databases, whatever beans are still to come.
	 */
	public synchronized void complete() {
		this.complete = true;
	}

	public synchronized boolean isComplete() {
		return this.complete || this.databases.keySet().containsAll(Set.copyOf(this.expectedNames.get()));
	}

	public synchronized void checkLater(MigrationDatabase database) {
		this.toCheckLater.put(database.getName(), database);
	}

	public synchronized List<MigrationDatabase> takeThoseToCheckLater() {
		List<MigrationDatabase> databases = List.copyOf(this.toCheckLater.values());
		this.toCheckLater.clear();
		return databases;
	}

	private synchronized List<MigrationDatabase> findSharingHistory(MigrationDatabase database) {
		List<MigrationDatabase> others = new ArrayList<>(this.databases.values());
		others.removeIf((other) -> other == database || !sharesHistory(database, other));
		return others;
	}

	private boolean sharesHistory(MigrationDatabase one, MigrationDatabase other) {
		return one.getLiquibase().getDataSource() == other.getLiquibase().getDataSource()
				&& one.getHistoryTable().equals(other.getHistoryTable())
				&& Objects.equals(one.getHistorySchema(), other.getHistorySchema());
	}

}
