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
import java.sql.DriverManager;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.sqlite.table.SqliteAlterationException;
import io.migrationutilities.sqlite.table.SqliteSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests of {@link PostgresqlWords}.
 */
class PostgresqlWordsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"DROP TABLE a, b | SQLite drops one table with one statement. Write a DROP TABLE for each, those that use others first.",
			"drop /* , */ table if exists main.a, \"b\" cascade; | one table",
			"DROP VIEW a, b | SQLite drops one view with one statement. Write a DROP VIEW for each",
			"DROP INDEX IF EXISTS a, b | one index", "DROP INDEX CONCURRENTLY a | SQLite has no CONCURRENTLY.",
			"DROP VIEW a CASCADE | SQLite drops nothing along with a view. Leave CASCADE out, and drop what uses the view",
			"DROP INDEX a cascade | SQLite drops nothing along with an index. Leave CASCADE out",
			"DROP VIEW IF EXISTS main.a RESTRICT | Leave RESTRICT out",
			"TRUNCATE a | SQLite has no TRUNCATE. Write DELETE FROM",
			"TRUNCATE TABLE a RESTART IDENTITY CASCADE | SQLite has no TRUNCATE.",
			"CREATE INDEX CONCURRENTLY i ON a (b) | SQLite has no CONCURRENTLY. Leave the word out",
			"CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON a (b) | SQLite has no CONCURRENTLY." })
	void refusesWhatSqliteDoesNotKnow(String sql, String message) {
		assertThatExceptionOfType(SqliteAlterationException.class).isThrownBy(() -> PostgresqlWords.refuse(sql))
			.satisfies((ex) -> assertThat(ex.getMessage() + " " + ex.getHint()).contains(message));
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE INDEX concurrently ON t (a)", "CREATE INDEX main.concurrently ON t (a)",
			"CREATE UNIQUE INDEX IF NOT EXISTS i ON t (a)", "CREATE TABLE \"DROP TABLE a, b\" (truncate, cascade)",
			"CREATE VIEW cascade AS SELECT 1, 2", "INSERT INTO t VALUES ('TRUNCATE')" })
	void leavesToSqliteWhatItKnows(String sql) throws Exception {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
			SqliteSession session = new SqliteSession(connection);
			session.execute("CREATE TABLE t (a)");
			session.execute(sql);
		}
		assertThatNoException().isThrownBy(() -> PostgresqlWords.refuse(sql));
	}

	@ParameterizedTest
	@ValueSource(strings = { "DROP INDEX concurrently", "DROP INDEX concurrently;", "DROP TABLE IF EXISTS main.t",
			"DROP VIEW cascade", "DROP TRIGGER \"a, b\"", "DROP", "DROP INDEX", "CREATE", "" })
	void leavesDropsOfOneThing(String sql) {
		assertThatNoException().isThrownBy(() -> PostgresqlWords.refuse(sql));
	}

	@Test
	void leavesWhatIsNoText() {
		assertThatNoException().isThrownBy(() -> PostgresqlWords.refuse(null));
	}

}
