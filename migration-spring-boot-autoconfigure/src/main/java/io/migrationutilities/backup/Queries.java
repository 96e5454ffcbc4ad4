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

package io.migrationutilities.backup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks a database for a column or for a single value.
 */
final class Queries {

	private Queries() {
	}

	/**
	 * Return the first column of what a query finds.
	 * @param connection a connection to the database
	 * @param sql the query
	 * @return the values as text, one for each row
	 * @throws SQLException if the database can't be asked
	 */
	static List<String> strings(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			List<String> strings = new ArrayList<>();
			while (rows.next()) {
				strings.add(String.valueOf(rows.getString(1)));
			}
			return strings;
		}
	}

	/**
	 * Return the first value that a query finds.
	 * @param connection a connection to the database
	 * @param sql the query
	 * @return the value as text, empty if there is no row
	 * @throws SQLException if the database can't be asked
	 */
	static String string(Connection connection, String sql) throws SQLException {
		List<String> strings = strings(connection, sql);
		return strings.isEmpty() ? "" : strings.get(0);
	}

	/**
	 * Return the first value that a query finds.
	 * @param connection a connection to the database
	 * @param sql the query
	 * @return the value as number, 0 if there is no row
	 * @throws SQLException if the database can't be asked
	 */
	static long number(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			return rows.next() ? rows.getLong(1) : 0;
		}
	}

}
