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
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.migrationutilities.engine.DatabaseContents.Column;
import io.migrationutilities.engine.DatabaseContents.Reference;

/**
 * Reads the contents of a SQLite database from its pragmas. Names of constraints stand in
 * the statements only, in the order in which the pragmas count.
 */
final class SqliteContents {

	private static final String CONSTRAINT = "(?is)(?:\\bCONSTRAINT\\s+[\"`\\[]?(\\w+)[\"`\\]]?\\s+)?";

	private static final Pattern KEY = Pattern.compile(CONSTRAINT + "\\b(?:UNIQUE|PRIMARY\\s+KEY)\\b");

	private static final Pattern FOREIGN_KEY = Pattern
		.compile(CONSTRAINT + "(?:\\bFOREIGN\\s+KEY\\s*\\([^)]*\\)\\s*)?\\bREFERENCES\\b([^,]*)");

	private static final Pattern CHECK = Pattern.compile(CONSTRAINT + "\\bCHECK\\s*\\(([^()]*)\\)");

	private final Connection connection;

	private final DatabaseContents contents;

	SqliteContents(Connection connection, DatabaseContents contents) {
		this.connection = connection;
		this.contents = contents;
	}

	void read() throws SQLException {
		for (List<String> row : rows("SELECT type, name, sql FROM sqlite_schema"
				+ " WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite!_%' ESCAPE '!'")) {
			if (row.get(0).equals("view")) {
				this.contents.addView(row.get(1));
			}
			else if (!DatabaseContents.isBookkeeping(row.get(1))) {
				readTable(row.get(1), row.get(2));
			}
		}
	}

	private void readTable(String table, String sql) throws SQLException {
		readColumns(table, sql);
		readForeignKeys(table, matches(FOREIGN_KEY, sql));
		readKeys(table, sql);
		for (MatchResult check : matches(CHECK, sql)) {
			this.contents.addCheck(table, name(check), check.group(2));
		}
	}

	private void readColumns(String table, String sql) throws SQLException {
		boolean autoincrement = Pattern.compile("(?i)\\bAUTOINCREMENT\\b").matcher(sql).find();
		List<Column> columns = new ArrayList<>();
		Map<Integer, String> primaryKey = new TreeMap<>();
		for (List<String> row : rows(
				"SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info('%s') ORDER BY cid"
					.formatted(table))) {
			int key = Integer.parseInt(row.get(4));
			boolean identity = autoincrement && key > 0;
			Column column = new Column(row.get(0), SqlType.of(row.get(1)), identity || row.get(2).equals("1"), identity,
					row.get(3));
			this.contents.addColumn(table, column);
			columns.add(column);
			if (key > 0) {
				primaryKey.put(key, column.name());
			}
		}
		this.contents.addColumns(table, columns.stream().map(Column::name).toList());
		if (!primaryKey.isEmpty()) {
			this.contents.addPrimaryKey(table, List.copyOf(primaryKey.values()));
		}
		this.contents.addRows(table, columns, rows("SELECT * FROM " + table));
	}

	private void readForeignKeys(String table, List<MatchResult> definitions) throws SQLException {
		Map<Integer, List<List<String>>> keys = new TreeMap<>();
		for (List<String> row : rows(
				"SELECT id, \"from\", \"table\", \"to\", on_delete, on_update FROM pragma_foreign_key_list('%s')"
					.formatted(table) + " ORDER BY id, seq")) {
			keys.computeIfAbsent(Integer.valueOf(row.get(0)), (id) -> new ArrayList<>()).add(row);
		}
		if (keys.size() != definitions.size()) {
			throw new IllegalStateException(
					"Table %s has %d foreign keys, its statement %d".formatted(table, keys.size(), definitions.size()));
		}
		keys.forEach((id, rows) -> {
			MatchResult definition = definitions.get(definitions.size() - 1 - id);
			List<String> first = rows.get(0);
			boolean deferred = Pattern.compile("(?i)INITIALLY\\s+DEFERRED").matcher(definition.group(2)).find();
			this.contents.addForeignKey(table, name(definition), rows.stream().map((row) -> row.get(1)).toList(),
					new Reference(first.get(2), rows.stream().map((row) -> row.get(3)).toList(), first.get(4),
							first.get(5), deferred));
		});
	}

	private void readKeys(String table, String sql) throws SQLException {
		List<List<String>> indexes = rows(
				"SELECT name, origin, \"unique\" FROM pragma_index_list('%s') ORDER BY seq DESC".formatted(table));
		boolean rowidIsKey = indexes.stream().noneMatch((index) -> index.get(1).equals("pk"));
		List<MatchResult> definitions = matches(KEY, sql).stream()
			.filter((key) -> !(rowidIsKey && key.group().matches("(?is).*KEY")))
			.toList();
		int automatic = 0;
		for (List<String> index : indexes) {
			List<String> columns = columnsOf(index.get(0));
			if (index.get(1).equals("c")) {
				this.contents.addIndex(table, index.get(0), index.get(2).equals("1"), columns);
				continue;
			}
			MatchResult definition = definitions.get(automatic++);
			if (index.get(1).equals("u")) {
				this.contents.addUnique(table, name(definition), columns);
			}
		}
	}

	private List<String> columnsOf(String index) throws SQLException {
		return rows("SELECT name || iif(desc, ' desc', '') FROM pragma_index_xinfo('%s') WHERE key ORDER BY seqno"
			.formatted(index)).stream().map((row) -> row.get(0)).toList();
	}

	private static List<MatchResult> matches(Pattern pattern, String sql) {
		return pattern.matcher(sql).results().toList();
	}

	private static String name(MatchResult constraint) {
		return (constraint.group(1) != null) ? constraint.group(1) : "without name";
	}

	private List<List<String>> rows(String sql) throws SQLException {
		return SqlValues.rows(this.connection, sql);
	}

}
