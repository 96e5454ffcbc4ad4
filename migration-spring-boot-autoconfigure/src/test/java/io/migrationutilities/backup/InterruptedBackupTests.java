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

package io.migrationutilities.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupReason;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationException;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.sqlite.SqliteBackupStrategy;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.work.ProgressListeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for backups whose thread is interrupted.
 */
class InterruptedBackupTests {

	@TempDir
	private Path directory;

	private DatabaseBackups backups;

	private BackupSource source;

	@BeforeEach
	void createDatabase() {
		Path file = this.directory.resolve("studio.db");
		Sql.execute(Sql.sqlite(file), "CREATE TABLE book (id INTEGER)", "INSERT INTO book VALUES (1)");
		this.source = new BackupSource(Sql.sqlite(file), null, "DATABASECHANGELOG");
		this.backups = new DatabaseBackups(this.directory.resolve("backups"), List.of(new SqliteBackupStrategy()),
				new Retention(5, null), new BackupManifest.Application(null, null), Clock.systemUTC(),
				ProgressListeners.NONE);
	}

	@Test
	void leavesNoHalfBackup() throws IOException {
		create();
		List<Path> before = files();
		interrupted(() -> this.backups.create(this.source, BackupReason.MANUAL, (id, author, path) -> {
			throw new AssertionError("The history is not read any more");
		}));
		assertThat(files()).isEqualTo(before);
	}

	@ParameterizedTest
	@EnumSource
	void recordsNoVerdictThatWasNotReached(VerificationLevel level) throws IOException {
		DatabaseBackup backup = create();
		interrupted(() -> this.backups.verify(backup.path(), level, this.source));
		assertThat(this.backups.open(backup.path()).manifest().verifications()).isEmpty();
		assertThat(this.backups.verify(backup.path(), level, this.source).valid()).isTrue();
		assertThat(files()).hasSize(3);
	}

	@Test
	void restoresNothing() {
		DatabaseBackup backup = create();
		Sql.execute(this.source.dataSource(), "INSERT INTO book VALUES (2)");
		interrupted(() -> this.backups.restore(backup, this.source, false));
		assertThat(Sql.query(this.source.dataSource(), "SELECT count(*) FROM book")).isEqualTo("2");
	}

	private DatabaseBackup create() {
		return this.backups.create(this.source, BackupReason.MANUAL, (id, author, path) -> id);
	}

	private static void interrupted(ThrowingCallable callable) {
		Thread.currentThread().interrupt();
		try {
			assertThatExceptionOfType(MigrationException.class).isThrownBy(callable);
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.walk(this.directory.resolve("backups"))) {
			return files.filter(Files::isRegularFile).sorted().toList();
		}
	}

}
