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

package io.migrationutilities.engine;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * Values and expressions as SQLite and PostgreSQL give them, in words that are the same
 * for both.
 */
final class SqlValues {

	private SqlValues() {
	}

	/**
	 * Return what a query finds.
	 * @param connection the database
	 * @param sql the query
	 * @return the rows, binary values in hexadecimal digits
	 * @throws SQLException if the query fails
	 */
	static List<List<String>> rows(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet result = statement.executeQuery(sql)) {
			List<List<String>> rows = new ArrayList<>();
			while (result.next()) {
				List<String> row = new ArrayList<>();
				for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
					row.add(text(result.getObject(i)));
				}
				rows.add(row);
			}
			return rows;
		}
	}

	private static String text(Object value) {
		if (value instanceof byte[] bytes) {
			return HexFormat.of().formatHex(bytes);
		}
		return (value != null) ? value.toString() : null;
	}

	static String withoutCast(String expression) {
		return expression.replaceAll("::[a-z ]+(\\(\\d+\\))?", "");
	}

	static String unquoted(String text) {
		return text.startsWith("'") ? text.substring(1, text.length() - 1).replace("''", "'") : text;
	}

	static String expression(String text) {
		return withoutCast(text).toLowerCase(Locale.ROOT).replaceAll("[\\s()\"]", "");
	}

}
