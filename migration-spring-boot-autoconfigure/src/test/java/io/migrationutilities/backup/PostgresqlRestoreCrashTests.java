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

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is left when a process is killed in the middle of a restore of a PostgreSQL
 * backup.
 */
@RequiresPostgresqlTools
@UsesPostgresql
class PostgresqlRestoreCrashTests {

	private static final String LOADING = "SELECT count(*) FROM pg_stat_activity "
			+ "WHERE application_name = 'migration-utilities load'";

	private static final String RESTORING = "SELECT count(*) FROM pg_stat_activity "
			+ "WHERE application_name = 'migration-utilities restore'";

	private static final String COPYING = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'COPY public.big%'";

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
		// Loading takes long enough to be seen.
		this.database.execute(
				"CREATE TABLE big (id int PRIMARY KEY, data text, CHECK (id <> 2500 OR pg_sleep(0.5) IS NOT NULL))",
				"INSERT INTO big SELECT i, repeat(md5(i::text), 30) FROM generate_series(1, 5000) i");
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
	@ValueSource(strings = { "SELECT count(*) FROM pg_database WHERE datname LIKE 'migration\\_scratch\\_%'", LOADING,
			COPYING })
	void killedSwapLeavesTheOldDatabase(String moment) throws IOException {
		this.database.withSwap();
		assertThat(killRestoreAt(moment)).as("seen").isTrue();
		assertThat(this.database.query(CONTENT)).isEqualTo(this.old);
		assertNextSwapWorks();
	}

	// Moments too short to be seen each time.
	@ParameterizedTest
	@ValueSource(strings = { "SELECT count(*) FROM pg_stat_activity WHERE query = 'ANALYZE'",
			"SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'ALTER DATABASE%RENAME%'",
			"SELECT count(*) FROM pg_database WHERE datname LIKE '%\\_before\\_restore\\_%'" })
	void swapKilledAtItsEndLeavesTheOldOrTheNewDatabase(String moment) throws IOException {
		this.database.withSwap();
		killRestoreAt(moment);
		assertThat(this.database.query(CONTENT)).isIn(this.old, this.restored);
		assertNextSwapWorks();
	}

	@ParameterizedTest
	@ValueSource(strings = { RESTORING, COPYING })
	void killedScriptLeavesTheOldContent(String moment) throws IOException {
		assertThat(killRestoreAt(moment)).as("seen").isTrue();
		assertThat(this.database.query(CONTENT)).isEqualTo(this.old);
		assertNextScriptWorks();
	}

	// A moment too short to be seen each time.
	@Test
	void scriptKilledWhileItDropsLeavesTheOldOrTheNewContent() throws IOException {
		killRestoreAt("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%DO $drop$%'");
		assertThat(this.database.query(CONTENT)).isIn(this.old, this.restored);
		assertNextScriptWorks();
	}

	@Test
	void verificationDropsWhatAKilledOneHasLeftBehind() throws IOException {
		this.database.withSwap();
		assertThat(killRestoreAt(COPYING)).as("seen").isTrue();
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

	/**
	 * Kill a restore.
	 * @param moment a query that counts something as soon as it is time
	 * @return whether it was seen that the moment came while the restore ran
	 */
	private boolean killRestoreAt(String moment) throws IOException {
		String query = moment + ofThisRole(moment);
		try (ChildJvm child = ChildJvm.start("restore-postgresql", this.directory, this.backup.path(),
				Path.of(this.database.server.url(this.database.name).substring("jdbc:postgresql://".length())),
				Path.of(this.database.role))) {
			child.answer();
			boolean seen = false;
			while (!seen && child.isAlive()) {
				seen = !this.database.server.queryIn("postgres", query).equals("0");
			}
			boolean running = child.isAlive();
			child.kill();
			return seen && running;
		}
	}

	private void assertNextSwapWorks() {
		assertNextRestoreWorks();
		this.database.backups().dropPrevious(this.database.source);
		assertThat(this.database.others()).isEmpty();
	}

	private void assertNextScriptWorks() {
		assertNextRestoreWorks();
		this.database.backup();
		assertThat(this.directory)
			.isDirectoryNotContaining((file) -> file.getFileName().toString().startsWith(".scratch"));
	}

	private void assertNextRestoreWorks() {
		awaitEndOfClaim();
		Restores.restore(this.database.backups(), this.backup, this.database.source);
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
