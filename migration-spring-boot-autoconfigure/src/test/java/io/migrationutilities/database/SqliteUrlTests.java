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

package io.migrationutilities.database;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SqliteUrl}.
 */
class SqliteUrlTests {

	@ParameterizedTest
	@CsvSource({ "jdbc:sqlite:studio.db, studio.db", "jdbc:sqlite:data/studio.db?busy_timeout=5, data/studio.db",
			"jdbc:sqlite:/srv/studio.db, /srv/studio.db", "jdbc:sqlite:file:studio.db?mode=rwc, studio.db",
			"jdbc:sqlite:file:/srv/my%20studio.db, /srv/my studio.db",
			"jdbc:sqlite:file:///srv/studio.db, /srv/studio.db" })
	void findsTheFile(String url, Path file) {
		assertThat(SqliteUrl.findFile(url)).isEqualTo(file);
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:postgresql://localhost/studio", "jdbc:h2:mem:studio", "jdbc:sqlite:",
			"jdbc:sqlite::memory:", "jdbc:sqlite:file::memory:?cache=shared", "jdbc:sqlite::resource:studio.db",
			"jdbc:sqlite:file://host/studio.db" })
	void findsNoFileWhereThereIsNone(String url) {
		assertThat(SqliteUrl.findFile(url)).isNull();
	}

	@Test
	void findsTheFileThatDoesNotExist(@TempDir Path directory) throws Exception {
		Path file = directory.resolve("studio.db");
		assertThat(SqliteUrl.findMissingFile("jdbc:sqlite:" + file)).isEqualTo(file);
		Files.createFile(file);
		assertThat(SqliteUrl.findMissingFile("jdbc:sqlite:" + file)).isNull();
	}

}
