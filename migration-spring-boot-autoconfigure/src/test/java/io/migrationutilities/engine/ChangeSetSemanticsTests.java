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
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.migrationutilities.DatabaseState;
import io.migrationutilities.Migration;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationState;
import io.migrationutilities.MigrationStatus;
import io.migrationutilities.MigrationStep;
import io.migrationutilities.UpgradeResult;
import io.migrationutilities.engine.plan.TransactionMode;
import io.migrationutilities.engine.run.MigrationRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for what change sets and changelogs may say, run by {@link MigrationRunner}.
 */
class ChangeSetSemanticsTests {

	private static final String ONE = "changelog-1.sql";

	private EngineFixture studio;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new EngineFixture(directory);
		this.studio.upgrade(ONE);
		this.studio.events().clear();
	}

	@Test
	void commitsAroundChangeSetOutsideTransaction() {
		UpgradeResult result = this.studio.upgrade("changelog-with-vacuum-in-the-middle.sql");
		assertThat(result.applied()).containsExactly("create-agent", "vacuum", "create-task");
		assertThat(this.studio.steps()).containsSequence(MigrationStep.APPLY, MigrationStep.CHECK, MigrationStep.RECORD,
				MigrationStep.APPLY, MigrationStep.CHECK, MigrationStep.RECORD, MigrationStep.APPLY,
				MigrationStep.CHECK, MigrationStep.RECORD, MigrationStep.UNLOCK);
		assertThat(this.studio.ledger().lines()).last().isEqualTo("UPGRADE|first-crew|create-task|SUCCEEDED|null");
		assertThat(this.studio.history()).isEqualTo("create-crew,first-crew,create-agent,vacuum,create-task");
	}

	@Test
	void saysWhatIsCommittedWhenChangeSetFailsAfterBoundary() {
		String before = this.studio.content();
		MigrationException failure = this.studio.failUpgrade("changelog-with-failure-after-vacuum.sql");
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.UPGRADE_FAILED);
		assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.PARTLY_CHANGED);
		assertThat(failure.getMessage()).startsWith("Change set 'broken' in changelog failed: ");
		assertThat(failure.getHint()).startsWith("Committed: create-agent, vacuum. ")
			.contains("Correct 'broken'")
			.contains("'migrations restore app-");
		assertThat(EngineFixture.contentOf(Path.of(String.valueOf(failure.getBackup())))).isEqualTo(before);
		assertThat(this.studio.history()).isEqualTo("create-crew,first-crew,create-agent,vacuum");
		assertThat(this.studio.tables()).contains("agent").doesNotContain("task");
		assertThat(this.studio.ledger().lines()).last().isEqualTo("UPGRADE|first-crew|broken|FAILED|UPGRADE_FAILED");
	}

	@Test
	void goesOnAfterPartlyCommittedRun() {
		this.studio.failUpgrade("changelog-with-failure-after-vacuum.sql");
		UpgradeResult result = this.studio.upgrade("changelog-with-vacuum-in-the-middle.sql");
		assertThat(result.preUpgradeRevision()).isEqualTo("vacuum");
		assertThat(result.applied()).containsExactly("create-task");
	}

	@Test
	void warnsThatStatementsMayBeCommittedWhenChangeSetOutsideTransactionFails() {
		MigrationException failure = this.studio
			.failUpgrade("changelog-with-failing-change-set-outside-transaction.sql");
		assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.PARTLY_CHANGED);
		assertThat(failure.getHint()).startsWith("Statements of 'broken' may be committed.");
		assertThat(this.studio.tables()).contains("half");
		assertThat(this.studio.ledger().lines()).last().isEqualTo("UPGRADE|first-crew|broken|FAILED|UPGRADE_FAILED");
	}

	@Test
	void commitsEachChangeSetWhenUserWantsThat() {
		MigrationException failure = this.studio.transaction(TransactionMode.PER_CHANGE_SET)
			.failUpgrade("changelog-with-failing-last-change-set.sql");
		assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.PARTLY_CHANGED);
		assertThat(failure.getHint()).startsWith("Committed: create-agent. ");
		assertThat(this.studio.history()).isEqualTo("create-crew,first-crew,create-agent");
	}

	@Test
	void saysThatNothingChangedWhenTheFirstOfSeparateCommitsFails() {
		this.studio.upgrade("changelog-with-failing-last-change-set.sql", "create-agent");
		this.studio.transaction(TransactionMode.PER_CHANGE_SET);
		MigrationException failure = this.studio.failUnchanged(
				() -> this.studio.upgrade("changelog-with-failing-last-change-set.sql"),
				MigrationErrorCode.UPGRADE_FAILED);
		assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.UNCHANGED);
	}

	@Test
	void refusesChangeSetThatEndsTheTransaction() {
		MigrationException failure = this.studio.failUnchanged(() -> this.studio.upgrade("changelog-with-commit.sql"),
				MigrationErrorCode.TRANSACTION_STATEMENT_REFUSED);
		assertThat(failure.getMessage()).contains("'sneaky'", "Statement 2 of 2", "line 2", "'COMMIT'");
		assertThat(failure.getHint()).contains("Remove the statement", "runInTransaction");
	}

	@Test
	void goesOnAfterErrorThatChangeSetTolerates() {
		UpgradeResult result = this.studio.upgrade("changelog-with-ignored-error.sql");
		assertThat(result.applied()).containsExactly("create-agent");
		assertThat(result.skipped()).containsExactly("tolerant");
		assertThat(this.studio.query("SELECT count(*) FROM crew")).isEqualTo("1");
		assertThat(this.studio.status("changelog-with-ignored-error.sql").pendingMigrations()).hasSize(1);
	}

	@Test
	void failsWhenDatabaseEndsTheTransactionEvenIfChangeSetToleratesErrors() {
		this.studio.failUnchanged(() -> this.studio.upgrade("changelog-with-insert-or-rollback.sql"),
				MigrationErrorCode.UPGRADE_FAILED);
	}

	@Test
	void marksOrSkipsChangeSetsByTheirPreconditions() {
		UpgradeResult result = this.studio.upgrade("changelog-with-preconditions.sql");
		assertThat(result.applied()).containsExactly("marked", "create-agent");
		assertThat(this.studio.tables()).contains("agent").doesNotContain("marked", "skipped");
		assertThat(this.studio.query("SELECT EXECTYPE FROM DATABASECHANGELOG WHERE ID = 'marked'"))
			.isEqualTo("MARK_RAN");
		assertThat(this.studio.status("changelog-with-preconditions.sql").pendingMigrations())
			.extracting(Migration::revision)
			.containsExactly("skipped");
	}

	@Test
	void failsByHaltingPrecondition() {
		MigrationException failure = this.studio.failUnchanged(
				() -> this.studio.upgrade("changelog-with-halting-precondition.sql"),
				MigrationErrorCode.UPGRADE_FAILED);
		assertThat(failure.getMessage()).startsWith("Change set 'halting' in changelog failed: ")
			.contains("Expected '0' got '1'")
			.doesNotContain("\n");
	}

	@Test
	void refusesByPreconditionOfChangelog() {
		MigrationException failure = this.studio.failUnchanged(
				() -> this.studio.upgrade("changelog-with-failing-changelog-precondition.yaml"),
				MigrationErrorCode.CHANGELOG_INVALID);
		assertThat(failure.getMessage()).contains("Expected '7' got '1'").doesNotContain("\n");
	}

	@Test
	void runsWhatAlwaysRunsWithoutBackup() {
		this.studio.upgrade("changelog-with-run-always.sql");
		int backups = this.studio.backups().size();
		UpgradeResult result = this.studio.upgrade("changelog-with-run-always.sql");
		assertThat(result.applied()).containsExactly("refresh");
		assertThat(result.backup()).isNull();
		assertThat(this.studio.backups()).hasSize(backups);
		assertThat(this.studio.query("SELECT count(*) FROM crew WHERE name = 'Refreshed'")).isEqualTo("2");
		assertThat(this.studio.status("changelog-with-run-always.sql").upToDate()).isTrue();
	}

	@Test
	void reportsTheCurrentRevisionAfterChangeSetsThatAlwaysRun() {
		this.studio.upgrade("changelog-with-run-always.sql");
		UpgradeResult result = this.studio.upgrade("changelog-with-run-always.sql");
		assertThat(this.studio.utilities("changelog-with-run-always.sql").getCurrentRevision())
			.hasValue(result.postUpgradeRevision());
	}

	@Test
	void runsChangedViewAgain() {
		this.studio.upgrade("changelog-with-view-1.sql");
		assertThat(this.studio.upgrade("changelog-with-view-1.sql").applied()).isEmpty();
		UpgradeResult result = this.studio.upgrade("changelog-with-view-2.sql");
		assertThat(result.applied()).containsExactly("crew-names");
		assertThat(result.backup()).isNotNull();
		assertThat(this.studio.query("SELECT * FROM crew_names")).isEqualTo("1|Deckhands");
		assertThat(this.studio.upgrade("changelog-with-view-2.sql").applied()).isEmpty();
	}

	@Test
	void appliesWhatContextsLabelsAndDatabaseSelect() {
		this.studio.bean((liquibase) -> {
			liquibase.setContexts("test");
			liquibase.setLabelFilter("!feature");
		});
		assertThat(this.studio.upgrade("changelog-with-contexts-and-labels.sql").applied())
			.containsExactly("only-test");
		MigrationStatus status = this.studio.status("changelog-with-contexts-and-labels.sql");
		assertThat(status.upToDate()).isTrue();
		assertThat(status.migrationCount()).isEqualTo(3);
		assertThat(status.headRevision()).isEqualTo("only-test");
	}

	@Test
	void replacesParameters(@TempDir Path directory) {
		EngineFixture other = new EngineFixture(directory)
			.bean((liquibase) -> liquibase.setChangeLogParameters(Map.of("table", "ship")));
		other.upgrade("changelog-with-parameter.sql");
		assertThat(other.tables()).contains("ship");
	}

	@Test
	void includesAllFilesOfDirectory(@TempDir Path directory) {
		EngineFixture other = new EngineFixture(directory);
		assertThat(other.upgrade("changelog-with-include-all.yaml").applied()).containsExactly("create-a", "create-b");
		assertThat(other.upgrade("changelog-with-include-all.yaml").applied()).isEmpty();
	}

	@Test
	void refusesEditedChangeSet() {
		MigrationException failure = this.studio.failUnchanged(
				() -> this.studio.upgrade("changelog-1-with-edited-change-set.sql"),
				MigrationErrorCode.CHANGED_MIGRATIONS);
		assertThat(failure.getMessage()).endsWith(": first-crew.");
		assertThat(this.studio.lockFile()).exists();
		assertThat(this.studio.steps()).containsExactly(MigrationStep.CHECK_UP_TO_DATE);
	}

	@Test
	void listsEditedChangeSetInStatus() {
		MigrationStatus status = this.studio.status("changelog-1-with-edited-change-set.sql");
		assertThat(status.upToDate()).isFalse();
		assertThat(status.changedMigrations()).extracting(Migration::revision, Migration::state)
			.containsExactly(tuple("first-crew", MigrationState.CHANGED));
	}

	@Test
	void acceptsEditWithValidCheckSum() {
		assertThat(this.studio.upgrade("changelog-1-with-accepted-edit.sql").applied()).isEmpty();
		assertThat(this.studio.status("changelog-1-with-accepted-edit.sql").upToDate()).isTrue();
	}

	@Test
	void acceptsEditWhenChecksumsAreToBeCleared() {
		this.studio.bean((liquibase) -> liquibase.setClearCheckSums(true));
		UpgradeResult result = this.studio.upgrade("changelog-1-with-edited-change-set.sql");
		assertThat(result.applied()).isEmpty();
		this.studio.bean((liquibase) -> {
		});
		assertThat(this.studio.status("changelog-1-with-edited-change-set.sql").upToDate()).isTrue();
		assertThat(this.studio.query("SELECT name FROM crew")).isEqualTo("Deckhands");
	}

	@Test
	void runsChangedViewAgainWhileChecksumsAreCleared() {
		this.studio.upgrade("changelog-with-view-1.sql");
		this.studio.execute("UPDATE DATABASECHANGELOG SET MD5SUM = '9:00' WHERE ID = 'first-crew'");
		this.studio.bean((liquibase) -> liquibase.setClearCheckSums(true));
		UpgradeResult result = this.studio.upgrade("changelog-with-view-2.sql");
		assertThat(result.applied()).containsExactly("crew-names");
		assertThat(this.studio.query("SELECT * FROM crew_names")).isEqualTo("1|Deckhands");
	}

	@Test
	void isUpToDateWhenChecksumsWereClearedByLiquibase() {
		this.studio.execute("UPDATE DATABASECHANGELOG SET MD5SUM = NULL");
		assertThat(this.studio.upgrade(ONE).applied()).isEmpty();
		assertThat(this.studio.status(ONE).upToDate()).isTrue();
		this.studio.upgrade("changelog-2.sql");
		assertThat(this.studio.query("SELECT count(*) FROM DATABASECHANGELOG WHERE MD5SUM IS NULL")).isEqualTo("0");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			changelog-that-is-missing.yaml | CHANGELOG_NOT_FOUND | changelog-that-is-missing.yaml
			changelog-that-includes-missing-file.yaml | CHANGELOG_NOT_FOUND | not-there.yaml
			changelog-with-syntax-error.yaml | CHANGELOG_INVALID | changelog-with-syntax-error.yaml
			changelog-with-syntax-error.xml | CHANGELOG_INVALID | changelog-with-syntax-error.xml
			changelog-with-syntax-error.sql | CHANGELOG_INVALID | changelog-with-syntax-error.sql
			changelog-with-invalid-change.yaml | CHANGELOG_INVALID | nameless
			changelog-with-duplicate-change-sets.sql | CHANGELOG_INVALID | twice
			changelog-with-unknown-change.yaml | CHANGELOG_INVALID | creatTable
			""")
	void refusesChangelogThatCanNotBeUsed(String changelog, MigrationErrorCode code, String named) {
		MigrationException failure = this.studio.failUnchanged(() -> this.studio.upgrade(changelog), code);
		assertThat(failure.getMessage()).contains(named).doesNotContain("\n");
		assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.UNCHANGED);
	}

}
