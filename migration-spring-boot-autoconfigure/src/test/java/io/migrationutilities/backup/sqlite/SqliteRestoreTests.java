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
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteErrorCode;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupReason;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.DatabaseState;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.RestoreForecast;
import io.migrationutilities.backup.BackupStrategyContractTests;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.backup.MutableClock;
import io.migrationutilities.backup.RestoreRecord;
import io.migrationutilities.backup.Retention;
import io.migrationutilities.backup.Sql;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.test.ChildProcess;
import io.migrationutilities.test.StartsProcesses;
import io.migrationutilities.work.Gauge;
import io.migrationutilities.work.ProgressListeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SqliteRestore}: what others do to the live database meanwhile, and
 * what it is.
 */
class SqliteRestoreTests {

	@TempDir
	private Path temporary;

	private Path live;

	private DataSource dataSource;

	@BeforeEach
	void createDatabase() {
		this.live = this.temporary.resolve("app.db");
		this.dataSource = Sql.sqlite(this.live);
	}

	private void fill(String journalMode) {
		Sql.execute(this.dataSource, "PRAGMA journal_mode = " + journalMode, "CREATE TABLE thing (id INTEGER)",
				"INSERT INTO thing VALUES (1), (2)");
	}

	private DatabaseBackups backups(Duration timeout) {
		return new DatabaseBackups(this.temporary.resolve("backups"), List.of(new SqliteBackupStrategy(timeout)),
				new Retention(5, null), new BackupManifest.Application(null, null), new MutableClock(),
				ProgressListeners.NONE);
	}

	private BackupSource source() {
		return new BackupSource(this.dataSource, null, "DATABASECHANGELOG");
	}

	private DatabaseBackup backup() {
		return backups(Duration.ZERO).create(source(), BackupReason.MANUAL, (id, author, path) -> id);
	}

	private String count() {
		return Sql.query(this.dataSource, "SELECT count(*) FROM thing");
	}

	private void assertRefused(MigrationErrorCode code, Duration timeout, DatabaseBackup backup, String message) {
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> backups(timeout).restore(backup, source(), false))
			.withMessageContaining(message)
			.satisfies((ex) -> {
				assertThat(ex.getCode()).isEqualTo(code);
				assertThat(ex.getDatabaseState()).isEqualTo(DatabaseState.UNCHANGED);
				assertThat(ex.getHint()).isNotBlank();
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "wal", "delete" })
	void writerBlocksRestoreAndNothingChanges(String journalMode) throws SQLException {
		fill(journalMode);
		DatabaseBackup backup = backup();
		Sql.execute(this.dataSource, "INSERT INTO thing VALUES (3)");
		try (Connection writer = this.dataSource.getConnection()) {
			Sql.execute(writer, "BEGIN IMMEDIATE", "INSERT INTO thing VALUES (4)");
			assertRefused(MigrationErrorCode.RESTORE_BLOCKED, Duration.ofMillis(200), backup, "holds a lock");
			Sql.execute(writer, "COMMIT");
		}
		assertThat(count()).isEqualTo("4");
	}

	@ParameterizedTest
	@ValueSource(strings = { "wal", "delete" })
	@StartsProcesses
	void directoryThatCanNotBeWrittenIsForeseen(String journalMode) {
		fill(journalMode);
		DatabaseBackup backup = backup();
		Sql.execute(this.dataSource, "INSERT INTO thing VALUES (3)");
		assertThat(backups(Duration.ZERO).forecast(source(), false).possible()).isTrue();
		Assumptions.assumeTrue(setImmutable(true), "the file system can't make directories immutable");
		try {
			RestoreForecast forecast = backups(Duration.ZERO).forecast(source(), false);
			assertThat(forecast.describe()).contains("nothing can be written beside it",
					this.live.getParent().toString());
			assertRefused(MigrationErrorCode.RESTORE_BLOCKED, Duration.ZERO, backup, "can't write");
		}
		finally {
			setImmutable(false);
		}
		assertThat(count()).isEqualTo("3");
		backups(Duration.ZERO).restore(backup, source(), false);
		assertThat(count()).isEqualTo("2");
	}

	@Test
	@StartsProcesses
	void directoryThatCanNotBeWrittenIsNotNeededWhileTheLogIsOpen() throws SQLException {
		fill("wal");
		DatabaseBackup backup = backup();
		try (Connection open = this.dataSource.getConnection()) {
			Sql.execute(open, "INSERT INTO thing VALUES (3)");
			Assumptions.assumeTrue(setImmutable(true), "the file system can't make directories immutable");
			try {
				assertThat(backups(Duration.ZERO).forecast(source(), true).possible()).isTrue();
				backups(Duration.ZERO).restore(backup, source(), false);
			}
			finally {
				setImmutable(false);
			}
		}
		assertThat(count()).isEqualTo("2");
	}

	@Test
	void writerIsForeseenForNowOnly() throws SQLException {
		fill("wal");
		try (Connection writer = this.dataSource.getConnection()) {
			Sql.execute(writer, "BEGIN IMMEDIATE");
			assertThat(backups(Duration.ZERO).forecast(source(), true).describe()).contains("holds a lock");
			assertThat(backups(Duration.ZERO).forecast(source(), false).possible()).isTrue();
		}
	}

	// The superuser, who may run the tests, may write everywhere else.
	private boolean setImmutable(boolean immutable) {
		return ChildProcess.run("chattr", immutable ? "+i" : "-i", this.live.getParent().toString()).awaitExit() == 0;
	}

	@Test
	void readerBlocksRestoreInDeleteModeAndNothingChanges() throws SQLException {
		fill("delete");
		DatabaseBackup backup = backup();
		Sql.execute(this.dataSource, "INSERT INTO thing VALUES (3)");
		try (Connection reader = this.dataSource.getConnection()) {
			Sql.execute(reader, "BEGIN");
			Sql.query(reader, "SELECT count(*) FROM thing");
			assertRefused(MigrationErrorCode.RESTORE_BLOCKED, Duration.ofMillis(200), backup, "holds a lock");
			assertThat(Sql.query(reader, "SELECT count(*) FROM thing")).isEqualTo("3");
		}
		assertThat(count()).isEqualTo("3");
	}

	@Test
	void readerKeepsItsSnapshotInWalMode() throws SQLException {
		fill("wal");
		DatabaseBackup backup = backup();
		Sql.execute(this.dataSource, "INSERT INTO thing VALUES (3)");
		try (Connection reader = this.dataSource.getConnection()) {
			Sql.execute(reader, "BEGIN");
			Sql.query(reader, "SELECT count(*) FROM thing");
			backups(Duration.ZERO).restore(backup, source(), false);
			assertThat(Sql.query(reader, "SELECT count(*) FROM thing")).isEqualTo("3");
			Sql.execute(reader, "COMMIT");
			assertThat(Sql.query(reader, "SELECT count(*) FROM thing")).isEqualTo("2");
		}
	}

	@Test
	void waitsForAWriterToFinish() throws SQLException {
		fill("wal");
		DatabaseBackup backup = backup();
		try (Connection writer = this.dataSource.getConnection()) {
			Sql.execute(writer, "BEGIN IMMEDIATE", "INSERT INTO thing VALUES (3)");
			CompletableFuture<Void> restore = CompletableFuture
				.runAsync(() -> backups(Duration.ofMinutes(1)).restore(backup, source(), false));
			Sql.execute(writer, "COMMIT");
			restore.join();
		}
		assertThat(count()).isEqualTo("2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "wal", "delete" })
	void openPoolSeesTheRestoredContent(String journalMode) throws SQLException {
		fill(journalMode);
		HikariConfig config = new HikariConfig();
		config.setDataSource(this.dataSource);
		config.setMaximumPoolSize(1);
		try (HikariDataSource pool = new HikariDataSource(config)) {
			BackupSource pooled = new BackupSource(pool, null, "DATABASECHANGELOG");
			DatabaseBackup backup = backups(Duration.ZERO).create(pooled, BackupReason.MANUAL,
					(id, author, path) -> id);
			Sql.execute(pool, "INSERT INTO thing VALUES (3)", "ALTER TABLE thing ADD COLUMN name TEXT");
			backups(Duration.ofSeconds(10)).restore(backup, pooled, false);
			assertThat(Sql.query(pool, "SELECT count(*) FROM thing")).isEqualTo("2");
			Sql.execute(pool, "ALTER TABLE thing ADD COLUMN name TEXT");
			assertThat(Sql.query(pool, "PRAGMA integrity_check")).isEqualTo("ok");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "wal", "delete" })
	void journalModeIsAsBefore(String journalMode) {
		fill("wal".equals(journalMode) ? "delete" : "wal");
		DatabaseBackup backup = backup();
		Sql.execute(this.dataSource, "PRAGMA journal_mode = " + journalMode, "DELETE FROM thing");
		backups(Duration.ZERO).restore(backup, source(), false);
		assertThat(Sql.query(this.dataSource, "PRAGMA journal_mode")).isEqualTo(journalMode);
		assertThat(count()).isEqualTo("2");
	}

	@Test
	void backupWithAnotherPageSizeIsRestoredIntoWalMode() throws IOException {
		Sql.execute(this.dataSource, "PRAGMA page_size = 8192", "CREATE TABLE thing (id INTEGER)",
				"INSERT INTO thing VALUES (1), (2)");
		DatabaseBackup backup = backup();
		Files.delete(this.live);
		fill("wal");
		Sql.execute(this.dataSource, "INSERT INTO thing VALUES (3)");
		backups(Duration.ZERO).restore(backup, source(), false);
		assertThat(count()).isEqualTo("2");
		assertThat(Sql.query(this.dataSource, "PRAGMA page_size")).isEqualTo("8192");
		assertThat(Sql.query(this.dataSource, "PRAGMA journal_mode")).isEqualTo("wal");
	}

	@Test
	void backupWithAnotherPageSizeTakesThePagesOfADatabaseInWalModeThatIsInUse() throws IOException, SQLException {
		Sql.execute(this.dataSource, "PRAGMA page_size = 8192", "PRAGMA user_version = 7",
				"CREATE TABLE thing (id INTEGER)", "INSERT INTO thing VALUES (1), (2), (3)",
				"DELETE FROM thing WHERE id = 2", "CREATE INDEX by_id ON thing (id)");
		String rows = Sql.query(this.dataSource, "SELECT group_concat(rowid || ':' || id) FROM thing");
		DatabaseBackup backup = backup();
		Files.delete(this.live);
		fill("wal");
		try (Connection other = this.dataSource.getConnection()) {
			Sql.query(other, "SELECT count(*) FROM thing");
			backups(Duration.ofMillis(100)).restore(backup, source(), false);
			assertThat(Sql.query(other, "SELECT group_concat(rowid || ':' || id) FROM thing")).isEqualTo(rows);
			assertThat(Sql.query(other, "PRAGMA user_version")).isEqualTo("7");
		}
		assertThat(Sql.query(this.dataSource, "PRAGMA page_size")).isEqualTo("4096");
		assertThat(Sql.query(this.dataSource, "PRAGMA journal_mode")).isEqualTo("wal");
		assertThat(Sql.query(this.dataSource, "PRAGMA integrity_check")).isEqualTo("ok");
		assertThat(this.live.getParent()).isDirectoryNotContaining("glob:**.restore-*");
	}

	@Test
	void pagesOfAnotherSizeAreMadeBesideTheDatabaseAndNotInTheDirectoryOfTheBackup() throws IOException, SQLException {
		Sql.execute(this.dataSource, "PRAGMA page_size = 8192", "CREATE TABLE thing (id INTEGER)");
		DatabaseBackup backup = backup();
		Files.delete(this.live);
		fill("wal");
		String left = "." + this.live.getFileName() + ".restore-";
		Files.createFile(Files.createDirectory(this.live.resolveSibling(left + "killed")).resolve(".lock"));
		List<String> sources = new ArrayList<>();
		try (Connection other = this.dataSource.getConnection()) {
			Sql.query(other, "SELECT count(*) FROM thing");
			new SqliteRestore(backup.path(), this.live, Duration.ofMillis(100), (from, to, gauge) -> {
				sources.add(from.getMetaData().getURL());
				return SqliteConnections.copy(from, to, gauge);
			}).run(RestoreRecord.NONE, Gauge.NONE);
		}
		assertThat(sources).last().asString().contains(this.live.resolveSibling(left).toString());
		assertThat(this.live.getParent()).isDirectoryNotContaining("glob:**.restore-*");
	}

	@ParameterizedTest
	@ValueSource(strings = { "wal", "delete" })
	void looksWhatIsThereWhenTheDiskFailsBehindTheCommit(String journalMode) {
		fill(journalMode);
		DatabaseBackup backup = backup();
		Sql.execute(this.dataSource, "INSERT INTO thing VALUES (3)");
		new SqliteRestore(backup.path(), this.live, Duration.ZERO, (from, to, gauge) -> {
			assertThat(SqliteConnections.copy(from, to, gauge)).isZero();
			return SQLiteErrorCode.SQLITE_IOERR_TRUNCATE.code;
		}).run(RestoreRecord.NONE, (done, total) -> {
		});
		assertThat(count()).isEqualTo("2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "wal", "delete" })
	void saysThatTheContentIsKeptWhenTheDiskFailsBeforeTheCommit(String journalMode) {
		fill(journalMode);
		DatabaseBackup backup = backup();
		Sql.execute(this.dataSource, "INSERT INTO thing VALUES (3)");
		SqliteRestore restore = new SqliteRestore(backup.path(), this.live, Duration.ZERO,
				(from, to, gauge) -> SQLiteErrorCode.SQLITE_IOERR_WRITE.code);
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> restore.run(RestoreRecord.NONE, (done, total) -> {
			}))
			.withMessageContaining("keeps its content")
			.satisfies((ex) -> {
				assertThat(ex.getCode()).isEqualTo(MigrationErrorCode.RESTORE_FAILED);
				assertThat(ex.getDatabaseState()).isEqualTo(DatabaseState.UNCHANGED);
			});
		assertThat(count()).isEqualTo("3");
	}

	@Test
	void saysThatTheContentIsNotKnownWhenTheDatabaseCanNotBeRead() {
		fill("delete");
		DatabaseBackup backup = backup();
		SqliteRestore restore = new SqliteRestore(backup.path(), this.live, Duration.ZERO, (from, to, gauge) -> {
			try {
				Files.writeString(this.live, "nothing that SQLite can read, ".repeat(200));
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
			return SQLiteErrorCode.SQLITE_IOERR_WRITE.code;
		});
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> restore.run(RestoreRecord.NONE, (done, total) -> {
			}))
			.satisfies((ex) -> assertThat(ex.getDatabaseState()).isEqualTo(DatabaseState.UNKNOWN));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "This is not a database, it is a text that somebody saved under its name." })
	void whatIsNoDatabaseNeverWipesTheLiveOne(String content) throws IOException {
		fill("wal");
		Path impostor = Files.writeString(this.temporary.resolve("impostor.db"), content);
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> new SqliteRestore(impostor, this.live, Duration.ZERO).run(RestoreRecord.NONE, Gauge.NONE))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(MigrationErrorCode.BACKUP_INVALID));
		assertThat(count()).isEqualTo("2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "wal", "delete" })
	void truncatedBackupLeavesTheLiveDatabaseAsItIs(String journalMode) throws IOException {
		fill(journalMode);
		Sql.execute(this.dataSource, "CREATE TABLE big AS SELECT randomblob(100000) AS data");
		DatabaseBackup backup = backup();
		BackupStrategyContractTests.truncate(backup.path(), 50000);
		assertThatExceptionOfType(MigrationException.class).isThrownBy(
				() -> new SqliteRestore(backup.path(), this.live, Duration.ZERO).run(RestoreRecord.NONE, Gauge.NONE))
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(MigrationErrorCode.BACKUP_INVALID));
		assertThat(count()).isEqualTo("2");
		assertThat(Sql.query(this.dataSource, "PRAGMA integrity_check")).isEqualTo("ok");
	}

	@Test
	void missingLiveDatabaseIsCreated() throws IOException {
		fill("delete");
		DatabaseBackup backup = backup();
		Files.delete(this.live);
		backups(Duration.ZERO).restore(backup, source(), false);
		assertThat(count()).isEqualTo("2");
	}

	@Test
	void liveFileThatIsNoDatabaseIsNotTouched() throws IOException {
		fill("delete");
		DatabaseBackup backup = backup();
		Files.writeString(this.live,
				"Something that is certainly no database, long enough to have a header of 100 bytes. ".repeat(4));
		assertRefused(MigrationErrorCode.RESTORE_FAILED, Duration.ZERO, backup, "damaged");
		assertThat(this.live).content().startsWith("Something");
	}

	@Test
	void damagedPagesOfTheLiveDatabaseAreReplaced() throws IOException {
		fill("delete");
		Sql.execute(this.dataSource, "CREATE TABLE big AS SELECT randomblob(100000) AS data");
		DatabaseBackup backup = backup();
		byte[] bytes = Files.readAllBytes(this.live);
		Arrays.fill(bytes, 4096, 40000, (byte) 0x5a);
		Files.write(this.live, bytes);
		backups(Duration.ZERO).restore(backup, source(), false);
		assertThat(count()).isEqualTo("2");
		assertThat(Sql.query(this.dataSource, "PRAGMA integrity_check")).isEqualTo("ok");
	}

}
