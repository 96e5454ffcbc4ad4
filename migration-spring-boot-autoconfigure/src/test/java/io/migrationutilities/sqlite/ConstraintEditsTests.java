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

package io.migrationutilities.sqlite;

import java.util.List;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.sqlite.Constraint.Kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConstraintEdits}.
 */
class ConstraintEditsTests {

	@Test
	void addsConstraintsAtTheEnd() {
		assertThat(edits("a, b -- x\n").add("CONSTRAINT k PRIMARY KEY (a, b) -- mine").sql())
			.isEqualTo("CREATE TABLE t (a, b, CONSTRAINT k PRIMARY KEY (a, b) -- x\n)");
		assertThat(edits("a, UNIQUE (a) /* x */").add("FOREIGN KEY (a) REFERENCES p (x) ON DELETE CASCADE").sql())
			.isEqualTo("CREATE TABLE t (a, UNIQUE (a), FOREIGN KEY (a) REFERENCES p (x) ON DELETE CASCADE /* x */)");
		assertThat(edits("a").add("CHECK (a > ')')").sql()).isEqualTo("CREATE TABLE t (a, CHECK (a > ')'))");
	}

	@Test
	void dropsConstraintsByName() {
		assertThat(edits("a, CONSTRAINT \"X\" UNIQUE (a), CHECK (a)").drop(Kind.UNIQUE, "x").sql())
			.isEqualTo("CREATE TABLE t (a, CHECK (a))");
		assertThat(edits("a INT CONSTRAINT x CHECK (a > 0) NOT NULL").drop(Kind.CHECK, "X").sql())
			.isEqualTo("CREATE TABLE t (a INT NOT NULL)");
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
		assertRefused(() -> edits("a UNIQUE").add("CONSTRAINT u UNIQUE (\"A\")"), "Table 't' has UNIQUE (a) already.");
		assertRefused(() -> edits("a, CONSTRAINT X CHECK (a)").add("CONSTRAINT x UNIQUE (a)"), "has CHECK 'X' already");
		assertRefused(() -> edits("a REFERENCES p").add("FOREIGN KEY (a) REFERENCES P (x)"),
				"has FOREIGN KEY (a) already");
		assertRefused(() -> edits("a CHECK (a > 0)").add("CHECK ( a > 0 )"), "has CHECK (a) already");
	}

	@Test
	void refusesWhatIsNotThere() {
		assertRefused(() -> edits("a").drop(Kind.UNIQUE, "x"), "Table 't' has no UNIQUE 'x'.");
		assertRefused(() -> edits("a, b, UNIQUE (a, b)").drop(Kind.UNIQUE, List.of("a")), "has no UNIQUE (a).");
		assertRefused(() -> edits("a, CONSTRAINT x CHECK (a)").drop(Kind.UNIQUE, "x"), "has no UNIQUE 'x'.");
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
		assertThatExceptionOfType(MigrationException.class).isThrownBy(edit)
			.withMessageContaining(message)
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(MigrationErrorCode.ALTERATION_REFUSED));
	}

}
