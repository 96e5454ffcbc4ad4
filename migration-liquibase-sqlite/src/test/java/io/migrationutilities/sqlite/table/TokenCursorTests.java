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

package io.migrationutilities.sqlite.table;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TokenCursor}.
 */
class TokenCursorTests {

	@ParameterizedTest
	@ValueSource(strings = { "'a", "\"a", "`a", "[a", "'a''", "x'0", "x'0'", "x'0g'", "1a", "0xg", "1.5e", "!", "^",
			"\\", "{", "$", ":", "\u0000" })
	void refusesWhatSqliteDoesNotKnow(String sql) {
		assertThatExceptionOfType(SqliteAlterationException.class)
			.isThrownBy(() -> TokenCursor.tokenize("SELECT\n " + sql))
			.withMessageContaining("line 2, column 2")
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("ALTERATION_REFUSED"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			'a    | a quote that is never closed
			[a    | a bracket that is never closed
			1a    | a number with letters behind it
			.5e   | a number with letters behind it
			x'0'  | a blob that is not made of bytes
			a::b  | a character that SQLite does not know here
			""")
	void saysWhatSqliteDoesNotKnow(String sql, String what) {
		assertThatExceptionOfType(SqliteAlterationException.class).isThrownBy(() -> new TokenCursor(sql))
			.withMessageContaining("There is " + what);
	}

	@Test
	void refusesOtherDialectsOnlyWhereTheyAreRead() {
		TokenCursor cursor = TokenCursor.ofAlterTable("ALTER a::int /* x */ ;;");
		assertThat(cursor.accept("ALTER")).isTrue();
		assertThat(cursor.expectName("a column").name()).isEqualTo("a");
		assertThat(cursor.at("::", "INT")).isTrue();
		assertThatExceptionOfType(SqliteAlterationException.class).isThrownBy(cursor::next)
			.withMessageContaining("There is what SQLite does not know, at line 1, column 8, before: ::int");
	}

}
