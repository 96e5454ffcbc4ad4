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

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.DatabaseState;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationLock;
import io.migrationutilities.MigrationStep;
import io.migrationutilities.UpgradeResult;
import io.migrationutilities.file.ProcessLock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how a run behaves beside others.
 */
class LockingTests {

	private static final String ONE = "changelog-1.sql";

	private static final String TWO = "changelog-2.sql";

	private EngineFixture studio;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new EngineFixture(directory);
		this.studio.upgrade(ONE);
		this.studio.events().clear();
	}

	@Test
	void refusesWhileLiquibaseHoldsItsLock() {
		createLockRow();
		MigrationException failure = this.studio.failUnchanged(() -> this.studio.upgrade(TWO),
				MigrationErrorCode.DATABASE_LOCKED);
		assertThat(failure.getMessage()).contains("DATABASECHANGELOGLOCK").contains("ci-server (10.0.0.7)");
		assertThat(failure.getHint()).contains("'migrations release-lock'");
		this.studio.utilities(TWO).releaseLock();
		assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-agent");
	}

	@Test
	void reportsTheHolderOfLiquibasesLock() {
		createLockRow();
		MigrationLock lock = this.studio.status(ONE).lock();
		assertThat(lock).isNotNull();
		assertThat(lock.owner()).isEqualTo("ci-server (10.0.0.7)");
	}

	@Test
	void ignoresLockThatIsFree() {
		createLockRow();
		this.studio.execute("UPDATE DATABASECHANGELOGLOCK SET LOCKED = 0");
		assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-agent");
	}

	@Test
	void looksForTheLockTableOfTheBean() {
		this.studio.execute("CREATE TABLE MY_LOCK (ID INTEGER, LOCKED, LOCKGRANTED, LOCKEDBY)",
				"INSERT INTO MY_LOCK VALUES (1, 1, '2026-01-01 10:00:00', 'somebody')");
		this.studio.bean((liquibase) -> liquibase.setDatabaseChangeLogLockTable("MY_LOCK"));
		MigrationException failure = this.studio.failUnchanged(() -> this.studio.upgrade(TWO),
				MigrationErrorCode.DATABASE_LOCKED);
		assertThat(failure.getHint()).contains("migrations release-lock");
		assertThat(this.studio.utilities(TWO).releaseLock()).isPresent();
		assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-agent");
	}

	@Test
	void nameOfADeadOwnerGoesWhenUpToDate() throws IOException {
		Files.writeString(this.studio.lockFile(), "studio 1.0 (process 7 on gone)\n2026-01-01T10:00:00Z\n");
		assertThat(this.studio.upgrade(ONE).applied()).isEmpty();
		assertThat(this.studio.lockFile()).isEmptyFile();
		try (ProcessLock holder = ProcessLock.acquire(this.studio.lockFile(), "another instance", Duration.ZERO,
				(lock) -> {
				})) {
			assertThat(holder).isNotNull();
			assertThat(this.studio.upgrade(ONE).applied()).isEmpty();
			assertThat(this.studio.lockFile()).isNotEmptyFile();
		}
	}

	@Test
	void doesNothingAboutForeignLocksWhenUpToDate() {
		createLockRow();
		assertThat(this.studio.upgrade(ONE).applied()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "DELETE,BEGIN IMMEDIATE", "WAL,BEGIN IMMEDIATE", "WAL,BEGIN EXCLUSIVE" })
	void refusesWhileSomebodyWrites(String journalMode, String begin) throws SQLException {
		this.studio.execute("PRAGMA journal_mode = " + journalMode);
		try (Connection writer = this.studio.connect(); Statement statement = writer.createStatement()) {
			statement.execute(begin);
			MigrationException failure = this.studio.failUnchanged(() -> this.studio.upgrade(TWO),
					MigrationErrorCode.DATABASE_LOCKED);
			assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.UNCHANGED);
			statement.execute("ROLLBACK");
		}
		assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-agent");
	}

	@Test
	void refusesWhileSomebodyLocksTheWholeFile() throws SQLException {
		try (Connection writer = this.studio.connect(); Statement statement = writer.createStatement()) {
			statement.execute("BEGIN EXCLUSIVE");
			assertThat(this.studio.failUpgrade(TWO).getCode()).isEqualTo(MigrationErrorCode.DATABASE_LOCKED);
			statement.execute("ROLLBACK");
		}
		assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-agent");
	}

	@Test
	void goesOnWhenWriterEndsInTime() throws Exception {
		this.studio.lockTimeout(Duration.ofMinutes(1));
		try (Connection writer = this.studio.connect(); Statement statement = writer.createStatement()) {
			statement.execute("BEGIN IMMEDIATE");
			statement.execute("INSERT INTO crew VALUES (7, 'Late')");
			this.studio.dataSource(committing(statement));
			assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-agent");
		}
		assertThat(this.studio.query("SELECT name FROM crew")).isEqualTo("Deckhands\nLate");
		assertThat(EngineFixture.contentOf(this.studio.backups().get(0))).contains("Late");
	}

	@Test
	void waitsForWriterBetweenSegments() throws Exception {
		this.studio.lockTimeout(Duration.ofMinutes(1));
		try (Connection writer = this.studio.connect(); Statement statement = writer.createStatement()) {
			this.studio.listener((event) -> {
				if (event.equals(new MigrationEvent.ChangeSetRan("liquibase", "vacuum", false))) {
					begin(statement);
				}
			});
			this.studio.dataSource(committing(statement));
			assertThat(this.studio.upgrade("changelog-with-vacuum-in-the-middle.sql").applied())
				.containsExactly("create-agent", "vacuum", "create-task");
		}
		assertThat(this.studio.query("SELECT name FROM crew")).isEqualTo("Deckhands\nLate");
	}

	@Test
	void blamesNoChangeSetWhenReaderKeepsRunFromCommitting() throws SQLException {
		String before = this.studio.content();
		try (Connection reader = this.studio.connect(); Statement statement = reader.createStatement()) {
			statement.execute("BEGIN");
			statement.executeQuery("SELECT * FROM crew").next();
			MigrationException failure = this.studio.failUpgrade(TWO);
			assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.DATABASE_LOCKED);
			assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.UNCHANGED);
			assertThat(failure.getBackup()).isNotNull();
		}
		assertThat(this.studio.content()).isEqualTo(before);
		assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-agent");
	}

	@Test
	void goesOnBesideReaderInWalMode() throws SQLException {
		this.studio.execute("PRAGMA journal_mode = WAL");
		try (Connection reader = this.studio.connect(); Statement statement = reader.createStatement()) {
			statement.execute("BEGIN");
			statement.executeQuery("SELECT * FROM crew").next();
			assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-agent");
		}
	}

	@Test
	void refusesWhileAnotherInstanceMigrates() {
		try (ProcessLock lock = ProcessLock.acquire(this.studio.lockFile(), "the other instance", Duration.ZERO,
				(holder) -> {
				})) {
			MigrationException failure = this.studio.failUnchanged(() -> this.studio.upgrade(TWO),
					MigrationErrorCode.LOCK_TIMEOUT);
			assertThat(failure.getMessage()).contains("the other instance");
			MigrationLock holder = this.studio.status(TWO).lock();
			assertThat(holder).isNotNull();
			assertThat(holder.owner()).isEqualTo("the other instance");
			assertThat(lock).isNotNull();
		}
		assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-agent");
	}

	@Test
	void looksAgainAtWhatAnotherInstanceDidMeanwhile(@TempDir Path directory) {
		AtomicBoolean first = new AtomicBoolean(true);
		this.studio.listener((event) -> {
			if (event.equals(new MigrationEvent.StepStarted("liquibase", MigrationStep.LOCK))
					&& first.getAndSet(false)) {
				this.studio.upgrade(TWO);
			}
		});
		UpgradeResult result = this.studio.upgrade(TWO);
		assertThat(result.applied()).isEmpty();
		assertThat(result.postUpgradeRevision()).isEqualTo("create-agent");
		assertThat(this.studio.ledger().lines()).hasSize(2);
	}

	@Test
	void needsNoMoreThanOneConnection() {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url());
		config.setMaximumPoolSize(1);
		config.setConnectionTimeout(2000);
		try (HikariDataSource pool = new HikariDataSource(config)) {
			this.studio.dataSource(pool);
			DatabaseBackup backup = this.studio.upgrade(TWO).backup();
			assertThat(backup).isNotNull();
			this.studio.downgrade(TWO, "-1");
			assertThat(this.studio.utilities(TWO).previewUpgrade("head")).contains("agent");
			this.studio.utilities(TWO).restoreDatabase(backup.path());
			assertThat(this.studio.status(TWO).pendingMigrations()).hasSize(1);
			assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
		}
	}

	private static void begin(Statement statement) {
		try {
			statement.execute("BEGIN IMMEDIATE");
			statement.execute("INSERT INTO crew VALUES (7, 'Late')");
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private DataSource committing(Statement writer) {
		return new DelegatingDataSource(new DriverManagerDataSource(url())) {

			@Override
			public Connection getConnection() throws SQLException {
				return commitAfterFirstBegin(super.getConnection(), writer);
			}

		};
	}

	private String url() {
		return "jdbc:sqlite:" + this.studio.file() + "?busy_timeout=10";
	}

	private void createLockRow() {
		this.studio.execute(
				"CREATE TABLE DATABASECHANGELOGLOCK (ID INTEGER NOT NULL PRIMARY KEY, LOCKED BOOLEAN NOT NULL,"
						+ " LOCKGRANTED TEXT, LOCKEDBY VARCHAR(255))",
				"INSERT INTO DATABASECHANGELOGLOCK VALUES (1, 1, '2026-01-01 10:00:00', 'ci-server (10.0.0.7)')");
	}

	private static Connection commitAfterFirstBegin(Connection connection, Statement writer) {
		return proxy(Connection.class, connection, (method, result) -> {
			if (method.equals("createStatement")) {
				return proxy(Statement.class, result, (name, ignored) -> ignored, (sql) -> {
					if (sql.equals("BEGIN IMMEDIATE")) {
						writer.execute("COMMIT");
					}
				});
			}
			return result;
		}, (sql) -> {
		});
	}

	private static <T> T proxy(Class<T> type, Object target, ResultHandler results, FailedSql failedSql) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, args) -> {
				try {
					return results.handle(method.getName(), method.invoke(target, args));
				}
				catch (InvocationTargetException ex) {
					if (args != null && args[0] instanceof String sql) {
						failedSql.handle(sql);
					}
					throw ex.getTargetException();
				}
			}));
	}

	@FunctionalInterface
	private interface ResultHandler {

		Object handle(String method, Object result) throws SQLException;

	}

	@FunctionalInterface
	private interface FailedSql {

		void handle(String sql) throws SQLException;

	}

}
