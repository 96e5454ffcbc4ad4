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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.backup.Sql;
import io.migrationutilities.work.Gauge;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SqliteFileCopy}.
 */
@EnabledOnOs(OS.LINUX)
class SqliteFileCopyTests {

	private static final String DIGEST = "SELECT count(*) || '/' || sum(id) || '/' || sum(length(data)) || '/' "
			+ "|| hex(max(substr(data, 1, 8))) FROM big";

	private static final String ONE_MORE = "INSERT INTO big (data) VALUES (randomblob(100))";

	// More than the cache of a transaction holds, so that it is written before the
	// commit.
	private static final String MANY_MORE = "INSERT INTO big (data) SELECT randomblob(10000) FROM big LIMIT 300";

	@TempDir
	private Path temporary;

	private DataSource create(String journalMode) {
		DataSource dataSource = Sql.sqlite(live());
		Sql.execute(dataSource, "PRAGMA journal_mode = " + journalMode,
				"CREATE TABLE big (id INTEGER PRIMARY KEY, data BLOB)",
				"INSERT INTO big WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) "
						+ "SELECT i, randomblob(10000) FROM n");
		return dataSource;
	}

	private Path live() {
		return this.temporary.resolve("app.db");
	}

	private Path target() {
		return this.temporary.resolve("target.db");
	}

	private boolean copy(Connection snapshot, SqlAction meanwhile) throws SQLException, IOException {
		Files.deleteIfExists(target());
		Files.createFile(target());
		snapshot.setAutoCommit(false);
		try (SqliteFileCopy copy = prepare()) {
			Sql.query(snapshot, "SELECT count(*) FROM sqlite_master");
			copy.start(snapshot);
			meanwhile.run();
			return copy.finish(Gauge.NONE);
		}
		finally {
			snapshot.rollback();
			snapshot.setAutoCommit(true);
		}
	}

	private SqliteFileCopy prepare() throws SQLException, IOException {
		SqliteFileCopy copy = SqliteFileCopy.prepare(live(), target());
		assertThat(copy).isNotNull();
		return copy;
	}

	private void assertCopied(String digest) throws IOException {
		assertThat(namesInDirectory()).contains("target.db").noneMatch((name) -> name.startsWith("target.db-"));
		DataSource copy = Sql.sqlite(target());
		assertThat(Sql.query(copy, DIGEST)).isEqualTo(digest);
		assertThat(Sql.query(copy, "PRAGMA integrity_check")).isEqualTo("ok");
	}

	private List<String> namesInDirectory() throws IOException {
		try (Stream<Path> files = Files.list(this.temporary)) {
			return files.map((file) -> file.getFileName().toString()).toList();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "delete", "truncate", "persist", "memory", "off", "wal" })
	void theCopyHoldsTheSnapshot(String journalMode) throws SQLException, IOException {
		try (Connection snapshot = create(journalMode).getConnection()) {
			String digest = Sql.query(snapshot, DIGEST);
			assertThat(copy(snapshot, SqlAction.NOTHING)).isTrue();
			assertCopied(digest);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "PASSIVE", "FULL", "RESTART", "TRUNCATE" })
	void whatIsOnlyInTheLogIsCopied(String checkpoint) throws SQLException, IOException {
		try (Connection snapshot = create("wal").getConnection()) {
			Sql.execute(snapshot, "PRAGMA wal_autocheckpoint = 0", ONE_MORE,
					"PRAGMA wal_checkpoint(" + checkpoint + ")",
					"UPDATE big SET data = randomblob(11000) WHERE id % 3 = 0", ONE_MORE);
			String digest = Sql.query(snapshot, DIGEST);
			assertThat(copy(snapshot, SqlAction.NOTHING)).isTrue();
			assertCopied(digest);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "PASSIVE", "FULL", "RESTART", "TRUNCATE" })
	void checkpointOfAnotherMeanwhileDoesNotMatter(String checkpoint) throws SQLException, IOException {
		DataSource dataSource = create("wal");
		try (Connection snapshot = dataSource.getConnection(); Connection other = dataSource.getConnection()) {
			Sql.execute(other, "PRAGMA wal_autocheckpoint = 0", "PRAGMA busy_timeout = 0",
					"UPDATE big SET data = randomblob(11000) WHERE id % 3 = 0");
			String digest = Sql.query(snapshot, DIGEST);
			assertThat(copy(snapshot, () -> Sql.query(other, "PRAGMA wal_checkpoint(" + checkpoint + ")"))).isTrue();
			assertCopied(digest);
		}
	}

	@Test
	void commitOfAnotherMeanwhileEndsTheCopy() throws SQLException, IOException {
		DataSource dataSource = create("wal");
		try (Connection snapshot = dataSource.getConnection()) {
			assertThat(copy(snapshot, () -> Sql.execute(dataSource, ONE_MORE))).isFalse();
		}
		assertThat(target()).isEmptyFile();
		assertThat(namesInDirectory()).containsExactlyInAnyOrder("app.db", "target.db");
	}

	@Test
	void whatAnotherHasNotCommittedIsNotCopied() throws SQLException, IOException {
		DataSource dataSource = create("wal");
		try (Connection snapshot = dataSource.getConnection(); Connection other = dataSource.getConnection()) {
			Sql.execute(snapshot, "PRAGMA wal_autocheckpoint = 0", ONE_MORE);
			String digest = Sql.query(snapshot, DIGEST);
			Sql.execute(other, "PRAGMA cache_size = 10", "BEGIN IMMEDIATE", MANY_MORE);
			assertThat(copy(snapshot, () -> Sql.execute(other, MANY_MORE))).isTrue();
			assertCopied(digest);
		}
	}

	@Test
	void logThatAnotherBeginsAnewMeanwhileEndsTheCopy() throws SQLException, IOException {
		DataSource dataSource = create("wal");
		try (Connection snapshot = dataSource.getConnection(); Connection other = dataSource.getConnection()) {
			Sql.execute(other, ONE_MORE, "PRAGMA wal_checkpoint(PASSIVE)", "PRAGMA cache_size = 10");
			assertThat(copy(snapshot, () -> Sql.execute(other, "BEGIN IMMEDIATE", MANY_MORE))).isFalse();
			assertThat(target()).isEmptyFile();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "delete", "wal" })
	void noLockOfThisProcessIsLost(String journalMode) throws SQLException, IOException {
		DataSource dataSource = create(journalMode);
		try (Connection run = dataSource.getConnection(); Connection snapshot = dataSource.getConnection()) {
			Sql.execute(run, "BEGIN IMMEDIATE");
			List<String> locks = locks();
			assertThat(copy(snapshot, SqlAction.NOTHING)).isTrue();
			assertThat(locks).isNotEmpty();
			assertThat(locks()).isEqualTo(locks);
		}
	}

	// 3: POSIX ADVISORY WRITE 4711 fe:00:131 1073741824 1073742335
	private List<String> locks() throws IOException {
		String process = " " + ProcessHandle.current().pid() + " ";
		String inode = ":" + Files.getAttribute(live(), "unix:ino") + " ";
		return Files.readAllLines(Path.of("/proc/locks"))
			.stream()
			.filter((line) -> line.contains("POSIX") && line.contains(process) && line.contains(inode))
			.map((line) -> line.substring(line.indexOf(':')))
			.sorted()
			.toList();
	}

	@Test
	void smallDatabaseIsLeftToSqlite() throws SQLException, IOException {
		Sql.execute(Sql.sqlite(live()), "CREATE TABLE big (id INT)");
		assertThat(SqliteFileCopy.prepare(live(), target())).isNull();
	}

	@Test
	void everyCopyUnderWritersAndCheckpointsIsThatOfItsSnapshot() throws Exception {
		DataSource dataSource = create("wal");
		AtomicBoolean stopped = new AtomicBoolean();
		CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> write(dataSource, stopped),
				(task) -> new Thread(task).start());
		int copies = 0;
		try (Connection snapshot = dataSource.getConnection()) {
			for (int i = 0; i < 50; i++) {
				String[] digest = new String[1];
				if (copy(snapshot, () -> digest[0] = Sql.query(snapshot, DIGEST))) {
					copies++;
					assertCopied(digest[0]);
				}
			}
		}
		finally {
			stopped.set(true);
			writer.join();
		}
		assertThat(copies).isPositive();
	}

	private static void write(DataSource dataSource, AtomicBoolean stopped) {
		try (Connection connection = dataSource.getConnection()) {
			Sql.execute(connection, "PRAGMA synchronous = OFF", "PRAGMA busy_timeout = 0");
			ThreadLocalRandom random = ThreadLocalRandom.current();
			while (!stopped.get()) {
				Sql.execute(connection,
						"UPDATE big SET data = randomblob(10000 + id % 100) WHERE id % 50 = " + random.nextInt(50));
				if (random.nextBoolean()) {
					Sql.query(connection,
							"PRAGMA wal_checkpoint(" + (random.nextBoolean() ? "PASSIVE" : "RESTART") + ")");
				}
				Thread.sleep(random.nextInt(60));
			}
		}
		catch (SQLException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@FunctionalInterface
	private interface SqlAction {

		SqlAction NOTHING = () -> {
		};

		void run() throws SQLException, IOException;

	}

}
