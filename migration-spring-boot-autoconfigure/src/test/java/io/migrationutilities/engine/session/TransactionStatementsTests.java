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

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.sql.SqlDialect;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TransactionStatements}.
 */
class TransactionStatementsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "BEGIN; SELECT 1; COMMIT | true", "begin work; SELECT 1; end transaction; | true",
					"START TRANSACTION; SELECT 1; COMMIT | true", "BEGIN; COMMIT | true",
					"BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT 1; COMMIT | false",
					"BEGIN; SELECT 1; COMMIT AND CHAIN | false", "BEGIN; SAVEPOINT s; COMMIT | false",
					"SELECT 1; BEGIN; COMMIT | false", "BEGIN; SELECT 1; ROLLBACK | false", "BEGIN | false" })
	void knowsWhatAPairEncloses(String sql, boolean enclosed) {
		TransactionStatements statements = read(sql);
		assertThat(statements.isEnclosed()).isEqualTo(enclosed);
		assertThat(statements.findRefusal() == null).isEqualTo(enclosed);
	}

	@Test
	void leavesTheEnclosingPairOut() {
		assertThat(read("BEGIN; SELECT 1; SELECT 2; COMMIT;").split()).containsExactly("SELECT 1", "SELECT 2");
		assertThat(read("BEGIN; SELECT 1; SELECT 2; COMMIT;").whole()).isEqualTo("SELECT 1; SELECT 2");
		assertThat(read("BEGIN; COMMIT").whole()).isEmpty();
		assertThat(read("BEGIN; SELECT 1; COMMIT").splitAll()).containsExactly("BEGIN", "SELECT 1", "COMMIT");
	}

	@ParameterizedTest
	@ValueSource(strings = { "COMMIT", "commit work", "END", "ROLLBACK TO s", "ABORT", "BEGIN", "SAVEPOINT s",
			"RELEASE s", "PREPARE TRANSACTION 'x'", "/* a /* b */ */ COMMIT", "\uFEFFCOMMIT" })
	void refusesStatementsByTheirPlace(String statement) {
		MigrationException refusal = read("SELECT 1;\n\n" + statement).findRefusal();
		assertThat(refusal).isNotNull();
		assertThat(refusal.getCode()).isEqualTo(MigrationErrorCode.TRANSACTION_STATEMENT_REFUSED);
		assertThat(refusal.getMessage()).startsWith("Statement 2 of 2, at line 3 of its SQL, would begin or end");
		assertThat(refusal.getHint()).contains("runInTransaction=\"false\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT 'COMMIT'", "PREPARE p AS SELECT 1", "CREATE TABLE \"commit\" (id INT)",
			"DO $$ BEGIN END $$", "CREATE PROCEDURE p() LANGUAGE plpgsql AS 'BEGIN COMMIT; END'", "-- COMMIT;" })
	void refusesNothingElse(String sql) {
		assertThat(read(sql).findRefusal()).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "VACUUM t | true", "CREATE UNIQUE INDEX CONCURRENTLY i ON t (c) | true",
			"DROP INDEX CONCURRENTLY i | true", "REINDEX TABLE CONCURRENTLY t | true", "SELECT 1; COMMIT | true",
			"CREATE INDEX i ON t (c) | false", "SELECT concurrently FROM t | true", "UPDATE t SET vacuum = 1 | false" })
	void knowsWhatNeedsNoTransaction(String sql, boolean expected) {
		assertThat(read(sql).needsNoTransaction()).isEqualTo(expected);
	}

	@Test
	void findsStatementsByTheirText() {
		TransactionStatements statements = read("SELECT 1;\nUPDATE t\n  SET a = 1;\nSELECT 3");
		assertThat(statements.count()).isEqualTo(3);
		assertThat(statements.find("UPDATE t SET a = 1;")).isEqualTo(2);
		assertThat(statements.lineOf(2)).isEqualTo(2);
		assertThat(statements.find("UPDATE u SET a = 1")).isZero();
	}

	@Test
	void shortensToOneLine() {
		assertThat(TransactionStatements.shorten("  SELECT\n\t1  ", 20)).isEqualTo("SELECT 1");
		assertThat(TransactionStatements.shorten("SELECT 12345", 8)).isEqualTo("SELECT 1…");
	}

	@Test
	void refusesPragmasWithoutEffectOnSqliteOnly() {
		String sql = "PRAGMA journal_mode = WAL";
		MigrationException refusal = TransactionStatements.in(sql, SqlDialect.SQLITE).findRefusal();
		assertThat(refusal).isNotNull();
		assertThat(refusal.getMessage()).contains("has no effect inside a transaction", sql);
		assertThat(read(sql).findRefusal()).isNull();
	}

	private static TransactionStatements read(String sql) {
		return TransactionStatements.in(sql, SqlDialect.POSTGRESQL);
	}

}
