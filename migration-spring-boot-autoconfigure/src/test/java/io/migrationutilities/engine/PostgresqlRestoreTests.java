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
import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.RestorePreview;
import io.migrationutilities.RestorePreview.TableRows;
import io.migrationutilities.RestoreResult;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.BackupStrategy;
import io.migrationutilities.backup.RequiresPostgresqlTools;
import io.migrationutilities.backup.postgresql.PostgresqlBackupStrategy;
import io.migrationutilities.backup.postgresql.PostgresqlToolSettings;
import io.migrationutilities.engine.run.DatabaseRestore;
import io.migrationutilities.test.PostgresqlServer;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

/**
 * Tests for {@link DatabaseRestore} with PostgreSQL, which ends all connections to the
 * database that is replaced.
 */
@RequiresPostgresqlTools
@ExtendWith(OutputCaptureExtension.class)
@UsesPostgresql
class PostgresqlRestoreTests {

	private static final String ONE = "changelog-1.sql";

	private static final String TWO = "changelog-2.sql";

	private PostgresqlFixture studio;

	private HikariDataSource pool;

	private String role;

	@BeforeEach
	void createStudio(@TempDir Path directory) throws SQLException {
		this.studio = new PostgresqlFixture(directory);
		this.role = this.studio.createRole();
		this.studio.strategy(new PostgresqlBackupStrategy(PostgresqlToolSettings.DEFAULTS));
		this.studio.upgrade(ONE);
		this.pool = pool();
		this.studio.dataSource(this.pool);
	}

	@AfterEach
	void dropStudio() {
		this.pool.close();
		this.studio.expectNoSessions();
		this.studio.drop();
	}

	@Test
	void foreseesWhatARestoreLoses() {
		this.studio.execute("CREATE SCHEMA \"Back Office\"", "CREATE TABLE \"Back Office\".\"Ledger\" (id int)");
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		this.studio.upgrade(TWO);
		this.studio.execute("INSERT INTO \"Back Office\".\"Ledger\" VALUES (1), (2)", "INSERT INTO agent VALUES (1)");
		String before = this.studio.content();
		RestorePreview preview = this.studio.utilities(TWO).previewRestore(backup.path());
		assertThat(this.studio.content()).isEqualTo(before);
		assertThat(preview.currentRevision()).isEqualTo("create-agent");
		assertThat(preview.keepsPreviousDatabase()).isTrue();
		assertThat(preview.safetyCopyDirectory()).isNull();
		assertThat(preview.unreadable()).isNull();
		assertThat(preview.tables()).filteredOn((table) -> table.lost() > 0)
			.containsExactly(new TableRows("\"Back Office\".\"Ledger\"", 2L, 0L),
					new TableRows("public.agent", 1L, null));
		assertThat(preview.tables()).extracting(TableRows::table).noneMatch((table) -> table.contains("changelog"));
		assertThat(this.pool.getHikariPoolMXBean().getActiveConnections()).isZero();
	}

	@Test
	void foreseesWhatItCanWhileATableIsAltered() throws SQLException {
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		try (Connection other = this.studio.connect(); Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute("LOCK TABLE crew IN ACCESS EXCLUSIVE MODE");
			RestorePreview preview = this.studio.utilities(ONE).previewRestore(backup.path());
			assertThat(preview.unreadable()).contains("lock timeout");
			assertThat(preview.tables()).extracting(TableRows::now).containsOnlyNulls();
		}
		try (Connection connection = this.pool.getConnection()) {
			assertThat(connection.getAutoCommit()).isTrue();
		}
	}

	@Test
	void restoresWithAPoolThatIsInUse(CapturedOutput output) throws SQLException {
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		this.studio.upgrade(TWO);
		this.studio.execute("UPDATE crew SET name = 'changed'");
		useEveryConnection();
		RestoreResult result = this.studio.utilities(TWO).restoreDatabase(backup.path());
		assertThat(result.preRestoreRevision()).isEqualTo("create-agent");
		assertThat(result.postRestoreRevision()).isEqualTo("first-crew");
		assertThat(result.safetyCopy()).isNull();
		assertThat(result.previousDatabase()).startsWith(this.studio.database() + "_before_restore_");
		assertThat(this.studio.query("SELECT count(*) FROM crew WHERE name = 'changed'")).isEqualTo("0");
		assertThat(this.studio.server().queryIn(result.previousDatabase(), "SELECT count(*) FROM agent"))
			.isEqualTo("0");
		assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-agent");
		assertThat(this.pool.getHikariPoolMXBean().getActiveConnections()).isZero();
		assertThat(this.studio.ledger()).isEqualTo("""
				UPGRADE|null|first-crew|SUCCEEDED|null
				RESTORE|create-agent|first-crew|SUCCEEDED|null
				UPGRADE|first-crew|create-agent|SUCCEEDED|null""");
		assertThat(output).doesNotContain("could not be recorded").doesNotContain("could not be freed");
		assertPreviousIsDroppedWithPruning(result);
	}

	private void assertPreviousIsDroppedWithPruning(RestoreResult result) {
		this.studio.utilities(TWO).pruneBackups();
		assertThat(this.studio.server()
			.queryIn("postgres",
					"SELECT count(*) FROM pg_database WHERE datname = '" + result.previousDatabase() + "'"))
			.isEqualTo("0");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void freesALockTableOfAnotherName(boolean mayCreateDatabases) {
		if (!mayCreateDatabases) {
			loseTheRightToCreateDatabases();
		}
		this.studio.bean((liquibase) -> liquibase.setDatabaseChangeLogLockTable("Studio_Lock"));
		this.studio.upgrade(TWO);
		this.studio.execute("UPDATE Studio_Lock SET LOCKED = TRUE, LOCKEDBY = 'long gone', LOCKGRANTED = now()");
		Path backup = this.studio.utilities(TWO).createDatabaseBackup().path();
		this.studio.execute("UPDATE Studio_Lock SET LOCKED = FALSE, LOCKEDBY = NULL, LOCKGRANTED = NULL");
		this.studio.utilities(TWO).restoreDatabase(backup);
		assertThat(this.studio.query("SELECT LOCKED, LOCKEDBY FROM Studio_Lock")).isEqualTo("false|null");
		assertThat(this.studio.upgrade("changelog-3.sql").applied()).containsExactly("create-task");
	}

	@Test
	void keepsASafetyCopyWhereNoDatabaseMayBeCreated() {
		loseTheRightToCreateDatabases();
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		this.studio.upgrade(TWO);
		RestoreResult result = this.studio.utilities(TWO).restoreDatabase(backup.path());
		assertThat(result.previousDatabase()).isNull();
		assertThat(result.safetyCopy()).isNotNull();
		assertThat(result.safetyCopy().manifest().revision()).isEqualTo("create-agent");
		assertThat(this.studio.status(TWO).currentRevision()).isEqualTo("first-crew");
	}

	@Test
	void changesNothingWhenThePreviousDatabaseCanNoLongerBeKept() {
		loseTheRightToCreateDatabases();
		BackupStrategy formerly = spy(new PostgresqlBackupStrategy(PostgresqlToolSettings.DEFAULTS));
		doReturn(true).when(formerly).keepsPrevious(any());
		this.studio.strategy(formerly);
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		this.studio.upgrade(TWO);
		this.studio.failUnchanged(() -> this.studio.utilities(TWO).restoreDatabase(backup.path()),
				MigrationErrorCode.RESTORE_BLOCKED);
		verify(formerly, times(1)).keepsPrevious(any());
		assertThat(this.studio.status(TWO).currentRevision()).isEqualTo("create-agent");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void isInTheLedgerThoughTheProcessDiesRightBehindTheRestore(boolean mayCreateDatabases) {
		if (!mayCreateDatabases) {
			loseTheRightToCreateDatabases();
		}
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		this.studio.upgrade(TWO);
		dieBehindRestore();
		assertThatExceptionOfType(StackOverflowError.class)
			.isThrownBy(() -> this.studio.utilities(TWO).restoreDatabase(backup.path()));
		assertThat(this.studio.query("SELECT KIND, RUN_NUMBER, OUTCOME FROM MIGRATION_RUN ORDER BY RUN_NUMBER"))
			.isEqualTo("UPGRADE|1|SUCCEEDED\nRESTORE|3|SUCCEEDED");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void isInTheLedgerOfABackupThatHasNone(boolean mayCreateDatabases) {
		this.studio.execute("DROP TABLE migration_run", "CREATE TABLE \"it's \\\" (id int)");
		if (!mayCreateDatabases) {
			loseTheRightToCreateDatabases();
		}
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		dieBehindRestore();
		assertThatExceptionOfType(StackOverflowError.class)
			.isThrownBy(() -> this.studio.utilities(ONE).restoreDatabase(backup.path()));
		assertThat(this.studio.ledger()).isEqualTo("RESTORE|first-crew|first-crew|SUCCEEDED|null");
	}

	private void dieBehindRestore() {
		BackupStrategy strategy = spy(new PostgresqlBackupStrategy(PostgresqlToolSettings.DEFAULTS));
		willAnswer((call) -> {
			call.callRealMethod();
			throw new StackOverflowError("killed");
		}).given(strategy).restore(any(), any(), any(), anyBoolean(), any(), any());
		this.studio.strategy(strategy);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theNextStartAddsTheRowThatTheRoleMightNotWrite(boolean mayCreateDatabases, CapturedOutput output) {
		loseTheRightToCreateDatabases();
		if (mayCreateDatabases) {
			this.studio.server()
				.execute("ALTER ROLE " + this.role + " CREATEDB",
						"ALTER DATABASE " + this.studio.database() + " OWNER TO " + this.role);
		}
		this.studio.execute("REVOKE INSERT, UPDATE ON migration_run FROM " + this.role);
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		RestoreResult result = this.studio.utilities(ONE).restoreDatabase(backup.path());
		assertThat(result.previousDatabase() != null).isEqualTo(mayCreateDatabases);
		assertThat(output).contains("could not be recorded in the ledger: ERROR: permission denied");
		this.studio.upgrade(ONE);
		assertThat(this.studio.ledger()).hasLineCount(1);
		this.studio.execute("GRANT INSERT, UPDATE ON migration_run TO " + this.role);
		this.studio.upgrade(ONE);
		assertThat(this.studio.ledger()).isEqualTo("""
				UPGRADE|null|first-crew|SUCCEEDED|null
				RESTORE|first-crew|first-crew|SUCCEEDED|null""");
		if (mayCreateDatabases) {
			this.studio.utilities(ONE).pruneBackups();
			this.studio.server()
				.execute("ALTER DATABASE " + this.studio.database() + " OWNER TO " + PostgresqlServer.SUPERUSER);
		}
	}

	private void loseTheRightToCreateDatabases() {
		this.studio.server()
			.executeIn(this.studio.database(), "GRANT ALL ON SCHEMA public TO " + this.role,
					"DO $$ DECLARE t text; BEGIN FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' "
							+ "LOOP EXECUTE format('ALTER TABLE %I OWNER TO " + this.role + "', t); END LOOP; END $$");
		this.pool.close();
		this.pool = pool(this.role, "secret");
		this.studio.dataSource(this.pool).connectionSettings(this.role, "secret");
	}

	@Test
	void verifiesByRestoringBeforeTheUpgrade() {
		this.studio.withBackups().verificationLevel(VerificationLevel.RESTORE);
		DatabaseBackup backup = this.studio.upgrade(TWO).backup();
		assertThat(backup.manifest().verifications()).singleElement()
			.satisfies((verification) -> assertThat(verification.level()).isEqualTo(VerificationLevel.RESTORE));
		assertThat(backup.manifest().revision()).isEqualTo("first-crew");
	}

	@Test
	void changesNothingWhenTheBackupIsOfAnotherDatabase(@TempDir Path elsewhere) {
		PostgresqlFixture other = new PostgresqlFixture(elsewhere);
		try {
			other.strategy(new PostgresqlBackupStrategy(PostgresqlToolSettings.DEFAULTS));
			other.upgrade(ONE);
			DatabaseBackup backup = other.utilities(ONE).createDatabaseBackup();
			MigrationException failure = this.studio.failUnchanged(
					() -> this.studio.utilities(ONE).restoreDatabase(backup.path()),
					MigrationErrorCode.BACKUP_OF_OTHER_DATABASE);
			assertThat(failure).hasMessageContainingAll(other.database(), this.studio.database());
		}
		finally {
			other.drop();
		}
	}

	private HikariDataSource pool() {
		return pool(PostgresqlServer.SUPERUSER, null);
	}

	private HikariDataSource pool(String user, String password) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(this.studio.server().url(this.studio.database()));
		config.setUsername(user);
		config.setPassword(password);
		config.setMaximumPoolSize(3);
		return new HikariDataSource(config);
	}

	// Used a moment ago, the pool hands its connections out untested.
	private void useEveryConnection() throws SQLException {
		List<Connection> connections = new ArrayList<>();
		for (int i = 0; i < this.pool.getMaximumPoolSize(); i++) {
			connections.add(this.pool.getConnection());
		}
		for (Connection connection : connections) {
			connection.close();
		}
	}

}
