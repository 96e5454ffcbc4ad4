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
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.file.Sha256;

/**
 * The part of Liquibase's change history that manifests record.
 *
 * @param digest SHA-256 over the rows in the order of their execution
 * @param revision the revision applied last, or {@code null} if there is none
 */
public record ChangeHistory(String digest, @Nullable String revision) {

	private static final List<String> COLUMNS = List.of("ID", "AUTHOR", "FILENAME", "MD5SUM", "EXECTYPE",
			"ORDEREXECUTED", "TAG", "DATEEXECUTED");

	/**
	 * The history of a database that has no table for it.
	 */
	public static final ChangeHistory NONE = new ChangeHistory(new Sha256().hex(), null);

	private static final Comparator<Row> ORDER = Comparator.comparingLong(Row::order)
		.thenComparing((row) -> row.text("ID"))
		.thenComparing((row) -> row.text("AUTHOR"))
		.thenComparing((row) -> row.text("FILENAME"));

	/**
	 * Read the history.
	 * @param connection a connection to the database
	 * @param quotedTable the existing history table, quoted and with its schema
	 * @param naming names the last revision
	 * @return the history
	 * @throws SQLException if the table can't be read
	 */
	public static ChangeHistory read(Connection connection, String quotedTable, RevisionNaming naming)
			throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet resultSet = statement.executeQuery("SELECT * FROM " + quotedTable)) {
			Map<String, Integer> columns = columns(resultSet.getMetaData());
			List<Row> rows = rows(resultSet, columns);
			return new ChangeHistory(digest(columns, rows), revision(rows, naming));
		}
	}

	private static Map<String, Integer> columns(ResultSetMetaData metaData) throws SQLException {
		Map<String, Integer> columns = new HashMap<>();
		for (int index = 1; index <= metaData.getColumnCount(); index++) {
			String name = metaData.getColumnName(index).toUpperCase(Locale.ROOT);
			if (COLUMNS.contains(name)) {
				columns.put(name, index);
			}
		}
		return columns;
	}

	private static List<Row> rows(ResultSet resultSet, Map<String, Integer> columns) throws SQLException {
		List<Row> rows = new ArrayList<>();
		while (resultSet.next()) {
			Map<String, String> values = new HashMap<>();
			for (Map.Entry<String, Integer> column : columns.entrySet()) {
				String value = resultSet.getString(column.getValue());
				if (value != null) {
					values.put(column.getKey(), value);
				}
			}
			rows.add(new Row(values));
		}
		rows.sort(ORDER);
		return rows;
	}

	private static String digest(Map<String, Integer> columns, List<Row> rows) {
		List<String> present = COLUMNS.stream().filter(columns::containsKey).toList();
		Sha256 sha256 = new Sha256();
		sha256.addText(String.join(",", present));
		for (Row row : rows) {
			present.forEach((column) -> sha256.addText(row.values().get(column)));
		}
		return sha256.hex();
	}

	private static @Nullable String revision(List<Row> rows, RevisionNaming naming) {
		if (rows.isEmpty()) {
			return null;
		}
		Row last = rows.get(rows.size() - 1);
		return naming.nameOf(last.text("ID"), last.text("AUTHOR"), last.text("FILENAME"));
	}

	private record Row(Map<String, String> values) {

		String text(String column) {
			return this.values.getOrDefault(column, "");
		}

		long order() {
			try {
				return Long.parseLong(text("ORDEREXECUTED"));
			}
			catch (NumberFormatException ex) {
				return 0;
			}
		}

	}

}
