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

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.backup.RequiresPostgresqlTools;
import io.migrationutilities.backup.postgresql.PostgresqlBackupStrategy;
import io.migrationutilities.backup.postgresql.PostgresqlToolSettings;
import io.migrationutilities.test.PostgresqlServer;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a failed run leaves nothing in a database that never had any of our tables,
 * nor beside it.
 */
@RequiresPostgresqlTools
@UsesPostgresql
class PostgresqlUntouchedDatabaseTests {

	private static final String ONE = "changelog-1.sql";

	private PostgresqlFixture studio;

	private String role;

	private int databases;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new PostgresqlFixture(directory);
		this.role = this.studio.createRole();
		this.studio.strategy(new PostgresqlBackupStrategy(
				new PostgresqlToolSettings(null, null, null, null, Duration.ofSeconds(1), Duration.ofMinutes(1))));
		this.studio.execute("CREATE TABLE legacy (id int)", "INSERT INTO legacy VALUES (1)",
				"ALTER TABLE legacy OWNER TO " + this.role, "GRANT ALL ON SCHEMA public TO " + this.role);
		this.databases = databases();
	}

	@AfterEach
	void dropStudio() {
		this.studio.execute("ALTER DATABASE " + this.studio.database() + " OWNER TO " + PostgresqlServer.SUPERUSER);
		this.studio.expectNoSessions();
		this.studio.drop();
	}

	private void logIn() {
		this.studio.dataSource(this.studio.server().dataSource(this.studio.database(), this.role, "secret"))
			.connectionSettings(this.role, "secret");
	}

	private int databases() {
		return Integer.parseInt(this.studio.server()
			.queryIn("postgres",
					"SELECT count(*) FROM pg_database WHERE datname LIKE '" + this.studio.database()
							+ "%' OR starts_with(datname, 'migration_scratch_' || left(encode(sha256('"
							+ this.studio.database() + "'), 'hex'), 8))"));
	}

	private MigrationException failWithoutTrace(ThrowingCallable callable) {
		String before = this.studio.server().dump(this.studio.database());
		MigrationException failure = EngineFixture.fail(callable);
		assertThat(this.studio.server().dump(this.studio.database())).isEqualTo(before);
		assertThat(databases()).isEqualTo(this.databases);
		return failure;
	}

	@ParameterizedTest
	@ValueSource(strings = { "changelog-with-failing-last-change-set.sql", "changelog-with-invalid-change.yaml",
			"changelog-with-halting-precondition.sql", "changelog-with-failing-changelog-precondition.yaml" })
	void failedUpgradeLeavesNothing(String changelog) {
		failWithoutTrace(() -> this.studio.upgrade(changelog));
	}

	@Test
	void upgradeThatFailsAtItsBackupLeavesNothing() {
		this.studio.execute("ALTER TABLE legacy OWNER TO " + PostgresqlServer.SUPERUSER);
		logIn();
		MigrationException failure = failWithoutTrace(() -> this.studio.withBackups().upgrade(ONE));
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.BACKUP_UNAVAILABLE);
	}

	@Test
	void upgradeThatWasCommittedKeepsTheLock() {
		failWithoutTrace(() -> this.studio.upgrade("changelog-with-failing-last-change-set.sql"));
		assertThat(this.studio.upgrade(ONE).applied()).isNotEmpty();
		assertThat(this.studio.query("SELECT LOCKED FROM DATABASECHANGELOGLOCK")).isEqualTo("false");
	}

	@Test
	void lockTableOfOthersStays() {
		this.studio.execute("CREATE TABLE DATABASECHANGELOGLOCK (ID INT NOT NULL PRIMARY KEY, LOCKED BOOLEAN NOT NULL, "
				+ "LOCKGRANTED TIMESTAMP, LOCKEDBY VARCHAR(255))");
		failWithoutTrace(() -> {
			this.studio.execute("INSERT INTO DATABASECHANGELOGLOCK VALUES (1, FALSE, NULL, NULL)");
			try {
				this.studio.upgrade("changelog-with-failing-last-change-set.sql");
			}
			finally {
				this.studio.execute("DELETE FROM DATABASECHANGELOGLOCK");
			}
		});
	}

	@Test
	void restoreInOneTransactionThatFailsLeavesNothing() throws SQLException {
		logIn();
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		try (Connection other = this.studio.connect(); Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute("LOCK TABLE legacy IN ROW EXCLUSIVE MODE");
			MigrationException failure = failWithoutTrace(
					() -> this.studio.utilities(ONE).restoreDatabase(backup.path()));
			assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.RESTORE_BLOCKED);
			assertThat(failure).hasMessageContaining("others have locked it");
		}
	}

	@Test
	void restoreIntoANewDatabaseThatFailsLeavesNothing() throws SQLException {
		this.studio.server()
			.execute("ALTER ROLE " + this.role + " CREATEDB",
					"ALTER DATABASE " + this.studio.database() + " OWNER TO " + this.role);
		logIn();
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		try (Connection untouchable = this.studio.connect()) {
			assertThat(untouchable.isValid(0)).isTrue();
			MigrationException failure = failWithoutTrace(
					() -> this.studio.utilities(ONE).restoreDatabase(backup.path()));
			assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.RESTORE_BLOCKED);
		}
		this.studio.execute("SET ROLE " + this.role,
				"CREATE FUNCTION fine() RETURNS boolean LANGUAGE sql AS 'SELECT true'",
				"ALTER TABLE legacy ADD CHECK (fine())",
				"CREATE OR REPLACE FUNCTION fine() RETURNS boolean LANGUAGE sql AS 'SELECT false'");
		DatabaseBackup unloadable = this.studio.utilities(ONE).createDatabaseBackup();
		MigrationException failure = failWithoutTrace(
				() -> this.studio.utilities(ONE).restoreDatabase(unloadable.path()));
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.RESTORE_FAILED);
	}

	@Test
	void restoreOfABackupThatHasNoneLeavesTheLedgerAlone() {
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		this.studio.utilities(ONE).restoreDatabase(backup.path());
		this.studio.utilities(ONE).pruneBackups();
		assertThat(this.studio.tables()).containsExactlyInAnyOrder("public.legacy", "public.migration_run");
	}

}
