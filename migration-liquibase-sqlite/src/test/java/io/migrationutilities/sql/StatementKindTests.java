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

package io.migrationutilities.sql;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StatementKind}.
 */
class StatementKindTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			ALTER TABLE a ADD b INT                         | ALTER_TABLE
			alter/**/table                                  | ALTER_TABLE
			ALTER "TABLE"                                   | ALTER
			CREATE TEMP TRIGGER t                           | CREATE_TRIGGER
			CREATE OR REPLACE CONSTRAINT TRIGGER t          | CREATE_TRIGGER
			CREATE OR REPLACE FUNCTION f()                  | CREATE_ROUTINE
			CREATE OR ALTER PROCEDURE p                     | CREATE_ROUTINE
			CREATE UNIQUE INDEX trigger ON a (b)            | CREATE
			CREATE TABLE trigger (a INT)                    | CREATE
			CREATE                                          | CREATE
			DROP TABLE a                                    | DROP_TABLE
			DROP VIEW a                                     | DROP
			DELETE FROM a                                   | DELETE
			INSERT INTO a VALUES (1)                        | INSERT
			SELECT 1                                        | SELECT
			(SELECT 1)                                      | OTHER
			TRUNCATE a                                      | TRUNCATE
			UPDATE a SET b = 1                              | UPDATE
			BEGIN IMMEDIATE                                 | TRANSACTION
			START TRANSACTION                               | TRANSACTION
			RELEASE SAVEPOINT a                             | TRANSACTION
			; /* a */ ; COMMIT                              | TRANSACTION
			COMMITTED                                       | OTHER
			WITH a AS (SELECT 1) DELETE FROM b              | OTHER
			""")
	void readsTheFirstWords(String sql, StatementKind kind) {
		assertThat(StatementKind.of(StatementKind.firstTokens(sql, SqlDialect.POSTGRESQL))).isEqualTo(kind);
	}

	@Test
	void readsNoMoreThanTheFirstStatement() {
		assertThat(StatementKind.firstTokens("SELECT; COMMIT", SqlDialect.SQLITE)).hasSize(1);
		assertThat(StatementKind.firstTokens("a b c d e f 'g", SqlDialect.SQLITE)).hasSize(5);
	}

	@Test
	void knowsNoStatementWhereThereIsNone() {
		assertThat(StatementKind.firstTokens(" ; -- COMMIT", SqlDialect.GENERIC)).isEmpty();
		assertThat(StatementKind.of(StatementKind.firstTokens("", SqlDialect.GENERIC))).isEqualTo(StatementKind.OTHER);
	}

}
