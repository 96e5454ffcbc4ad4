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
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import io.migrationutilities.BlockingSession;
import io.migrationutilities.DatabaseState;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationEvent.RunBlocked;
import io.migrationutilities.MigrationException;
import io.migrationutilities.UpgradeResult;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Upgrades that need a lock which sessions of others hold.
 */
@UsesPostgresql
@ExtendWith(OutputCaptureExtension.class)
class BlockedUpgradeTests {

	private static final String ONE = "changelog-1.sql";

	private static final String BLOCKED = """
			--liquibase formatted sql
			--changeset ada:create-crew logicalFilePath:changelog
			CREATE TABLE crew (id INTEGER PRIMARY KEY, name TEXT);
			--changeset ada:first-crew logicalFilePath:changelog
			INSERT INTO crew VALUES (1, 'Deckhands');
			--changeset ada:agent logicalFilePath:changelog
			CREATE TABLE agent (id INTEGER PRIMARY KEY);
			--changeset ada:agents logicalFilePath:changelog
			INSERT INTO agent VALUES (1), (2);
			--changeset ada:rank logicalFilePath:changelog
			ALTER TABLE crew ADD COLUMN rank INTEGER;
			""";

	private PostgresqlFixture studio;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new PostgresqlFixture(directory);
		this.studio.upgrade(ONE);
		this.studio.events().clear();
		this.studio.write("blocked.sql", BLOCKED);
		this.studio.lockWait(Duration.ofMillis(700)).lockTimeout(Duration.ofSeconds(30));
	}

	@AfterEach
	void dropStudio() {
		this.studio.expectNoSessions();
		this.studio.drop();
	}

	private CompletableFuture<UpgradeResult> upgradeInBackground(String changelog) {
		return CompletableFuture.supplyAsync(() -> this.studio.upgrade(changelog), (task) -> new Thread(task).start());
	}

	private void awaitBlocked(int times) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> blocked().size() >= times);
	}

	private List<RunBlocked> blocked() {
		return List.copyOf(this.studio.events())
			.stream()
			.filter(RunBlocked.class::isInstance)
			.map(RunBlocked.class::cast)
			.toList();
	}

	private void assertUpgraded(UpgradeResult result) {
		assertThat(result.applied()).containsExactly("agent", "agents", "rank");
		assertThat(this.studio.history()).isEqualTo("create-crew,first-crew,agent,agents,rank");
		assertThat(this.studio
			.query("SELECT string_agg(orderexecuted::text, ',' ORDER BY orderexecuted) " + "FROM databasechangelog"))
			.isEqualTo("1,2,3,4,5");
		assertThat(this.studio.query("SELECT count(*) FROM agent")).isEqualTo("2");
		assertThat(this.studio.query("SELECT count(*) FROM migration_run WHERE outcome <> 'SUCCEEDED'")).isEqualTo("0");
	}

	@Test
	void goesOnWhenTheReaderHasFinished(CapturedOutput output) throws Exception {
		CompletableFuture<UpgradeResult> upgrade;
		try (Connection reader = this.studio.connect(); Statement statement = reader.createStatement()) {
			reader.setAutoCommit(false);
			statement.execute("SET application_name = 'nightly report'");
			statement.executeQuery("SELECT * FROM crew");
			upgrade = upgradeInBackground("blocked.sql");
			awaitBlocked(2);
			reader.rollback();
		}
		assertUpgraded(upgrade.join());
		assertThat(blocked()).allSatisfy((event) -> {
			assertThat(event.revision()).isEqualTo("rank");
			assertThat(event.waited()).isPositive();
			assertThat(event.blockers()).singleElement()
				.returns("nightly report", BlockingSession::application)
				.returns("idle in transaction", BlockingSession::state)
				.returns("SELECT * FROM crew", BlockingSession::query);
		});
		assertThat(this.studio.events()).filteredOn(MigrationEvent.UpgradeStarted.class::isInstance).hasSize(1);
		assertThat(output.getOut()).contains("needs a lock that others hold (session ")
			.contains("'nightly report' of user 'postgres', idle in transaction, in its transaction for ")
			.contains("s: SELECT * FROM crew)");
	}

	@Test
	void readersWaitNoLongerThanTheStatement() throws Exception {
		CompletableFuture<UpgradeResult> upgrade;
		Duration longest = Duration.ZERO;
		try (Connection report = this.studio.connect(); Connection reader = this.studio.connect()) {
			report.setAutoCommit(false);
			report.createStatement().executeQuery("SELECT * FROM crew");
			upgrade = upgradeInBackground("blocked.sql");
			awaitBlocked(1);
			long end = System.nanoTime() + Duration.ofSeconds(4).toNanos();
			while (System.nanoTime() < end) {
				long start = System.nanoTime();
				reader.createStatement().executeQuery("SELECT count(*) FROM crew");
				Duration waited = Duration.ofNanos(System.nanoTime() - start);
				longest = (waited.compareTo(longest) > 0) ? waited : longest;
			}
			report.rollback();
		}
		assertUpgraded(upgrade.join());
		assertThat(longest).isBetween(Duration.ofMillis(100), Duration.ofMillis(1200));
	}

	@Test
	void givesUpAfterTheTimeoutAndNamesWhoIsInTheWay() throws Exception {
		this.studio.lockTimeout(Duration.ofSeconds(3));
		try (Connection writer = this.studio.connect(); Statement statement = writer.createStatement()) {
			writer.setAutoCommit(false);
			statement.execute("LOCK TABLE crew IN ACCESS EXCLUSIVE MODE");
			int process = Integer
				.parseInt(this.studio.query("SELECT pid FROM pg_locks WHERE mode = 'AccessExclusiveLock' "
						+ "AND relation = 'crew'::regclass"));
			long start = System.nanoTime();
			MigrationException failure = EngineFixture.fail(() -> this.studio.upgrade("blocked.sql"));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(2),
					Duration.ofSeconds(8));
			assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.DATABASE_LOCKED);
			assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.UNCHANGED);
			assertThat(failure.getMessage()).contains("'rank'")
				.contains("In its way: session " + process + " ")
				.contains("LOCK TABLE crew IN ACCESS EXCLUSIVE MODE");
			writer.rollback();
		}
		assertThat(this.studio.history()).isEqualTo("create-crew,first-crew");
		assertUpgraded(this.studio.upgrade("blocked.sql"));
	}

	@Test
	void deadlockIsNotTheEnd() throws Exception {
		this.studio.write("deadlock.sql",
				BLOCKED.replace("CREATE TABLE agent", "LOCK TABLE pond IN SHARE MODE;\nCREATE TABLE agent"));
		this.studio.execute("CREATE TABLE pond (id INT)");
		this.studio.lockWait(Duration.ofSeconds(20));
		CountDownLatch crewLocked = new CountDownLatch(1);
		CompletableFuture<Void> other = CompletableFuture.runAsync(() -> lockCrewThenPond(crewLocked),
				(task) -> new Thread(task).start());
		crewLocked.await();
		UpgradeResult result = this.studio.upgrade("deadlock.sql");
		other.join();
		assertUpgraded(result);
		assertThat(blocked()).isNotEmpty();
	}

	// Waits until the run has the one table before it wants it, and leaves it to the run
	// to notice the deadlock.
	private void lockCrewThenPond(CountDownLatch crewLocked) {
		try (Connection connection = this.studio.connect(); Statement statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("SET deadlock_timeout = '1min'");
			statement.execute("LOCK TABLE crew IN SHARE MODE");
			crewLocked.countDown();
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> this.studio
					.query("SELECT count(*) FROM pg_locks WHERE relation = 'pond'::regclass AND granted")
					.equals("1"));
			statement.execute("LOCK TABLE pond IN ACCESS EXCLUSIVE MODE");
			connection.rollback();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void statementOutsideATransactionIsRepeatedAlone() throws Exception {
		this.studio.write("alone.sql",
				BLOCKED.replace("--changeset ada:rank", "--changeset ada:rank runInTransaction:false"));
		CompletableFuture<UpgradeResult> upgrade;
		try (Connection reader = this.studio.connect()) {
			reader.setAutoCommit(false);
			reader.createStatement().executeQuery("SELECT * FROM crew");
			upgrade = upgradeInBackground("alone.sql");
			awaitBlocked(2);
			reader.rollback();
		}
		assertUpgraded(upgrade.join());
		assertThat(this.studio.events()).filteredOn(MigrationEvent.ChangeSetRan.class::isInstance).hasSize(3);
	}

	@Test
	void indexThatIsBuiltConcurrentlyWaitsForOldTransactions() throws Exception {
		writeConcurrently();
		CompletableFuture<UpgradeResult> upgrade;
		try (Connection writer = this.studio.connect()) {
			writer.setAutoCommit(false);
			writer.createStatement().execute("UPDATE crew SET name = 'Sailors'");
			upgrade = upgradeInBackground("concurrently.sql");
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> this.studio
					.query("SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONC%' "
							+ "AND wait_event_type = 'Lock' AND clock_timestamp() - query_start > interval '2 seconds'")
					.equals("1"));
			writer.commit();
		}
		assertUpgraded(upgrade.join());
		assertThat(blocked()).isEmpty();
	}

	@Test
	void indexThatCouldNotBeBuiltIsDroppedBeforeTheNextAttempt() throws Exception {
		writeConcurrently();
		this.studio.dataSource(new DriverManagerDataSource(this.studio.url() + "&options=-c%20lock_timeout=300"));
		CompletableFuture<UpgradeResult> upgrade;
		try (Connection writer = this.studio.connect()) {
			writer.setAutoCommit(false);
			writer.createStatement().execute("UPDATE crew SET name = 'Sailors'");
			upgrade = upgradeInBackground("concurrently.sql");
			awaitBlocked(2);
			writer.commit();
		}
		assertUpgraded(upgrade.join());
		assertThat(this.studio.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ix_crew'::regclass"))
			.isEqualTo("true");
	}

	private void writeConcurrently() {
		this.studio.write("concurrently.sql",
				BLOCKED.replace("--changeset ada:rank", "--changeset ada:rank runInTransaction:false")
					.replace("ALTER TABLE crew ADD COLUMN rank INTEGER",
							"CREATE INDEX CONCURRENTLY ix_crew ON crew (name)"));
	}

	@Test
	void timeoutsOfTheUserForQueriesDoNotEndTheRun(CapturedOutput output) {
		String role = this.studio.createRole();
		this.studio.execute("ALTER ROLE " + role + " SET statement_timeout = '500ms'",
				"ALTER ROLE " + role + " SET idle_in_transaction_session_timeout = '500ms'",
				"ALTER DATABASE " + this.studio.database() + " OWNER TO " + role, "ALTER TABLE crew OWNER TO " + role,
				"ALTER TABLE databasechangelog OWNER TO " + role, "ALTER TABLE databasechangeloglock OWNER TO " + role,
				"ALTER TABLE migration_run OWNER TO " + role);
		this.studio.dataSource(this.studio.server().dataSource(this.studio.database(), role, "secret"));
		this.studio.write("slow.sql", BLOCKED.replace("CREATE TABLE agent", "SELECT pg_sleep(1);\nCREATE TABLE agent"));
		assertUpgraded(this.studio.upgrade("slow.sql"));
		assertThat(output.getOut()).contains("The run is not held to statement_timeout = 500ms of its user")
			.contains("The run is not held to idle_in_transaction_session_timeout = 500ms of its user");
	}

	@Test
	void preparedTransactionIsNamed() {
		assertThat(new BlockingSession(0, "shop", "order-17", "prepared", Duration.ofMinutes(1), null).description())
			.isEqualTo("a prepared transaction 'order-17' of user 'shop', prepared, in its transaction for 60 s");
	}

}
