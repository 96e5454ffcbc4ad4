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

package io.migrationutilities.autoconfigure;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ApplicationContext;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationStatus;
import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.test.TakesLong;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what {@link MigrationUtilities} does while the application writes to the same
 * database all the time.
 */
@TakesLong
class BusyApplicationTests {

	private static final int SQLITE_BUSY = 5;

	private static final int SQLITE_LOCKED = 6;

	private static final int ACCOUNTS = 300;

	// In rollback-journal mode each commit keeps readers out, and they are not served in
	// turn: the driver's three seconds are too short among busy writers.
	private static final String BUSY_TIMEOUT = "--spring.datasource.hikari.data-source-properties.busy_timeout=60000";

	@RegisterExtension
	final FaultApplications applications = new FaultApplications();

	@TempDir
	private Path directory;

	private final ExecutorService executor = Executors.newFixedThreadPool(3);

	private final List<Future<Void>> writers = new ArrayList<>();

	private final AtomicLong transfers = new AtomicLong();

	private volatile boolean ended;

	@AfterEach
	void endWriters() {
		this.ended = true;
		this.executor.shutdownNow();
	}

	@ParameterizedTest
	@ValueSource(strings = { "wal", "delete" })
	void upgradesDowngradesAndRestoresWhileOthersWrite(String journalMode) throws Exception {
		AccountDatabase database = AccountDatabase.in(this.directory);
		database.query("PRAGMA journal_mode = " + journalMode);
		ApplicationContext context = this.applications.boot(database.arguments("changelog-of-release-2",
				"--migration.upgrade.target=1-open-accounts", "--spring.datasource.hikari.maximum-pool-size=5",
				"--spring.datasource.hikari.data-source-properties.transaction_mode=IMMEDIATE", BUSY_TIMEOUT));
		MigrationUtilities utilities = context.getBean(MigrationUtilities.class);
		startWriters(context.getBean(DataSource.class));
		for (int round = 0; round < 2; round++) {
			awaitTransfers(20);
			DatabaseBackup backup = utilities.upgradeDatabase().backup();
			assertThatStatusIs(utilities, "2-find-statements", 0);
			awaitTransfers(20);
			utilities.downgradeDatabase("1-open-accounts");
			assertThatStatusIs(utilities, "1-open-accounts", 4);
			awaitTransfers(20);
			utilities.upgradeDatabase("+1");
			assertThatStatusIs(utilities, "2-add-currency", 3);
			assertThat(utilities.restoreDatabase(backup.path()).safetyCopy()).isNotNull();
			assertThatStatusIs(utilities, "1-open-accounts", 4);
			assertThat(utilities.verifyDatabaseBackup(backup.path()).valid()).isTrue();
		}
		utilities.upgradeDatabase();
		awaitTransfers(20);
		joinWriters();
		assertThat(database.problems()).isEmpty();
		assertThat(database.changeSets()).isEqualTo(AccountDatabase.RELEASE_2);
		assertThat(database.query("SELECT sum(balance) FROM account")).containsExactly(Long.toString(ACCOUNTS * 100));
		assertThat(database.query("SELECT count(*) FROM account WHERE balance <> "
				+ "(SELECT sum(amount) FROM entry WHERE account_id = account.id)"))
			.containsExactly("0");
	}

	private void assertThatStatusIs(MigrationUtilities utilities, String current, int pending) {
		MigrationStatus status = utilities.checkMigrationStatus();
		assertThat(status.currentRevision()).isEqualTo(current);
		assertThat(status.pendingMigrations()).hasSize(pending);
		assertThat(status.upToDate()).isEqualTo(pending == 0);
		assertThat(status.lock()).isNull();
	}

	private void startWriters(DataSource dataSource) {
		for (int writer = 0; writer < 3; writer++) {
			this.writers.add(this.executor.submit(() -> {
				while (!this.ended) {
					transfer(dataSource);
					LockSupport.parkNanos(1_000_000);
				}
				return null;
			}));
		}
	}

	private void transfer(DataSource dataSource) throws SQLException {
		int from = ThreadLocalRandom.current().nextInt(ACCOUNTS) + 1;
		int to = from % ACCOUNTS + 1;
		try (Connection connection = dataSource.getConnection()) {
			try {
				connection.setAutoCommit(false);
				book(connection, from, -1);
				book(connection, to, 1);
				connection.commit();
				this.transfers.incrementAndGet();
			}
			catch (SQLException ex) {
				rollBack(connection, ex);
				dataSource.unwrap(HikariDataSource.class).evictConnection(connection);
				throw ex;
			}
		}
		catch (SQLException ex) {
			if (!isBusy(ex)) {
				throw ex;
			}
		}
	}

	// There is nothing to roll back when the transaction could not be begun. The driver
	// then takes it for begun nevertheless, so that the connection is of no more use.
	private void rollBack(Connection connection, SQLException failure) {
		try {
			connection.rollback();
		}
		catch (SQLException ex) {
			failure.addSuppressed(ex);
		}
	}

	private void book(Connection connection, int account, int amount) throws SQLException {
		try (PreparedStatement update = connection
			.prepareStatement("UPDATE account SET balance = balance + ? WHERE id = ?");
				PreparedStatement insert = connection
					.prepareStatement("INSERT INTO entry (account_id, amount) VALUES (?, ?)")) {
			update.setInt(1, amount);
			update.setInt(2, account);
			update.executeUpdate();
			insert.setInt(1, account);
			insert.setInt(2, amount);
			insert.executeUpdate();
		}
	}

	private boolean isBusy(SQLException ex) {
		int code = ex.getErrorCode() & 0xff;
		return code == SQLITE_BUSY || code == SQLITE_LOCKED;
	}

	/**
	 * Wait until the writers got on, or failed.
	 * @param count how far they have to get
	 */
	private void awaitTransfers(int count) throws Exception {
		long goal = this.transfers.get() + count;
		while (this.transfers.get() < goal) {
			for (Future<Void> writer : this.writers) {
				assertThat(writer.isDone()).as(() -> "writer failed: " + failureOf(writer)).isFalse();
			}
			Thread.sleep(5);
		}
	}

	private String failureOf(Future<Void> writer) {
		try {
			return "none: " + writer.get();
		}
		catch (ExecutionException ex) {
			return ex.getCause().toString();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return "not known";
		}
	}

	private void joinWriters() throws Exception {
		this.ended = true;
		for (Future<Void> writer : this.writers) {
			writer.get();
		}
	}

}
