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

package io.migrationutilities.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.autoconfigure.ChildJvmTraining;
import io.migrationutilities.test.ChildProcess;
import io.migrationutilities.test.JavaCommand;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a process leaves behind that is killed in the middle of a run on
 * PostgreSQL.
 */
@UsesPostgresql
class PostgresqlKilledRunTests {

	private static final String SLEEPING = "changelog-with-sleeping-change-set.sql";

	private static final String SLOW_COMMIT = "changelog-with-slow-commit.sql";

	@TempDir
	private Path directory;

	private PostgresqlFixture studio;

	@BeforeEach
	void createStudio() {
		this.studio = new PostgresqlFixture(this.directory);
		this.studio.upgrade("changelog-1.sql");
	}

	@AfterEach
	void dropStudio() {
		this.studio.expectNoSessions();
		this.studio.drop();
	}

	@Test
	void goesOnAfterTheHolderOfTheLockWasKilled() throws Exception {
		String before = this.studio.content();
		ChildProcess process = start(SLEEPING);
		try {
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.until(() -> this.studio.sessions(), (names) -> names.stream().anyMatch(this::isLock) && isSleeping());
			assertThat(this.studio.query("SELECT LOCKED FROM DATABASECHANGELOGLOCK")).isEqualTo("true");
		}
		finally {
			process.kill();
		}
		Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !isSleeping());
		assertThat(this.studio.content()).isEqualTo(before);
		assertThat(this.studio.lockTimeout(Duration.ofSeconds(5)).upgrade("changelog-2.sql").applied())
			.containsExactly("create-agent");
	}

	@Test
	void waitsForACommitThatGoesOnAfterItsLockWasLost() throws Exception {
		this.studio.execute("CREATE TABLE counter (n INTEGER)",
				"CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql SET lock_timeout = 0 AS "
						+ "'BEGIN PERFORM pg_advisory_xact_lock_shared(42); RETURN NULL; END'",
				"CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON migration_run DEFERRABLE INITIALLY DEFERRED "
						+ "FOR EACH ROW EXECUTE FUNCTION wait()");
		try (Connection gate = this.studio.connect()) {
			EngineFixture.query(gate, "SELECT pg_advisory_lock(42)");
			ChildProcess process = start(SLOW_COMMIT);
			try {
				awaitWaitingSessions(1);
				assertThat(this.studio.terminate("application_name LIKE 'studio 2.0 (process %'")).isOne();
				this.studio.lockTimeout(Duration.ofMinutes(1));
				CompletableFuture<List<String>> next = CompletableFuture
					.supplyAsync(() -> this.studio.upgrade(SLOW_COMMIT).applied());
				awaitWaitingSessions(2);
				EngineFixture.query(gate, "SELECT pg_advisory_unlock(42)");
				assertThat(process.awaitExit()).isZero();
				assertThat(next.get(1, TimeUnit.MINUTES)).isEmpty();
			}
			finally {
				process.kill();
			}
		}
		assertThat(this.studio.query("SELECT count(*) FROM counter")).isEqualTo("1");
		assertThat(this.studio.history()).isEqualTo("create-crew,first-crew,count");
	}

	private void awaitWaitingSessions(int count) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> this.studio.query("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
					+ "AND datname = current_database()"), String.valueOf(count)::equals);
	}

	private boolean isLock(String applicationName) {
		return applicationName.startsWith("studio 2.0 (process ");
	}

	private boolean isSleeping() {
		return this.studio
			.query("SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep(%' "
					+ "AND datname = current_database()")
			.equals("1");
	}

	private ChildProcess start(String changelog) {
		return JavaCommand.of(EngineProcess.class)
			.trainedBy(ChildJvmTraining.command())
			.arguments(this.directory.toString(), changelog,
					this.studio.server().url(this.studio.database()) + "?user=postgres")
			.start();
	}

}
