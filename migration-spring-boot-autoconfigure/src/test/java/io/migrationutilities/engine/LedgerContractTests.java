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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.RunReport;
import io.migrationutilities.engine.EngineFixture.Application;
import io.migrationutilities.engine.run.MigrationSettings.WhenBackupUnavailable;
import io.migrationutilities.engine.session.Ledger;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Ledger}, the same on every kind of database.
 */
@ExtendWith(OutputCaptureExtension.class)
abstract class LedgerContractTests {

	static final String ONE = "changelog-1.sql";

	static final String TWO = "changelog-2.sql";

	static final String THREE = "changelog-3.sql";

	private static final String FAILING = "changelog-with-failing-last-change-set.sql";

	private static final String REMOVE_NUMBERS = "ALTER TABLE MIGRATION_RUN DROP COLUMN RUN_NUMBER";

	private static final String NUMBERS = "SELECT RUN_NUMBER, TO_REVISION FROM MIGRATION_RUN ORDER BY RUN_NUMBER";

	private EngineFixture studio;

	abstract EngineFixture createFixture(Path directory);

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = createFixture(directory).withoutBackups().whenBackupUnavailable(WhenBackupUnavailable.WARN);
	}

	EngineFixture studio() {
		return this.studio;
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE TABLE MIGRATION_RUN (ID INTEGER, DISTANCE INTEGER)",
			"CREATE TABLE MIGRATION_RUN (ID VARCHAR(36), STARTED_AT VARCHAR(32), DURATION_MS INTEGER)",
			"CREATE VIEW MIGRATION_RUN AS SELECT ID, KIND, FROM_REVISION, TO_REVISION, APPLICATION_VERSION,"
					+ " DEPLOYMENT_ID, BACKUP, OUTCOME, ERROR_CODE, STARTED_AT, DURATION_MS FROM SOURCE" })
	void refusesWhatIsNoLedgerBeforeAnythingChanges(String statement) throws SQLException {
		this.studio.execute("CREATE TABLE SOURCE (ID INTEGER, KIND INTEGER, FROM_REVISION INTEGER, TO_REVISION INTEGER,"
				+ " APPLICATION_VERSION INTEGER, DEPLOYMENT_ID INTEGER, BACKUP INTEGER, OUTCOME INTEGER,"
				+ " ERROR_CODE INTEGER, STARTED_AT INTEGER, DURATION_MS INTEGER)", statement);
		Set<String> before = tables();
		MigrationException failure = this.studio.failUpgrade(ONE);
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.LEDGER_TABLE_REFUSED);
		assertThat(failure.getMessage()).containsIgnoringCase("MIGRATION_RUN");
		assertThat(failure.getHint()).contains("migration.ledger.table");
		assertThat(tables()).isEqualTo(before);
		assertThat(this.studio.ledgerTable("CREW_RUNS").upgrade(ONE).applied()).hasSize(2);
		assertThat(this.studio.query("SELECT TO_REVISION FROM CREW_RUNS")).isEqualTo("first-crew");
	}

	@Test
	void worksWithATableOfAnotherName() {
		this.studio.ledgerTable("Crew_Runs").upgrade(ONE);
		Application application = this.studio.start(TWO);
		application.upgrade("head");
		assertThat(application.monitor().isCurrent()).isTrue();
		assertThat(application.monitor().getRuns(0, 10).runs()).extracting(RunReport::to)
			.containsExactly("create-agent", "first-crew");
		assertThat(this.studio.start(TWO).upgrade("head").applied()).isEmpty();
	}

	@Test
	void readsBesideATableThatIsNoLedger(CapturedOutput output) {
		this.studio.upgrade(ONE);
		this.studio.execute("DROP TABLE MIGRATION_RUN", "CREATE TABLE MIGRATION_RUN (ID INTEGER)");
		Application application = this.studio.start(ONE);
		assertThat(application.upgrade("head").applied()).isEmpty();
		assertThat(output).contains("The runs of 'liquibase' can't be told").contains("migration.ledger.table");
		assertThat(application.utilities().checkMigrationStatus().upToDate()).isTrue();
		DatabaseMonitor monitor = application.monitor();
		assertThat(monitor.isCurrent()).isTrue();
		assertThat(monitor.getLastRun()).isNull();
		assertThat(monitor.getLedgerProblem()).isEqualTo(MigrationErrorCode.LEDGER_TABLE_REFUSED);
		assertThat(EngineFixture.fail(() -> monitor.getRuns(0, 10)).getCode())
			.isEqualTo(MigrationErrorCode.LEDGER_TABLE_REFUSED);
		DatabaseDoctorTests.assertError(application.utilities().diagnose(), "Ledger",
				MigrationErrorCode.LEDGER_TABLE_REFUSED);
	}

	@Test
	void showsWhatANewerVersionHasWritten() {
		this.studio.upgrade(ONE);
		this.studio.execute("ALTER TABLE MIGRATION_RUN ADD COLUMN HOST VARCHAR(255)",
				"UPDATE MIGRATION_RUN SET KIND = 'REHEARSAL', OUTCOME = 'PAUSED', ERROR_CODE = 'COFFEE_MISSING'");
		Application application = this.studio.start(ONE);
		assertThat(application.upgrade("head").applied()).isEmpty();
		RunReport last = application.monitor().getLastRun();
		assertThat(last).isNotNull();
		assertThat(last).extracting(RunReport::kind, RunReport::outcome, RunReport::error)
			.containsExactly("REHEARSAL", "PAUSED", "COFFEE_MISSING");
		assertThat(application.monitor().getRuns(0, 10).runs()).containsExactly(last);
		assertThat(this.studio.upgrade(TWO).applied()).hasSize(1);
	}

	@Test
	void findsTheNewestRunThoughItsClockIsBehind() {
		this.studio.upgrade(ONE);
		this.studio.execute("UPDATE MIGRATION_RUN SET STARTED_AT = '2099-01-01T00:00:00Z'");
		this.studio.upgrade(TWO);
		this.studio.downgrade(TWO, "-1");
		assertThat(this.studio.query("SELECT RUN_NUMBER, KIND FROM MIGRATION_RUN ORDER BY RUN_NUMBER")).isEqualTo("""
				1|UPGRADE
				2|UPGRADE
				3|DOWNGRADE""");
		Application application = this.studio.start(TWO);
		application.monitor().read();
		assertThat(application.monitor().getLastRun()).isNotNull().extracting(RunReport::kind).isEqualTo("DOWNGRADE");
		assertThat(application.monitor().getRuns(0, 10).runs()).extracting(RunReport::number)
			.containsExactly(3L, 2L, 1L);
		assertThat(application.monitor().getRuns(1, 1).runs()).extracting(RunReport::number).containsExactly(2L);
	}

	@Test
	void aFailureThatLeftNoTraceIsNewestUntilAnotherInstanceRuns() {
		this.studio.upgrade(TWO);
		this.studio.execute("UPDATE MIGRATION_RUN SET STARTED_AT = '2099-01-01T00:00:00Z'");
		Application application = this.studio.start(FAILING);
		EngineFixture.fail(() -> application.upgrade("head"));
		application.monitor().read();
		assertThat(application.monitor().getLastRun()).isNotNull().extracting(RunReport::hasFailed).isEqualTo(true);
		this.studio.upgrade(THREE);
		this.studio.execute("UPDATE MIGRATION_RUN SET STARTED_AT = '2001-01-01T00:00:00Z'");
		application.monitor().read();
		assertThat(application.monitor().getLastRun()).isNotNull().extracting(RunReport::to).isEqualTo("create-task");
	}

	@Test
	void takesOnALedgerOfTheVersionBefore() throws SQLException {
		this.studio.upgrade(TWO);
		this.studio.downgrade(TWO, "-1");
		this.studio.execute(REMOVE_NUMBERS,
				"UPDATE MIGRATION_RUN SET STARTED_AT = '2099-01-01T00:00:00Z'" + " WHERE KIND = 'UPGRADE'");
		Application application = this.studio.start(ONE);
		assertThat(application.upgrade("head").applied()).isEmpty();
		application.monitor().read();
		assertThat(application.monitor().getLastRun()).isNotNull().extracting(RunReport::kind).isEqualTo("UPGRADE");
		assertThat(application.monitor().getRuns(0, 10).total()).isEqualTo(2);
		assertThat(columns()).doesNotContain("RUN_NUMBER");
		this.studio.upgrade(TWO);
		assertThat(this.studio.query(NUMBERS)).isEqualTo("""
				1|first-crew
				2|create-agent
				3|create-agent""");
		assertThat(this.studio.query("SELECT KIND FROM MIGRATION_RUN WHERE RUN_NUMBER = 1")).isEqualTo("DOWNGRADE");
		application.monitor().read();
		assertThat(application.monitor().getLastRun()).isNotNull().extracting(RunReport::number).isEqualTo(3L);
	}

	@Test
	void numbersWhatAnInstanceOfTheVersionBeforeHasWrittenMeanwhile() {
		this.studio.upgrade(ONE);
		this.studio.execute("INSERT INTO MIGRATION_RUN (ID, KIND, TO_REVISION, OUTCOME, STARTED_AT, DURATION_MS)"
				+ " VALUES ('older', 'UPGRADE', 'by-older', 'SUCCEEDED', '2001-01-01T00:00:00Z', 5)");
		Application application = this.studio.start(ONE);
		application.monitor().read();
		assertThat(application.monitor().getLastRun()).isNotNull().extracting(RunReport::to).isEqualTo("by-older");
		this.studio.upgrade(TWO);
		assertThat(this.studio.query(NUMBERS)).isEqualTo("""
				1|first-crew
				2|by-older
				3|create-agent""");
	}

	/**
	 * Restore a backup whose ledger has no numbers yet.
	 */
	void restoresALedgerOfTheVersionBefore() throws SQLException {
		this.studio.upgrade(ONE);
		this.studio.execute(REMOVE_NUMBERS);
		Path backup = this.studio.utilities(ONE).createDatabaseBackup().path();
		Application application = this.studio.start(THREE);
		application.upgrade("+1");
		application.upgrade("+1");
		assertThat(this.studio.query(NUMBERS)).endsWith("3|create-task");
		application.utilities().restoreDatabase(backup);
		assertThat(this.studio.query("SELECT RUN_NUMBER, KIND FROM MIGRATION_RUN ORDER BY RUN_NUMBER")).isEqualTo("""
				1|UPGRADE
				4|RESTORE""");
		assertThat(application.monitor().getLastRun()).isNotNull().extracting(RunReport::kind).isEqualTo("RESTORE");
		application.upgrade("head");
		assertThat(application.monitor().getLastRun()).isNotNull().extracting(RunReport::number).isEqualTo(5L);
	}

	private Set<String> columns() throws SQLException {
		return names("COLUMN_NAME");
	}

	private Set<String> tables() throws SQLException {
		return names("TABLE_NAME");
	}

	private Set<String> names(String label) throws SQLException {
		Set<String> names = new TreeSet<>();
		try (Connection connection = this.studio.connect();
				ResultSet columns = connection.getMetaData().getColumns(null, schema(), "%", "%")) {
			while (columns.next()) {
				names.add(columns.getString(label).toUpperCase(Locale.ROOT));
			}
		}
		return names;
	}

	/**
	 * Return the schema of the tables.
	 * @return the schema as the database stores it, or {@code null} if there are none
	 */
	abstract @Nullable String schema();

}
