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

import java.util.List;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.sqlite.table.Constraint.Kind;
import io.migrationutilities.sqlite.table.CreateTableParser;
import io.migrationutilities.sqlite.table.SqliteAlterationException;
import io.migrationutilities.sqlite.table.TableDefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConstraintEdits}.
 */
class ConstraintEditsTests {

	@Test
	void addsConstraintsAtTheEnd() {
		assertThat(edits("a, b -- x\n").add("CONSTRAINT k PRIMARY KEY (a, b) -- mine").sql())
			.isEqualTo("CREATE TABLE t (a NOT NULL, b NOT NULL, CONSTRAINT k PRIMARY KEY (a, b) -- x\n)");
		assertThat(edits("a, UNIQUE (a) /* x */").add("FOREIGN KEY (a) REFERENCES p (x) ON DELETE CASCADE").sql())
			.isEqualTo("CREATE TABLE t (a, UNIQUE (a), FOREIGN KEY (a) REFERENCES p (x) ON DELETE CASCADE /* x */)");
		assertThat(edits("a").add("CHECK (a > ')')").sql()).isEqualTo("CREATE TABLE t (a, CHECK (a > ')'))");
	}

	@Test
	void dropsConstraintsByName() {
		assertThat(edits("a, CONSTRAINT \"X\" UNIQUE (a), CHECK (a)").drop(Kind.UNIQUE, "x", false).sql())
			.isEqualTo("CREATE TABLE t (a, CHECK (a))");
		assertThat(edits("a INT CONSTRAINT x CHECK (a > 0) NOT NULL").drop(Kind.CHECK, "X", false).sql())
			.isEqualTo("CREATE TABLE t (a INT NOT NULL)");
	}

	@Test
	void dropsConstraintsOfAnyKindByName() {
		assertThat(edits("a CONSTRAINT d DEFAULT 1 CONSTRAINT x NOT NULL").drop(null, "X", false).sql())
			.isEqualTo("CREATE TABLE t (a CONSTRAINT d DEFAULT 1)");
		assertRefused(() -> edits("a CONSTRAINT d DEFAULT 1").drop(null, "d", false), "has no constraint 'd'");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			a UNIQUE                      | t_a_key
			a, b, UNIQUE (a, b)           | T_a_b_key
			a REFERENCES p                | t_a_fkey
			a PRIMARY KEY                 | t_pkey
			a CHECK (a > 0)               | t_a_check
			a, b, CHECK (a > b)           | t_check
			a NOT NULL                    | t_a_not_null
			a UNIQUE CHECK (a <> 't')     | t_a_check
			""")
	void dropsConstraintsByTheNamesThatPostgresqlChooses(String columns, String name) {
		TableDefinition before = CreateTableParser.parse("CREATE TABLE t (" + columns + ")");
		TableDefinition after = new ConstraintEdits(before).drop(null, name, false);
		assertThat(after.allConstraints()).hasSize(before.allConstraints().size() - 1);
	}

	@Test
	void numbersConstraintsAsPostgresql() {
		assertThat(edits("a CHECK (a > 1) CHECK (a > 2) CHECK (a > 3)").drop(Kind.CHECK, "t_a_check1", false).sql())
			.isEqualTo("CREATE TABLE t (a CHECK (a > 1) CHECK (a > 3))");
	}

	@Test
	void prefersGivenNames() {
		assertThat(edits("a UNIQUE, b, CONSTRAINT t_a_key UNIQUE (b)").drop(null, "t_a_key", false).sql())
			.isEqualTo("CREATE TABLE t (a UNIQUE, b)");
	}

	@Test
	void dropsNothingIfThatIsFine() {
		assertThat(edits("a UNIQUE").drop(Kind.CHECK, "t_a_key", true).sql()).isEqualTo("CREATE TABLE t (a UNIQUE)");
	}

	@Test
	void dropsPrimaryKeys() {
		assertThat(edits("a, b, CONSTRAINT x PRIMARY KEY (b, a)").dropPrimaryKey().sql())
			.isEqualTo("CREATE TABLE t (a, b)");
		assertThat(edits("a INTEGER PRIMARY KEY ASC AUTOINCREMENT, b").dropPrimaryKey().sql())
			.isEqualTo("CREATE TABLE t (a INTEGER, b)");
		assertRefused(() -> edits("a").dropPrimaryKey(), "Table 't' has no primary key.");
	}

	@Test
	void makesColumnsOfAddedPrimaryKeysNotNull() {
		assertThat(edits("a, b NOT NULL").add("PRIMARY KEY (a, b)").sql())
			.isEqualTo("CREATE TABLE t (a NOT NULL, b NOT NULL, PRIMARY KEY (a, b))");
	}

	@Test
	void setsAutoincrement() {
		assertThat(edits("a INTEGER PRIMARY KEY, b").setAutoincrement("A").sql())
			.isEqualTo("CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT, b)");
		assertThat(edits("a BIGINT NOT NULL, b, CONSTRAINT k PRIMARY KEY (a)").setAutoincrement("a").sql())
			.isEqualTo("CREATE TABLE t (a INTEGER NOT NULL CONSTRAINT \"k\" PRIMARY KEY AUTOINCREMENT, b)");
		assertThat(edits("a INTEGER PRIMARY KEY AUTOINCREMENT").setAutoincrement("a").sql())
			.isEqualTo("CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT)");
	}

	@Test
	void refusesAutoincrementThatSqliteCanNotHave() {
		assertRefused(() -> edits("a TEXT PRIMARY KEY").setAutoincrement("a"),
				"has a primary key of the type 'TEXT'; only an integer can be AUTOINCREMENT");
		assertRefused(() -> edits("a INTEGER").setAutoincrement("a"), "has no primary key");
		assertRefused(() -> edits("a INTEGER, b, PRIMARY KEY (a, b)").setAutoincrement("a"),
				"only a primary key of one column");
		assertRefused(() -> new ConstraintEdits(
				CreateTableParser.parse("CREATE TABLE t (a INTEGER PRIMARY KEY) WITHOUT ROWID"))
			.setAutoincrement("a"), "is WITHOUT ROWID and can't have an AUTOINCREMENT key");
	}

	@Test
	void addsSameForeignKeysUnderOtherNames() {
		assertThat(edits("a REFERENCES p").add("CONSTRAINT x FOREIGN KEY (a) REFERENCES p").sql())
			.isEqualTo("CREATE TABLE t (a REFERENCES p, CONSTRAINT x FOREIGN KEY (a) REFERENCES p)");
	}

	@Test
	void dropsConstraintsByColumns() {
		assertThat(edits("a INT UNIQUE, b").drop(Kind.UNIQUE, List.of("A")).sql())
			.isEqualTo("CREATE TABLE t (a INT, b)");
		assertThat(edits("a, b, UNIQUE (a, b), UNIQUE (a)").drop(Kind.UNIQUE, List.of("b", "a")).sql())
			.isEqualTo("CREATE TABLE t (a, b, UNIQUE (a))");
		assertThat(edits("a REFERENCES p ON DELETE CASCADE DEFERRABLE, b").drop(Kind.FOREIGN_KEY, List.of("a")).sql())
			.isEqualTo("CREATE TABLE t (a, b)");
		assertThat(edits("a, b, CHECK (b > a)").drop(Kind.CHECK, List.of("a", "b")).sql())
			.isEqualTo("CREATE TABLE t (a, b)");
		assertThat(edits("a INTEGER PRIMARY KEY AUTOINCREMENT").drop(Kind.PRIMARY_KEY, List.of("a")).sql())
			.isEqualTo("CREATE TABLE t (a INTEGER)");
	}

	@Test
	void dropsConstraintsWithoutCommas() {
		assertThat(
				edits("a, PRIMARY KEY (a) UNIQUE (a)CHECK (a), CHECK (1)").drop(Kind.PRIMARY_KEY, List.of("a")).sql())
			.isEqualTo("CREATE TABLE t (a, UNIQUE (a)CHECK (a), CHECK (1))");
		assertThat(edits("a, PRIMARY KEY (a) UNIQUE (a)CHECK (a), CHECK (1)").drop(Kind.UNIQUE, List.of("a")).sql())
			.isEqualTo("CREATE TABLE t (a, PRIMARY KEY (a) CHECK (a), CHECK (1))");
		assertThat(edits("a, PRIMARY KEY (a) UNIQUE (a)CHECK (a), CHECK (1)").drop(Kind.CHECK, List.of("a")).sql())
			.isEqualTo("CREATE TABLE t (a, PRIMARY KEY (a) UNIQUE (a), CHECK (1))");
	}

	@Test
	void refusesWhatIsThereAlready() {
		assertRefused(() -> edits("a CONSTRAINT k PRIMARY KEY, b").add("PRIMARY KEY (b)"),
				"Table 't' has PRIMARY KEY 'k' already.");
		assertRefused(() -> edits("a, CONSTRAINT X CHECK (a)").add("CONSTRAINT x UNIQUE (a)"), "has CHECK 'X' already");
	}

	@ParameterizedTest
	@ValueSource(strings = { "UNIQUE (a)", "CHECK (a > 0)", "FOREIGN KEY (a) REFERENCES p (x)" })
	void addsWhatIsThereUnderOtherName(String constraint) {
		TableDefinition added = edits("a, " + constraint).add("CONSTRAINT k " + constraint);
		assertThat(added.sql()).isEqualTo("CREATE TABLE t (a, " + constraint + ", CONSTRAINT k " + constraint + ")");
		assertThat(new ConstraintEdits(added).drop(null, "k", false).sql())
			.isEqualTo("CREATE TABLE t (a, " + constraint + ")");
	}

	@Test
	void refusesWhatIsNotThere() {
		assertRefused(() -> edits("a").drop(Kind.UNIQUE, "x", false), "Table 't' has no UNIQUE 'x'.");
		assertRefused(() -> edits("a, b, UNIQUE (a, b)").drop(Kind.UNIQUE, List.of("a")), "has no UNIQUE (a).");
		assertRefused(() -> edits("a, CONSTRAINT x CHECK (a)").drop(Kind.UNIQUE, "x", false), "has no UNIQUE 'x'.");
		assertRefused(() -> edits("a").add("UNIQUE (a, b)"), "Table 't' has no column 'b'.");
	}

	@Test
	void refusesToChoose() {
		assertRefused(() -> edits("a CHECK (a > 0) CHECK (a < 9)").drop(Kind.CHECK, List.of("a")),
				"Table 't' has 2 constraints CHECK (a).");
	}

	@Test
	void refusesWhatSqliteCanNotHave() {
		assertRefused(() -> new ConstraintEdits(CreateTableParser.parse("CREATE TABLE t (a PRIMARY KEY) WITHOUT ROWID"))
			.drop(Kind.PRIMARY_KEY, List.of("a")), "can't lose its primary key");
		assertRefused(() -> edits("a, b AS (a)").add("PRIMARY KEY (b)"), "can't be in its primary key");
		assertRefused(() -> edits("a").add("UNIQUE (a)) STRICT --"), "Expected is the end");
	}

	private static ConstraintEdits edits(String columns) {
		return new ConstraintEdits(CreateTableParser.parse("CREATE TABLE t (" + columns + ")"));
	}

	private static void assertRefused(ThrowingCallable edit, String message) {
		assertThatExceptionOfType(SqliteAlterationException.class).isThrownBy(edit)
			.withMessageContaining(message)
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("ALTERATION_REFUSED"));
	}

}
