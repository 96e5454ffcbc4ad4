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

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ParameterMask}.
 */
class ParameterMaskTests {

	@Test
	void putsNamesInPlaceOfValues() {
		assertThat(mask("CREATE ROLE app PASSWORD 's3cret$1\\'", Map.of("app.password", "s3cret$1\\")))
			.isEqualTo("CREATE ROLE app PASSWORD '${app.password}'");
	}

	@Test
	void findsValuesAsTheyStandInLiterals() {
		assertThat(mask("PASSWORD 'it''s secret'", Map.of("app.password", "it's secret")))
			.isEqualTo("PASSWORD '${app.password}'");
	}

	@Test
	void takesTheLongestValueFirst() {
		assertThat(mask("'open sesame', 'open'", Map.of("short", "open", "long", "open sesame")))
			.isEqualTo("'${long}', '${short}'");
	}

	@Test
	void leavesWordsThatOnlyContainAValue() {
		assertThat(mask("CREATE TABLE books (bookshelf INT)", Map.of("name", "book")))
			.isEqualTo("CREATE TABLE books (bookshelf INT)");
	}

	@Test
	void leavesShortValues() {
		assertThat(mask("INSERT INTO book VALUES (1)", Map.of("first", "1"))).isEqualTo("INSERT INTO book VALUES (1)");
	}

	@Test
	void leavesSqlWithoutParameters() {
		assertThat(mask("SELECT 1", Map.of())).isEqualTo("SELECT 1");
	}

	private static String mask(String sql, Map<String, String> parameters) {
		return new ParameterMask(parameters).mask(sql);
	}

}
