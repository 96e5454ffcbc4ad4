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

package io.migrationutilities.sqlite.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Executes statements on a connection to a SQLite database.
 */
public final class SqliteSession {

	private final Connection connection;

	public SqliteSession(Connection connection) {
		this.connection = connection;
	}

	public void execute(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/**
	 * Let SQLite compile a statement without executing it.
	 * @param sql the statement
	 * @throws SQLException if it does not compile
	 */
	void compile(String sql) throws SQLException {
		execute("EXPLAIN " + sql);
	}

	public List<String> strings(String sql, String... arguments) throws SQLException {
		return query(sql, (row) -> row.getString(1), arguments);
	}

	public long number(String sql, String... arguments) throws SQLException {
		List<Long> numbers = query(sql, (row) -> row.getLong(1), arguments);
		return numbers.isEmpty() ? 0 : numbers.get(0);
	}

	public boolean isOn(String pragma) throws SQLException {
		return number("PRAGMA " + pragma) != 0;
	}

	public boolean isInAutoCommitMode() throws SQLException {
		return this.connection.getAutoCommit();
	}

	<T> List<T> query(String sql, RowReader<T> reader, String... arguments) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(sql)) {
			for (int i = 0; i < arguments.length; i++) {
				statement.setString(i + 1, arguments[i]);
			}
			try (ResultSet rows = statement.executeQuery()) {
				List<T> found = new ArrayList<>();
				while (rows.next()) {
					found.add(reader.read(rows));
				}
				return found;
			}
		}
	}

	/**
	 * Reads one row.
	 *
	 * @param <T> what is made of it
	 */
	@FunctionalInterface
	interface RowReader<T> {

		T read(ResultSet row) throws SQLException;

	}

}
