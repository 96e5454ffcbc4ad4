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

package io.migrationutilities.engine;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for databases of SQLite whose files, or their disk, are not as they should be:
 * what SQLite says is said.
 */
class DamagedDatabaseTests {

	private static final String CHANGELOG = "changelog-1.sql";

	@TempDir
	private Path directory;

	@Test
	void saysThatAFileIsNoDatabase() throws IOException {
		EngineFixture studio = new EngineFixture(this.directory);
		byte[] garbage = "This is a letter, not a database. ".repeat(100).getBytes();
		Files.write(this.directory.resolve("app.db"), garbage);
		MigrationException failure = studio.failUpgrade(CHANGELOG);
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.DATABASE_UNAVAILABLE);
		assertThat(failure).hasMessageStartingWith("The database file is no SQLite database, or an encrypted one: ");
		assertThat(failure.getHint()).contains("migrations backups");
		assertThat(Files.readAllBytes(this.directory.resolve("app.db"))).isEqualTo(garbage);
	}

	@Test
	void saysThatAFileIsDamaged() throws IOException {
		EngineFixture studio = new EngineFixture(this.directory);
		studio.upgrade(CHANGELOG);
		damage(this.directory.resolve("app.db"));
		MigrationException failure = studio.failUpgrade("changelog-2.sql");
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.DATABASE_UNAVAILABLE);
		assertThat(failure).hasMessageStartingWith("The database file is damaged: ");
		assertThat(failure.getHint()).contains("migrations backups");
	}

	@Test
	void saysThatAFileCanNotBeOpened() {
		EngineFixture studio = new EngineFixture(this.directory,
				"jdbc:sqlite:file:" + this.directory.resolve("app.db") + "?mode=rw");
		MigrationException failure = studio.failUpgrade(CHANGELOG);
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.DATABASE_UNAVAILABLE);
		assertThat(failure).hasMessageStartingWith("The database file, or a file beside it, can't be opened: ");
		assertThat(failure.getHint()).startsWith("Check the URL");
	}

	@Test
	void saysThatADatabaseIsReadOnly() {
		new EngineFixture(this.directory).upgrade(CHANGELOG);
		EngineFixture studio = new EngineFixture(this.directory,
				"jdbc:sqlite:file:" + this.directory.resolve("app.db") + "?mode=ro");
		MigrationException failure = studio.failUnchanged(() -> studio.upgrade("changelog-2.sql"),
				MigrationErrorCode.DATABASE_UNAVAILABLE);
		assertThat(failure.getMessage()).contains("The database can't be written to: ", "SQLITE_READONLY");
		assertThat(failure.getHint()).contains("mounted read-only").doesNotContain("Correct '");
	}

	private static void damage(Path file) throws IOException {
		byte[] ones = new byte[(int) Files.size(file) - 4096];
		Arrays.fill(ones, (byte) 0xff);
		try (RandomAccessFile data = new RandomAccessFile(file.toFile(), "rw")) {
			data.seek(4096);
			data.write(ones);
		}
	}

}
