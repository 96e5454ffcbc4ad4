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
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupReason;
import io.migrationutilities.BackupState;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.StoredBackup;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.sqlite.SqliteBackupStrategy;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.test.StartsProcesses;
import io.migrationutilities.work.ProgressListeners;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is left when a process is killed in the middle of a backup or of a restore.
 */
@StartsProcesses
class SqliteCrashTests {

	private static final String DIGEST = "SELECT count(*) || '/' || sum(id) || '/' || min(hex(substr(data, 1, 8))) FROM big";

	@TempDir
	private Path temporary;

	private Path live;

	private Path directory;

	private DataSource dataSource;

	private BackupSource source;

	private DatabaseBackups backups;

	@BeforeEach
	void prepare() {
		this.live = this.temporary.resolve("app.db");
		this.directory = this.temporary.resolve("backups");
		this.dataSource = Sql.sqlite(this.live);
		this.source = new BackupSource(this.dataSource, null, "DATABASECHANGELOG");
		this.backups = new DatabaseBackups(this.directory, List.of(new SqliteBackupStrategy()), new Retention(5, null),
				new BackupManifest.Application(null, null), Clock.systemUTC(), ProgressListeners.NONE);
	}

	private void fill(String journalMode) {
		Sql.execute(this.dataSource, "PRAGMA journal_mode = " + journalMode,
				"CREATE TABLE big (id INTEGER PRIMARY KEY, data BLOB)",
				"INSERT INTO big WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
						+ "SELECT i, randomblob(10000) FROM n");
	}

	private DatabaseBackup backup() {
		return this.backups.create(this.source, BackupReason.MANUAL, (id, author, path) -> id);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 20, 50, 90, 100 })
	void killedBackupIsNeverListedAsGoodAndSweptByTheNext(int percent) throws IOException {
		fill("wal");
		Path complete = backup().path();
		long size = Files.size(complete) * percent / 100;
		try (ChildJvm child = ChildJvm.start("backup", this.live, this.directory)) {
			child.answer();
			killWhen(child, () -> sizeOfPartial(".db.partial") >= size);
		}
		assertOnlyCompleteBackupsAreGood();
		assertNextBackupSweeps();
	}

	@Test
	void backupKilledBeforeItsManifestIsThereIsNeverListedAsGood() throws IOException {
		fill("delete");
		backup();
		try (ChildJvm child = ChildJvm.start("backup", this.live, this.directory)) {
			child.answer();
			killWhen(child, () -> sizeOfPartial(".json.partial") >= 0);
		}
		assertOnlyCompleteBackupsAreGood();
		assertNextBackupSweeps();
	}

	private void assertOnlyCompleteBackupsAreGood() {
		for (StoredBackup stored : this.backups.list(this.source)) {
			if (stored.state() == BackupState.GOOD) {
				assertThat(this.backups.verify(stored.path(), VerificationLevel.STRUCTURE, this.source).errors())
					.isEmpty();
			}
			else {
				assertThat(stored.state()).isEqualTo(BackupState.INCOMPLETE);
			}
		}
		assertThat(Sql.query(this.dataSource, "PRAGMA quick_check")).isEqualTo("ok");
	}

	private void assertNextBackupSweeps() throws IOException {
		backup();
		assertThat(this.backups.list(this.source)).extracting(StoredBackup::state).containsOnly(BackupState.GOOD);
		try (Stream<Path> files = Files.list(this.directory)) {
			assertThat(files.map((file) -> file.getFileName().toString())).filteredOn((name) -> name.startsWith("."))
				.containsExactly(".lock");
		}
	}

	@Test
	void killedPruneLeavesNoHalfBackup() throws IOException {
		Sql.execute(this.dataSource, "CREATE TABLE small (id INT)");
		DatabaseBackups many = new DatabaseBackups(this.directory, List.of(new SqliteBackupStrategy()),
				new Retention(1000, null), new BackupManifest.Application(null, null), Clock.systemUTC(),
				ProgressListeners.NONE);
		for (int i = 0; i < 80; i++) {
			many.create(this.source, BackupReason.MANUAL, (id, author, path) -> id);
		}
		int rest = 80;
		while (rest == 80) {
			try (ChildJvm child = ChildJvm.start("prune", this.live, this.directory)) {
				child.answer();
				killWhen(child, () -> this.directory.toFile().list().length < 150);
			}
			List<StoredBackup> backups = this.backups.list(this.source);
			assertThat(backups).extracting(StoredBackup::state).containsOnly(BackupState.GOOD);
			rest = backups.size();
		}
		assertThat(rest).isPositive();
		assertNextBackupSweeps();
		try (Stream<Path> files = Files.list(this.directory)) {
			assertThat(files.filter((file) -> file.toString().endsWith(".db"))).hasSize(rest + 1);
		}
	}

	@ParameterizedTest
	@CsvSource({ "wal, 0", "wal, 1", "wal, 30", "wal, 70", "wal, 99", "delete, 0", "delete, 1", "delete, 30",
			"delete, 70", "delete, 99" })
	void killedRestoreLeavesTheOldOrTheNewDatabase(String journalMode, int percent) throws IOException {
		fill(journalMode);
		DatabaseBackup backup = backup();
		String restored = Sql.query(this.dataSource, DIGEST);
		Sql.execute(this.dataSource, "DELETE FROM big WHERE id % 2 = 0", "UPDATE big SET data = randomblob(11000)");
		String old = Sql.query(this.dataSource, DIGEST);
		Path journal = this.live.resolveSibling("app.db" + ("wal".equals(journalMode) ? "-wal" : "-journal"));
		long size = Files.size(backup.path()) * percent / 100;
		try (ChildJvm child = ChildJvm.start("restore", this.live, this.directory, backup.path())) {
			child.answer();
			killWhen(child, () -> sizeOf(journal) >= size);
		}
		assertThat(Sql.query(this.dataSource, "PRAGMA integrity_check")).isEqualTo("ok");
		assertThat(Sql.query(this.dataSource, DIGEST)).isIn(old, restored);
		this.backups.restore(backup, this.source, false);
		assertThat(Sql.query(this.dataSource, DIGEST)).isEqualTo(restored);
		assertThat(this.backups.verify(backup.path(), VerificationLevel.CHECKSUM, this.source).errors()).isEmpty();
	}

	private static void killWhen(ChildJvm child, Moment moment) throws IOException {
		while (child.isAlive() && !moment.isReached()) {
			LockSupport.parkNanos(100_000);
		}
		child.kill();
	}

	private long sizeOfPartial(String suffix) throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			List<Path> partials = files.filter((file) -> file.toString().endsWith(suffix)).toList();
			return partials.isEmpty() ? -1 : sizeOf(partials.get(0));
		}
	}

	private static long sizeOf(Path file) {
		return file.toFile().exists() ? file.toFile().length() : -1;
	}

	@FunctionalInterface
	private interface Moment {

		boolean isReached() throws IOException;

	}

}
