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

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.sqlite.alter.Alteration.DropColumn;
import io.migrationutilities.sqlite.alter.Alteration.SetType;
import io.migrationutilities.sqlite.table.ColumnDefinition;
import io.migrationutilities.sqlite.table.Constraint;
import io.migrationutilities.sqlite.table.Constraint.Kind;
import io.migrationutilities.sqlite.table.CreateTableParser;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.SqliteAlterationException;
import io.migrationutilities.sqlite.table.TableDefinition;
import io.migrationutilities.test.TakesLong;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Alters random tables with random rows at random, and compares what comes out of it with
 * a database that was created so.
 */
@TakesLong
class TableAltererPropertyTests {

	private static final int TABLES = 40;

	private static final List<String> VALUES = List.of("NULL", "1", "2", "-3.5", "'it''s'", "'Name'", "x'00ff'", "'7'",
			"9007199254740993");

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void altersAsIfTheTableHadBeenCreatedSo(long seed) throws SQLException {
		Random random = new Random(seed);
		int altered = 0;
		for (int i = 0; i < TABLES; i++) {
			try (SqliteFile database = SqliteFile.inMemory()) {
				createRandomTable(database, random);
				RandomAlterations alterations = new RandomAlterations(random);
				for (int j = 0; j < 4; j++) {
					altered += alter(database, alterations, "seed %d, table %d, round %d".formatted(seed, i, j)) ? 1
							: 0;
				}
			}
		}
		assertThat(altered).isGreaterThan(TABLES * 2);
	}

	private static void createRandomTable(SqliteFile database, Random random) throws SQLException {
		database.execute("CREATE TABLE \"Other table\" (x0 PRIMARY KEY, x1, x2, UNIQUE (x0, x1), UNIQUE (x0, x1, x2))",
				new RandomTable(random).sql(), "CREATE TABLE log (x)", "CREATE VIEW v AS SELECT * FROM t",
				"CREATE TRIGGER tr AFTER UPDATE ON t BEGIN INSERT INTO log VALUES (1); END");
		TableDefinition table = table(database);
		String column = SqlName.quote(table.columns().get(0).name());
		database.execute("CREATE INDEX i1 ON t (%s DESC, 1 + 1) WHERE t.%s > 0".formatted(column, column),
				"CREATE TABLE child (a REFERENCES t ON DELETE CASCADE ON UPDATE CASCADE, b REFERENCES t (%s))"
					.formatted(column),
				"INSERT INTO child VALUES (NULL, NULL)");
		List<String> columns = ordinary(table).stream().map(SqlName::quote).toList();
		for (String value : VALUES) {
			database
				.execute("INSERT OR IGNORE INTO \"Other table\" VALUES (%s, %s, %s)".formatted(value, value, value));
		}
		database.execute("PRAGMA foreign_keys = ON");
		insertRandomRows(database, columns, random);
		database.execute("PRAGMA foreign_keys = OFF");
		if (database.rows("SELECT 1 FROM t").isEmpty()) {
			insertRandomRows(database, columns, random);
		}
		database.execute("DELETE FROM log");
	}

	private static void insertRandomRows(SqliteFile database, List<String> columns, Random random) throws SQLException {
		for (int i = 0; i < 12; i++) {
			List<String> values = columns.stream().map((name) -> VALUES.get(random.nextInt(VALUES.size()))).toList();
			try {
				database.execute("INSERT INTO t (%s) VALUES (%s)".formatted(String.join(", ", columns),
						String.join(", ", values)));
			}
			catch (SQLException ex) {
				assertThat(ex.getMessage()).containsAnyOf("SQLITE_CONSTRAINT", "SQLITE_MISMATCH",
						"foreign key mismatch");
			}
		}
	}

	private static boolean alter(SqliteFile database, RandomAlterations random, String round) throws SQLException {
		TableDefinition before = table(database);
		List<Alteration> alterations = random.choose(before);
		List<String> columns = unchangedColumns(before, alterations);
		List<String> content = database.content();
		List<String> values = sorted(database.values("t", columns));
		long violations = violations(database);
		String as = "%s: %s%nof %s".formatted(round, alterations, before.sql());
		try {
			database.alter(alterations.toArray(Alteration[]::new));
		}
		catch (SqliteAlterationException | SQLException ex) {
			assertThat(database.content()).as(as).isEqualTo(content);
			return false;
		}
		TableDefinition expected = before;
		for (Alteration alteration : alterations) {
			expected = alteration.applyTo(expected);
		}
		assertSameAsCreated(database, expected, as);
		assertThat(sorted(database.values("t", columns))).as(as).isEqualTo(values);
		assertThat(database.rows("PRAGMA integrity_check")).as(as).containsExactly("ok");
		assertThat(violations(database)).as(as).isLessThanOrEqualTo(violations);
		assertThat(database.rows("SELECT * FROM child")).as(as).containsExactly("null|null");
		assertUsable(database, as);
		return true;
	}

	private static void assertSameAsCreated(SqliteFile database, TableDefinition expected, String as)
			throws SQLException {
		try (SqliteFile created = SqliteFile.inMemory()) {
			created.execute(expected.sql());
			for (String index : database.rows("SELECT sql FROM sqlite_schema WHERE name = 'i1'")) {
				created.execute(index);
			}
			assertThat(pragmas(database)).as(as).isEqualTo(pragmas(created));
		}
		TableDefinition stored = table(database);
		assertThat(SchemaFacts.of(stored)).as(as).isEqualTo(SchemaFacts.of(expected));
		assertThat(checks(stored)).as(as).isEqualTo(checks(expected));
	}

	private static List<String> checks(TableDefinition table) {
		return QualifiedChecks.withoutTable(table)
			.allConstraints(Kind.CHECK)
			.stream()
			.map((check) -> ((Constraint.Check) check).expression())
			.toList();
	}

	private static List<String> pragmas(SqliteFile database) throws SQLException {
		List<String> pragmas = database.rows("PRAGMA table_xinfo(t)");
		pragmas.addAll(database.rows("SELECT seq, name, \"unique\", origin, partial FROM pragma_index_list('t')"));
		pragmas.addAll(database.rows("SELECT i.name, x.* FROM pragma_index_list('t') i, pragma_index_xinfo(i.name) x"));
		pragmas.addAll(database.rows("PRAGMA foreign_key_list(t)"));
		return pragmas;
	}

	private static void assertUsable(SqliteFile database, String as) throws SQLException {
		String column = SqlName.quote(ordinary(table(database)).get(0));
		database.execute("SAVEPOINT use", "UPDATE OR ABORT t SET %s = %s".formatted(column, column));
		assertThat(database.rows("SELECT count(*) FROM log")).as(as).isEqualTo(database.rows("SELECT count(*) FROM v"));
		database.execute("ROLLBACK TO use", "RELEASE use");
	}

	private static TableDefinition table(SqliteFile database) throws SQLException {
		return CreateTableParser.parse(database.definition("t"));
	}

	private static List<String> unchangedColumns(TableDefinition table, List<Alteration> alterations) {
		Set<String> changed = new TreeSet<>();
		for (Alteration alteration : alterations) {
			if (alteration instanceof DropColumn drop) {
				changed.add(drop.column());
			}
			if (alteration instanceof SetType type) {
				changed.add(type.column());
			}
		}
		return ordinary(table).stream().filter((column) -> !changed.contains(column)).toList();
	}

	private static List<String> ordinary(TableDefinition table) {
		return table.columns()
			.stream()
			.filter((column) -> !column.has(Kind.GENERATED))
			.map(ColumnDefinition::name)
			.toList();
	}

	private static List<String> sorted(List<String> rows) {
		List<String> sorted = new ArrayList<>(rows);
		Collections.sort(sorted);
		return sorted;
	}

	private static long violations(SqliteFile database) {
		try {
			return database.rows("PRAGMA foreign_key_check").size();
		}
		catch (SQLException ex) {
			assertThat(ex.getMessage()).contains("foreign key mismatch");
			return Long.MAX_VALUE;
		}
	}

}
