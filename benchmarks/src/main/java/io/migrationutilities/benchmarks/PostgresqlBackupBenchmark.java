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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.springframework.util.FileSystemUtils;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupReason;
import io.migrationutilities.BackupVerification;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.backup.Retention;
import io.migrationutilities.backup.postgresql.PostgresqlBackupStrategy;
import io.migrationutilities.backup.postgresql.PostgresqlToolSettings;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.work.ProgressListeners;

/**
 * Backup and {@code structure} verification of a PostgreSQL database of 1 GiB, against a
 * bare {@code pg_dump} of the same form, and against {@code pg_dump -Fc} at its defaults.
 * {@code pg_dump} of version 15 has to be on the path.
 */
public final class PostgresqlBackupBenchmark {

	private static final int ROUNDS = 5;

	private static final double LIMIT_OF_BARE_DUMP = 1.15;

	private static final double LIMIT_OF_DEFAULT_DUMP = 0.2;

	private static final List<String> DATABASE = List.of(
			"CREATE TABLE customer (id BIGINT PRIMARY KEY, name TEXT, city TEXT, balance INT)",
			"INSERT INTO customer SELECT i, md5(i::text), 'city ' || i % 1000, 100 FROM generate_series(1, 500000) i",
			"CREATE TABLE purchase (id BIGINT PRIMARY KEY, customer_id BIGINT REFERENCES customer, placed_at TIMESTAMPTZ, "
					+ "amount NUMERIC(10, 2), note TEXT)",
			"INSERT INTO purchase SELECT i, 1 + i % 500000, now() - i * interval '1 second', (i % 10000) / 100.0, "
					+ "repeat('note ', (i % 30)::int) FROM generate_series(1, 2000000) i",
			"CREATE INDEX ON purchase (customer_id)", "CREATE INDEX ON purchase (placed_at)",
			"CREATE TABLE event (id BIGINT PRIMARY KEY, payload JSONB)",
			"INSERT INTO event SELECT i, jsonb_build_object('kind', 'kind ' || i % 20, 'value', md5(i::text), 'at', i) "
					+ "FROM generate_series(1, 1800000) i",
			"CREATE TABLE document (id BIGINT PRIMARY KEY, content BYTEA)",
			"INSERT INTO document SELECT i, decode((SELECT string_agg(md5(i::text || j), '') "
					+ "FROM generate_series(1, 1000) j), 'hex') FROM generate_series(1, 21000) i",
			"VACUUM ANALYZE", "CHECKPOINT");

	private final Path directory;

	private final EmbeddedPostgres server;

	private PostgresqlBackupBenchmark(Path directory, EmbeddedPostgres server) {
		this.directory = directory;
		this.server = server;
	}

	public static void main(String[] args) throws Exception {
		Path directory = Path.of(args[0]);
		FileSystemUtils.deleteRecursively(directory);
		Files.createDirectories(directory);
		try (EmbeddedPostgres server = EmbeddedPostgres.builder()
			.setOverrideWorkingDirectory(directory.resolve("server").toFile())
			.setServerConfig("shared_buffers", "512MB")
			.setServerConfig("max_wal_size", "4GB")
			.start()) {
			new PostgresqlBackupBenchmark(directory, server).run();
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	private void run() throws Exception {
		fill();
		Measurement measurement = new Measurement("Backup and structure verification of a PostgreSQL database of 1 GiB",
				"pg_dump --format=directory --jobs=2 --compress=0", LIMIT_OF_BARE_DUMP, ROUNDS);
		measurement.run(() -> dump("--format=directory", "--jobs=2", "--compress=0"), this::backUpAndVerify);
		Measurement ofDefault = new Measurement("Backup and structure verification of a PostgreSQL database of 1 GiB",
				"pg_dump --format=custom", LIMIT_OF_DEFAULT_DUMP, 1);
		ofDefault.run(() -> dump("--format=custom"), this::backUpAndVerify);
		Measurement.report(measurement, ofDefault);
	}

	private DataSource dataSource() {
		return this.server.getPostgresDatabase();
	}

	private void fill() throws SQLException {
		try (Connection connection = dataSource().getConnection(); Statement statement = connection.createStatement()) {
			for (String sql : DATABASE) {
				statement.execute(sql);
			}
			try (ResultSet size = statement.executeQuery("SELECT pg_database_size(current_database()) >> 20")) {
				size.next();
				System.out.printf("Database of %d MiB, heap of at most %d MiB%n", size.getLong(1),
						Runtime.getRuntime().maxMemory() >> 20);
			}
		}
	}

	private double dump(String... options) throws IOException, InterruptedException {
		Path target = this.directory.resolve("peer");
		List<String> command = new ArrayList<>(List.of("pg_dump", "--host=localhost", "--port=" + this.server.getPort(),
				"--username=postgres", "--file=" + target));
		command.addAll(List.of(options));
		command.add("postgres");
		long start = System.nanoTime();
		int exitCode = new ProcessBuilder(command).inheritIO().start().waitFor();
		double seconds = secondsSince(start);
		if (exitCode != 0) {
			throw new IllegalStateException("pg_dump ended with " + exitCode);
		}
		FileSystemUtils.deleteRecursively(target);
		return seconds;
	}

	private double backUpAndVerify() throws IOException {
		DatabaseBackups backups = new DatabaseBackups(this.directory.resolve("backups"),
				List.of(new PostgresqlBackupStrategy(PostgresqlToolSettings.DEFAULTS)), new Retention(1, null),
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
		System.out.printf("verified backup of %d MiB, verification %.2f s of it%n", backup.manifest().totalSize() >> 20,
				verification.duration().toMillis() / 1e3);
		FileSystemUtils.deleteRecursively(this.directory.resolve("backups"));
		return seconds;
	}

	private static double secondsSince(long start) {
		return (System.nanoTime() - start) / 1e9;
	}

}
