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
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupReason;
import io.migrationutilities.BackupVerification;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.sqlite.SqliteBackupStrategy;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.test.TakesLong;
import io.migrationutilities.work.ProgressListeners;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Backups taken while others write hold one moment of the database.
 */
@TakesLong
class SqliteConsistencyTests {

	private static final int BACKUPS = 50;

	private static final int WRITERS = 2;

	private static final int ACCOUNTS = 2000;

	private static final String TOTAL = String.valueOf(ACCOUNTS * 100);

	@TempDir
	private Path temporary;

	@ParameterizedTest
	@ValueSource(strings = { "wal", "delete" })
	void everyBackupUnderWritersHoldsTheInvariant(String journalMode) throws IOException {
		DataSource dataSource = Sql.sqlite(this.temporary.resolve("app.db"));
		Sql.execute(dataSource, "PRAGMA journal_mode = " + journalMode,
				"CREATE TABLE account (id INTEGER PRIMARY KEY, balance INT, note TEXT)",
				"INSERT INTO account WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
						+ ACCOUNTS + ") SELECT i, 100, hex(randomblob(50)) FROM n",
				"CREATE TABLE transfer (id INTEGER PRIMARY KEY, note TEXT)");
		AtomicInteger transfers = new AtomicInteger();
		AtomicBoolean stopped = new AtomicBoolean();
		try (HikariDataSource pool = pool(dataSource)) {
			List<CompletableFuture<Void>> writers = new ArrayList<>();
			for (int i = 0; i < WRITERS; i++) {
				writers.add(CompletableFuture.runAsync(() -> write(pool, stopped, transfers),
						(task) -> new Thread(task).start()));
			}
			try {
				backUpAndCheck(pool, transfers);
			}
			finally {
				stopped.set(true);
			}
			writers.forEach(CompletableFuture::join);
		}
		assertThat(Sql.query(dataSource, "SELECT sum(balance) FROM account")).isEqualTo(TOTAL);
	}

	private static HikariDataSource pool(DataSource dataSource) {
		HikariConfig config = new HikariConfig();
		config.setDataSource(dataSource);
		config.setConnectionInitSql("PRAGMA synchronous = OFF");
		config.setMaximumPoolSize(WRITERS + 1);
		return new HikariDataSource(config);
	}

	private static void write(DataSource pool, AtomicBoolean stopped, AtomicInteger transfers) {
		while (!stopped.get()) {
			int amount = ThreadLocalRandom.current().nextInt(50);
			try (Connection connection = pool.getConnection()) {
				connection.setAutoCommit(false);
				Sql.execute(connection, "UPDATE account SET balance = balance - " + amount + " WHERE id = " + account(),
						"INSERT INTO transfer (note) VALUES (hex(randomblob(20)))",
						"UPDATE account SET balance = balance + " + amount + " WHERE id = " + account());
				connection.commit();
				transfers.incrementAndGet();
			}
			catch (SQLException ex) {
				// A writer that had to wait too long tries again.
				assertThat(ex.getMessage()).contains("SQLITE_BUSY");
			}
		}
	}

	private static int account() {
		return 1 + ThreadLocalRandom.current().nextInt(ACCOUNTS);
	}

	private void backUpAndCheck(DataSource pool, AtomicInteger transfers) throws IOException {
		DatabaseBackups backups = new DatabaseBackups(this.temporary.resolve("backups"),
				List.of(new SqliteBackupStrategy(Duration.ofSeconds(5))), new Retention(1, null),
				new BackupManifest.Application(null, null), Clock.systemUTC(), ProgressListeners.NONE);
		Path elsewhere = Files.createDirectory(this.temporary.resolve("elsewhere")).resolve("app.db");
		BackupSource source = new BackupSource(pool, null, "DATABASECHANGELOG");
		int transfersBefore = transfers.get();
		for (int i = 0; i < BACKUPS; i++) {
			DatabaseBackup backup = backups.create(source, BackupReason.MANUAL, (id, author, path) -> id);
			BackupVerification verification = backups.verify(backup.path(), VerificationLevel.STRUCTURE, source);
			assertThat(verification.errors()).isEmpty();
			DataSource restored = Sql.sqlite(elsewhere);
			backups.restore(backup, new BackupSource(restored, null, "DATABASECHANGELOG"), false);
			assertThat(Sql.query(restored, "SELECT sum(balance) FROM account")).isEqualTo(TOTAL);
			assertThat(Sql.query(restored, "PRAGMA integrity_check")).isEqualTo("ok");
		}
		assertThat(transfers.get()).isGreaterThan(transfersBefore);
	}

}
