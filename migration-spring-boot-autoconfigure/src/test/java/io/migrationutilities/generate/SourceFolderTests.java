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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SourceFolder}.
 */
class SourceFolderTests {

	private static final String ROOT = "db/changelog/db.changelog-master.yaml";

	@TempDir
	private Path project;

	@ParameterizedTest
	@ValueSource(strings = { "classpath:/" + ROOT, "classpath:" + ROOT, ROOT, "/" + ROOT })
	void findsTheSourcesOfTheWorkingDirectory(String changeLog) throws IOException {
		Path root = createRoot();
		assertThat(SourceFolder.find(changeLog, null, this.project))
			.isEqualTo(new SourceFolder(root.getParent(), root));
	}

	@Test
	void findsTheSourcesOfWhatMavenHasBuilt() {
		SourceFolder folder = SourceFolder.find("classpath:engine/changelog-1.sql", Path.of("new"), this.project);
		assertThat(folder.directory()).isEqualTo(this.project.resolve("new"));
		assertThat(folder.root()).isNull();
	}

	@Test
	void takesConfiguredDirectory() throws IOException {
		Path root = createRoot();
		SourceFolder folder = SourceFolder.find("classpath:/" + ROOT, Path.of("elsewhere"), this.project);
		assertThat(folder).isEqualTo(new SourceFolder(this.project.resolve("elsewhere"), root));
	}

	@Test
	void takesFileAsItIs() throws IOException {
		Path root = createRoot();
		assertThat(SourceFolder.find("file:" + root, null, Path.of("")).directory()).isEqualTo(root.getParent());
	}

	@Test
	void saysThatThereAreNoSources() {
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> SourceFolder.find("classpath:/" + ROOT, null, this.project))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(MigrationErrorCode.GENERATION_REFUSED))
			.satisfies((ex) -> assertThat(ex.getHint()).contains("--migration.generate.directory"))
			.withMessageContaining("src/main/resources/" + ROOT);
	}

	private Path createRoot() throws IOException {
		Path root = this.project.resolve("src/main/resources").resolve(ROOT);
		Files.createDirectories(root.getParent());
		return Files.writeString(root, "databaseChangeLog: []\n");
	}

}
