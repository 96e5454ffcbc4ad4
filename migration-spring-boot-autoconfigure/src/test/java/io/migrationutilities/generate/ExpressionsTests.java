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

package io.migrationutilities.generate;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Expressions}.
 */
class ExpressionsTests {

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '~', value = { "a in ('X','Y'); (A IN ('X', 'Y'))", "\"a\" > 0; a>0",
			"((a > 0)); a > 0", "((c)::text = ANY ((ARRAY['R'::character varying, 'G'::character varying])::text[])); "
					+ "(((c)::text = ANY (ARRAY[('R'::character varying)::text, ('G'::character varying)::text])))" })
	void takesSpellingsForTheSame(String left, String right) {
		assertThat(Expressions.isSame(left, right)).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '~', value = { "a in ('X'); a in ('x')", "a = 'b c'; a = 'bc'",
			"(a or b) and c; a or (b and c)", "lower(a) = 'x'; a = 'x'", "a = '::text'; a = ''" })
	void tellsApartWhatDiffers(String left, String right) {
		assertThat(Expressions.isSame(left, right)).isFalse();
	}

}
