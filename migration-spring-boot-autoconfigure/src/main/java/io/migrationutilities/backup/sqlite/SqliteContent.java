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

package io.migrationutilities.backup.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.migrationutilities.backup.ChangeHistory;
import io.migrationutilities.backup.DatabaseContent;
import io.migrationutilities.backup.RevisionNaming;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.database.Queries;

/**
 * Reads what a SQLite database holds.
 */
final class SqliteContent {

	private static final String OWN_TABLES = "MIGRATION_";

	/** A virtual table has no pages of its own: its content is in its shadow tables. */
	private static final String STORED_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 "
			+ "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name";

	private SqliteContent() {
	}

	/**
	 * Count the rows of every table and read the change history. Called inside a
	 * transaction, both are of the same moment.
	 * @param connection a connection to the database
	 * @param historyTable the table that holds the change history; it may not exist
	 * @param naming names the revision applied last
	 * @return the content
	 * @throws SQLException if the database can't be read
	 */
	static DatabaseContent read(Connection connection, String historyTable, RevisionNaming naming) throws SQLException {
		Map<String, Long> tables = rows(connection);
		ChangeHistory history = ChangeHistory.NONE;
		if (hasTable(connection, historyTable)) {
			history = ChangeHistory.read(connection, Queries.quote(historyTable), naming);
		}
		return new DatabaseContent(tables, history);
	}

	/**
	 * Count the rows of every table.
	 * @param connection a connection to the database
	 * @return the number of rows, by table name
	 * @throws SQLException if the database can't be read
	 */
	static Map<String, Long> rows(Connection connection) throws SQLException {
		Map<String, Long> tables = new LinkedHashMap<>();
		for (String table : Queries.strings(connection, STORED_TABLES)) {
			tables.put(table, Queries.number(connection, "SELECT count(*) FROM " + Queries.quote(table)));
		}
		return tables;
	}

	static boolean isEmpty(Connection connection, BackupSource source) throws SQLException {
		if (!Queries.strings(connection, "SELECT name FROM sqlite_master WHERE type = 'view'").isEmpty()) {
			return false;
		}
		for (String table : Queries.strings(connection,
				"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")) {
			if (!isEmptyRecord(connection, table, source)) {
				return false;
			}
		}
		return true;
	}

	private static boolean isEmptyRecord(Connection connection, String table, BackupSource source) throws SQLException {
		if (table.equalsIgnoreCase(source.lockTable())) {
			return true;
		}
		boolean record = table.equalsIgnoreCase(source.historyTable())
				|| table.toUpperCase(Locale.ROOT).startsWith(OWN_TABLES);
		return record && Queries.number(connection, "SELECT EXISTS (SELECT 1 FROM " + Queries.quote(table) + ")") == 0;
	}

	static boolean hasTable(Connection connection, String table) throws SQLException {
		return !Queries
			.strings(connection, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ? COLLATE NOCASE", table)
			.isEmpty();
	}

}
