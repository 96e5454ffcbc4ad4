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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A start that must fail, on a database of release 1.0.
 */
abstract class RefusedStart {

	@TempDir
	Path directory;

	StudioDatabase database;

	SampleChangelog changelog;

	@BeforeEach
	void prepareFirstRelease() {
		this.database = StudioDatabase.in(this.directory).upgradeTo("1.0").addTasks(100);
		this.database.query("PRAGMA journal_mode = wal");
		this.changelog = SampleChangelog.copyTo(this.directory.resolve("changelog"));
	}

	/**
	 * Start the application, which does not come up.
	 * @param arguments its arguments
	 * @return what it writes
	 */
	abstract String refusal(String... arguments);

	final AbstractStringAssert<?> assertThatItRefuses(String code, String... arguments) {
		List<String> content = this.database.content();
		String output = refusal(arguments);
		assertThat(output).contains("Code:     " + code + "\n")
			.contains("Database: The database is exactly as it was before.\n")
			.contains("Backup:   None was taken by this start.\n");
		assertThat(this.database.content()).isEqualTo(content);
		assertThat(backups()).isEmpty();
		return assertThat(output);
	}

	final List<Path> backups() {
		Path backups = this.directory.resolve("backups");
		if (!Files.exists(backups)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(backups)) {
			return files.filter((file) -> file.getFileName().toString().endsWith(".db")).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
