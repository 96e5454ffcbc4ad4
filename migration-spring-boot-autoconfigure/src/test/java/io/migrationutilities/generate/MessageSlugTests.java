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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.MigrationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MessageSlug}.
 */
class MessageSlugTests {

	@ParameterizedTest
	@CsvSource({ "Add priority to tasks, add_priority_to_tasks", "'  ../../etc/passwd ', etc_passwd",
			"'C:\\\\x; rm -rf /', c_x_rm_rf", "Größe für Ärzte, große_fur_arzte", "'a\nb', a_b", "日本, 日本" })
	void makesFileNames(String message, String slug) {
		assertThat(MessageSlug.of(message)).isEqualTo(slug);
	}

	@Test
	void cutsLongMessages() {
		assertThat(MessageSlug.of("word ".repeat(100))).hasSizeLessThanOrEqualTo(60).doesNotEndWith("_");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "../..", "!?" })
	void refusesMessagesThatSayNothing(String message) {
		assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> MessageSlug.of(message));
	}

}
