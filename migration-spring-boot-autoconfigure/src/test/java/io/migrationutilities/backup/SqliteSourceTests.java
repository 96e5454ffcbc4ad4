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
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.sqlite.SQLiteDataSource;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupReason;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.sqlite.SqliteBackupStrategy;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.database.DatabaseKind;
import io.migrationutilities.database.SqliteFiles;
import io.migrationutilities.work.ProgressListeners;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Databases of all sorts as sources of backups.
 */
class SqliteSourceTests {

	@TempDir
	private Path temporary;

	private DatabaseBackups backups() {
		return new DatabaseBackups(this.temporary.resolve("backups"), List.of(new SqliteBackupStrategy()),
				new Retention(5, null), new BackupManifest.Application(null, null), new MutableClock(),
				ProgressListeners.NONE);
	}

	private static BackupSource source(DataSource dataSource) {
		return new BackupSource(dataSource, null, "DATABASECHANGELOG");
	}

	private static DatabaseBackup create(DatabaseBackups backups, DataSource dataSource) {
		return backups.create(source(dataSource), BackupReason.MANUAL, (id, author, path) -> id);
	}

	private void assertRoundTrip(DataSource dataSource) {
		DatabaseBackups backups = backups();
		DatabaseBackup backup = create(backups, dataSource);
		assertThat(backups.verify(backup.path(), VerificationLevel.RESTORE, source(dataSource)).errors()).isEmpty();
		backups.restore(backup, source(dataSource), false);
	}

	@ParameterizedTest
	@ValueSource(strings = { "with space.db", "what?.db", "100%41.db", "a#b.db", "a&mode=memory.db", "größe-数据.db",
			"no-extension", ".hidden", "it's.db", "-dash.db", "a;b.db" })
	void anyFileNameWorks(String name) throws IOException {
		Path directory = Files.createDirectory(this.temporary.resolve("dir " + name.replace("db", "d")));
		DataSource dataSource = Sql.sqlite(directory.resolve(name));
		Sql.execute(dataSource, "CREATE TABLE thing (id INT)", "INSERT INTO thing VALUES (1)");
		DatabaseBackups backups = new DatabaseBackups(directory.resolve("backups " + name),
				List.of(new SqliteBackupStrategy()), new Retention(5, null), new BackupManifest.Application(null, null),
				new MutableClock(), ProgressListeners.NONE);
		DatabaseBackup backup = create(backups, dataSource);
		assertThat(backup.manifest().database().name()).isEqualTo(name);
		assertThat(backup.path().getFileName().toString()).matches("[A-Za-z0-9_][A-Za-z0-9._-]*");
		assertThat(backups.verify(backup.path(), VerificationLevel.RESTORE, source(dataSource)).errors()).isEmpty();
		Sql.execute(dataSource, "DELETE FROM thing");
		backups.restore(backup, source(dataSource), false);
		assertThat(Sql.query(dataSource, "SELECT count(*) FROM thing")).isEqualTo("1");
		assertThat(backups.list(source(dataSource))).hasSize(1);
		assertThat(directory).isDirectoryNotContaining((file) -> file.toString().contains("?immutable"));
	}

	@Test
	void anyTableNameWorks() {
		DataSource dataSource = Sql.sqlite(this.temporary.resolve("app.db"));
		Sql.execute(dataSource, "CREATE TABLE \"with space\" (id INT)", "CREATE TABLE \"quo\"\"te\" (id INT)",
				"CREATE TABLE \"select\" (id INT)", "CREATE TABLE \"it's\" (id INT)", "CREATE TABLE \"größe\" (id INT)",
				"CREATE TABLE [brackets]]] (id INT)".replace("]]]", "]"), "CREATE TABLE \"%d %s\" (id INT)",
				"CREATE TABLE \"a.b\" (id INT)", "INSERT INTO \"quo\"\"te\" VALUES (1), (2)");
		assertThat(create(backups(), dataSource).manifest().tables()).hasSize(8).containsEntry("quo\"te", 2L);
		assertRoundTrip(dataSource);
	}

	@Test
	void virtualTablesViewsTriggersAndGeneratedColumnsWork() {
		DataSource dataSource = Sql.sqlite(this.temporary.resolve("app.db"));
		Sql.execute(dataSource, "CREATE VIRTUAL TABLE page USING fts5 (title, body)",
				"INSERT INTO page VALUES ('one', 'some text'), ('two', 'other text')",
				"CREATE VIRTUAL TABLE area USING rtree (id, x1, x2)", "INSERT INTO area VALUES (1, 0, 1)",
				"CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT, twice INT AS (id * 2) STORED)",
				"INSERT INTO counted DEFAULT VALUES", "CREATE TABLE pair (k TEXT PRIMARY KEY) WITHOUT ROWID",
				"CREATE VIEW pages AS SELECT title FROM page",
				"CREATE TRIGGER counting AFTER INSERT ON pair BEGIN INSERT INTO counted (id) VALUES (NULL); END",
				"CREATE INDEX half ON pair (k) WHERE k > 'm'");
		assertRoundTrip(dataSource);
		assertThat(Sql.query(dataSource, "SELECT title FROM page WHERE page MATCH 'other'")).isEqualTo("two");
		assertThat(create(backups(), dataSource).manifest().tables()).containsEntry("counted", 1L)
			.doesNotContainKey("sqlite_sequence")
			.doesNotContainKey("page");
	}

	@ParameterizedTest
	@ValueSource(strings = { "wal", "delete" })
	void backupDuringARunThatHoldsTheWriteLock(String journalMode) throws SQLException {
		DataSource dataSource = Sql.sqlite(this.temporary.resolve("app.db"));
		Sql.execute(dataSource, "PRAGMA journal_mode = " + journalMode, "CREATE TABLE thing (id INT)",
				"INSERT INTO thing VALUES (1)");
		try (Connection run = dataSource.getConnection()) {
			Sql.execute(run, "BEGIN IMMEDIATE");
			DatabaseBackup backup = create(backups(), dataSource);
			assertThat(backup.manifest().tables()).containsEntry("thing", 1L);
			assertThat(backups().verify(backup.path(), VerificationLevel.STRUCTURE, source(dataSource)).errors())
				.isEmpty();
			Sql.execute(run, "INSERT INTO thing VALUES (2)", "COMMIT");
		}
		assertThat(Sql.query(dataSource, "SELECT count(*) FROM thing")).isEqualTo("2");
	}

	@Test
	void backupOfADatabaseInWalModeHasWhatIsInItsLog() throws SQLException {
		DataSource dataSource = Sql.sqlite(this.temporary.resolve("app.db"));
		Sql.execute(dataSource, "PRAGMA journal_mode = wal", "CREATE TABLE thing (id INT)");
		try (Connection connection = dataSource.getConnection()) {
			Sql.execute(connection, "PRAGMA wal_autocheckpoint = 0", "INSERT INTO thing VALUES (1)");
			assertThat(create(backups(), dataSource).manifest().tables()).containsEntry("thing", 1L);
		}
	}

	@Test
	void poolOfOneConnectionIsEnough() {
		HikariConfig config = new HikariConfig();
		config.setDataSource(Sql.sqlite(this.temporary.resolve("app.db")));
		config.setMaximumPoolSize(1);
		config.setAutoCommit(false);
		try (HikariDataSource pool = new HikariDataSource(config)) {
			backups().checkAvailable(source(pool), VerificationLevel.STRUCTURE);
			assertRoundTrip(pool);
		}
	}

	@Test
	void historyTableOfAnotherNameIsFoundAgain() {
		DataSource dataSource = Sql.sqlite(this.temporary.resolve("app.db"));
		Sql.execute(dataSource, "CREATE TABLE \"my history\" (ID TEXT, AUTHOR TEXT, FILENAME TEXT, ORDEREXECUTED INT)",
				"INSERT INTO \"my history\" VALUES ('b', 'me', 'f', 2), ('a', 'me', 'f', 10)");
		BackupSource source = new BackupSource(dataSource, null, "MY HISTORY");
		DatabaseBackup backup = backups().create(source, BackupReason.MANUAL, (id, author, path) -> id);
		assertThat(backup.manifest().revision()).isEqualTo("a");
		assertThat(backups().verify(backup.path(), VerificationLevel.RESTORE, source(dataSource)).errors()).isEmpty();
		backups().restore(backup, source, false);
	}

	@Test
	void linkToTheDatabaseIsResolved() throws IOException, SQLException {
		Path real = this.temporary.resolve("real.db");
		Sql.execute(Sql.sqlite(real), "CREATE TABLE thing (id INT)");
		Path link = Files.createSymbolicLink(this.temporary.resolve("link.db"), real);
		try (Connection connection = Sql.sqlite(link).getConnection()) {
			assertThat(SqliteFiles.locate(connection)).contains(real.toRealPath());
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "jdbc:sqlite::memory:", "jdbc:sqlite:", "jdbc:sqlite:file:shared?mode=memory&cache=shared" })
	void databaseInMemoryHasNoFile(String url) throws SQLException {
		SQLiteDataSource dataSource = new SQLiteDataSource();
		dataSource.setUrl(url);
		try (Connection connection = dataSource.getConnection()) {
			assertThat(SqliteFiles.locate(connection)).isEmpty();
		}
		assertThat(backups().content(source(dataSource))).isEqualTo(SourceContent.IN_MEMORY);
		BackupStrategyContractTests.assertRefused(MigrationErrorCode.BACKUP_UNAVAILABLE,
				() -> backups().checkAvailable(source(dataSource), VerificationLevel.STRUCTURE));
	}

	@Test
	void newDatabaseIsEmpty() {
		assertThat(backups().content(source(Sql.sqlite(this.temporary.resolve("new.db")))))
			.isEqualTo(SourceContent.EMPTY);
	}

	@Test
	void emptyDatabaseCanBeBackedUp() {
		assertRoundTrip(Sql.sqlite(this.temporary.resolve("new.db")));
	}

	@Test
	void databaseThatCanNotBeOpenedIsUnavailable() {
		BackupSource source = source(Sql.sqlite(this.temporary.resolve("missing/app.db")));
		BackupStrategyContractTests.assertRefused(MigrationErrorCode.DATABASE_UNAVAILABLE,
				() -> backups().checkAvailable(source, VerificationLevel.STRUCTURE));
	}

	@Test
	void damagedDatabaseIsNotBackedUpButItsBackupsAreListed() throws IOException {
		Path file = this.temporary.resolve("app.db");
		DataSource dataSource = Sql.sqlite(file);
		Sql.execute(dataSource, "CREATE TABLE thing (id INT)");
		create(backups(), dataSource);
		Files.writeString(file, "This was a database once, and now it is a text of more than 100 bytes. ".repeat(9));
		BackupStrategyContractTests.assertRefused(MigrationErrorCode.DATABASE_UNAVAILABLE,
				() -> create(backups(), dataSource));
		assertThat(backups().list(source(dataSource))).hasSize(1);
	}

	private static JdbcDataSource h2(String url) {
		JdbcDataSource dataSource = new JdbcDataSource();
		dataSource.setUrl(url);
		return dataSource;
	}

	@Test
	void driverNeedNotBeOnTheClassPath() throws Exception {
		try (FilteredClassLoader withoutDriver = new FilteredClassLoader("org.sqlite");
				Connection connection = h2("jdbc:h2:mem:").getConnection()) {
			Class<?> type = Class.forName(SqliteBackupStrategy.class.getName(), true, withoutDriver);
			Object strategy = type.getConstructor().newInstance();
			Class<?> kinds = Class.forName(DatabaseKind.class.getName(), true, withoutDriver);
			Object kind = kinds.getMethod("of", Connection.class).invoke(null, connection);
			assertThat(type.getMethod("supports", kinds).invoke(strategy, kind)).isEqualTo(false);
		}
	}

}
