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
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the catalog of a database.
 */
final class CatalogQuery {

	private CatalogQuery() {
	}

	/**
	 * Ask for rows.
	 * @param <T> what a row becomes
	 * @param connection a connection to the database
	 * @param sql the query
	 * @param reader reads a row
	 * @param parameters the parameters of the query
	 * @return what the rows became
	 * @throws SQLException if the catalog can't be asked
	 */
	static <T> List<T> list(Connection connection, String sql, RowReader<T> reader, Object... parameters)
			throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(sql)) {
			for (int i = 0; i < parameters.length; i++) {
				statement.setObject(i + 1, parameters[i]);
			}
			List<T> rows = new ArrayList<>();
			try (ResultSet row = statement.executeQuery()) {
				while (row.next()) {
					rows.add(reader.read(row));
				}
			}
			return rows;
		}
	}

	@FunctionalInterface
	interface RowReader<T> {

		T read(ResultSet row) throws SQLException;

	}

}
