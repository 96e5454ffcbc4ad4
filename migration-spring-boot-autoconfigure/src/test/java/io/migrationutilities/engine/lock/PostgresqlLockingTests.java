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

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.ReflectionUtils;

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
 * Tests for how a run on PostgreSQL behaves beside others, and without its connections.
 */
@ExtendWith(OutputCaptureExtension.class)
@UsesPostgresql
class PostgresqlLockingTests {

	private static final String ONE = "changelog-1.sql";

	private static final String TWO = "changelog-2.sql";

	private static final String THREE = "changelog-3.sql";

	private static final String LOCK_ROW = "SELECT LOCKED, LOCKGRANTED, LOCKEDBY FROM DATABASECHANGELOGLOCK";

	private static final String LOCK_CONNECTION = "application_name LIKE 'studio 2.0 %'";

	private static final AdvisoryLock ADVISORY_LOCK = AdvisoryLock.of("public", "databasechangeloglock");

	private PostgresqlFixture studio;

	private String role;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new PostgresqlFixture(directory);
		this.role = this.studio.server().createRole("secret");
		this.studio.upgrade(ONE);
		this.studio.events().clear();
	}

	@AfterEach
	void dropStudio() {
		this.studio.expectNoSessions();
		this.studio.drop();
		this.studio.server().execute("DROP ROLE " + this.role);
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
		assertThat(failure.getMessage()).startsWith("Change set 'create-agent' in ").contains("terminating connection");
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

	@Test
	void doesNotBlameTheChangeSetForATimeLimit() {
		this.studio.dataSource(new DriverManagerDataSource(this.studio.url() + "&options=-c%20statement_timeout=1s"));
		MigrationException failure = this.studio.failUnchanged(
				() -> this.studio.upgrade("changelog-with-sleeping-change-set.sql"),
				MigrationErrorCode.DATABASE_UNAVAILABLE);
		assertThat(failure.getHint())
			.startsWith("Raise 'statement_timeout' for the user that migrates and start again");
	}

	@Test
	void refusesToWaitForeverForLockOnTable() throws SQLException {
		try (Connection writer = this.studio.connect(); Statement statement = writer.createStatement()) {
			writer.setAutoCommit(false);
			statement.execute("LOCK TABLE crew IN ACCESS EXCLUSIVE MODE");
			MigrationException failure = EngineFixture
				.fail(() -> this.studio.upgrade("changelog-with-second-crew.sql"));
			assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.DATABASE_LOCKED);
			assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.UNCHANGED);
			assertThat(failure.getMessage()).contains("'second-crew'");
			assertThat(failure.getHint()).contains("migration.lock.timeout");
			writer.rollback();
		}
		assertThat(this.studio.history()).isEqualTo("create-crew,first-crew");
		assertThat(this.studio.upgrade("changelog-with-second-crew.sql").applied()).containsExactly("second-crew");
	}

	@Test
	void doesNotTakeACommitThatWasRolledBackForDone() throws SQLException {
		this.studio
			.execute("CREATE TABLE agent (id INTEGER, crew INTEGER REFERENCES crew DEFERRABLE INITIALLY DEFERRED)");
		this.studio.lockTimeout(Duration.ofMinutes(1));
		this.studio.dataSource(new DriverManagerDataSource(this.studio.url() + "&options=-c%20lock_timeout=100"));
		try (Connection writer = this.studio.connect(); Statement statement = writer.createStatement()) {
			writer.setAutoCommit(false);
			statement.execute("SELECT * FROM crew FOR UPDATE");
			MigrationException failure = this.studio.failUnchanged(
					() -> this.studio.upgrade("changelog-with-deferred-reference.sql"),
					MigrationErrorCode.DATABASE_LOCKED);
			assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.UNCHANGED);
		}
		assertThat(this.studio.upgrade("changelog-with-deferred-reference.sql").applied())
			.containsExactly("first-agent");
	}

	@Test
	void saysWhichRightIsMissing() {
		this.studio.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + this.role);
		this.studio.dataSource(this.studio.server().dataSource(this.studio.database(), this.role, "secret"));
		MigrationException failure = this.studio.failUnchanged(() -> this.studio.upgrade(TWO),
				MigrationErrorCode.DATABASE_UNAVAILABLE);
		assertThat(failure.getMessage()).contains("permission denied for table databasechangeloglock");
		this.studio.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO " + this.role);
		failure = this.studio.failUnchanged(() -> this.studio.upgrade(TWO), MigrationErrorCode.UPGRADE_FAILED);
		assertThat(failure.getMessage()).contains("'create-agent'").contains("permission denied for schema public");
	}

	@Test
	void saysThatDatabaseOrPasswordIsWrong() {
		this.studio.dataSource(this.studio.server().dataSource("no_such_database"));
		MigrationException failure = EngineFixture.fail(() -> this.studio.upgrade(TWO));
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.DATABASE_UNAVAILABLE);
		assertThat(failure.getHint()).startsWith("Create it, or correct the URL");
		this.studio.dataSource(this.studio.server().dataSource(this.studio.database(), "nobody", "wrong"));
		failure = EngineFixture.fail(() -> this.studio.upgrade(TWO));
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.DATABASE_UNAVAILABLE);
		assertThat(failure.getHint()).startsWith("Check user and password");
	}

	@Test
	void limitsWhatStatementsWaitFor() {
		this.studio.upgrade("changelog-with-settings.sql");
		assertThat(this.studio.query("SELECT name FROM crew WHERE id > 1 ORDER BY id")).isEqualTo("1s\n1s");
		this.studio.downgrade("changelog-with-settings.sql", "-1");
		this.studio.lockTimeout(Duration.ofMinutes(2));
		this.studio.upgrade("changelog-with-settings.sql");
		assertThat(this.studio.query("SELECT name FROM crew WHERE id > 1 ORDER BY id")).isEqualTo("2min\n1s");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void isNotEndedWhileABackupTakesLong(boolean ownLockConnection) {
		try (HikariDataSource pool = pool(2, ownLockConnection ? "postgres" : this.role)) {
			this.studio.execute("GRANT ALL ON SCHEMA public TO " + this.role,
					"GRANT ALL ON ALL TABLES IN SCHEMA public TO " + this.role,
					"ALTER DATABASE " + this.studio.database() + " SET idle_session_timeout = '500ms'");
			this.studio.dataSource(pool);
			this.studio.listener((event) -> {
				if (event.equals(new MigrationEvent.StepStarted("liquibase", MigrationStep.PLAN))) {
					this.studio.query("SELECT pg_sleep(1)");
				}
			});
			assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-agent");
		}
	}

	@Test
	void returnsConnectionsAsTheyWere() throws SQLException {
		try (HikariDataSource pool = pool(1)) {
			this.studio.dataSource(pool);
			this.studio.upgrade("changelog-with-settings.sql");
			assertThat(this.studio.query("SELECT name FROM crew WHERE id = 2")).isEqualTo("3s");
			this.studio.failUpgrade("changelog-with-syntax-error.yaml");
			this.studio.failUpgrade("changelog-with-failing-last-change-set.sql");
			try (Connection connection = pool.getConnection()) {
				assertThat(connection.getAutoCommit()).isTrue();
				assertThat(settings(connection)).isEqualTo("off|3s|0|0");
			}
		}
	}

	@Test
	void needsNoSecondConnectionOfThePool() {
		try (HikariDataSource pool = pool(1)) {
			this.studio.dataSource(pool);
			assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-agent");
			assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
		}
	}

	@Test
	void borrowsConnectionWhereThePasswordIsNotKnown() throws SQLException {
		try (HikariDataSource pool = pool(2, this.role)) {
			this.studio.execute("GRANT ALL ON SCHEMA public TO " + this.role,
					"GRANT ALL ON ALL TABLES IN SCHEMA public TO " + this.role);
			this.studio.dataSource(pool);
			assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-agent");
			assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
			assertThat(this.studio.sessions()).noneMatch((name) -> name.startsWith("studio 2.0"));
			assertThat(this.studio.status(TWO).lock()).isNull();
		}
	}

	@Test
	void borrowsConnectionWhereNoneCanBeUnwrapped() throws SQLException {
		DataSource wrapping = new DelegatingDataSource(this.studio.server().dataSource(this.studio.database())) {
			@Override
			public Connection getConnection() throws SQLException {
				return wrapped(super.getConnection());
			}
		};
		this.studio.dataSource(wrapping);
		assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-agent");
		assertThat(this.studio.status(TWO).lock()).isNull();
	}

	private static Connection wrapped(Connection connection) {
		return (Connection) Proxy.newProxyInstance(Connection.class.getClassLoader(),
				new Class<?>[] { Connection.class }, (proxy, method, arguments) -> switch (method.getName()) {
					case "isWrapperFor" -> false;
					case "unwrap" -> throw new SQLException("Nothing to unwrap");
					default -> ReflectionUtils.invokeMethod(method, connection, arguments);
				});
	}

	@Test
	void saysHowToGiveTheLockItsConnection() {
		try (HikariDataSource pool = pool(1, this.role)) {
			this.studio.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO " + this.role);
			this.studio.dataSource(pool);
			MigrationException failure = this.studio.failUnchanged(() -> this.studio.upgrade(TWO),
					MigrationErrorCode.DATABASE_UNAVAILABLE);
			assertThat(failure.getHint()).contains("let the pool have two connections");
		}
	}

	private HikariDataSource pool(int size) {
		return pool(size, "postgres");
	}

	private HikariDataSource pool(int size, String user) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(this.studio.server().url(this.studio.database()));
		config.setUsername(user);
		config.setPassword("secret");
		config.setMaximumPoolSize(size);
		config.setConnectionTimeout(2000);
		config.setConnectionInitSql("SET lock_timeout = '3s'");
		return new HikariDataSource(config);
	}

	private static String settings(Connection connection) throws SQLException {
		return EngineFixture.query(connection, "SELECT current_setting('default_transaction_read_only'), "
				+ "current_setting('lock_timeout'), current_setting('client_connection_check_interval'), current_setting('idle_session_timeout')");
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
