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

package io.migrationutilities.database;

import java.util.List;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * A live database as the backups see it. Connections are borrowed from the data source
 * one at a time and given back at once, to learn where the database lives.
 *
 * @param dataSource the data source of the database
 * @param historySchema the schema that holds the change history, or {@code null} for the
 * default one
 * @param historyTable the table that holds the change history; it may not exist yet
 * @param lockTable the table of Liquibase's own lock; it may not exist yet
 * @param connectionSettings what the data source may connect with, most likely first; may
 * be empty, or of other databases
 */
public record BackupSource(DataSource dataSource, @Nullable String historySchema, String historyTable, String lockTable,
		Supplier<List<ConnectionSettings>> connectionSettings) {

	/**
	 * The name that Liquibase gives the table of its lock by itself.
	 */
	public static final String DEFAULT_LOCK_TABLE = "DATABASECHANGELOGLOCK";

	public BackupSource {
		Assert.notNull(dataSource, "'dataSource' must not be null");
		Assert.hasText(historyTable, "'historyTable' must not be empty");
		Assert.hasText(lockTable, "'lockTable' must not be empty");
		Assert.notNull(connectionSettings, "'connectionSettings' must not be null");
	}

	/**
	 * Create a source whose lock table has the default name.
	 * @param dataSource the data source of the database
	 * @param historySchema the schema that holds the change history, or {@code null} for
	 * the default one
	 * @param historyTable the table that holds the change history
	 * @param connectionSettings what the data source may connect with, most likely first
	 */
	public BackupSource(DataSource dataSource, @Nullable String historySchema, String historyTable,
			Supplier<List<ConnectionSettings>> connectionSettings) {
		this(dataSource, historySchema, historyTable, DEFAULT_LOCK_TABLE, connectionSettings);
	}

	/**
	 * Create a source that is known by its data source alone.
	 * @param dataSource the data source of the database
	 * @param historySchema the schema that holds the change history, or {@code null} for
	 * the default one
	 * @param historyTable the table that holds the change history
	 */
	public BackupSource(DataSource dataSource, @Nullable String historySchema, String historyTable) {
		this(dataSource, historySchema, historyTable, List::of);
	}

}
