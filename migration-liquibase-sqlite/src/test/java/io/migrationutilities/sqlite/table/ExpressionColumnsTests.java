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

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExpressionColumns}.
 */
class ExpressionColumnsTests {

	@ParameterizedTest
	@ValueSource(strings = { "a > b", "\"a\"=[b]", "length(a) + `b`", "t.a IS NOT main.t.b", "a NOT LIKE b ESCAPE 'c'",
			"CASE a WHEN 1 THEN b END", "CASE WHEN a THEN 'c' ELSE b END COLLATE nocase", "CAST(a AS c (1)) GLOB b",
			"a COLLATE c = b", "a /* c */ IN (b, 'c') -- d", "a ISNULL AND b NOT NULL", "a BETWEEN 1 AND -b",
			"a IS NOT DISTINCT FROM b", "a -> '$.c' <> b ->> 'd'", "date(a) < current_date OR b", "a REGEXP b || x'00'",
			"(a, b) = (1, 2)", "\"date\"(a) = b", "a MATCH b NOTNULL", "t.'a' = b" })
	void findsColumnsAndNothingElse(String expression) {
		assertThat(ExpressionColumns.of(expression)).containsExactly("a", "b");
	}

	@Test
	void findsColumnsThatAreCalledLikeKeywords() {
		assertThat(ExpressionColumns.of("end > 1 AND like LIKE key AND desc IS NOT match"))
			.isEqualTo(Set.of("end", "like", "key", "desc", "match"));
		assertThat(ExpressionColumns.of("CASE end WHEN first THEN last END")).isEqualTo(Set.of("end", "first", "last"));
		assertThat(ExpressionColumns.of("desc DESC NULLS LAST")).isEqualTo(Set.of("desc"));
	}

	@Test
	void takesANameInDoubleQuotesForAColumn() {
		assertThat(ExpressionColumns.of("a <> \"maybe a string\"")).isEqualTo(Set.of("a", "maybe a string"));
		assertThat(ExpressionColumns.of("a <> 'a string'")).isEqualTo(Set.of("a"));
	}

}
