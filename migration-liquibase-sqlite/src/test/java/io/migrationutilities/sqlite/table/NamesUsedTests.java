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
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link NamesUsed}.
 */
class NamesUsedTests {

	private static NamesUsed names(String query) {
		return ViewDefinition.parse("CREATE VIEW v AS " + query).namesUsed();
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT * FROM t", "SELECT * FROM T", "SELECT * FROM main.t", "SELECT * FROM \"t\"",
			"SELECT * FROM [T]", "SELECT * FROM `t`", "SELECT * FROM 't'", "SELECT * FROM a, 't'",
			"SELECT * FROM a JOIN t USING (x)", "SELECT (SELECT 1 FROM ('t'))", "SELECT t.x FROM a AS t",
			"WITH c AS (SELECT 1 FROM t) SELECT * FROM c", "SELECT 1 WHERE 1 IN t", "SELECT * FROM/**/t--" })
	void noUseIsMissed(String query) {
		assertThat(names(query).contains("t")).isTrue();
		assertThat(names(query).contains("T")).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT 't' FROM a", "SELECT * FROM a -- t", "SELECT * /* t */ FROM a",
			"SELECT * FROM a WHERE x = 't'", "SELECT * FROM tt" })
	void textsAndCommentsAreNoUse(String query) {
		assertThat(names(query).contains("t")).isFalse();
	}

	@Test
	void namesInDoubleQuotesAreTold() {
		NamesUsed names = names("SELECT \"a\", b, [c], `d`, 'e' FROM t");
		assertThat(names.quotes("A")).isTrue();
		for (String name : new String[] { "b", "c", "d", "e", "t" }) {
			assertThat(names.quotes(name)).as(name).isFalse();
		}
	}

}
