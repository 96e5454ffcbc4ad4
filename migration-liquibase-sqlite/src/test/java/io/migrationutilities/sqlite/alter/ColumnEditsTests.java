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

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.sqlite.table.CreateTableParser;
import io.migrationutilities.sqlite.table.SqliteAlterationException;
import io.migrationutilities.sqlite.table.TableDefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ColumnEdits}, {@link ColumnUses} and {@link SqlPatch}.
 */
class ColumnEditsTests {

	@Test
	void addsColumnsBeforeConstraintsAndComments() {
		assertThat(edits("a INT -- last\n, UNIQUE (a)").add(" b TEXT DEFAULT ')' -- mine").sql())
			.isEqualTo("CREATE TABLE t (a INT, b TEXT DEFAULT ')' -- last\n, UNIQUE (a))");
	}

	@Test
	void dropsColumnsAndKeepsComments() {
		assertThat(edits("/* 1 */ a INT, -- 2\n b TEXT").drop("A").sql())
			.isEqualTo("CREATE TABLE t (/* 1 */  -- 2\n b TEXT)");
		assertThat(edits("a INT, -- 2\n b TEXT /* 3 */").drop("b").sql())
			.isEqualTo("CREATE TABLE t (a INT -- 2\n  /* 3 */)");
		assertThat(edits("a INT, b UNIQUE REFERENCES p CHECK (b > 0), c").drop("b").sql())
			.isEqualTo("CREATE TABLE t (a INT, c)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a PRIMARY KEY, b", "a, b, PRIMARY KEY (\"A\")", "a, b, CONSTRAINT x UNIQUE (b, a)",
			"a, b CHECK (a < b)", "a CHECK (a < b), b", "a CHECK (b > 0), b", "a, b, CHECK ([a])",
			"a, b, FOREIGN KEY (b, a) REFERENCES p", "b, a, UNIQUE (a), CHECK (a), UNIQUE (a, b) CHECK (b > a)" })
	void dropsConstraintsWithTheirColumns(String columns) {
		assertThat(edits(columns).drop("a").sql()).matches("CREATE TABLE t \\( ?b\\)");
	}

	@Test
	void dropsForeignKeysOfOtherColumnsOnlyIfAsked() {
		assertThat(edits("a, b REFERENCES T (a)").drop("a", true).sql()).matches("CREATE TABLE t \\( ?b\\)");
		assertRefused(() -> edits("a, b REFERENCES T (a)").drop("a"),
				"Column 'a' of table 't' can't be dropped. It is used by FOREIGN KEY (b).");
	}

	@Test
	void refusesToDropColumnsThatOthersAreComputedFrom() {
		assertRefused(() -> edits("a, b AS (a), c, CONSTRAINT x UNIQUE (a)").drop("a"),
				"Column 'a' of table 't' can't be dropped. It is used by GENERATED ALWAYS AS (a).");
	}

	@Test
	void keepsAnOrdinaryColumn() {
		assertRefused(() -> edits("a, b AS (1)").drop("a"), "can't lose its last ordinary column 'a'");
	}

	@Test
	void setsAndDropsNotNull() {
		assertThat(edits("a INT DEFAULT 1 , b").setNotNull("a", null).sql())
			.isEqualTo("CREATE TABLE t (a INT DEFAULT 1 NOT NULL , b)");
		assertThat(edits("a INT NULL DEFAULT 1").setNotNull("a", null).sql())
			.isEqualTo("CREATE TABLE t (a INT NOT NULL DEFAULT 1)");
		assertThat(edits("a CONSTRAINT n NOT NULL ON CONFLICT FAIL DEFAULT 1").dropNotNull("a").sql())
			.isEqualTo("CREATE TABLE t (a DEFAULT 1)");
		assertThat(edits("a CHECK(a)NOT NULL/**/NOT NULL UNIQUE").dropNotNull("a").sql())
			.isEqualTo("CREATE TABLE t (a CHECK(a) /**/ UNIQUE)");
	}

	@Test
	void neverPutsCodeIntoAComment() {
		assertThat(edits("a -- 1\n NOT NULL, b").dropNotNull("a").sql()).isEqualTo("CREATE TABLE t (a -- 1\n , b)");
		assertThat(edits("a, b -- 1\n, c").drop("b").sql()).isEqualTo("CREATE TABLE t (a -- 1\n, c)");
	}

	@Test
	void neverJoinsTokens() {
		assertThat(edits("a DEFAULT 5 CHECK(a)UNIQUE").setDefault("a", "6").sql())
			.isEqualTo("CREATE TABLE t (a DEFAULT 6 CHECK(a)UNIQUE)");
		assertThat(edits("a CHECK(a)DEFAULT 5 UNIQUE").dropDefault("a").sql())
			.isEqualTo("CREATE TABLE t (a CHECK(a) UNIQUE)");
		assertThat(edits("a CHECK(a)NOT NULL\n,b").dropNotNull("a").sql()).isEqualTo("CREATE TABLE t (a CHECK(a)\n,b)");
	}

	@Test
	void refusesToMakeACommentPartOfAType() {
		assertRefused(() -> edits("a, b INT /* REAL */ NOT NULL GENERATED ALWAYS AS (a)").dropNotNull("b"),
				"A comment before GENERATED ALWAYS");
		assertRefused(() -> edits("a, b INT(1) /* REAL */ GENERATED ALWAYS AS (a)").setType("b", "TEXT"),
				"A comment before GENERATED ALWAYS");
	}

	@Test
	void namesNotNull() {
		assertThat(edits("a").setNotNull("a", "my \"n\"").sql())
			.isEqualTo("CREATE TABLE t (a CONSTRAINT \"my \"\"n\"\"\" NOT NULL)");
	}

	@Test
	void makesAddedPrimaryKeysNotNull() {
		assertThat(edits("a").add("b TEXT PRIMARY KEY").sql())
			.isEqualTo("CREATE TABLE t (a, b TEXT PRIMARY KEY NOT NULL)");
	}

	@Test
	void setsAndDropsDefaults() {
		assertThat(edits("a INT UNIQUE").setDefault("a", "'x''y' -- z").sql())
			.isEqualTo("CREATE TABLE t (a INT UNIQUE DEFAULT 'x''y')");
		assertThat(edits("a CONSTRAINT d DEFAULT 1 DEFAULT (2) UNIQUE").setDefault("a", "(1 + 2)").sql())
			.isEqualTo("CREATE TABLE t (a DEFAULT (1 + 2) UNIQUE)");
		assertThat(edits("a DEFAULT 1 DEFAULT (2) UNIQUE").dropDefault("a").sql())
			.isEqualTo("CREATE TABLE t (a UNIQUE)");
	}

	@Test
	void setsTypes() {
		assertThat(edits("a INT(1)UNIQUE").setType("a", "VARCHAR (20)").sql())
			.isEqualTo("CREATE TABLE t (a VARCHAR (20)UNIQUE)");
		assertThat(edits("a/**/UNIQUE").setType("a", "TEXT").sql()).isEqualTo("CREATE TABLE t (a TEXT/**/UNIQUE)");
		assertThat(edits("a INT UNIQUE").setType("a", "").sql()).isEqualTo("CREATE TABLE t (a UNIQUE)");
		assertThat(edits("a").setType("a", "").sql()).isEqualTo("CREATE TABLE t (a)");
	}

	@Test
	void keepsTheTypeOfColumnsThatNumberRows() {
		assertThat(edits("a INTEGER PRIMARY KEY AUTOINCREMENT").setType("a", "BIGINT").sql())
			.isEqualTo("CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT)");
		assertThat(edits("a INT PRIMARY KEY").setType("a", "INTEGER").sql())
			.isEqualTo("CREATE TABLE t (a INTEGER PRIMARY KEY)");
		assertRefused(() -> edits("a INTEGER, PRIMARY KEY (a)").setType("a", "TEXT"),
				"Table 't' numbers its rows by its primary key, which can't become 'TEXT'.");
	}

	@Test
	void refusesWhatIsThereAlready() {
		assertRefused(() -> edits("a").add("\"A\" INT"), "Table 't' has a column 'A' already.");
		assertRefused(() -> edits("a PRIMARY KEY").add("b PRIMARY KEY"), "has a primary key already");
	}

	@Test
	void refusesWhatIsNotThere() {
		assertRefused(() -> edits("a").drop("b"), "Table 't' has no column 'b'.");
	}

	@Test
	void changesNothingWhereNothingIsToBeChanged() {
		assertThat(edits("a NOT NULL").setNotNull("a", "x").sql()).isEqualTo("CREATE TABLE t (a NOT NULL)");
		assertThat(edits("a").dropNotNull("a").sql()).isEqualTo("CREATE TABLE t (a)");
		assertThat(edits("a").dropDefault("a").sql()).isEqualTo("CREATE TABLE t (a)");
	}

	@Test
	void refusesMoreThanOneThing() {
		assertRefused(() -> edits("a").add("b, c"), "Expected is the end");
		assertRefused(() -> edits("a").add("b) STRICT --"), "Expected is the end");
		assertRefused(() -> edits("a").setDefault("a", "1 NOT NULL"), "'1 NOT NULL' is more than a default.");
		assertRefused(() -> edits("a").setDefault("a", "1, b"), "Expected is the end");
		assertRefused(() -> edits("a").setType("a", "INT UNIQUE"), "'INT UNIQUE' is more than a type.");
		assertRefused(() -> edits("a, b AS (a)").setDefault("b", "1"), "which can't have a default");
	}

	@Test
	void renamesTheTableAndNothingElse() {
		TableDefinition table = CreateTableParser.parse("CREATE TABLE /* t */ main.t(t REFERENCES t)");
		assertThat(new SqlPatch(table).rename("a \"b\"").apply().sql())
			.isEqualTo("CREATE TABLE /* t */ main.\"a \"\"b\"\"\"(t REFERENCES t)");
	}

	private static ColumnEdits edits(String columns) {
		return new ColumnEdits(CreateTableParser.parse("CREATE TABLE t (" + columns + ")"));
	}

	private static void assertRefused(ThrowingCallable edit, String message) {
		assertThatExceptionOfType(SqliteAlterationException.class).isThrownBy(edit)
			.withMessageContaining(message)
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("ALTERATION_REFUSED"));
	}

}
