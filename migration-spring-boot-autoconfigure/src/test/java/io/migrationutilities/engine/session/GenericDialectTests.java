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

package io.migrationutilities.engine.session;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.DatabaseState;
import io.migrationutilities.Finding;
import io.migrationutilities.Finding.Severity;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.UpgradeResult;
import io.migrationutilities.engine.DatabaseDoctorTests;
import io.migrationutilities.engine.EngineFixture;
import io.migrationutilities.engine.run.MigrationSettings.WhenBackupUnavailable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GenericDialect} with H2.
 */
class GenericDialectTests {

	private static final String ONE = "changelog-1.sql";

	private static final String FAILING = "changelog-with-failing-last-change-set.sql";

	private EngineFixture studio;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new EngineFixture(directory, "jdbc:h2:" + directory.resolve("app"));
	}

	@Test
	void refusesToChangeDatabaseOfWhichNoBackupCanBeTaken() {
		this.studio.upgrade(ONE);
		MigrationException failure = EngineFixture.fail(() -> this.studio.upgrade("changelog-2.sql"));
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.BACKUP_UNAVAILABLE);
		assertThat(tables()).contains("CREW").doesNotContain("AGENT");
		assertThat(this.studio.status(ONE).lock()).isNull();
	}

	@Test
	void needsNoBackupOfAnEmptyDatabase() {
		assertThat(this.studio.upgrade(ONE).backup()).isNull();
		assertThat(this.studio.history()).isEqualTo("create-crew,first-crew");
	}

	@Test
	void needsNoBackupOfADatabaseThatHoldsOnlyALockTableOfAnotherName() {
		this.studio.bean((liquibase) -> liquibase.setDatabaseChangeLogLockTable("STUDIO_LOCK"));
		assertThat(this.studio.upgrade(ONE).backup()).isNull();
		assertThat(this.studio.query("SELECT LOCKED FROM STUDIO_LOCK")).isEqualTo("false");
	}

	@Test
	void goesOnWithoutBackupWhenUserWantsThat() {
		this.studio.whenBackupUnavailable(WhenBackupUnavailable.WARN);
		UpgradeResult result = this.studio.upgrade(ONE);
		assertThat(result.applied()).containsExactly("create-crew", "first-crew");
		assertThat(result.backup()).isNull();
		assertThat(this.studio.query("SELECT KIND, TO_REVISION, OUTCOME FROM MIGRATION_RUN"))
			.isEqualTo("UPGRADE|first-crew|SUCCEEDED");
		assertThat(this.studio.status(ONE).upToDate()).isTrue();
		assertThat(this.studio.status(ONE).lock()).isNull();
		assertThat(this.studio.upgrade(ONE).applied()).isEmpty();
	}

	@Test
	void commitsChangeSetsOnTheirOwn() {
		this.studio.whenBackupUnavailable(WhenBackupUnavailable.WARN);
		MigrationException failure = this.studio.failUpgrade(FAILING);
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.UPGRADE_FAILED);
		assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.PARTLY_CHANGED);
		assertThat(failure.getHint()).startsWith("Committed: create-crew, first-crew, create-agent. ");
		assertThat(this.studio.query("SELECT OUTCOME, ERROR_CODE FROM MIGRATION_RUN"))
			.isEqualTo("FAILED|UPGRADE_FAILED");
		assertThat(this.studio.status(FAILING).lock()).isNull();
		assertThat(this.studio.upgrade(ONE.replace("1", "2")).applied()).isEmpty();
	}

	@Test
	void downgrades() {
		this.studio.whenBackupUnavailable(WhenBackupUnavailable.WARN);
		this.studio.upgrade("changelog-2.sql");
		assertThat(this.studio.downgrade("changelog-2.sql", "create-crew").rolledBack()).containsExactly("create-agent",
				"first-crew");
		assertThat(this.studio.history()).isEqualTo("create-crew");
	}

	@Test
	void refusesWhileLiquibaseHoldsItsLock() {
		this.studio.whenBackupUnavailable(WhenBackupUnavailable.WARN).upgrade(ONE);
		this.studio.execute("UPDATE DATABASECHANGELOGLOCK SET LOCKED = TRUE, LOCKEDBY = 'ci-server',"
				+ " LOCKGRANTED = CURRENT_TIMESTAMP");
		MigrationException failure = this.studio.failUpgrade("changelog-2.sql");
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.LOCK_TIMEOUT);
		assertThat(failure.getMessage()).contains("ci-server");
		assertThat(tables()).doesNotContain("AGENT");
		assertThat(failure.getHint()).contains("migrations release-lock");
		assertThat(this.studio.utilities(ONE).releaseLock()).isPresent();
		assertThat(this.studio.upgrade("changelog-2.sql").applied()).containsExactly("create-agent");
	}

	@Test
	void tellsBeforehandThatNoBackupCanBeTaken() {
		this.studio.upgrade(ONE);
		DatabaseDoctorTests.assertError(this.studio.utilities(ONE).diagnose(), "Backup",
				MigrationErrorCode.BACKUP_UNAVAILABLE);
		this.studio.whenBackupUnavailable(WhenBackupUnavailable.WARN);
		assertThat(this.studio.utilities(ONE).diagnoseBackups()).extracting(Finding::severity)
			.containsExactly(Severity.OK, Severity.WARNING);
	}

	@Test
	void readsWithoutWriting() {
		assertThat(this.studio.status(ONE).pendingMigrations()).hasSize(2);
		assertThat(this.studio.utilities(ONE).getMigrationHistory()).hasSize(2);
		assertThat(this.studio.utilities(ONE).previewUpgrade("head")).contains("CREATE TABLE crew");
		assertThat(tables()).isEmpty();
	}

	@Test
	void needsNoBackupOfDatabaseInMemory(@TempDir Path directory) throws SQLException {
		String url = "jdbc:h2:mem:" + directory.getFileName();
		EngineFixture memory = new EngineFixture(directory, url);
		try (Connection keepsItAlive = memory.connect()) {
			assertThat(memory.upgrade(ONE).applied()).hasSize(2);
			assertThat(memory.upgrade("changelog-2.sql").backup()).isNull();
			assertThat(EngineFixture.query(keepsItAlive, "SELECT count(*) FROM MIGRATION_RUN")).isEqualTo("2");
		}
	}

	private List<String> tables() {
		return this.studio
			.query("SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'PUBLIC'"
					+ " AND TABLE_NAME <> 'DATABASECHANGELOGLOCK'")
			.lines()
			.toList();
	}

}
