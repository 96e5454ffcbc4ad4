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

package io.migrationutilities.engine.lock;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.migrationutilities.DatabaseState;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationLock;
import io.migrationutilities.MigrationStep;
import io.migrationutilities.engine.EngineFixture;
import io.migrationutilities.engine.PostgresqlFixture;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PostgresqlRunLock}, through the runs that hold it.
 */
@ExtendWith(OutputCaptureExtension.class)
@UsesPostgresql
class PostgresqlRunLockTests {

	private static final String ONE = "changelog-1.sql";

	private static final String TWO = "changelog-2.sql";

	private static final String THREE = "changelog-3.sql";

	private static final String LOCK_ROW = "SELECT LOCKED, LOCKGRANTED, LOCKEDBY FROM DATABASECHANGELOGLOCK";

	private static final String LOCK_CONNECTION = "application_name LIKE 'studio 2.0 %'";

	private static final AdvisoryLock ADVISORY_LOCK = AdvisoryLock.of("public", "databasechangeloglock");

	private PostgresqlFixture studio;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new PostgresqlFixture(directory);
		this.studio.upgrade(ONE);
		this.studio.events().clear();
	}

	@AfterEach
	void dropStudio() {
		this.studio.expectNoSessions();
		this.studio.drop();
	}

	@Test
	void tellsOthersWhoHoldsTheLock() {
		List<String> seen = new ArrayList<>();
		onChangeSet("create-agent", () -> {
			seen.add(String.valueOf(findAdvisoryLock()));
			seen.add(this.studio.query(LOCK_ROW));
		});
		this.studio.upgrade(TWO);
		String owner = "studio 2.0 (process " + ProcessHandle.current().pid() + " on ";
		assertThat(seen).hasSize(2);
		assertThat(seen.get(0)).contains(owner).doesNotContain("since=null");
		assertThat(seen.get(1)).startsWith("true|").contains("|Migration Utilities: " + owner);
		assertThat(findAdvisoryLock()).isNull();
		assertThat(this.studio.query(LOCK_ROW)).isEqualTo("false|null|null");
	}

	@Test
	void refusesWhileAnotherInstanceMigrates() throws SQLException {
		try (Connection other = this.studio.connect()) {
			takeAdvisoryLock(other);
			MigrationLock lock = this.studio.status(TWO).lock();
			assertThat(lock).isNotNull();
			assertThat(lock.owner()).isEqualTo("the other instance");
			MigrationException failure = this.studio.failUnchanged(() -> this.studio.upgrade(TWO),
					MigrationErrorCode.LOCK_TIMEOUT);
			assertThat(failure.getMessage()).contains("is being migrated by the other instance since ");
		}
		assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-agent");
	}

	@Test
	void goesOnWhenTheOtherInstanceIsKilled(CapturedOutput output) throws Exception {
		this.studio.lockTimeout(Duration.ofMinutes(1));
		this.studio.execute("UPDATE DATABASECHANGELOGLOCK SET LOCKED = TRUE, LOCKGRANTED = now(), "
				+ "LOCKEDBY = 'Migration Utilities: studio 1.0 (process 4711 on web-1)'");
		try (Connection other = this.studio.connect()) {
			takeAdvisoryLock(other);
			CompletableFuture<List<String>> upgrade = CompletableFuture
				.supplyAsync(() -> this.studio.upgrade(TWO).applied());
			waitFor(output, "Waiting for 'liquibase'");
			this.studio.terminate("application_name = 'the other instance'");
			assertThat(upgrade.get(1, TimeUnit.MINUTES)).containsExactly("create-agent");
		}
		assertThat(output).contains("Taking over the lock row of 'liquibase' that Migration Utilities: studio 1.0 "
				+ "(process 4711 on web-1) left behind");
		assertThat(this.studio.query(LOCK_ROW)).isEqualTo("false|null|null");
	}

	@Test
	void reportsNoHolderOfRowThatWasLeftBehind() {
		this.studio.execute("UPDATE DATABASECHANGELOGLOCK SET LOCKED = TRUE, LOCKGRANTED = now(), "
				+ "LOCKEDBY = 'Migration Utilities: studio 1.0'");
		assertThat(this.studio.status(TWO).lock()).isNull();
		assertThat(this.studio.query(LOCK_ROW)).startsWith("true|");
	}

	@Test
	void refusesWhileLiquibaseHoldsItsLock() {
		this.studio.execute("UPDATE DATABASECHANGELOGLOCK SET LOCKED = TRUE, LOCKGRANTED = now(), LOCKEDBY = 'ci'");
		MigrationLock lock = this.studio.status(TWO).lock();
		assertThat(lock).isNotNull();
		assertThat(lock.owner()).isEqualTo("ci");
		MigrationException failure = this.studio.failUnchanged(() -> this.studio.upgrade(TWO),
				MigrationErrorCode.LOCK_TIMEOUT);
		assertThat(failure.getMessage()).contains("is being migrated by ci since ");
		assertThat(this.studio.query(LOCK_ROW)).startsWith("true|").endsWith("|ci");
		assertThat(failure.getHint()).contains("'migrations release-lock'");
		this.studio.utilities(TWO).releaseLock();
		assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-agent");
	}

	@Test
	void refusesWhileTheLockIsHeldByNobodyKnowsWho() {
		this.studio.execute("UPDATE DATABASECHANGELOGLOCK SET LOCKED = TRUE");
		assertThat(this.studio.status(TWO).lock()).isEqualTo(new MigrationLock("somebody", null));
		MigrationException failure = this.studio.failUnchanged(() -> this.studio.upgrade(TWO),
				MigrationErrorCode.LOCK_TIMEOUT);
		assertThat(failure.getMessage()).endsWith("is being migrated by somebody.");
	}

	@Test
	void waitsForLiquibaseToFreeItsLock(CapturedOutput output) throws Exception {
		this.studio.lockTimeout(Duration.ofMinutes(1));
		this.studio.execute("UPDATE DATABASECHANGELOGLOCK SET LOCKED = TRUE, LOCKGRANTED = now(), LOCKEDBY = 'ci'");
		CompletableFuture<List<String>> upgrade = CompletableFuture
			.supplyAsync(() -> this.studio.upgrade(TWO).applied());
		waitFor(output, "is being migrated by ci");
		this.studio.execute("UPDATE DATABASECHANGELOGLOCK SET LOCKED = FALSE, LOCKGRANTED = NULL, LOCKEDBY = NULL");
		assertThat(upgrade.get(1, TimeUnit.MINUTES)).containsExactly("create-agent");
	}

	@Test
	void looksAgainAtWhatAnotherInstanceDidMeanwhile() {
		AtomicInteger runs = new AtomicInteger();
		this.studio.listener((event) -> {
			if (event.equals(new MigrationEvent.StepStarted("liquibase", MigrationStep.LOCK))
					&& runs.getAndIncrement() == 0) {
				this.studio.upgrade(TWO);
			}
		});
		assertThat(this.studio.upgrade(TWO).applied()).isEmpty();
		assertThat(this.studio.ledger().lines()).hasSize(2);
	}

	@Test
	void changesNothingAfterTheLockWasLost() {
		onChangeSet("create-agent", () -> this.studio.terminate(LOCK_CONNECTION));
		MigrationException failure = this.studio.failUnchanged(() -> this.studio.upgrade(THREE),
				MigrationErrorCode.LOCK_LOST);
		assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.UNCHANGED);
		assertThat(this.studio.events())
			.doesNotContain(new MigrationEvent.ChangeSetRan("liquibase", "create-task", false));
		this.studio.listener((event) -> {
		});
		assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-agent");
	}

	@Test
	void freesTheRowOfADeadInstanceThoughNothingIsPending() {
		this.studio.upgrade(TWO);
		this.studio.execute("UPDATE databasechangeloglock SET locked = true, lockgranted = now(), lockedby = '"
				+ PostgresqlRunLock.MARKER + "studio 1.0 (process 1 on a-host)'");
		assertThat(this.studio.upgrade(TWO).applied()).isEmpty();
		assertThat(this.studio.query(LOCK_ROW)).isEqualTo("false|null|null");
	}

	@Test
	void leavesTheRowOfOthersAndOfLivingInstancesAlone() throws Exception {
		this.studio.upgrade(TWO);
		this.studio.execute("UPDATE databasechangeloglock SET locked = true, lockgranted = now(), lockedby = 'ci'");
		assertThat(this.studio.upgrade(TWO).applied()).isEmpty();
		assertThat(this.studio.query(LOCK_ROW)).startsWith("true|").endsWith("|ci");
		try (Connection other = this.studio.connect()) {
			takeAdvisoryLock(other);
			this.studio.execute("UPDATE databasechangeloglock SET lockedby = '" + PostgresqlRunLock.MARKER + "other'");
			assertThat(this.studio.upgrade(TWO).applied()).isEmpty();
			assertThat(this.studio.query(LOCK_ROW)).startsWith("true|");
		}
	}

	@Test
	void commitsNothingAfterTheLockWasLost() {
		this.studio.listener((event) -> {
			if (event.equals(new MigrationEvent.StepStarted("liquibase", MigrationStep.RECORD))) {
				this.studio.terminate(LOCK_CONNECTION);
			}
		});
		this.studio.failUnchanged(() -> this.studio.upgrade(TWO), MigrationErrorCode.LOCK_LOST);
	}

	@Test
	void changesNothingWhenTheServerEndsTheConnection() {
		onChangeSet("create-agent", () -> this.studio.terminate("application_name NOT LIKE 'studio 2.0 %'"));
		MigrationException failure = this.studio.failUnchanged(() -> this.studio.upgrade(THREE),
				MigrationErrorCode.DATABASE_UNAVAILABLE);
		assertThat(failure.getMessage()).startsWith("Change set 'create-task' in ").contains("terminating connection");
		assertThat(failure.getHint()).contains("there is nothing to restore");
		assertThat(this.studio.query(LOCK_ROW)).isEqualTo("false|null|null");
		this.studio.listener((event) -> {
		});
		assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-agent");
	}

	@Test
	void beginsAgainWhenItIsCutOffWhileItWaits(CapturedOutput output) throws Exception {
		this.studio.lockTimeout(Duration.ofMinutes(1));
		try (Connection other = this.studio.connect()) {
			takeAdvisoryLock(other);
			CompletableFuture<List<String>> upgrade = CompletableFuture
				.supplyAsync(() -> this.studio.upgrade(TWO).applied());
			waitFor(output, "Waiting for 'liquibase'");
			assertThat(this.studio.terminate("application_name <> 'the other instance'")).isEqualTo(2);
			waitFor(output, "Beginning again with 'liquibase'");
			this.studio.terminate("application_name = 'the other instance'");
			assertThat(upgrade.get(1, TimeUnit.MINUTES)).containsExactly("create-agent");
		}
	}

	@Test
	void beginsAgainOnlyOnce() {
		AtomicInteger attempts = new AtomicInteger();
		this.studio.listener((event) -> {
			if (event.equals(new MigrationEvent.StepStarted("liquibase", MigrationStep.LOCK))) {
				attempts.incrementAndGet();
				this.studio.terminate("TRUE");
			}
		});
		this.studio.failUnchanged(() -> this.studio.upgrade(TWO), MigrationErrorCode.DATABASE_UNAVAILABLE);
		assertThat(attempts).hasValue(2);
	}

	@Test
	void freesTheLockWhoseTableIsGone(CapturedOutput output) {
		this.studio.listener((event) -> {
			if (event.equals(new MigrationEvent.StepStarted("liquibase", MigrationStep.UNLOCK))) {
				this.studio.execute("DROP TABLE DATABASECHANGELOGLOCK");
			}
		});
		assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-agent");
		assertThat(output).doesNotContain("could not be freed");
		assertThat(findAdvisoryLock()).isNull();
	}

	private void onChangeSet(String revision, Runnable action) {
		this.studio.listener((event) -> {
			if (event.equals(new MigrationEvent.ChangeSetRan("liquibase", revision, false))) {
				action.run();
			}
		});
	}

	private MigrationLock findAdvisoryLock() {
		try (Connection connection = this.studio.connect()) {
			return ADVISORY_LOCK.find(connection);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void takeAdvisoryLock(Connection connection) throws SQLException {
		EngineFixture.query(connection, "SELECT set_config('application_name', 'the other instance', false)");
		assertThat(ADVISORY_LOCK.tryTake(connection)).isTrue();
	}

	private static void waitFor(CapturedOutput output, String text) {
		Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> output.getOut().contains(text));
	}

}
