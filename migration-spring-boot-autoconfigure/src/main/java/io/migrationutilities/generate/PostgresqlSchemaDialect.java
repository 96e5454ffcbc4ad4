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

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.database.Queries;
import io.migrationutilities.generate.Schema.Check;
import io.migrationutilities.generate.Schema.Column;
import io.migrationutilities.generate.Schema.ForeignKey;
import io.migrationutilities.generate.Schema.Index;
import io.migrationutilities.generate.Schema.Key;
import io.migrationutilities.generate.Schema.Sequence;
import io.migrationutilities.generate.Schema.Table;

/**
 * Reads the schema of a PostgreSQL database from its
 * <a href="https://www.postgresql.org/docs/current/catalogs.html">catalog</a>. The server
 * itself writes the types and expressions that are compared, so that two spellings of the
 * same are the same.
 */
final class PostgresqlSchemaDialect implements SchemaDialect {

	private static final String TABLES = """
			SELECT c.relname FROM pg_catalog.pg_class c
			WHERE c.relnamespace = CAST(? AS regnamespace) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
			AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_class'::regclass
				AND d.objid = c.oid AND d.deptype = 'e')
			ORDER BY c.relname""";

	private static final String COLUMNS = """
			SELECT c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull,
				a.attidentity <> '', pg_catalog.pg_get_expr(d.adbin, d.adrelid)
			FROM pg_catalog.pg_class c
			JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
				AND a.attgenerated = ''
			LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
			WHERE c.relnamespace = CAST(? AS regnamespace) AND c.relkind IN ('r', 'p')
			ORDER BY c.relname, a.attnum""";

	private static final String CONSTRAINTS = """
			SELECT c.relname, k.contype, k.conname,
				(SELECT array_agg(a.attname ORDER BY n.i) FROM unnest(k.conkey) WITH ORDINALITY n (attnum, i)
					JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = n.attnum),
				f.relname,
				(SELECT array_agg(a.attname ORDER BY n.i) FROM unnest(k.confkey) WITH ORDINALITY n (attnum, i)
					JOIN pg_catalog.pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = n.attnum),
				k.confdeltype, k.confupdtype, pg_catalog.pg_get_constraintdef(k.oid)
			FROM pg_catalog.pg_constraint k
			JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
			LEFT JOIN pg_catalog.pg_class f ON f.oid = k.confrelid
			WHERE c.relnamespace = CAST(? AS regnamespace) AND k.contype IN ('p', 'u', 'f', 'c') AND k.conparentid = 0
			ORDER BY c.relname, k.conname""";

	private static final String INDEXES = """
			SELECT c.relname, x.relname, i.indisunique,
				(SELECT array_agg(a.attname ORDER BY n.i) FROM unnest(i.indkey::int2[]) WITH ORDINALITY n (attnum, i)
					JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = n.attnum
					WHERE n.i <= i.indnkeyatts)
			FROM pg_catalog.pg_index i
			JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
			JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
			WHERE c.relnamespace = CAST(? AS regnamespace) AND i.indpred IS NULL AND i.indexprs IS NULL
			AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint k WHERE k.conindid = i.indexrelid
				AND k.contype IN ('p', 'u', 'x'))
			ORDER BY c.relname, x.relname""";

	private static final String SEQUENCES = """
			SELECT c.relname, s.seqstart, s.seqincrement FROM pg_catalog.pg_class c
			JOIN pg_catalog.pg_sequence s ON s.seqrelid = c.oid
			WHERE c.relnamespace = CAST(? AS regnamespace)
			AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_class'::regclass
				AND d.objid = c.oid AND d.deptype IN ('a', 'i', 'e'))
			ORDER BY c.relname""";

	private static final Map<String, String> ACTIONS = Map.of("a", ForeignKey.NO_ACTION, "r", "RESTRICT", "c",
			"CASCADE", "n", "SET NULL", "d", "SET DEFAULT");

	private static final String CHECK_PREFIX = "CHECK ";

	private final PostgresqlTypes types = new PostgresqlTypes();

	private final boolean withRows;

	/**
	 * Create a dialect.
	 * @param withRows whether to read the rows of the tables as well
	 */
	PostgresqlSchemaDialect(boolean withRows) {
		this.withRows = withRows;
	}

	@Override
	public String shortName() {
		return "postgresql";
	}

	@Override
	public Comparator<String> names() {
		return Comparator.naturalOrder();
	}

	@Override
	public Schema read(Connection connection, String namespace, Predicate<String> excluded) throws SQLException {
		String schema = Queries.quote(namespace);
		Map<String, Parts> parts = new LinkedHashMap<>();
		for (String table : Queries.list(connection, TABLES, (row) -> row.getString(1), schema)) {
			if (!excluded.test(table)) {
				parts.put(table, new Parts());
			}
		}
		collect(connection, COLUMNS, schema, parts, PostgresqlSchemaDialect::readColumn);
		collect(connection, CONSTRAINTS, schema, parts, PostgresqlSchemaDialect::readConstraint);
		collect(connection, INDEXES, schema, parts, PostgresqlSchemaDialect::readIndex);
		List<Table> tables = new ArrayList<>();
		for (Map.Entry<String, Parts> entry : parts.entrySet()) {
			tables.add(toTable(connection, schema, entry.getKey(), entry.getValue()));
		}
		return new Schema(names(), tables, Queries.list(connection, SEQUENCES,
				(row) -> new Sequence(row.getString(1), row.getLong(2), row.getLong(3)), schema));
	}

	private void collect(Connection connection, String sql, String schema, Map<String, Parts> parts, PartReader reader)
			throws SQLException {
		Queries.list(connection, sql, (row) -> {
			Parts table = parts.get(row.getString(1));
			if (table != null) {
				reader.read(row, row.getString(1), table);
			}
			return row;
		}, schema);
	}

	private static void readColumn(ResultSet row, String table, Parts parts) throws SQLException {
		String defaultValue = row.getString(6);
		boolean numbered = row.getBoolean(5) || (defaultValue != null && defaultValue.startsWith("nextval("));
		parts.columns.add(new Column(row.getString(2), row.getString(3), !row.getBoolean(4), numbered,
				numbered ? null : defaultValue));
	}

	private static void readConstraint(ResultSet row, String table, Parts parts) throws SQLException {
		String name = row.getString(3);
		List<String> columns = list(row.getArray(4));
		switch (row.getString(2)) {
			case "p" -> parts.primaryKey = new Key(name, columns);
			case "u" -> parts.uniques.add(new Key(name, columns));
			case "f" -> parts.foreignKeys.add(new ForeignKey(name, columns, row.getString(5), list(row.getArray(6)),
					action(row.getString(7)), action(row.getString(8))));
			default -> parts.checks.add(check(name, table, columns, row.getString(9)));
		}
	}

	// The names that the server chooses end with _check and perhaps a number.
	private static Check check(String name, String table, List<String> columns, String definition) {
		boolean named = !name.matches(".+_check\\d*");
		return new Check(name, named, columns, definition.substring(CHECK_PREFIX.length()));
	}

	private static String action(String code) {
		return ACTIONS.getOrDefault(code, ForeignKey.NO_ACTION);
	}

	private static void readIndex(ResultSet row, String table, Parts parts) throws SQLException {
		parts.indexes.add(new Index(row.getString(2), list(row.getArray(4)), row.getBoolean(3)));
	}

	private Table toTable(Connection connection, String schema, String name, Parts parts) throws SQLException {
		return new Table(name, parts.columns, parts.primaryKey, parts.uniques, parts.foreignKeys, parts.indexes,
				parts.checks, this.withRows
						? InitialRows.read(connection, schema + "." + Queries.quote(name), parts.columns) : List.of());
	}

	private static List<String> list(@Nullable Array array) throws SQLException {
		return (array != null) ? List.of((String[]) array.getArray()) : List.of();
	}

	@Override
	public boolean isSameType(String left, String right) {
		return left.equals(right);
	}

	@Override
	public boolean isNarrowing(String from, String to) {
		return this.types.isNarrowing(from, to);
	}

	@Override
	public String toChangeLogType(String type) {
		return this.types.toChangeLogType(type);
	}

	@FunctionalInterface
	private interface PartReader {

		void read(ResultSet row, String table, Parts parts) throws SQLException;

	}

	/**
	 * A table while it is read.
	 */
	private static final class Parts {

		private final List<Column> columns = new ArrayList<>();

		private final List<Key> uniques = new ArrayList<>();

		private final List<ForeignKey> foreignKeys = new ArrayList<>();

		private final List<Index> indexes = new ArrayList<>();

		private final List<Check> checks = new ArrayList<>();

		private @Nullable Key primaryKey;

	}

}
