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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SqlPlace}.
 */
class SqlPlaceTests {

	@Test
	void countsLinesAndCharacters() {
		assertThat(SqlPlace.of("", 0)).isEqualTo(new SqlPlace(1, 1));
		assertThat(SqlPlace.of("ab", 2)).isEqualTo(new SqlPlace(1, 3));
		assertThat(SqlPlace.of("\n\nab", 3)).isEqualTo(new SqlPlace(3, 2));
		assertThat(SqlPlace.of("a\r\nb", 3)).isEqualTo(new SqlPlace(2, 1));
	}

	@Test
	void countsLineFeedToItsLine() {
		assertThat(SqlPlace.of("a\nb", 1)).isEqualTo(new SqlPlace(1, 2));
	}

	@Test
	void countsSurrogatesAsOneCharacter() {
		assertThat(SqlPlace.of("\uD83D\uDE00a", 2)).isEqualTo(new SqlPlace(1, 2));
	}

	@Test
	void readsAsWords() {
		assertThat(new SqlPlace(2, 7)).hasToString("line 2, column 7");
	}

}
