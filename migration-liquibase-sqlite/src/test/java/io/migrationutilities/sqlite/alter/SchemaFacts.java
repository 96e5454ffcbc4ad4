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

package io.migrationutilities.sqlite.alter;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.migrationutilities.sqlite.table.ColumnConstraint;
import io.migrationutilities.sqlite.table.ColumnDefinition;
import io.migrationutilities.sqlite.table.Constraint;
import io.migrationutilities.sqlite.table.Constraint.ForeignKey;
import io.migrationutilities.sqlite.table.Constraint.KeyColumn;
import io.migrationutilities.sqlite.table.Constraint.Kind;
import io.migrationutilities.sqlite.table.Constraint.PrimaryKey;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.TableDefinition;
import io.migrationutilities.sqlite.table.TokenCursor;

/**
 * What SQLite says about a table, and the same as read from its statement.
 */
final class SchemaFacts {

	private static final Set<String> STANDARD_TYPES = Set.of("ANY", "BLOB", "INT", "INTEGER", "REAL", "TEXT");

	private final Map<String, String> facts = new TreeMap<>();

	/**
	 * Return what SQLite says about the only table of a database.
	 * @param connection the database
	 * @return the facts
	 * @throws SQLException if the database can't be read
	 */
	static Map<String, String> of(Connection connection) throws SQLException {
		SchemaFacts facts = new SchemaFacts();
		try (Statement statement = connection.createStatement()) {
			String table = facts.readTable(statement);
			facts.readColumns(statement, SqlName.quote(table));
			facts.readForeignKeys(statement);
			facts.readKeys(statement);
		}
		return facts.facts;
	}

	private String readTable(Statement statement) throws SQLException {
		List<List<String>> row = rows(statement,
				"SELECT name, wr, strict, " + "(SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_sequence') "
						+ "FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'");
		String table = row.get(0).get(0);
		this.facts.put("table", table);
		this.facts.put("without rowid", row.get(0).get(1));
		this.facts.put("strict", row.get(0).get(2));
		this.facts.put("autoincrement", row.get(0).get(3));
		return table;
	}

	private void readColumns(Statement statement, String table) throws SQLException {
		List<String> names = new ArrayList<>();
		for (List<String> column : rows(statement, "PRAGMA table_xinfo(" + table + ")")) {
			String name = column.get(1);
			names.add(name);
			put(name, column.get(2), column.get(3), column.get(4), column.get(5), column.get(6));
			statement.execute("CREATE INDEX probe ON " + table + "(" + SqlName.quote(name) + ")");
			this.facts.put(name + " collation",
					rows(statement, "PRAGMA index_xinfo(probe)").get(0).get(4).toUpperCase(Locale.ROOT));
			statement.execute("DROP INDEX probe");
		}
		this.facts.put("columns", names.toString());
	}

	private void put(String name, String type, String notNull, String value, String key, String hidden) {
		String upper = type.toUpperCase(Locale.ROOT);
		this.facts.put(name + " type", STANDARD_TYPES.contains(upper) ? upper : type);
		this.facts.put(name + " not null", notNull);
		this.facts.put(name + " default", value);
		this.facts.put(name + " primary key", key);
		this.facts.put(name + " generated", hidden);
	}

	private void readForeignKeys(Statement statement) throws SQLException {
		Map<String, List<List<String>>> keys = rows(statement,
				"SELECT f.* FROM pragma_table_list t, pragma_foreign_key_list(t.name) f "
						+ "WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY f.id, f.seq")
			.stream()
			.collect(Collectors.groupingBy((row) -> row.get(0)));
		keys.values().forEach((key) -> {
			List<String> first = key.get(0);
			List<String> columns = key.stream().map((row) -> SqlName.fold(row.get(3))).toList();
			List<String> referenced = key.stream().map((row) -> row.get(4)).filter(Objects::nonNull).toList();
			putForeignKey(columns, first.get(2), referenced, first.get(6), first.get(5));
		});
	}

	private void putForeignKey(List<String> columns, String table, List<String> referenced, String onDelete,
			String onUpdate) {
		this.facts.merge("foreign key %s to %s %s".formatted(columns, table, referenced),
				"%s, %s".formatted(onDelete, onUpdate), SchemaFacts::both);
	}

	// SQLite keeps one index for keys that are the same.
	private static String both(String left, String right) {
		return left.equals(right) ? left : Stream.of(left, right).sorted().collect(Collectors.joining("; "));
	}

	private void readKeys(Statement statement) throws SQLException {
		for (List<String> index : rows(statement, "SELECT i.name FROM pragma_table_list t, pragma_index_list(t.name) i "
				+ "WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite!_%' ESCAPE '!'")) {
			List<List<String>> columns = rows(statement, "SELECT name, coll FROM pragma_index_xinfo("
					+ SqlName.quote(index.get(0)) + ") WHERE key = 1 ORDER BY seqno");
			putKey(columns.stream().map((row) -> row.get(0)).toList(),
					columns.stream().map((row) -> row.get(1)).toList());
		}
	}

	private void putKey(List<String> columns, List<String> collations) {
		this.facts.merge("key " + columns.stream().map(SqlName::fold).toList(),
				collations.stream().map((collation) -> collation.toUpperCase(Locale.ROOT)).toList().toString(),
				SchemaFacts::both);
	}

	private static List<List<String>> rows(Statement statement, String sql) throws SQLException {
		List<List<String>> rows = new ArrayList<>();
		try (ResultSet result = statement.executeQuery(sql)) {
			int count = result.getMetaData().getColumnCount();
			while (result.next()) {
				List<String> row = new ArrayList<>();
				for (int i = 1; i <= count; i++) {
					row.add(result.getString(i));
				}
				rows.add(row);
			}
		}
		return rows;
	}

	/**
	 * Return what the statement of a table says.
	 * @param table the table
	 * @return the facts
	 */
	static Map<String, String> of(TableDefinition table) {
		SchemaFacts facts = new SchemaFacts();
		facts.facts.put("table", table.name());
		facts.facts.put("without rowid", table.withoutRowid() ? "1" : "0");
		facts.facts.put("strict", table.strict() ? "1" : "0");
		facts.facts.put("autoincrement", primaryKey(table).stream().anyMatch(PrimaryKey::autoincrement) ? "1" : "0");
		facts.facts.put("columns", table.columns().stream().map(ColumnDefinition::name).toList().toString());
		table.columns().forEach((column) -> facts.addColumn(table, column));
		table.allConstraints(Kind.FOREIGN_KEY)
			.stream()
			.map(ForeignKey.class::cast)
			.forEach((key) -> facts.putForeignKey(key.columns().stream().map(SqlName::fold).toList(), key.table(),
					key.referencedColumns(), key.actions().onDelete(), key.actions().onUpdate()));
		table.allConstraints(Kind.UNIQUE).forEach((key) -> facts.addKey(table, ((Constraint.Unique) key).key()));
		primaryKey(table).stream()
			.filter((key) -> !isRowid(table, key))
			.forEach((key) -> facts.addKey(table, isInteger(table, key) ? withoutCollation(key) : key.key()));
		return facts.facts;
	}

	// SQLite ignores the collating sequence of an integer key.
	private static List<KeyColumn> withoutCollation(PrimaryKey key) {
		return key.key().stream().map((column) -> new KeyColumn(column.name(), null, column.descending())).toList();
	}

	private static List<PrimaryKey> primaryKey(TableDefinition table) {
		return table.allConstraints(Kind.PRIMARY_KEY).stream().map(PrimaryKey.class::cast).toList();
	}

	private static boolean isRowid(TableDefinition table, PrimaryKey key) {
		return !table.withoutRowid() && isInteger(table, key);
	}

	private static boolean isInteger(TableDefinition table, PrimaryKey key) {
		boolean inline = !table.constraints().contains(key);
		return key.key().size() == 1 && !(inline && key.key().get(0).descending())
				&& SqlName.same(table.column(key.columns().get(0)).type(), "INTEGER");
	}

	private void addColumn(TableDefinition table, ColumnDefinition column) {
		int key = 0;
		boolean keyIsNotNull = table.withoutRowid();
		for (PrimaryKey primaryKey : primaryKey(table)) {
			key = primaryKey.columns().stream().map(SqlName::fold).toList().indexOf(SqlName.fold(column.name())) + 1;
			keyIsNotNull |= table.strict() && !isRowid(table, primaryKey);
		}
		boolean notNull = column.has(Kind.NOT_NULL) || (key > 0 && keyIsNotNull);
		put(column.name(), reportedType(column), notNull ? "1" : "0",
				column.defaultValue().map(ColumnConstraint.Default::value).orElse(null), Integer.toString(key),
				column.generated().map((generated) -> generated.stored() ? "3" : "2").orElse("0"));
		this.facts.put(column.name() + " collation", collation(column));
	}

	// SQLite takes the quotes off the ends of a type; if there are more, it ends at the
	// second.
	private static String reportedType(ColumnDefinition column) {
		String type = column.type();
		if (!type.matches("(?s)['\"`\\[].*")) {
			return type;
		}
		String inner = type.substring(1, type.length() - 1);
		return inner.matches("(?s)[^'\"`\\[]*") ? inner : new TokenCursor(type).peek().name();
	}

	private void addKey(TableDefinition table, List<KeyColumn> key) {
		List<String> collations = key.stream()
			.map((column) -> (column.collation() != null) ? column.collation() : collation(table.column(column.name())))
			.toList();
		putKey(key.stream().map(KeyColumn::name).toList(), collations);
	}

	private static String collation(ColumnDefinition column) {
		return column.collate().map(ColumnConstraint.Collate::collation).orElse("BINARY").toUpperCase(Locale.ROOT);
	}

	/**
	 * Return the facts that are not the same.
	 * @param before the facts before an edit
	 * @param after the facts after it
	 * @return the names of the facts
	 */
	static Set<String> differences(Map<String, String> before, Map<String, String> after) {
		Set<String> names = new TreeSet<>(before.keySet());
		names.addAll(after.keySet());
		names.removeIf((name) -> before.containsKey(name) == after.containsKey(name)
				&& Objects.equals(before.get(name), after.get(name)));
		return names;
	}

}
