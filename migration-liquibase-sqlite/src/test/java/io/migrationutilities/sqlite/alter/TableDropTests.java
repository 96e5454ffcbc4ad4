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

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TableDrop}.
 */
class TableDropTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '%', value = { "DROP TABLE t | DROP TABLE \"t\" | false",
			"drop /* c */ table main.t ; | DROP TABLE \"main\".\"t\" | false",
			"DROP TABLE IF EXISTS 'a b'; -- c | DROP TABLE IF EXISTS \"a b\" | false",
			"DROP TABLE cascade | DROP TABLE \"cascade\" | false", "DROP TABLE t RESTRICT | DROP TABLE \"t\" | false",
			"DROP TABLE [t] CASCADE; | DROP TABLE \"t\" | true",
			"DROP TABLE if exists \"x\"\"y\" Cascade Constraints | DROP TABLE IF EXISTS \"x\"\"y\" | true" })
	void reads(String sql, String written, boolean cascade) {
		assertThat(TableDrop.parse(sql)).hasValueSatisfying((drop) -> {
			assertThat(drop.sql()).isEqualTo(written);
			assertThat(drop.cascade()).isEqualTo(cascade);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "DROP VIEW t", "DROP TABLE", "DROP TABLE t, u", "DROP TABLE t; DROP TABLE u",
			"DROP TABLE t.", "-- DROP TABLE t", "DROP TABLE t PURGE", "DROP TABLE \"t", "ALTER TABLE t DROP a" })
	void leavesOtherStatementsToSqlite(String sql) {
		assertThat(TableDrop.parse(sql)).isEmpty();
	}

}
