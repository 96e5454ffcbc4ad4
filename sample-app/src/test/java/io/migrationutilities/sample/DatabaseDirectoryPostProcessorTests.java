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

package io.migrationutilities.sample;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DatabaseDirectoryPostProcessor}.
 */
class DatabaseDirectoryPostProcessorTests {

	private final DatabaseDirectoryPostProcessor postProcessor = new DatabaseDirectoryPostProcessor();

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:sqlite:%s", "jdbc:sqlite:%s?foreign_keys=true", "jdbc:sqlite:file:%s",
			"jdbc:sqlite:file://%s?mode=rwc" })
	void createsTheDirectoryOfTheDatabase(String url) {
		Path file = this.directory.resolve("deep/data/crew-studio.db");
		process(url.formatted(file));
		assertThat(file.getParent()).isDirectory();
		assertThat(file).doesNotExist();
	}

	@Test
	void acceptsAnExistingDirectory() {
		Path file = this.directory.resolve("crew-studio.db");
		assertThatCode(() -> process("jdbc:sqlite:" + file)).doesNotThrowAnyException();
	}

	@ParameterizedTest
	@ValueSource(strings = { "jdbc:sqlite:", "jdbc:sqlite::memory:", "jdbc:sqlite:file::memory:?cache=shared",
			"jdbc:postgresql://localhost/crew_studio" })
	void leavesOtherLocationsAlone(String url) {
		assertThatCode(() -> process(url)).doesNotThrowAnyException();
	}

	@Test
	void leavesOtherBeansAlone() {
		Object bean = new Object();
		assertThat(this.postProcessor.postProcessBeforeInitialization(bean, "bean")).isSameAs(bean);
	}

	@Test
	void namesTheDirectoryThatCannotBeCreated() throws Exception {
		Path file = Files.createFile(this.directory.resolve("file"));
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> process("jdbc:sqlite:" + file.resolve("crew-studio.db")))
			.withMessageContaining(file.toString());
	}

	private void process(String url) {
		try (HikariDataSource dataSource = new HikariDataSource()) {
			dataSource.setJdbcUrl(url);
			this.postProcessor.postProcessBeforeInitialization(dataSource, "dataSource");
		}
	}

}
