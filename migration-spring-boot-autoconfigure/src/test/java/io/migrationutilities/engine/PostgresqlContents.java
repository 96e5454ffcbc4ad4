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
import java.util.Arrays;
import java.util.List;

import io.migrationutilities.engine.DatabaseContents.Column;

/**
 * Reads the contents of a PostgreSQL database from its catalog.
 */
final class PostgresqlContents {

	private static final String TABLES = "SELECT relname FROM pg_class"
			+ " WHERE relkind = '%s' AND relnamespace = 'public'::regnamespace ORDER BY relname";

	private static final String COLUMNS = "SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,"
			+ " a.attidentity <> '', pg_get_expr(d.adbin, d.adrelid) FROM pg_attribute a"
			+ " LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum"
			+ " WHERE a.attrelid = '%s'::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";

	private static final String CONSTRAINTS = "SELECT contype, conname, (SELECT string_agg(a.attname, ', ' ORDER BY k.i)"
			+ " FROM unnest(conkey) WITH ORDINALITY k(attnum, i) JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = k.attnum),"
			+ " pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = '%s'::regclass";

	private static final String FOREIGN_KEY = "SELECT confrelid::regclass, (SELECT string_agg(a.attname, ', ' ORDER BY k.i)"
			+ " FROM unnest(confkey) WITH ORDINALITY k(attnum, i) JOIN pg_attribute a ON a.attrelid = confrelid AND a.attnum = k.attnum),"
			+ " %s, condeferred FROM pg_constraint WHERE conrelid = '%s'::regclass AND conname = '%s'";

	private static final String ACTION = "CASE %s WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' WHEN 'd' THEN 'set default'"
			+ " WHEN 'r' THEN 'restrict' ELSE 'no action' END";

	private static final String INDEXES = "SELECT i.indexrelid::regclass, i.indisunique, (SELECT string_agg("
			+ "pg_get_indexdef(i.indexrelid, k, true) || CASE WHEN i.indoption[k - 1] & 1 = 1 THEN ' desc' ELSE '' END, ', ' ORDER BY k)"
			+ " FROM generate_series(1, i.indnkeyatts) k) FROM pg_index i WHERE i.indrelid = '%s'::regclass"
			+ " AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u'))";

	private final Connection connection;

	private final DatabaseContents contents;

	PostgresqlContents(Connection connection, DatabaseContents contents) {
		this.connection = connection;
		this.contents = contents;
	}

	void read() throws SQLException {
		for (List<String> table : rows(TABLES.formatted("r"))) {
			if (!DatabaseContents.isBookkeeping(table.get(0))) {
				readTable(table.get(0));
			}
		}
		for (List<String> view : rows(TABLES.formatted("v"))) {
			this.contents.addView(view.get(0));
		}
	}

	private void readTable(String table) throws SQLException {
		List<Column> columns = new ArrayList<>();
		for (List<String> row : rows(COLUMNS.formatted(table))) {
			Column column = new Column(row.get(0), SqlType.of(row.get(1)), Boolean.parseBoolean(row.get(2)),
					Boolean.parseBoolean(row.get(3)), row.get(4));
			this.contents.addColumn(table, column);
			columns.add(column);
		}
		this.contents.addColumns(table, columns.stream().map(Column::name).toList());
		for (List<String> row : rows(CONSTRAINTS.formatted(table))) {
			readConstraint(table, row.get(0), row.get(1), Arrays.asList(row.get(2).split(", ")), row.get(3));
		}
		for (List<String> row : rows(INDEXES.formatted(table))) {
			this.contents.addIndex(table, row.get(0), Boolean.parseBoolean(row.get(1)),
					Arrays.asList(row.get(2).split(", ")));
		}
		this.contents.addRows(table, columns, rows("SELECT * FROM " + table));
	}

	private void readConstraint(String table, String kind, String name, List<String> columns, String definition)
			throws SQLException {
		switch (kind) {
			case "p" -> this.contents.addPrimaryKey(table, columns);
			case "u" -> this.contents.addUnique(table, name, columns);
			case "c" -> this.contents.addCheck(table, name, definition.substring("CHECK ".length()));
			case "f" -> readForeignKey(table, name, columns);
			default -> throw new IllegalStateException("Unknown constraint " + name);
		}
	}

	private void readForeignKey(String table, String name, List<String> columns) throws SQLException {
		String actions = ACTION.formatted("confdeltype") + ", " + ACTION.formatted("confupdtype");
		List<String> row = rows(FOREIGN_KEY.formatted(actions, table, name)).get(0);
		this.contents.addForeignKey(table, name, columns, new DatabaseContents.Reference(row.get(0),
				Arrays.asList(row.get(1).split(", ")), row.get(2), row.get(3), Boolean.parseBoolean(row.get(4))));
	}

	private List<List<String>> rows(String sql) throws SQLException {
		return SqlValues.rows(this.connection, sql);
	}

}
