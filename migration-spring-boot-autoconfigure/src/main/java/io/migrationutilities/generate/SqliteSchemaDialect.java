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
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.database.Queries;
import io.migrationutilities.generate.Schema.Check;
import io.migrationutilities.generate.Schema.Column;
import io.migrationutilities.generate.Schema.ForeignKey;
import io.migrationutilities.generate.Schema.Index;
import io.migrationutilities.generate.Schema.Key;
import io.migrationutilities.generate.Schema.Table;
import io.migrationutilities.sqlite.table.StoredConstraint;
import io.migrationutilities.sqlite.table.StoredConstraint.Kind;

/**
 * Reads the schema of a SQLite database by its
 * <a href="https://sqlite.org/pragma.html">PRAGMAs</a> and the stored statements. Two
 * types are the same if Liquibase writes words of the same family for them on SQLite,
 * such as {@code INTEGER} and {@code BIGINT}, and their lengths, where both have one, are
 * equal.
 */
final class SqliteSchemaDialect implements SchemaDialect {

	private static final String TABLES = """
			SELECT name, sql FROM sqlite_schema
			WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND sql LIKE 'CREATE TABLE%' ORDER BY name""";

	private static final String COLUMNS = """
			SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid""";

	private static final String FOREIGN_KEYS = """
			SELECT id, "table", group_concat("from", char(31)), group_concat("to", char(31)), on_delete, on_update
			FROM (SELECT * FROM pragma_foreign_key_list(?) ORDER BY id, seq) GROUP BY id ORDER BY id DESC""";

	private static final String INDEXES = """
			SELECT i.name, i."unique", i.origin, (SELECT group_concat(name, char(31)) FROM
			(SELECT name FROM pragma_index_info(i.name) ORDER BY seqno))
			FROM pragma_index_list(?) i WHERE i.partial = 0 AND i.origin <> 'pk'
			AND NOT EXISTS (SELECT 1 FROM pragma_index_info(i.name) WHERE name IS NULL) ORDER BY i.name""";

	// The same as in the queries: a character that names don't have.
	private static final String SEPARATOR = "\u001f";

	private final SqliteTypes types = new SqliteTypes();

	private final boolean withRows;

	/**
	 * Create a dialect.
	 * @param withRows whether to read the rows of the tables as well
	 */
	SqliteSchemaDialect(boolean withRows) {
		this.withRows = withRows;
	}

	@Override
	public String shortName() {
		return "sqlite";
	}

	@Override
	public Comparator<String> names() {
		return String.CASE_INSENSITIVE_ORDER;
	}

	@Override
	public Schema read(Connection connection, String namespace, Predicate<String> excluded) throws SQLException {
		List<Table> tables = new ArrayList<>();
		for (StoredTable table : Queries.list(connection, TABLES,
				(row) -> new StoredTable(row.getString(1), row.getString(2)))) {
			if (!excluded.test(table.name())) {
				tables.add(readTable(connection, table));
			}
		}
		return new Schema(names(), tables, List.of());
	}

	private Table readTable(Connection connection, StoredTable stored) throws SQLException {
		List<StoredConstraint> constraints = StoredConstraint.read(stored.sql());
		List<KeyedColumn> columns = readColumns(connection, stored.name());
		List<String> key = columns.stream()
			.filter((column) -> column.key() > 0)
			.sorted(Comparator.comparing(KeyedColumn::key))
			.map((column) -> column.column().name())
			.toList();
		List<Index> indexes = new ArrayList<>();
		List<Key> uniques = new ArrayList<>();
		readIndexes(connection, stored.name(), constraints, indexes, uniques);
		List<Column> plain = columns.stream().map((column) -> column.toColumn(key)).toList();
		return new Table(stored.name(), plain,
				key.isEmpty() ? null : new Key(nameOf(constraints, Kind.PRIMARY_KEY, key), key), uniques,
				readForeignKeys(connection, stored.name(), constraints), indexes, checks(constraints),
				this.withRows ? InitialRows.read(connection, Queries.quote(stored.name()), plain) : List.of());
	}

	private List<KeyedColumn> readColumns(Connection connection, String table) throws SQLException {
		return Queries.list(connection, COLUMNS,
				(row) -> new KeyedColumn(
						new Column(row.getString(1), row.getString(2), row.getInt(3) == 0, false, row.getString(4)),
						row.getInt(5)),
				table);
	}

	private List<ForeignKey> readForeignKeys(Connection connection, String table, List<StoredConstraint> constraints)
			throws SQLException {
		return Queries.list(connection, FOREIGN_KEYS, (row) -> {
			List<String> columns = split(row.getString(3));
			return new ForeignKey(nameOf(constraints, Kind.FOREIGN_KEY, columns), columns, row.getString(2),
					split(row.getString(4)), row.getString(5), row.getString(6));
		}, table);
	}

	private void readIndexes(Connection connection, String table, List<StoredConstraint> constraints,
			List<Index> indexes, List<Key> uniques) throws SQLException {
		Queries.list(connection, INDEXES, (row) -> {
			List<String> columns = split(row.getString(4));
			return "u".equals(row.getString(3))
					? uniques.add(new Key(nameOf(constraints, Kind.UNIQUE, columns), columns))
					: indexes.add(new Index(row.getString(1), columns, row.getBoolean(2)));
		}, table);
	}

	private static List<Check> checks(List<StoredConstraint> constraints) {
		return constraints.stream()
			.filter((constraint) -> constraint.kind() == Kind.CHECK)
			.map((constraint) -> new Check(constraint.name(), constraint.named(), constraint.columns(),
					String.valueOf(constraint.expression())))
			.toList();
	}

	private static @Nullable String nameOf(List<StoredConstraint> constraints, Kind kind, List<String> columns) {
		return constraints.stream()
			.filter((constraint) -> constraint.kind() == kind && isSame(constraint.columns(), columns))
			.map(StoredConstraint::name)
			.findFirst()
			.orElse(null);
	}

	private static boolean isSame(List<String> left, List<String> right) {
		return String.join(SEPARATOR, left).equalsIgnoreCase(String.join(SEPARATOR, right));
	}

	private static List<String> split(@Nullable String names) {
		return (names != null) ? List.of(names.split(SEPARATOR)) : List.of();
	}

	@Override
	public boolean isSameType(String left, String right) {
		return this.types.isSame(left, right);
	}

	@Override
	public boolean isNarrowing(String from, String to) {
		return this.types.isNarrowing(from, to);
	}

	@Override
	public String toChangeLogType(String type) {
		return type.isEmpty() ? "blob" : type;
	}

	private record StoredTable(String name, String sql) {

	}

	/**
	 * A column with its place in the primary key, from 1 on.
	 */
	private record KeyedColumn(Column column, int key) {

		Column toColumn(List<String> primaryKey) {
			boolean rowid = this.key == 1 && primaryKey.size() == 1
					&& "INTEGER".equalsIgnoreCase(this.column.type().strip());
			return new Column(this.column.name(), this.column.type(), this.column.nullable() && this.key == 0, rowid,
					this.column.defaultValue());
		}

	}

}
