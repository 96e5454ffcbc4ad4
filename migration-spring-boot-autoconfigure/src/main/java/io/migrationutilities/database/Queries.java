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

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Small questions to a database. Without parameters nothing is prepared: behind a pooler
 * a prepared statement may be left on the session of somebody else.
 */
public final class Queries {

	private Queries() {
	}

	/**
	 * Return what a query finds.
	 * @param <T> what a row becomes
	 * @param connection a connection to the database
	 * @param sql the query
	 * @param reader reads a row
	 * @param parameters the parameters of the query
	 * @return what the rows became
	 * @throws SQLException if the database can't be asked
	 */
	public static <T> List<T> list(Connection connection, String sql, RowReader<T> reader,
			@Nullable Object... parameters) throws SQLException {
		if (parameters.length == 0) {
			try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
				return read(rows, reader);
			}
		}
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			for (int i = 0; i < parameters.length; i++) {
				statement.setObject(i + 1, parameters[i]);
			}
			try (ResultSet rows = statement.executeQuery()) {
				return read(rows, reader);
			}
		}
	}

	private static <T> List<T> read(ResultSet rows, RowReader<T> reader) throws SQLException {
		List<T> read = new ArrayList<>();
		while (rows.next()) {
			read.add(reader.read(rows));
		}
		return read;
	}

	/**
	 * Return the first column of what a query finds.
	 * @param connection a connection to the database
	 * @param sql the query
	 * @param parameters the parameters of the query
	 * @return the values as text, one for each row
	 * @throws SQLException if the database can't be asked
	 */
	public static List<String> strings(Connection connection, String sql, @Nullable Object... parameters)
			throws SQLException {
		return list(connection, sql, (row) -> String.valueOf(row.getString(1)), parameters);
	}

	/**
	 * Return the first value that a query finds.
	 * @param connection a connection to the database
	 * @param sql the query
	 * @param parameters the parameters of the query
	 * @return the value as text, empty if there is no row
	 * @throws SQLException if the database can't be asked
	 */
	public static String string(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
		return strings(connection, sql, parameters).stream().findFirst().orElse("");
	}

	/**
	 * Return the first value that a query finds.
	 * @param connection a connection to the database
	 * @param sql the query
	 * @param parameters the parameters of the query
	 * @return the value as number, 0 if there is no row
	 * @throws SQLException if the database can't be asked
	 */
	public static long number(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
		return list(connection, sql, (row) -> row.getLong(1), parameters).stream().findFirst().orElse(0L);
	}

	/**
	 * Return whether the first value that a query finds is true.
	 * @param connection a connection to the database
	 * @param sql the query
	 * @param parameters the parameters of the query
	 * @return whether there is a row, and its value is true
	 * @throws SQLException if the database can't be asked
	 */
	public static boolean isTrue(Connection connection, String sql, @Nullable Object... parameters)
			throws SQLException {
		return list(connection, sql, (row) -> row.getBoolean(1), parameters).stream().findFirst().orElse(false);
	}

	/**
	 * Execute statements whose results nobody needs.
	 * @param connection a connection to the database
	 * @param statements the statements
	 * @throws SQLException if the database refuses one of them
	 */
	public static void execute(Connection connection, String... statements) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	/**
	 * Return a name as standard SQL, SQLite and PostgreSQL quote it.
	 * @param name the name of a table, a column or another object
	 * @return the quoted name
	 */
	public static String quote(String name) {
		return '"' + name.replace("\"", "\"\"") + '"';
	}

	/**
	 * Reads a row.
	 *
	 * @param <T> what it becomes
	 */
	@FunctionalInterface
	public interface RowReader<T> {

		/**
		 * Read the current row.
		 * @param row the row
		 * @return what it becomes
		 * @throws SQLException if it can't be read
		 */
		T read(ResultSet row) throws SQLException;

	}

}
