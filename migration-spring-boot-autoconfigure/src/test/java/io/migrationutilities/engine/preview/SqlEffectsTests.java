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

package io.migrationutilities.engine.preview;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.sql.SqlDialect;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SqlEffects}.
 */
class SqlEffectsTests {

	private final SqlEffects postgresql = new SqlEffects(SqlDialect.POSTGRESQL, "public");

	private final SqlEffects sqlite = new SqlEffects(SqlDialect.SQLITE, null);

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			DROP TABLE a                                     | drop a
			drop table if exists a, "B" cascade              | drop a, drop B
			DROP TABLE s.a RESTRICT                          | drop s.a
			TRUNCATE a                                       | delete FROM a
			TRUNCATE TABLE ONLY a, b * RESTART IDENTITY      | delete FROM a, delete FROM b
			DELETE FROM a                                    | delete FROM a
			DELETE FROM ONLY "A" x WHERE x.id > 1 -- all     | delete FROM ONLY "A" x WHERE x.id > 1
			ALTER TABLE a DROP COLUMN b                      | drop a.b
			ALTER TABLE IF EXISTS ONLY a DROP IF EXISTS b    | drop a.b
			ALTER TABLE a DROP b, ADD c INT DEFAULT (1, 2), DROP COLUMN "D" CASCADE | drop a.b, drop a.D
			ALTER TABLE a RENAME TO b                        | a -> b
			ALTER TABLE s.a RENAME TO b                      | s.a -> s.b
			ALTER TABLE a SET SCHEMA s                       | a -> s.a
			ALTER TABLE a RENAME b TO c                      | a.b -> a.c
			ALTER TABLE a RENAME COLUMN b TO c               | a.b -> a.c
			""")
	void tellsWhatIsLost(String sql, String effects) {
		assertThat(String.join(", ", this.postgresql.of(sql).stream().map(SqlEffectsTests::describe).toList()))
			.isEqualTo(effects);
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE TABLE a (id INT)", "INSERT INTO a VALUES ('DELETE')", "UPDATE a SET b = 1",
			"COMMENT ON TABLE a IS 'x'", "DROP INDEX a", "DROP MATERIALIZED VIEW a CASCADE", "DROP FUNCTION f()",
			"DROP TYPE t", "ALTER TABLE a DROP CONSTRAINT c", "ALTER TABLE a ALTER COLUMN b DROP NOT NULL",
			"ALTER TABLE a RENAME CONSTRAINT b TO c", "ALTER INDEX a RENAME TO b", "GRANT DELETE ON a TO b",
			"SET lock_timeout = 1", "SELECT 1", "-- DROP TABLE a",
			"CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC DELETE FROM a; SELECT 1; END" })
	void tellsWhatIsHarmless(String sql) {
		assertThat(this.postgresql.of(sql)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "DO $$BEGIN DELETE FROM a; END$$", "SELECT f()", "SELECT * INTO b FROM a",
			"WITH g AS (DELETE FROM a RETURNING *) SELECT 1",
			"INSERT INTO a WITH g AS (DELETE FROM b RETURNING 1) SELECT 1", "DELETE FROM a USING b WHERE a.id = b.id",
			"DELETE FROM a RETURNING id", "TRUNCATE a CASCADE", "DROP SCHEMA s CASCADE", "DROP TYPE t CASCADE",
			"DROP OWNED BY r", "DROP EXTENSION e", "ALTER TYPE t DROP ATTRIBUTE a", "ALTER TABLE a",
			"ALTER TABLE a RENAME b", "CALL p()", "EXECUTE s", "MERGE INTO a USING b ON true WHEN MATCHED THEN DELETE",
			"SET search_path = other", "DROP TABLE U&\"a\"", "DROP TABLE \"a", "COPY a TO PROGRAM 'x'", "gibberish" })
	void admitsWhatItDoesNotUnderstand(String sql) {
		assertThat(this.postgresql.of(sql)).singleElement().isEqualTo(new DataEffect.Unforeseen(sql));
	}

	@Test
	void readsOnAfterWhatItDoesNotUnderstand() {
		assertThat(this.postgresql.of("CALL p(); DROP TABLE a;")).map(SqlEffectsTests::describe)
			.containsExactly("? CALL p()", "drop a");
	}

	@Test
	void readsNamesOfSqlite() {
		assertThat(
				this.sqlite.of("DROP TABLE [a b]; DROP TABLE `c``d`; DROP TABLE \"e\"\"f\"; PRAGMA foreign_keys = ON"))
			.map(SqlEffectsTests::describe)
			.containsExactly("drop a b", "drop c`d", "drop e\"f");
		assertThat(this.sqlite.of("INSERT OR REPLACE INTO a VALUES (1)")).hasSize(1);
		assertThat(this.sqlite.of("REPLACE INTO a VALUES (1)")).hasSize(1);
	}

	@Test
	void readsRulesAndCommentsOfPostgresqlAsItDoes() {
		assertThat(this.postgresql.of("CREATE RULE r AS ON DELETE TO a DO (DELETE FROM b; DROP TABLE c)")).isEmpty();
		assertThat(this.postgresql.of("-- a\rDROP TABLE a")).map(SqlEffectsTests::describe).containsExactly("drop a");
		assertThat(this.sqlite.of("-- a\rDROP TABLE a")).isEmpty();
	}

	@Test
	void knowsNamesOfTheSameObject() {
		assertThat(key(this.postgresql, "Book")).isEqualTo(key(this.postgresql, "public.\"book\""))
			.isNotEqualTo(key(this.postgresql, "\"Book\""))
			.isNotEqualTo(key(this.postgresql, "other.book"));
		assertThat(key(this.sqlite, "Book")).isEqualTo(key(this.sqlite, "[BOOK]"));
	}

	@Test
	void takesNothingElseForName() {
		assertThat(List.of("book; DROP TABLE x", "", "a.", "'a'", "\"a"))
			.allSatisfy((sql) -> assertThat(this.postgresql.name(sql)).isEmpty());
	}

	private static String key(SqlEffects effects, String name) {
		return effects.name(name).orElseThrow().key();
	}

	private static String describe(DataEffect effect) {
		if (effect instanceof DataEffect.DropTable drop) {
			return "drop " + drop.table();
		}
		if (effect instanceof DataEffect.DropColumn drop) {
			return "drop " + drop.table() + "." + drop.column();
		}
		if (effect instanceof DataEffect.DeleteRows delete) {
			return "delete " + delete.from();
		}
		if (effect instanceof DataEffect.RenameTable rename) {
			return rename.from() + " -> " + rename.to();
		}
		if (effect instanceof DataEffect.RenameColumn rename) {
			return rename.table() + "." + rename.from() + " -> " + rename.table() + "." + rename.to();
		}
		return "? " + ((DataEffect.Unforeseen) effect).what();
	}

}
