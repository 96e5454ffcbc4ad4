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
 * Tests for {@link PostgresqlTypes}.
 */
class PostgresqlTypesTests {

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "character varying(80); character varying(50); true",
					"character varying(50); character varying(80); false", "character varying(50); text; false",
					"text; character varying(50); true", "integer; bigint; false", "bigint; integer; true",
					"integer; text; true", "numeric(10,2); numeric(12,2); false" })
	void knowsWhatNarrows(String from, String to, boolean narrowing) {
		assertThat(new PostgresqlTypes().isNarrowing(from, to)).isEqualTo(narrowing);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';',
			value = { "character varying(255); varchar(255)", "timestamp(6) without time zone; timestamp(6)",
					"timestamp(6) with time zone; timestamp(6) with time zone", "double precision; float8",
					"integer[]; integer[]", "character varying(255)[]; _varchar(255)", "uuid; uuid",
					"time without time zone; time" })
	void writesTypesAsChangelogsDo(String type, String written) {
		assertThat(new PostgresqlTypes().toChangeLogType(type)).isEqualTo(written);
	}

}
