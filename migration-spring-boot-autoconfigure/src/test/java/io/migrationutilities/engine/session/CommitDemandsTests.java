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

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.engine.session.CommitDemands.EnumValue;
import io.migrationutilities.sql.SqlDialect;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CommitDemands}.
 */
class CommitDemandsTests {

	@ParameterizedTest
	@ValueSource(strings = { "SET TRANSACTION READ ONLY", "set session transaction_read_only = on",
			"SELECT 1; SET LOCAL transaction_deferrable = on", "SET \"transaction_isolation\" = 'serializable'",
			"SELECT pg_create_logical_replication_slot('s', 'pgoutput')",
			"SELECT * FROM pg_catalog.pg_copy_logical_replication_slot('s', 't')" })
	void findsWhatHasToBeFirst(String sql) {
		assertThat(read(sql).isFirstOfTransaction()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
			"SELECT 'SET TRANSACTION READ ONLY'", "-- SET TRANSACTION READ ONLY", "UPDATE t SET transaction = 1",
			"UPDATE t SET transaction_isolation = 1", "SELECT pg_create_physical_replication_slot('s')",
			"SHOW transaction_isolation" })
	void findsNothingThatHasToBeFirst(String sql) {
		assertThat(read(sql).isFirstOfTransaction()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "SELECT * FROM dblink('', '') AS t(n INT) | true",
					"SELECT public.dblink_exec ('c', 'DROP TABLE t') | true", "SELECT dblink FROM t | false",
					"SELECT 'dblink(1)' | false" })
	void findsOtherConnections(String sql, boolean expected) {
		assertThat(read(sql).usesOtherConnection()).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "ALTER TYPE mood ADD VALUE 'fine' | fine",
					"alter type \"a\".\"b c\" add value 'it''s' after 'x' | it's",
					"DO $x$ BEGIN ALTER TYPE mood ADD VALUE IF NOT EXISTS 'fine'; END $x$ | fine",
					"ALTER TYPE mood RENAME VALUE 'a' TO 'b' | ``", "ALTER TYPE mood ADD VALUE | ``",
					"ALTER TYPE mood. | ``", "ALTER TYPE pair ADD ATTRIBUTE value INT | ``",
					"CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'SELECT value' | ``" })
	void findsAddedValues(String sql, String expected) {
		assertThat(read(sql).getAddedValues()).extracting(EnumValue::value)
			.isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "fine | INSERT INTO t VALUES ('fine') | true", "fine | '{good,fine}' | true",
					"fine | fine | true", "fine | 'finest' | false", "fine | 'so_fine' | false",
					"fine | 'refined', 'fine' | true", "it's | 'it''s' | true", "é | 'café' | false" })
	void findsUses(String value, String text, boolean expected) {
		assertThat(new EnumValue(value).isIn(text)).isEqualTo(expected);
	}

	@Test
	void readsTextsOfPostgresqlOnly() {
		assertThat(CommitDemands.of("SET TRANSACTION READ ONLY", SqlDialect.SQLITE).isFirstOfTransaction()).isFalse();
	}

	private static CommitDemands read(String sql) {
		return CommitDemands.of(sql, SqlDialect.POSTGRESQL);
	}

}
