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

package io.migrationutilities.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Random;

import org.springframework.util.FileSystemUtils;
import org.sqlite.SQLiteDataSource;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupReason;
import io.migrationutilities.BackupVerification;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.backup.Retention;
import io.migrationutilities.backup.sqlite.SqliteBackupStrategy;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.work.ProgressListeners;

/**
 * Backup and {@code structure} verification of a SQLite database of 1 GiB, against
 * {@code sqlite3 source ".backup target"} of the same database, which nobody may write
 * to: it starts over after each write of another process. Once as in a run, which keeps
 * others from writing, and once while an application writes.
 */
public final class SqliteBackupBenchmark {

	private static final long SIZE = 1L << 30;

	private static final int ROUNDS = 7;

	private static final double LIMIT_IN_RUN = 1.1;

	private static final double LIMIT_UNDER_WRITER = 2.2;

	private final Path directory;

	private final Path database;

	private SqliteBackupBenchmark(Path directory) {
		this.directory = directory;
		this.database = directory.resolve("source.db");
	}

	public static void main(String[] args) throws Exception {
		Path directory = Path.of(args[0]);
		FileSystemUtils.deleteRecursively(directory);
		Files.createDirectories(directory);
		try {
			new SqliteBackupBenchmark(directory).run();
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	private void run() throws Exception {
		fill();
		System.out.printf("Database of %d MiB, heap of at most %d MiB%n", Files.size(this.database) >> 20,
				Runtime.getRuntime().maxMemory() >> 20);
		Measurement inRun = new Measurement("Backup and structure verification in a run",
				"sqlite3 source '.backup target'", LIMIT_IN_RUN, ROUNDS);
		Measurement underWriter = new Measurement("Backup and structure verification while an application writes",
				"sqlite3 source '.backup target', nobody writing", LIMIT_UNDER_WRITER, ROUNDS);
		inRun.run(this::backUpWithSqlite, this::backUpInRun);
		underWriter.run(this::backUpWithSqlite, this::backUpUnderWriter);
		Measurement.report(inRun, underWriter);
	}

	private double backUpWithSqlite() throws Exception {
		Path target = this.directory.resolve("peer.db");
		long start = System.nanoTime();
		Process process = new ProcessBuilder("sqlite3", this.database.toString(), ".backup '" + target + "'")
			.inheritIO()
			.start();
		int exitCode = process.waitFor();
		double seconds = secondsSince(start);
		if (exitCode != 0) {
			throw new IllegalStateException("sqlite3 ended with " + exitCode);
		}
		Files.delete(target);
		return seconds;
	}

	private double backUpInRun() throws SQLException, IOException {
		try (Connection run = dataSource().getConnection(); Statement statement = run.createStatement()) {
			statement.execute("BEGIN IMMEDIATE");
			return backUpAndVerify();
		}
	}

	private double backUpUnderWriter() throws IOException, InterruptedException {
		try (Writer writer = new Writer(this.database)) {
			writer.start();
			double seconds = backUpAndVerify();
			System.out.printf("%d commits of the application meanwhile%n", writer.commits());
			return seconds;
		}
	}

	private double backUpAndVerify() throws IOException {
		DatabaseBackups backups = new DatabaseBackups(this.directory.resolve("backups"),
				List.of(new SqliteBackupStrategy()), new Retention(1, null),
				new BackupManifest.Application("benchmark", null), Clock.systemUTC(), ProgressListeners.NONE);
		BackupSource source = new BackupSource(dataSource(), null, "DATABASECHANGELOG");
		long start = System.nanoTime();
		DatabaseBackup backup = backups.create(source, BackupReason.BEFORE_UPGRADE, (id, author, path) -> id, null,
				VerificationLevel.STRUCTURE);
		BackupVerification verification = backups.verifyNew(backup, VerificationLevel.STRUCTURE, source);
		double seconds = secondsSince(start);
		if (!verification.valid()) {
			throw new IllegalStateException(verification.errors().toString());
		}
		FileSystemUtils.deleteRecursively(this.directory.resolve("backups"));
		return seconds;
	}

	private SQLiteDataSource dataSource() {
		SQLiteDataSource dataSource = new SQLiteDataSource();
		dataSource.setUrl("jdbc:sqlite:" + this.database);
		return dataSource;
	}

	private void fill() throws SQLException, IOException {
		Random random = new Random(42);
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + this.database);
				Statement statement = connection.createStatement()) {
			statement.execute("PRAGMA journal_mode=WAL");
			statement.execute("CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT, city TEXT, balance INTEGER)");
			statement.execute("CREATE TABLE purchase (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, "
					+ "placed_at TEXT, amount NUMERIC, note TEXT)");
			statement.execute("CREATE TABLE event (kind TEXT, at INTEGER, payload TEXT, PRIMARY KEY (kind, at)) "
					+ "WITHOUT ROWID");
			statement.execute("CREATE TABLE document (id INTEGER PRIMARY KEY, content BLOB)");
			statement.execute("CREATE INDEX ix_customer_city ON customer (city, name)");
			statement.execute("CREATE INDEX ix_purchase_customer ON purchase (customer_id)");
			statement.execute("CREATE INDEX ix_purchase_placed_at ON purchase (placed_at)");
			connection.setAutoCommit(false);
			for (int batch = 0; Files.size(this.database) < SIZE; batch++) {
				insert(connection, random, batch);
				connection.commit();
			}
		}
	}

	private void insert(Connection connection, Random random, int batch) throws SQLException {
		try (PreparedStatement customer = connection
			.prepareStatement("INSERT INTO customer (name, city, balance) VALUES (?, ?, 100)");
				PreparedStatement purchase = connection.prepareStatement(
						"INSERT INTO purchase (customer_id, placed_at, amount, note) VALUES (?, ?, ?, ?)");
				PreparedStatement event = connection.prepareStatement("INSERT INTO event VALUES (?, ?, ?)");
				PreparedStatement document = connection.prepareStatement("INSERT INTO document (content) VALUES (?)")) {
			for (int i = 0; i < 5_000; i++) {
				customer.setString(1, Long.toHexString(random.nextLong()));
				customer.setString(2, "city " + random.nextInt(1000));
				customer.addBatch();
				purchase.setInt(1, 1 + random.nextInt(5_000 * (batch + 1)));
				purchase.setString(2, "2026-" + random.nextInt(1, 13) + "-" + random.nextInt(1, 29));
				purchase.setDouble(3, random.nextInt(10_000) / 100.0);
				purchase.setString(4, "note ".repeat(random.nextInt(30)));
				purchase.addBatch();
				event.setString(1, "kind " + random.nextInt(20));
				event.setLong(2, batch * 5_000L + i);
				event.setString(3, "{\"value\": \"" + Long.toHexString(random.nextLong()) + "\"}");
				event.addBatch();
			}
			byte[] content = new byte[32 * 1024];
			for (int i = 0; i < 40; i++) {
				random.nextBytes(content);
				document.setBytes(1, content);
				document.addBatch();
			}
			customer.executeBatch();
			purchase.executeBatch();
			event.executeBatch();
			document.executeBatch();
		}
	}

	private static double secondsSince(long start) {
		return (System.nanoTime() - start) / 1e9;
	}

	/**
	 * The application: moves money from one customer to another, up to 200 times a
	 * second, with the synchronous mode that SQLite recommends for WAL.
	 */
	private static final class Writer extends Thread implements AutoCloseable {

		private static final long PAUSE_MILLIS = 5;

		private final Path database;

		private volatile boolean stopped;

		private volatile long commits;

		Writer(Path database) {
			this.database = database;
		}

		long commits() {
			return this.commits;
		}

		@Override
		public void run() {
			Random random = new Random(1);
			try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + this.database);
					PreparedStatement move = connection
						.prepareStatement("UPDATE customer SET balance = balance + ? WHERE id = ?")) {
				try (Statement statement = connection.createStatement()) {
					statement.execute("PRAGMA synchronous=NORMAL");
				}
				connection.setAutoCommit(false);
				while (!this.stopped) {
					move(move, -1, 1 + random.nextInt(5_000));
					move(move, 1, 1 + random.nextInt(5_000));
					connection.commit();
					this.commits++;
					Thread.sleep(PAUSE_MILLIS);
				}
			}
			catch (SQLException | InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private void move(PreparedStatement statement, int amount, int customer) throws SQLException {
			statement.setInt(1, amount);
			statement.setInt(2, customer);
			statement.executeUpdate();
		}

		@Override
		public void close() throws InterruptedException {
			this.stopped = true;
			join();
		}

	}

}
