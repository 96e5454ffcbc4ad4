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

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.migrationutilities.sqlite.table.SqlName;

/**
 * A SQLite database of a test.
 */
final class SqliteFile implements AutoCloseable {

	private final Connection connection;

	private SqliteFile(String url) throws SQLException {
		this.connection = DriverManager.getConnection(url);
	}

	static SqliteFile inMemory() throws SQLException {
		return new SqliteFile("jdbc:sqlite::memory:");
	}

	static SqliteFile at(Path file) throws SQLException {
		return new SqliteFile("jdbc:sqlite:" + file);
	}

	Connection connection() {
		return this.connection;
	}

	void execute(String... statements) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

	void alter(Alteration... alterations) throws SQLException {
		new TableAlterer(this.connection).alter(List.of(alterations));
	}

	/**
	 * Return what a query finds.
	 * @param sql the query
	 * @return the rows, their values as text with bars between them
	 * @throws SQLException if the query fails
	 */
	List<String> rows(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
			List<String> rows = new ArrayList<>();
			while (result.next()) {
				List<String> values = new ArrayList<>();
				for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
					values.add(result.getString(i));
				}
				rows.add(String.join("|", values.stream().map(String::valueOf).toList()));
			}
			return rows;
		}
	}

	String definition(String name) throws SQLException {
		return rows("SELECT sql FROM sqlite_schema WHERE name = " + SqlName.text(name)).get(0);
	}

	/**
	 * Return the whole content of the database.
	 * @return the schema, and the rows of all tables with their types and bytes
	 * @throws SQLException if the database can't be read
	 */
	List<String> content() throws SQLException {
		List<String> content = new ArrayList<>(
				rows("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name"));
		for (String table : rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")) {
			content.addAll(values(table));
		}
		return content;
	}

	/**
	 * Return the rows of a table, with their types and bytes.
	 * @param table the table
	 * @return the rows in order
	 * @throws SQLException if the table can't be read
	 */
	List<String> values(String table) throws SQLException {
		return values(table, rows("SELECT name FROM pragma_table_xinfo(" + SqlName.text(table) + ")"));
	}

	List<String> values(String table, List<String> columns) throws SQLException {
		List<String> terms = columns.stream()
			.map(SqlName::quote)
			.map((column) -> "typeof(%s), hex(%s)".formatted(column, column))
			.toList();
		return rows("SELECT %s FROM %s NOT INDEXED".formatted(terms.isEmpty() ? "1" : String.join(", ", terms),
				SqlName.quote(table)));
	}

	@Override
	public void close() throws SQLException {
		this.connection.close();
	}

}
