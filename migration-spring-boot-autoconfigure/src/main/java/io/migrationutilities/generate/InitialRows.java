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

package io.migrationutilities.generate;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.database.Queries;
import io.migrationutilities.generate.Schema.Column;

/**
 * Reads the rows that a table holds from the beginning: generators of keys that live in a
 * table start with one.
 */
final class InitialRows {

	private InitialRows() {
	}

	/**
	 * Read all rows of a table that was just created.
	 * @param connection a connection to the database
	 * @param table the table, in SQL
	 * @param columns its columns
	 * @return the rows
	 * @throws SQLException if they can't be read
	 */
	static List<Map<String, @Nullable Object>> read(Connection connection, String table, List<Column> columns)
			throws SQLException {
		return Queries.list(connection, "SELECT * FROM " + table, (row) -> read(row, columns));
	}

	private static Map<String, @Nullable Object> read(ResultSet row, List<Column> columns) throws SQLException {
		Map<String, @Nullable Object> values = new LinkedHashMap<>();
		for (Column column : columns) {
			values.put(column.name(), row.getObject(column.name()));
		}
		return values;
	}

}
