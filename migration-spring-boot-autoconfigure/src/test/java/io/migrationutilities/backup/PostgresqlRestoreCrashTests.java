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
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.VerificationLevel;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is left when a process is killed in the middle of a restore of a PostgreSQL
 * backup.
 */
@RequiresPostgresqlTools
class PostgresqlRestoreCrashTests {

	private static final String CONTENT = "SELECT count(*) || '/' || sum(id) FROM big";

	@TempDir
	Path directory;

	private PostgresqlDatabase database;

	private DatabaseBackup backup;

	private String old;

	private String restored;

	@BeforeEach
	void createDatabase() {
		this.database = new PostgresqlDatabase(this.directory);
		this.database.execute("CREATE TABLE big (id int PRIMARY KEY, data text)",
				"INSERT INTO big SELECT i, repeat(md5(i::text), 30) FROM generate_series(1, 20000) i");
		this.backup = this.database.backup();
		this.restored = this.database.query(CONTENT);
		this.database.execute("DELETE FROM big WHERE id % 2 = 0");
		this.old = this.database.query(CONTENT);
	}

	@AfterEach
	void dropDatabase() {
		awaitEndOfSessions();
		this.database.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "SELECT count(*) FROM pg_database WHERE datname LIKE 'migration\\_scratch\\_%'",
			"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'migration-utilities load'",
			"SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'COPY public.big%'",
			"SELECT count(*) FROM pg_stat_activity WHERE query = 'ANALYZE'",
			"SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'ALTER DATABASE%RENAME%'",
			"SELECT count(*) FROM pg_database WHERE datname LIKE '%\\_before\\_restore\\_%'" })
	void killedSwapLeavesTheOldOrTheNewDatabase(String moment) throws IOException {
		this.database.withSwap();
		killRestoreAt(moment + ofThisRole(moment));
		assertThat(this.database.query(CONTENT)).isIn(this.old, this.restored);
		assertNextRestoreWorks();
		this.database.backups().dropPrevious(this.database.source);
		assertThat(this.database.others()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'migration-utilities restore'",
					"SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%DO $drop$%'",
					"SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'COPY public.big%'" })
	void killedScriptLeavesTheOldOrTheNewContent(String moment) throws IOException {
		killRestoreAt(moment + ofThisRole(moment));
		assertThat(this.database.query(CONTENT)).isIn(this.old, this.restored);
		assertNextRestoreWorks();
		this.database.backup();
		assertThat(this.directory)
			.isDirectoryNotContaining((file) -> file.getFileName().toString().startsWith(".scratch"));
	}

	@Test
	void verificationDropsWhatAKilledOneHasLeftBehind() throws IOException {
		this.database.withSwap();
		killRestoreAt("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'COPY public.big%'"
				+ ofThisRole("pg_stat_activity"));
		awaitEndOfClaim();
		assertThat(this.database.backups()
			.verify(this.backup.path(), VerificationLevel.RESTORE, this.database.source)
			.errors()).isEmpty();
		assertThat(this.database.others()).isEmpty();
		assertThat(this.database.query(CONTENT)).isEqualTo(this.old);
	}

	private String ofThisRole(String moment) {
		return moment.contains("pg_stat_activity") ? " AND usename = '%s'".formatted(this.database.role)
				: " AND datdba = '%s'::regrole".formatted(this.database.role);
	}

	private void killRestoreAt(String moment) throws IOException {
		try (ChildJvm child = ChildJvm.start("restore-postgresql", this.directory, this.backup.path(),
				Path.of(this.database.server.url(this.database.name).substring("jdbc:postgresql://".length())),
				Path.of(this.database.role))) {
			child.answer();
			while (child.isAlive() && this.database.server.queryIn("postgres", moment).equals("0")) {
				LockSupport.parkNanos(100_000);
			}
			child.kill();
		}
	}

	private void assertNextRestoreWorks() {
		awaitEndOfClaim();
		this.database.backups().restore(this.backup, this.database.source);
		assertThat(this.database.query(CONTENT)).isEqualTo(this.restored);
	}

	// The server notices that a client is gone when it next reads or writes.
	private void awaitEndOfClaim() {
		await("SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid WHERE l.locktype = 'advisory' "
				+ "AND a.usename = '%s'".formatted(this.database.role));
	}

	private void awaitEndOfSessions() {
		await("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'migration-utilities%%' AND usename = '%s'"
			.formatted(this.database.role));
	}

	private void await(String nothing) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> this.database.server.queryIn("postgres", nothing), "0"::equals);
	}

}
