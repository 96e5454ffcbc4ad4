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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.LockSession;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationLock;
import io.migrationutilities.engine.DefaultMigrationUtilities;
import io.migrationutilities.engine.EngineFixture;
import io.migrationutilities.engine.PostgresqlFixture;
import io.migrationutilities.engine.run.MigrationSettings.WhenBackupUnavailable;
import io.migrationutilities.file.ProcessLock;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LockRelease} on every kind of database.
 */
@UsesPostgresql
public class LockReleaseTests {

	private static final String ONE = "changelog-1.sql";

	private static final String TWO = "changelog-2.sql";

	private static final String TAKE = "UPDATE DATABASECHANGELOGLOCK SET LOCKED = TRUE, LOCKEDBY = 'ci-server',"
			+ " LOCKGRANTED = CURRENT_TIMESTAMP";

	@TempDir
	private Path directory;

	@Test
	void releasesWhatLiquibaseLeftBehindInSqlite() {
		EngineFixture studio = new EngineFixture(this.directory);
		studio.upgrade(ONE);
		createLockRow(studio);
		assertReleased(studio);
	}

	@Test
	void releasesWhatLiquibaseLeftBehindInPostgresql() {
		onPostgresql((studio) -> {
			studio.execute(TAKE);
			assertReleased(studio);
		});
	}

	@Test
	void releasesWhatLiquibaseLeftBehindInOtherDatabases() {
		EngineFixture studio = new EngineFixture(this.directory, "jdbc:h2:" + this.directory.resolve("app"));
		studio.whenBackupUnavailable(WhenBackupUnavailable.WARN).upgrade(ONE);
		studio.execute(TAKE);
		assertReleased(studio);
	}

	@Test
	void createsNothingWhereThereIsNothingToRelease() throws IOException {
		EngineFixture studio = new EngineFixture(this.directory);
		studio.execute("CREATE TABLE crew (id INTEGER)");
		assertThat(studio.utilities(ONE).releaseLock()).isEmpty();
		assertThat(studio.tables()).containsExactly("crew");
		assertThat(Files.exists(studio.lockFile())).isFalse();
	}

	@Test
	void createsNoDatabase() {
		EngineFixture studio = new EngineFixture(this.directory).connectionSettings("", "");
		MigrationException failure = EngineFixture.fail(() -> studio.utilities(ONE).releaseLock());
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.DATABASE_UNAVAILABLE);
		assertThat(studio.file()).doesNotExist();
	}

	@Test
	void releasesAlthoughTheChangelogIsBroken() {
		EngineFixture studio = new EngineFixture(this.directory);
		studio.upgrade(ONE);
		createLockRow(studio);
		assertThat(studio.utilities("changelog-with-syntax-error.yaml").findLock()).isPresent();
		assertThat(studio.utilities("changelog-with-syntax-error.yaml").releaseLock()).isPresent();
	}

	@Test
	void robsNoLivingInstanceOnSqlite() {
		EngineFixture studio = new EngineFixture(this.directory);
		studio.upgrade(ONE);
		createLockRow(studio);
		try (ProcessLock lock = ProcessLock.acquire(studio.lockFile(), "the other instance", Duration.ZERO,
				(holder) -> {
				})) {
			assertRefused(studio);
		}
		assertThat(studio.utilities(ONE).releaseLock()).isPresent();
	}

	@Test
	void robsNoLivingInstanceOnPostgresql() {
		onPostgresql((studio) -> {
			studio.execute(TAKE);
			try (Connection other = studio.connect()) {
				EngineFixture.query(other, "SELECT set_config('application_name', 'the other instance', false)");
				assertThat(AdvisoryLock.of("public", "databasechangeloglock").tryTake(other)).isTrue();
				assertRefused(studio);
			}
			assertThat(studio.utilities(ONE).releaseLock()).isPresent();
		});
	}

	@Test
	void endsTheSessionOfAnInstanceThatHoldsTheLock() {
		onPostgresql((studio) -> {
			try (Connection other = studio.connect()) {
				assertThat(studio.utilities(ONE).findLockSession()).isEmpty();
				takeLock(other, "studio 2.0 (process 7 on gone)");
				LockSession found = studio.utilities(ONE).findLockSession().orElseThrow();
				assertThat(found.toString()).matches(
						"session \\d+ of user 'postgres' \\(studio 2.0 \\(process 7 on gone\\).*\\), connected since .*, idle since .*");
				studio.utilities(ONE).terminateLockSession(found);
				assertThat(other.isValid(1)).isFalse();
				assertThat(studio.utilities(ONE).findLockSession()).isEmpty();
				MigrationException failure = EngineFixture
					.fail(() -> studio.utilities(ONE).terminateLockSession(found));
				assertThat(failure).hasMessageContaining("does not hold the lock");
			}
			assertThat(studio.utilities(ONE).releaseLock()).isEmpty();
			assertThat(studio.upgrade(TWO).applied()).isNotEmpty();
		});
	}

	@Test
	void endsNoSessionOfSomebodyElse() {
		onPostgresql((studio) -> {
			try (Connection other = studio.connect()) {
				takeLock(other, "psql");
				LockSession found = studio.utilities(ONE).findLockSession().orElseThrow();
				MigrationException failure = EngineFixture
					.fail(() -> studio.utilities(ONE).terminateLockSession(found));
				assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.LOCK_TIMEOUT);
				assertThat(failure).hasMessageContaining("its name is not one");
				assertThat(other.isValid(1)).isTrue();
			}
		});
	}

	@Test
	void saysWhatAnAdministratorHasToDoWhereTheUserMayNotEndTheSession() {
		onPostgresql((studio) -> {
			String role = studio.createRole();
			studio.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + role);
			try (Connection other = studio.connect()) {
				takeLock(other, "studio 2.0 (process 7 on gone)");
				studio.dataSource(studio.server().dataSource(studio.database(), role, "secret"));
				LockSession found = studio.utilities(ONE).findLockSession().orElseThrow();
				MigrationException failure = EngineFixture
					.fail(() -> studio.utilities(ONE).terminateLockSession(found));
				assertThat(failure).hasMessageContaining("the present user may not end it");
				assertThat(failure.getHint()).contains("superuser or the user 'postgres'")
					.contains("SELECT pg_terminate_backend(" + found.process() + ")");
				assertThat(other.isValid(1)).isTrue();
			}
		});
	}

	private static void takeLock(Connection other, String name) throws SQLException {
		EngineFixture.query(other, "SELECT set_config('application_name', '" + name + "', false)");
		assertThat(AdvisoryLock.of("public", "databasechangeloglock").tryTake(other)).isTrue();
	}

	@Test
	void releasesRowThatAnInstanceLeftBehind() {
		onPostgresql((studio) -> {
			studio.execute("UPDATE DATABASECHANGELOGLOCK SET LOCKED = TRUE, LOCKEDBY = 'Migration Utilities: studio'");
			assertThat(studio.utilities(ONE).findLock()).isEmpty();
			assertThat(studio.utilities(ONE).releaseLock()).isPresent();
			assertThat(studio.query("SELECT LOCKED FROM DATABASECHANGELOGLOCK")).isEqualTo("false");
		});
	}

	private static void assertReleased(EngineFixture studio) {
		DefaultMigrationUtilities utilities = studio.utilities(ONE);
		Optional<MigrationLock> lock = utilities.findLock();
		assertThat(lock).isPresent();
		assertThat(lock.get().owner()).isEqualTo("ci-server");
		assertThat(utilities.releaseLock()).isEqualTo(lock);
		assertThat(utilities.findLock()).isEmpty();
		assertThat(utilities.releaseLock()).isEmpty();
		assertThat(studio.withoutBackups().upgrade(TWO).applied()).containsExactly("create-agent");
	}

	private static void assertRefused(EngineFixture studio) {
		MigrationException failure = studio.failUnchanged(() -> studio.utilities(ONE).releaseLock(),
				MigrationErrorCode.LOCK_TIMEOUT);
		assertThat(failure.getMessage()).contains("is being migrated by the other instance");
	}

	private void onPostgresql(Scenario scenario) {
		PostgresqlFixture studio = new PostgresqlFixture(this.directory);
		try {
			studio.upgrade(ONE);
			scenario.play(studio);
			studio.expectNoSessions();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		finally {
			studio.drop();
		}
	}

	/**
	 * Leave behind on SQLite what a plain Liquibase does that is killed.
	 * @param studio the database
	 */
	public static void createLockRow(EngineFixture studio) {
		studio.execute(
				"CREATE TABLE DATABASECHANGELOGLOCK (ID INTEGER PRIMARY KEY, LOCKED BOOLEAN, LOCKGRANTED TEXT, LOCKEDBY TEXT)",
				"INSERT INTO DATABASECHANGELOGLOCK VALUES (1, 1, '1732233600000', 'ci-server')");
	}

	@FunctionalInterface
	private interface Scenario {

		void play(PostgresqlFixture studio) throws Exception;

	}

}
