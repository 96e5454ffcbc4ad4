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

package io.migrationutilities.sqlite;

import java.util.Map;

import liquibase.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.sqlite.SqliteConfiguration.Ineffective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SqliteConfigurationTests {

	private static final String KEY = "migration.sqlite.ineffectiveChanges";

	@Test
	void ineffectiveChangesFailUnlessSaidOtherwise() {
		assertThat(SqliteConfiguration.INEFFECTIVE_CHANGES.getCurrentValue()).isEqualTo(Ineffective.FAIL);
	}

	@ParameterizedTest
	@ValueSource(strings = { "warn", "WARN", " Warn " })
	void valueIsReadInAnyCase(String value) throws Exception {
		assertThat(ineffectiveChanges(value)).isEqualTo(Ineffective.WARN);
	}

	@Test
	void wrongValueIsRefusedWithThoseThatThereAre() {
		assertThatIllegalArgumentException().isThrownBy(() -> ineffectiveChanges("ignore"))
			.withMessageContaining("'" + KEY + "' must be 'fail' or 'warn', not 'ignore'");
	}

	private static Ineffective ineffectiveChanges(String value) throws Exception {
		return Scope.child(Map.of(KEY, value), () -> SqliteConfiguration.INEFFECTIVE_CHANGES.getCurrentValue());
	}

}
