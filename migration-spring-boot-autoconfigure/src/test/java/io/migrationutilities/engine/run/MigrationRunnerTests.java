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

package io.migrationutilities.engine.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupReason;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.DatabaseState;
import io.migrationutilities.DowngradeResult;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationStep;
import io.migrationutilities.Progress;
import io.migrationutilities.Progress.Activity;
import io.migrationutilities.UpgradeResult;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.engine.EngineFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MigrationRunner}.
 */
class MigrationRunnerTests {

	private static final String ONE = "changelog-1-with-crews.yaml";

	private static final String TWO = "changelog-2-with-agents.yaml";

	private static final String FAILING = "changelog-2-with-failing-change-set-in-the-middle.yaml";

	private static final String REVERSIBLE = "changelog-with-rollbacks.sql";

	private EngineFixture studio;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new EngineFixture(directory);
	}

	@Test
	void upgradesEmptyDatabaseWithoutBackup() {
		UpgradeResult result = this.studio.upgrade(TWO);
		assertThat(result.preUpgradeRevision()).isNull();
		assertThat(result.postUpgradeRevision()).isEqualTo("agent-view");
		assertThat(result.applied()).containsExactly("create-crew", "first-crews", "create-agent", "crew-name-index",
				"tag-v2", "agent-view");
		assertThat(result.backup()).isNull();
		assertThat(this.studio.backups()).isEmpty();
		assertThat(this.studio.steps()).containsExactly(MigrationStep.CHECK_UP_TO_DATE, MigrationStep.LOCK,
				MigrationStep.PLAN, MigrationStep.APPLY, MigrationStep.CHECK, MigrationStep.RECORD,
				MigrationStep.UNLOCK);
		assertThat(this.studio.query("SELECT name FROM crew ORDER BY id")).isEqualTo("Deckhands\nCooks");
	}

	@Test
	void upgradesDatabaseWithDataAfterVerifiedBackupOfTheStateBefore() {
		this.studio.upgrade(ONE);
		String before = this.studio.content();
		this.studio.events().clear();
		UpgradeResult result = this.studio.upgrade(TWO);
		assertThat(result.preUpgradeRevision()).isEqualTo("first-crews");
		assertThat(result.postUpgradeRevision()).isEqualTo("agent-view");
		assertThat(result.applied()).containsExactly("create-agent", "crew-name-index", "tag-v2", "agent-view");
		DatabaseBackup backup = result.backup();
		assertThat(backup).isNotNull();
		assertThat(this.studio.backups()).containsExactly(backup.path());
		assertThat(EngineFixture.contentOf(backup.path())).isEqualTo(before);
		assertThat(backup.manifest().reason()).isEqualTo(BackupReason.BEFORE_UPGRADE);
		assertThat(backup.manifest().revision()).isEqualTo("first-crews");
		assertThat(backup.manifest().verifications()).extracting(BackupManifest.Verification::level)
			.containsExactly(VerificationLevel.STRUCTURE);
		assertThat(this.studio.content()).isNotEqualTo(before);
	}

	@Test
	void takesBackupOfSingleRunAsCallerSays() {
		this.studio.upgrade(ONE);
		assertThat(this.studio.utilities(TWO).upgradeDatabase("create-agent", false).backup()).isNull();
		this.studio.withoutBackups();
		assertThat(this.studio.utilities(TWO).upgradeDatabase("head", true).backup()).isNotNull();
	}

	@Test
	void tellsHowFarItIs() {
		this.studio.upgrade(ONE);
		List<Progress> reports = new ArrayList<>();
		this.studio.progress(reports::add).upgrade(TWO);
		assertThat(reports).extracting(Progress::activity)
			.containsSubsequence(Activity.BACKUP, Activity.VERIFY, Activity.UPGRADE);
		assertThat(reports).filteredOn((progress) -> progress.activity() == Activity.UPGRADE)
			.extracting(Progress::done)
			.containsExactly(0L, 1L, 2L, 3L, 4L);
		assertThat(reports).last().isEqualTo(new Progress(Activity.UPGRADE, 4, 4));
	}

	@Test
	void isNeverFinishedWhenAChangeSetFails() {
		List<Progress> reports = new ArrayList<>();
		this.studio.progress(reports::add);
		this.studio.failUpgrade(FAILING);
		assertThat(reports).filteredOn((progress) -> progress.activity() == Activity.UPGRADE)
			.isNotEmpty()
			.noneMatch(Progress::isFinished);
	}

	@Test
	void upgradesWhateverAListenerOfProgressDoes() {
		this.studio.progress((progress) -> {
			throw new IllegalStateException("no display");
		});
		assertThat(this.studio.upgrade(TWO).postUpgradeRevision()).isEqualTo("agent-view");
	}

	@Test
	void tellsListenersOfEachStepInOrder() {
		this.studio.upgrade(ONE);
		this.studio.events().clear();
		UpgradeResult result = this.studio.upgrade(TWO);
		List<MigrationEvent> events = this.studio.events();
		assertThat(this.studio.steps()).containsExactly(MigrationStep.values());
		assertThat(events).filteredOn((event) -> !(event instanceof MigrationEvent.StepStarted))
			.extracting((event) -> event.getClass().getSimpleName())
			.containsExactly("BackupCreated", "BackupVerified", "UpgradeStarted", "ChangeSetRan", "ChangeSetRan",
					"ChangeSetRan", "ChangeSetRan", "UpgradeCompleted");
		assertThat(events).contains(new MigrationEvent.UpgradeStarted("liquibase", result.applied()),
				new MigrationEvent.UpgradeCompleted("liquibase", result),
				new MigrationEvent.ChangeSetRan("liquibase", "crew-name-index", false));
		assertThat(events.indexOf(new MigrationEvent.StepStarted("liquibase", MigrationStep.APPLY)))
			.isLessThan(events.indexOf(new MigrationEvent.UpgradeStarted("liquibase", result.applied())));
	}

	@Test
	void recordsRunInLedgerWithTheDeploymentOfItsChangeSets() {
		this.studio.upgrade(ONE);
		DatabaseBackup backup = this.studio.upgrade(TWO).backup();
		assertThat(this.studio.ledger()).isEqualTo("""
				UPGRADE|null|first-crews|SUCCEEDED|null
				UPGRADE|first-crews|agent-view|SUCCEEDED|null""");
		assertThat(backup).isNotNull();
		assertThat(this.studio.query("SELECT BACKUP, APPLICATION_VERSION FROM MIGRATION_RUN WHERE BACKUP IS NOT NULL"))
			.isEqualTo(backup.manifest().id() + "|2.0");
		assertThat(this.studio.query("SELECT count(DISTINCT DEPLOYMENT_ID) FROM MIGRATION_RUN JOIN DATABASECHANGELOG"
				+ " USING (DEPLOYMENT_ID)"))
			.isEqualTo("2");
	}

	@Test
	void changesNothingWhenNothingIsPending() throws IOException {
		this.studio.upgrade(ONE);
		byte[] before = Files.readAllBytes(this.studio.file());
		Files.delete(this.studio.lockFile());
		this.studio.events().clear();
		UpgradeResult result = this.studio.upgrade(ONE);
		assertThat(result.applied()).isEmpty();
		assertThat(result.backup()).isNull();
		assertThat(result.preUpgradeRevision()).isEqualTo("first-crews");
		assertThat(result.postUpgradeRevision()).isEqualTo("first-crews");
		assertThat(this.studio.events())
			.containsExactly(new MigrationEvent.StepStarted("liquibase", MigrationStep.CHECK_UP_TO_DATE));
		assertThat(this.studio.lockFile()).doesNotExist();
		assertThat(this.studio.backups()).isEmpty();
		assertThat(Files.readAllBytes(this.studio.file())).isEqualTo(before);
	}

	@Test
	void createsNothingInEmptyDatabaseWhenNothingIsPending() {
		this.studio.upgrade("changelog-without-change-sets.yaml");
		assertThat(this.studio.tables()).isEmpty();
		assertThat(this.studio.lockFile()).doesNotExist();
	}

	@Test
	void leavesDatabaseAsItWasWhenChangeSetInTheMiddleFails() {
		this.studio.upgrade(ONE);
		String before = this.studio.content();
		this.studio.events().clear();
		MigrationException failure = this.studio.failUpgrade(FAILING);
		assertThat(this.studio.content()).isEqualTo(before);
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.UPGRADE_FAILED);
		assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.UNCHANGED);
		assertThat(failure.getMessage()).startsWith("Change set 'broken' in changelog failed: ")
			.contains("no_such_table")
			.doesNotContain("\n");
		assertThat(failure.getHint()).contains("'broken'").contains("nothing to restore");
		assertThat(this.studio.backups()).containsExactly(failure.getBackup());
		assertThat(EngineFixture.contentOf(this.studio.backups().get(0))).isEqualTo(before);
		assertThat(this.studio.event(MigrationEvent.UpgradeFailed.class).failure()).isSameAs(failure);
		assertThat(this.studio.steps()).endsWith(MigrationStep.APPLY, MigrationStep.UNLOCK);
	}

	@Test
	void leavesEmptyDatabaseEmptyWhenChangeSetFails() {
		MigrationException failure = this.studio.failUpgrade(FAILING);
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.UPGRADE_FAILED);
		assertThat(failure.getBackup()).isNull();
		assertThat(this.studio.tables()).isEmpty();
	}

	@Test
	void createsNoHistoryWhenForeignDatabaseCanNotBeUpgraded() {
		this.studio.execute("CREATE TABLE guest (id INTEGER)", "INSERT INTO guest VALUES (1)");
		this.studio.failUnchanged(() -> this.studio.upgrade(FAILING), MigrationErrorCode.UPGRADE_FAILED);
		assertThat(this.studio.tables()).containsExactly("guest");
	}

	@Test
	void upgradesAfterTheFailingChangeSetWasCorrected() {
		this.studio.upgrade(ONE);
		this.studio.failUpgrade(FAILING);
		UpgradeResult result = this.studio.upgrade(TWO);
		assertThat(result.applied()).containsExactly("create-agent", "crew-name-index", "tag-v2", "agent-view");
		assertThat(this.studio.query("SELECT count(*) FROM crew")).isEqualTo("2");
		assertThat(this.studio.ledger().lines()).hasSize(2);
	}

	@Test
	void releasesLocksAfterFailure() throws SQLException {
		this.studio.failUpgrade(FAILING);
		assertThat(this.studio.status(FAILING).lock()).isNull();
		try (Connection connection = this.studio.connect(); Statement statement = connection.createStatement()) {
			statement.execute("BEGIN EXCLUSIVE");
			statement.execute("ROLLBACK");
		}
	}

	@Test
	void takesNoBackupWhenUserWantsNone() {
		this.studio.withoutBackups().upgrade(ONE);
		UpgradeResult result = this.studio.upgrade(TWO);
		assertThat(result.backup()).isNull();
		assertThat(this.studio.backups()).isEmpty();
		assertThat(this.studio.steps()).doesNotContain(MigrationStep.BACKUP, MigrationStep.VERIFY);
	}

	@Test
	void changesNothingWhenBackupFails() throws IOException {
		this.studio.upgrade(ONE);
		Files.writeString(this.studio.backupDirectory(), "in the way");
		this.studio.failUnchanged(() -> this.studio.upgrade(TWO), MigrationErrorCode.BACKUP_DIRECTORY_UNUSABLE);
	}

	@ParameterizedTest
	@EnumSource(names = { "CHECKSUM", "RESTORE" })
	void changesNothingWhenBackupIsDamagedAfterwards(VerificationLevel level) {
		this.studio.upgrade(ONE);
		this.studio.events().clear();
		this.studio.verificationLevel(level).listener((event) -> {
			if (event instanceof MigrationEvent.BackupCreated created) {
				damage(created.backup().path());
			}
		});
		assertRefusedAsNotVerified();
	}

	@Test
	void changesNothingWhenBackupIsNotVerified() {
		this.studio.upgrade(ONE);
		this.studio.events().clear();
		this.studio.progress((progress) -> {
			if (progress.activity() == Activity.VERIFY && progress.done() == 0) {
				cutPartialBackup();
			}
		});
		assertRefusedAsNotVerified();
	}

	private void cutPartialBackup() {
		try (DirectoryStream<Path> partial = Files.newDirectoryStream(this.studio.backupDirectory(), ".*.db.partial")) {
			for (Path file : partial) {
				byte[] bytes = Files.readAllBytes(file);
				Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void assertRefusedAsNotVerified() {
		MigrationException failure = this.studio.failUnchanged(() -> this.studio.upgrade(TWO),
				MigrationErrorCode.BACKUP_INVALID);
		assertThat(failure).hasMessageContaining(this.studio.backupDirectory().toString());
		assertThat(failure.getBackup()).isNull();
		assertThat(failure.getHint()).contains("Nothing was changed");
		assertThat(this.studio.steps()).endsWith(MigrationStep.VERIFY, MigrationStep.UNLOCK);
	}

	@Test
	void goesOnWhenListenerFails() {
		this.studio.listener((event) -> {
			throw new IllegalStateException("listener");
		});
		assertThat(this.studio.upgrade(ONE).applied()).hasSize(2);
	}

	@Test
	void rollsBackInReverseOrderAfterVerifiedBackup() {
		this.studio.upgrade(REVERSIBLE);
		String before = this.studio.content();
		this.studio.events().clear();
		DowngradeResult result = this.studio.downgrade(REVERSIBLE, "create-crew");
		assertThat(result.rolledBack()).containsExactly("create-agent", "second-crew", "first-crew");
		assertThat(result.backup()).isNotNull();
		assertThat(result.backup().manifest().reason()).isEqualTo(BackupReason.BEFORE_DOWNGRADE);
		assertThat(EngineFixture.contentOf(result.backup().path())).isEqualTo(before);
		assertThat(this.studio.tables()).contains("crew").doesNotContain("agent");
		assertThat(this.studio.query("SELECT * FROM crew")).isEmpty();
		assertThat(this.studio.history()).isEqualTo("create-crew");
		assertThat(this.studio.steps()).containsExactly(MigrationStep.values());
		assertThat(this.studio.events()).contains(new MigrationEvent.ChangeSetRan("liquibase", "first-crew", true),
				new MigrationEvent.DowngradeCompleted("liquibase", result));
	}

	@Test
	void takesNoBackupBeforeDowngradeWhenUserWantsNone() {
		this.studio.withoutBackups().upgrade(REVERSIBLE);
		assertThat(this.studio.downgrade(REVERSIBLE, "base").backup()).isNull();
		assertThat(this.studio.backups()).isEmpty();
	}

	@Test
	void takesBackupOfSingleDowngradeAsCallerSays() {
		this.studio.upgrade(REVERSIBLE);
		assertThat(this.studio.utilities(REVERSIBLE).downgradeDatabase("-1", false).backup()).isNull();
		this.studio.withoutBackups();
		assertThat(this.studio.utilities(REVERSIBLE).downgradeDatabase("-1", true).backup()).isNotNull();
	}

	@Test
	void doesNothingWhenTargetOfDowngradeIsCurrent() {
		this.studio.upgrade(REVERSIBLE);
		String before = this.studio.content();
		DowngradeResult result = this.studio.downgrade(REVERSIBLE, "create-agent");
		assertThat(result.rolledBack()).isEmpty();
		assertThat(result.postDowngradeRevision()).isEqualTo("create-agent");
		assertThat(this.studio.content()).isEqualTo(before);
	}

	@Test
	void leavesDatabaseAsItWasWhenLaterRollbackFails() {
		this.studio.upgrade("changelog-with-failing-rollback.sql");
		this.studio.events().clear();
		MigrationException failure = this.studio.failUnchanged(
				() -> this.studio.downgrade("changelog-with-failing-rollback.sql", "base"),
				MigrationErrorCode.DOWNGRADE_FAILED);
		assertThat(failure.getMessage()).startsWith("Change set 'first-crew' in changelog could not be rolled back: ")
			.contains("no_such_table");
		assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.UNCHANGED);
		assertThat(failure.getBackup()).isNotNull();
		assertThat(this.studio.event(MigrationEvent.DowngradeFailed.class).failure()).isSameAs(failure);
	}

	@Test
	void rollsBackChangeSetThatRanOutsideTransaction() {
		this.studio.upgrade("changelog-with-reversible-vacuum.sql");
		assertThat(this.studio.downgrade("changelog-with-reversible-vacuum.sql", "base").rolledBack())
			.containsExactly("vacuum", "create-crew");
	}

	@Test
	void upgradesAgainInTheSameProcess() {
		this.studio.upgrade(REVERSIBLE);
		this.studio.upgrade(REVERSIBLE);
		this.studio.downgrade(REVERSIBLE, "base");
		assertThat(this.studio.upgrade(REVERSIBLE).applied()).hasSize(4);
		this.studio.downgrade(REVERSIBLE, "-1");
		assertThat(this.studio.upgrade(REVERSIBLE).applied()).containsExactly("create-agent");
	}

	private void damage(Path backup) {
		try {
			byte[] bytes = Files.readAllBytes(backup);
			bytes[bytes.length - 1] ^= 1;
			Files.write(backup, bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
