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

package io.migrationutilities.engine.session;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.sql.SqlDialect;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SessionStatements}.
 */
class SessionStatementsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "SET LOCAL work_mem = 1 | work_mem", "set local Work_Mem to 1 | work_mem",
					"SET LOCAL app.tenant = 'a' | app.tenant", "SET LOCAL TIME ZONE 'UTC' | timezone",
					"SET LOCAL ROLE r | role", "SET LOCAL NAMES 'UTF8' | client_encoding",
					"SET LOCAL SCHEMA 's' | search_path", "SET LOCAL \"work_mem\" = 1 | work_mem" })
	void readsWhatIsSetForTheTransaction(String sql, String name) {
		SessionStatements statements = read(sql);
		assertThat(statements.getSetLocally()).containsExactly(name);
		assertThat(statements.mayChangeSettings(false)).isFalse();
		assertThat(statements.setsForSession()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "SET work_mem = 1 | work_mem", "SET SESSION work_mem = 1 | work_mem", "RESET work_mem | work_mem",
					"SET TIME ZONE 'UTC' | timezone", "SELECT set_config('work_mem', '1', false) | work_mem" })
	void readsWhatIsSetForTheSession(String sql, String name) {
		SessionStatements statements = read(sql);
		assertThat(statements.setsForSession(name)).isTrue();
		assertThat(statements.setsForSession("other")).isFalse();
		assertThat(statements.mayChangeSettings(false)).isTrue();
	}

	@Test
	void readsTheResetOfAll() {
		assertThat(read("RESET ALL").setsForSession("any")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "DO 'BEGIN END'", "CALL p()", "SET LOCAL SESSION AUTHORIZATION a",
			"SET LOCAL XML OPTION CONTENT", "SELECT set_config('work_mem', '1', true)", "DISCARD ALL" })
	void knowsWhatMayChangeAnySetting(String sql) {
		assertThat(read(sql).mayChangeSettings(false)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE TABLE t (id INT)", "ALTER TABLE t ADD c INT", "SHOW search_path", "DROP TABLE t",
			"TRUNCATE t" })
	void knowsWhatChangesNone(String sql) {
		assertThat(read(sql).mayChangeSettings(true)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "INSERT INTO t VALUES (1)", "UPDATE t SET a = 1", "DELETE FROM t", "SELECT f()" })
	void knowsWhatCallsFunctions(String sql) {
		assertThat(read(sql).mayChangeSettings(false)).isFalse();
		assertThat(read(sql).mayChangeSettings(true)).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", value = {
			"CREATE TEMP TABLE t (id INT) ON COMMIT DROP | DROP TABLE IF EXISTS pg_temp.t",
			"CREATE TEMPORARY TABLE IF NOT EXISTS \"T\" (id INT) ON COMMIT DELETE ROWS | DELETE FROM pg_temp.\"T\"",
			"CREATE LOCAL TEMP TABLE pg_temp.t ON COMMIT DROP AS SELECT 1 | DROP TABLE IF EXISTS pg_temp.t",
			"CREATE TEMP TABLE t (id INT) ON COMMIT PRESERVE ROWS | -", "CREATE TABLE t (id INT) | -" })
	void endsTemporaryTables(String sql, String end) {
		SessionStatements statements = read(sql);
		if (end == null) {
			assertThat(statements.getEndsOfTables()).isEmpty();
		}
		else {
			assertThat(statements.getEndsOfTables()).containsExactly(end);
		}
	}

	@Test
	void isEmptyUntilSomethingIsRead() {
		SessionStatements statements = new SessionStatements();
		assertThat(statements.isEmpty()).isTrue();
		statements.addUnknown();
		assertThat(statements.isEmpty()).isFalse();
		assertThat(statements.mayChangeSettings(false)).isTrue();
		assertThat(read("SELECT 1").isEmpty()).isFalse();
	}

	private static SessionStatements read(String sql) {
		SessionStatements statements = new SessionStatements();
		TransactionStatements.in(sql, SqlDialect.POSTGRESQL).forEach(statements::read);
		return statements;
	}

}
