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

package io.migrationutilities.backup.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupReason;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.BackupStrategyContractTests;
import io.migrationutilities.backup.BackupWriter;
import io.migrationutilities.backup.BackupWriter.Order;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.backup.Retention;
import io.migrationutilities.backup.Sql;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.test.FullDisk;
import io.migrationutilities.work.Gauge;
import io.migrationutilities.work.ProgressListeners;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens when a disk is full, on a small disk of our own.
 */
class SqliteDiskFullTests {

	private static final int DISK_MIB = 8;

	@RegisterExtension
	final FullDisk disks = new FullDisk();

	@TempDir
	private Path temporary;

	private Path disk;

	@BeforeEach
	void mountSmallDisk() {
		this.disk = this.disks.mount(this.temporary.resolve("disk"), "size=" + DISK_MIB + "m");
	}

	private static DataSource database(Path file, String journalMode, int mebibytes) {
		DataSource dataSource = Sql.sqlite(file);
		Sql.execute(dataSource, "PRAGMA journal_mode = " + journalMode, "CREATE TABLE big (data BLOB)");
		for (int i = 0; i < mebibytes; i++) {
			Sql.execute(dataSource, "INSERT INTO big VALUES (randomblob(1048576))");
		}
		return dataSource;
	}

	private static DatabaseBackups backups(Path directory) {
		return new DatabaseBackups(directory, List.of(new SqliteBackupStrategy(Duration.ofMillis(100))),
				new Retention(5, null), new BackupManifest.Application(null, null), Clock.systemUTC(),
				ProgressListeners.NONE);
	}

	private static BackupSource source(DataSource dataSource) {
		return new BackupSource(dataSource, null, "DATABASECHANGELOG");
	}

	private static DatabaseBackup create(DatabaseBackups backups, BackupSource source) {
		return backups.create(source, BackupReason.MANUAL, (id, author, path) -> id);
	}

	private List<String> namesIn(Path directory) throws IOException {
		try (Stream<Path> files = Files.list(directory)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
	}

	@Test
	void backupThatWillNotFitIsRefusedBeforeItStarts() throws IOException {
		BackupSource source = source(database(this.temporary.resolve("app.db"), "wal", 10));
		DatabaseBackups backups = backups(this.disk.resolve("backups"));
		BackupStrategyContractTests.assertRefused(MigrationErrorCode.NO_SPACE,
				() -> backups.checkAvailable(source, VerificationLevel.STRUCTURE));
		BackupStrategyContractTests.assertRefused(MigrationErrorCode.NO_SPACE, () -> create(backups, source));
		assertThat(namesIn(this.disk.resolve("backups"))).containsExactly(".lock");
	}

	@Test
	void diskThatFillsUpDuringABackupLeavesNothingBehind() throws IOException {
		BackupSource source = source(database(this.temporary.resolve("app.db"), "wal", 10));
		Path partial = this.disk.resolve(".app.db.partial");
		BackupStrategyContractTests.assertRefused(MigrationErrorCode.NO_SPACE,
				() -> new BackupWriter(new BackupManifest.Application(null, null), Clock.systemUTC(),
						ProgressListeners.NONE)
					.write(new Order(source, new SqliteBackupStrategy(), BackupReason.MANUAL, (id, author, path) -> id,
							null, false), "id", this.disk.resolve("app.db"), 0));
		assertThat(partial).doesNotExist();
		assertThat(namesIn(this.disk)).isEmpty();
		assertThat(Sql.query(source.dataSource(), "SELECT count(*) FROM big")).isEqualTo("10");
	}

	@Test
	void restoreThatWillNotFitIsRefusedBeforeItStarts() {
		DataSource dataSource = database(this.disk.resolve("app.db"), "delete", 4);
		DatabaseBackups backups = backups(this.temporary.resolve("backups"));
		DatabaseBackup backup = create(backups, source(dataSource));
		Sql.execute(dataSource, "DELETE FROM big WHERE rowid > 3");
		BackupStrategyContractTests.assertRefused(MigrationErrorCode.NO_SPACE,
				() -> backups.restore(backup, source(dataSource), false));
		assertThat(Sql.query(dataSource, "SELECT count(*) FROM big")).isEqualTo("3");
	}

	@Test
	void diskThatFillsUpDuringARestoreChangesNothing() throws Exception {
		DataSource dataSource = database(this.disk.resolve("app.db"), "wal", 4);
		DatabaseBackup backup = create(backups(this.temporary.resolve("backups")), source(dataSource));
		Sql.execute(dataSource, "DELETE FROM big WHERE rowid > 3");
		try (Connection source = SqliteConnections.openImmutable(backup.path())) {
			assertThat(SqliteConnections.copy(source, this.disk.resolve("app.db"), Gauge.NONE))
				.isEqualTo(SQLiteErrorCode.SQLITE_FULL.code);
		}
		assertThat(Sql.query(dataSource, "SELECT count(*) FROM big")).isEqualTo("3");
		assertThat(Sql.query(dataSource, "PRAGMA integrity_check")).isEqualTo("ok");
	}

	@Test
	void verificationWithoutRoomForAScratchDatabaseIsNotAFinding() throws IOException {
		DataSource dataSource = database(this.temporary.resolve("app.db"), "delete", 4);
		Path directory = this.disk.resolve("backups");
		DatabaseBackups backups = backups(directory);
		DatabaseBackup backup = create(backups, source(dataSource));
		BackupStrategyContractTests.assertRefused(MigrationErrorCode.NO_SPACE,
				() -> backups.verify(backup.path(), VerificationLevel.RESTORE, source(dataSource)));
		assertThat(backups.verify(backup.path(), VerificationLevel.STRUCTURE, source(dataSource)).errors()).isEmpty();
		assertThat(namesIn(directory)).hasSize(3);
	}

}
