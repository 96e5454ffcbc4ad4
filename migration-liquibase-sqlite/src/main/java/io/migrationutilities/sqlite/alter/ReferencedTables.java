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

package io.migrationutilities.sqlite.alter;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.migrationutilities.sqlite.table.Refusals;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.SqliteSchema;
import io.migrationutilities.sqlite.table.SqliteSession;

/**
 * Guards tables that others refer to. SQLite
 * <a href="https://sqlite.org/foreignkeys.html#fk_schemacommands">deletes all rows</a> of
 * a table that is dropped first, with all that its foreign keys say about the rows of
 * others; where these are not enforced, they refer to nothing afterwards.
 */
public final class ReferencedTables {

	private final SqliteSession session;

	private final SqliteSchema schema;

	public ReferencedTables(Connection connection) {
		this.session = new SqliteSession(connection);
		this.schema = new SqliteSchema(this.session);
	}

	/**
	 * Return what is to be done to other tables before a table is dropped, or refuse to
	 * drop it.
	 * @param drop the statement
	 * @param returning whether a table of that name takes its place later on
	 * @param dropped the folded names of all tables that are dropped together
	 * @return the alterations that drop the foreign keys of other tables
	 * @throws SQLException if the schema can't be read
	 */
	public List<Alteration> beforeDrop(TableDrop drop, BooleanSupplier returning, Supplier<Set<String>> dropped)
			throws SQLException {
		Set<String> referring = this.schema.isInMain(drop.schema(), drop.table()) ? referringTo(drop.table())
				: Set.of();
		if (drop.cascade()) {
			return referring.stream()
				.<Alteration>map((table) -> new Alteration.DropForeignKeys(table, drop.table()))
				.toList();
		}
		if (!referring.isEmpty() && !this.session.isOn("foreign_keys")) {
			referring.removeIf((table) -> dropped.get().contains(SqlName.fold(table)));
		}
		if (!referring.isEmpty() && !(canBeSuspended() && returning.getAsBoolean())) {
			throw Refusals.refused(
					"Table '%s' can't be dropped. It is referred to by the foreign keys of: %s.".formatted(drop.table(),
							referring.stream().map((table) -> "'" + table + "'").collect(Collectors.joining(", "))),
					"Drop the foreign keys first, or drop the table with 'cascadeConstraints: true' (in SQL, DROP TABLE ... CASCADE): "
							+ "the foreign keys go with it, the rows stay.");
		}
		return List.of();
	}

	/**
	 * Return whether a table refers to itself, so that SQLite may not be able to delete
	 * its rows.
	 * @param table the table
	 * @return whether it does
	 * @throws SQLException if the schema can't be read
	 */
	public boolean refersToItself(String table) throws SQLException {
		Set<String> referring = this.schema.references().getOrDefault(SqlName.fold(table), Set.of());
		return referring.stream().anyMatch((other) -> SqlName.same(other, table));
	}

	private Set<String> referringTo(String table) throws SQLException {
		Set<String> referring = this.schema.references().getOrDefault(SqlName.fold(table), Set.of());
		return referring.stream()
			.filter((other) -> !SqlName.same(other, table))
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	private boolean canBeSuspended() throws SQLException {
		return this.session.isInAutoCommitMode() || !this.session.isOn("foreign_keys");
	}

}
