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
import java.sql.Statement;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import io.migrationutilities.DatabaseState;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.engine.EngineFixture;
import io.migrationutilities.engine.PostgresqlFixture;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how long a run on PostgreSQL waits for others, and for what the server
 * refuses.
 */
@UsesPostgresql
class PostgresqlLockingTests {

	private static final String ONE = "changelog-1.sql";

	private static final String TWO = "changelog-2.sql";

	private PostgresqlFixture studio;

	private String role;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new PostgresqlFixture(directory);
		this.role = this.studio.createRole();
		this.studio.upgrade(ONE);
		this.studio.events().clear();
	}

	@AfterEach
	void dropStudio() {
		this.studio.expectNoSessions();
		this.studio.drop();
	}

	@Test
	void doesNotBlameTheChangeSetForATimeLimit() {
		MigrationException failure = this.studio.failUnchanged(
				() -> this.studio.upgrade("changelog-with-time-limit.sql"), MigrationErrorCode.DATABASE_UNAVAILABLE);
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
	void saysThatTheSessionIsReadOnly() {
		this.studio.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO " + this.role,
				"ALTER ROLE " + this.role + " SET default_transaction_read_only = on");
		this.studio.dataSource(this.studio.server().dataSource(this.studio.database(), this.role, "secret"));
		MigrationException failure = this.studio.failUnchanged(() -> this.studio.upgrade(TWO),
				MigrationErrorCode.DATABASE_UNAVAILABLE);
		assertThat(failure.getMessage()).startsWith("The session is read-only: ");
		assertThat(failure.getHint()).startsWith("Remove 'default_transaction_read_only' from the user");
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
		assertThat(this.studio.query("SELECT name FROM crew WHERE id > 1 ORDER BY id")).isEqualTo("2s\n1s");
		this.studio.downgrade("changelog-with-settings.sql", "-1");
		this.studio.lockWait(Duration.ofMinutes(2));
		this.studio.upgrade("changelog-with-settings.sql");
		assertThat(this.studio.query("SELECT name FROM crew WHERE id > 1 ORDER BY id")).isEqualTo("2min\n1s");
	}

}
