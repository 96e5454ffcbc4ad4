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

package io.migrationutilities.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import liquibase.statement.SqlStatement;
import liquibase.statement.core.InsertStatement;
import liquibase.statement.core.UpdateStatement;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.SqliteSession;

/**
 * Makes texts truth values where their column has these, in the words of
 * <a href="https://www.postgresql.org/docs/current/datatype-boolean.html">PostgreSQL</a>.
 * SQLite keeps such a text, which is false.
 */
final class BooleanValues {

	private static final Set<String> TRUE = Set.of("true", "t", "yes", "y", "on");

	private static final Set<String> FALSE = Set.of("false", "f", "no", "n", "off");

	private BooleanValues() {
	}

	static boolean isPossible(SqlStatement statement) {
		return values(statement).values().stream().anyMatch(BooleanValues::isTruthValue);
	}

	/**
	 * Replace the texts.
	 * @param statement a statement that inserts or updates rows
	 * @param connection a connection to the database
	 * @throws SQLException if the table can't be read
	 */
	static void replace(SqlStatement statement, Connection connection) throws SQLException {
		Set<String> columns = columns(table(statement), connection);
		values(statement).replaceAll((column, value) -> (isTruthValue(value) && columns.contains(SqlName.fold(column)))
				? isTrue(value) : value);
	}

	/**
	 * Find the columns of a table that have truth values.
	 * @param table the table
	 * @param connection a connection to the database
	 * @return the folded names of the columns
	 * @throws SQLException if the table can't be read
	 */
	static Set<String> columns(String table, Connection connection) throws SQLException {
		return SqlName.fold(new SqliteSession(connection).strings("""
				SELECT name FROM pragma_table_xinfo(?) WHERE upper(type) IN ('BOOLEAN', 'BOOL')""", table));
	}

	private static String table(SqlStatement statement) {
		return (statement instanceof InsertStatement insert) ? insert.getTableName()
				: ((UpdateStatement) statement).getTableName();
	}

	private static Map<String, Object> values(SqlStatement statement) {
		return (statement instanceof InsertStatement insert) ? insert.getColumnValues()
				: (statement instanceof UpdateStatement update) ? update.getNewColumnValues() : Map.of();
	}

	static boolean isTruthValue(@Nullable Object value) {
		return value instanceof String && (TRUE.contains(fold(value)) || FALSE.contains(fold(value)));
	}

	static boolean isTrue(Object value) {
		return TRUE.contains(fold(value));
	}

	private static String fold(Object value) {
		return value.toString().strip().toLowerCase(Locale.ROOT);
	}

}
