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
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Finds out by JDBC alone what a database of an unsupported kind holds. In doubt it holds
 * data.
 */
final class JdbcContent {

	private static final List<String> IN_MEMORY_URLS = List.of("jdbc:h2:mem:", "jdbc:hsqldb:mem:",
			"jdbc:derby:memory:");

	private JdbcContent() {
	}

	static SourceContent of(Connection connection, String lockTable) throws SQLException {
		DatabaseMetaData metaData = connection.getMetaData();
		String url = String.valueOf(metaData.getURL()).toLowerCase(Locale.ROOT);
		if (IN_MEMORY_URLS.stream().anyMatch(url::startsWith)) {
			return SourceContent.IN_MEMORY;
		}
		try (ResultSet tables = metaData.getTables(connection.getCatalog(), null, "%", null)) {
			while (tables.next()) {
				if (holdsData(tables, lockTable)) {
					return SourceContent.DATA;
				}
			}
		}
		return SourceContent.EMPTY;
	}

	private static boolean holdsData(ResultSet table, String lockTable) throws SQLException {
		String type = upperCase(table.getString("TABLE_TYPE"));
		boolean relation = type.contains("TABLE") || type.contains("VIEW");
		boolean ofTheSystem = type.startsWith("SYSTEM")
				|| upperCase(table.getString("TABLE_SCHEM")).equals("INFORMATION_SCHEMA");
		return relation && !ofTheSystem && !lockTable.equalsIgnoreCase(table.getString("TABLE_NAME"));
	}

	private static String upperCase(@Nullable String text) {
		return (text != null) ? text.toUpperCase(Locale.ROOT) : "";
	}

}
