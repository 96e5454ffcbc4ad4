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

import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.migrationutilities.sqlite.alter.Alteration.SetType;
import io.migrationutilities.sqlite.table.SqliteAlterationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link InexactValues}.
 */
class InexactValuesTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			TEXT    | '12345678901234567890'  | BIGINT
			VARCHAR | '-9007199254740993.5'   | DECIMAL(20, 2)
			CLOB    | '0.1234567890123456789' | INT
			        | ' 1234567890123456789e3 ' | NUMERIC
			BIGINT  | 9007199254740993        | DOUBLE PRECISION
			NUMERIC | 9223372036854775807     | FLOAT
			REAL    | 9e999                   | VARCHAR(5)
			""")
	void refusesToChangeValues(String type, String value, String newType) throws SQLException {
		try (SqliteFile database = table(type, value)) {
			List<String> content = database.content();
			assertThatExceptionOfType(SqliteAlterationException.class)
				.isThrownBy(() -> database.alter(new SetType("t", "a b", newType)))
				.withMessageStartingWith("Values of column 'a b' of table 't' can't be kept exactly as '%s': 1.",
						newType);
			assertThat(database.content()).isEqualTo(content);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			TEXT    | '007'                   | BIGINT         | integer | 7
			TEXT    | '9223372036854775807'   | BIGINT         | integer | 9223372036854775807
			TEXT    | '000123456789.12500000' | NUMERIC(20, 8) | real    | 123456789.125
			TEXT    | '12345678901234567890x' | BIGINT         | text    | 12345678901234567890x
			TEXT    | '51.1234567890123456'   | DOUBLE         | real    | 51.1234567890123
			TEXT    | x'31'                   | INT            | blob    | 1
			TEXT    | NULL                    | INT            | null    | null
			INT     | 9007199254740992        | DOUBLE         | real    | 9007199254740992
			INT     | 9007199254740993        | TEXT           | text    | 9007199254740993
			REAL    | 0.1                     | VARCHAR(5)     | text    | 0.1
			REAL    | 0.1                     | BLOB           | real    | 0.1
			""")
	void convertsOtherValues(String type, String value, String newType, String kind, String converted)
			throws SQLException {
		try (SqliteFile database = table(type, value)) {
			database.alter(new SetType("t", "a b", newType));
			assertThat(database.rows("SELECT typeof(\"a b\") FROM t")).containsExactly(kind);
			assertThat(database.rows("SELECT \"a b\" FROM t").get(0)).startsWith(converted);
		}
	}

	private static SqliteFile table(String type, String value) throws SQLException {
		SqliteFile database = SqliteFile.inMemory();
		database.execute("CREATE TABLE t (\"a b\" %s)".formatted((type != null) ? type : ""),
				"INSERT INTO t VALUES (%s)".formatted(value));
		return database;
	}

}
