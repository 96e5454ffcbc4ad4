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

package io.migrationutilities.sqlite.table;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.sqlite.table.ColumnConstraint.Collate;
import io.migrationutilities.sqlite.table.ColumnConstraint.Default;
import io.migrationutilities.sqlite.table.ColumnConstraint.Generated;
import io.migrationutilities.sqlite.table.ColumnConstraint.NotNull;
import io.migrationutilities.sqlite.table.Constraint.Check;
import io.migrationutilities.sqlite.table.Constraint.ForeignKey;
import io.migrationutilities.sqlite.table.Constraint.Kind;
import io.migrationutilities.sqlite.table.Constraint.PrimaryKey;
import io.migrationutilities.sqlite.table.Constraint.ReferenceActions;
import io.migrationutilities.sqlite.table.Constraint.Unique;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CreateTableParser} and the parsers it uses.
 */
class CreateTableParserTests {

	@ParameterizedTest
	@ValueSource(strings = { "CREATE TABLE t (a)", "create table \"main\".t(a)", "CREATE TEMP TABLE t (a)",
			"CREATE TEMPORARY TABLE IF NOT EXISTS temp . [t] (a);", "CREATE TABLE 't'(a)" })
	void readsTheNameOfTheTable(String sql) {
		TableDefinition table = CreateTableParser.parse(sql);
		assertThat(table.name()).isEqualTo("t");
		assertThat(table.sql()).isEqualTo(sql);
		assertThat(table.columns()).singleElement().extracting(ColumnDefinition::name).isEqualTo("a");
	}

	@Test
	void readsTypesAsWritten() {
		assertThat(column("VARCHAR ( 20 )").type()).isEqualTo("VARCHAR ( 20 )");
		assertThat(column("UNSIGNED  BIG 'int' (+1, -2.5) NOT NULL").type())
			.isEqualTo("UNSIGNED  BIG 'int' (+1, -2.5)");
		assertThat(column("INT GENERATED ALWAYS AS (1)").type()).isEqualTo("INT");
		assertThat(column("INT /* x */ GENERATED ALWAYS AS (1)").type()).isEqualTo("INT /* x */");
		assertThat(column("/* x */ GENERATED ALWAYS AS (1)").type()).isEmpty();
		assertThat(column("").type()).isEmpty();
	}

	@Test
	void readsConstraintsOfColumns() {
		ColumnDefinition column = column("CONSTRAINT k PRIMARY KEY DESC ON CONFLICT FAIL CONSTRAINT [n n] NOT NULL "
				+ "ON CONFLICT IGNORE NULL UNIQUE ON CONFLICT REPLACE CHECK (a <> ')') DEFAULT - 1 COLLATE 'x'");
		assertThat(column.constraints()).extracting(Constraint::kind)
			.containsExactly(Kind.PRIMARY_KEY, Kind.NOT_NULL, Kind.NULLABILITY, Kind.UNIQUE, Kind.CHECK, Kind.DEFAULT,
					Kind.COLLATE);
		PrimaryKey key = (PrimaryKey) column.constraints().get(0);
		assertThat(key.name()).isEqualTo("k");
		assertThat(key.key().get(0).descending()).isTrue();
		assertThat(key.onConflict()).isEqualTo("FAIL");
		assertThat(((NotNull) column.constraints().get(1)).name()).isEqualTo("n n");
		assertThat(((NotNull) column.constraints().get(1)).onConflict()).isEqualTo("IGNORE");
		assertThat(((Unique) column.constraints().get(3)).onConflict()).isEqualTo("REPLACE");
		assertThat(((Check) column.constraints().get(4)).expression()).isEqualTo("a <> ')'");
		assertThat(((Default) column.constraints().get(5)).value()).isEqualTo("- 1");
		assertThat(((Collate) column.constraints().get(6)).collation()).isEqualTo("x");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', textBlock = """
			NULL, NULL
			'it''s', 'it''s'
			"word", "word"
			x'00', x'00'
			true, true
			current_timestamp, current_timestamp
			+ 5, + 5
			( a(')') || '(' ), a(')') || '('
			""")
	void readsDefaults(String written, String value) {
		assertThat(column("DEFAULT " + written + " NOT NULL").defaultValue()).get()
			.extracting(Default::value)
			.isEqualTo(value);
	}

	@Test
	void readsForeignKeys() {
		TableDefinition table = CreateTableParser.parse("CREATE TABLE t (a REFERENCES p, b, "
				+ "CONSTRAINT f FOREIGN KEY (a, b) REFERENCES \"q\" (x, y) ON DELETE SET NULL MATCH full "
				+ "ON UPDATE CASCADE NOT DEFERRABLE INITIALLY DEFERRED "
				+ "FOREIGN KEY (b) REFERENCES q DEFERRABLE INITIALLY DEFERRED)");
		List<Constraint> keys = table.allConstraints(Kind.FOREIGN_KEY);
		assertThat(keys).hasSize(3);
		ForeignKey inline = (ForeignKey) keys.get(0);
		assertThat(inline.columns()).containsExactly("a");
		assertThat(inline.referencedColumns()).isEmpty();
		assertThat(inline.actions()).isEqualTo(new ReferenceActions("NO ACTION", "NO ACTION", null, false));
		ForeignKey named = (ForeignKey) keys.get(1);
		assertThat(named.name()).isEqualTo("f");
		assertThat(named.table()).isEqualTo("q");
		assertThat(named.referencedColumns()).containsExactly("x", "y");
		assertThat(named.actions()).isEqualTo(new ReferenceActions("SET NULL", "CASCADE", "full", false));
		assertThat(((ForeignKey) keys.get(2)).actions().deferred()).isTrue();
	}

	@Test
	void readsGeneratedColumns() {
		Generated stored = column("INT AS (b + 1) STORED").generated().orElseThrow();
		assertThat(stored.expression()).isEqualTo("b + 1");
		assertThat(stored.stored()).isTrue();
		assertThat(column("GENERATED ALWAYS AS (b) VIRTUAL").generated().orElseThrow().stored()).isFalse();
	}

	@Test
	void readsOptions() {
		TableDefinition table = CreateTableParser.parse("CREATE TABLE t (a INT PRIMARY KEY) strict, Without RowId");
		assertThat(table.strict()).isTrue();
		assertThat(table.withoutRowid()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE TABLE t AS SELECT 1 AS a", "CREATE VIRTUAL TABLE t USING fts5(a)",
			"CREATE VIEW t AS SELECT 1", "CREATE UNIQUE INDEX t ON u (a)",
			"CREATE TRIGGER t DELETE ON u BEGIN SELECT 1; END" })
	void saysWhatIsNotATable(String sql) {
		SchemaObjectKind kind = StatementHeader.of(sql).kind();
		assertThat(kind).isNotEqualTo(SchemaObjectKind.TABLE);
		assertThatExceptionOfType(SqliteAlterationException.class).isThrownBy(() -> CreateTableParser.parse(sql))
			.withMessageContaining("This is " + kind.description() + ", not a table");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "DROP TABLE t", "CREATE TABLE t", "CREATE TABLE t ()", "CREATE TABLE t (a",
			"CREATE TABLE t (a))", "CREATE TABLE t (a,)", "CREATE TABLE t (a CHECK ())",
			"CREATE TABLE t (a CHECK ((a))", "CREATE TABLE t (a DEFAULT)", "CREATE TABLE t (a DEFAULT a.b)",
			"CREATE TABLE t (a, UNIQUE (a + 1))", "CREATE TABLE t (a, UNIQUE (a), b)", "CREATE TABLE t (a) WITHOUT",
			"CREATE TABLE t (a) FAST", "CREATE TABLE t (a) STRICT,", "CREATE TABLE t (a); DROP TABLE u",
			"CREATE TABLE t (a NOT)", "CREATE TABLE t (a DEFERRABLE)", "CREATE TABLE t (a REFERENCES p ON DELETE)",
			"CREATE TABLE t (a INT(x))", "CREATE TABLE t (a UNIQUE ON CONFLICT WAIT)",
			"CREATE TABLE t (a GENERATED ALWAYS)", "CREATE TABLE t (a INT generatedAlways AS (1))",
			"CREATE TABLE t (a AS (1) LATER)", "CREATE TABLE select (a)", "CREATE TABLE t (a 'x)" })
	void refusesWhatItDoesNotUnderstand(String sql) {
		assertThatExceptionOfType(SqliteAlterationException.class).isThrownBy(() -> CreateTableParser.parse(sql))
			.withMessageContaining("is not understood")
			.withMessageContaining("at line 1, column ")
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("ALTERATION_REFUSED"));
	}

	@Test
	void namesThePlace() {
		assertThatExceptionOfType(SqliteAlterationException.class)
			.isThrownBy(() -> CreateTableParser.parse("CREATE TABLE t (\n\ta INT,\n\tb INT NOT\tWELL)"))
			.withMessage("A definition in the schema of the SQLite database is not understood. "
					+ "Expected is a constraint of column 'b', at line 3, column 8, before: NOT WELL)");
	}

	@Test
	void endsOnHostileInput() {
		String deep = "(".repeat(200_000) + "1" + ")".repeat(200_000);
		assertThat(column("CHECK " + deep).has(Kind.CHECK)).isTrue();
		String name = "n".repeat(1_000_000);
		assertThat(CreateTableParser.parse("CREATE TABLE " + name + "(a)").name()).isEqualTo(name);
		assertThatExceptionOfType(SqliteAlterationException.class)
			.isThrownBy(() -> CreateTableParser.parse("CREATE TABLE t (a CHECK " + "(".repeat(200_000)))
			.withMessageContaining("ends too early");
		assertThatExceptionOfType(SqliteAlterationException.class)
			.isThrownBy(() -> CreateTableParser.parse("CREATE TABLE t (a INT " + name + ", ?)"))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(300));
	}

	private static ColumnDefinition column(String definition) {
		return CreateTableParser.parse("CREATE TABLE t (a " + definition + ")").column("A");
	}

}
