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
 * Tests for {@link SqliteTypes}.
 */
class SqliteTypesTests {

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "varchar(255); VARCHAR(255); true", "varchar(255); TEXT; true", "varchar(50); varchar(80); false",
					"bigint; INTEGER; true", "timestamp; TEXT; true", "numeric(38,2); DECIMAL(38, 2); true",
					"numeric(38,2); NUMERIC(10, 2); false", "varchar(255); integer; false", "float; DOUBLE; true",
					"blob; varchar(10); false" })
	void comparesTypes(String left, String right, boolean same) {
		assertThat(new SqliteTypes().isSame(left, right)).isEqualTo(same);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "varchar(80); varchar(50); true", "varchar(50); varchar(80); false", "varchar(50); text; false",
					"integer; varchar(20); false", "varchar(20); integer; true", "numeric(10,2); numeric(10,4); true",
					"numeric(10,2); numeric(12,4); false" })
	void knowsWhatNarrows(String from, String to, boolean narrowing) {
		assertThat(new SqliteTypes().isNarrowing(from, to)).isEqualTo(narrowing);
	}

}
