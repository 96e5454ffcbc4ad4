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
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.ConfigurableApplicationContext;

import io.migrationutilities.BackupReason;
import io.migrationutilities.BackupState;
import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.StoredBackup;
import io.migrationutilities.test.ChildProcess;
import io.migrationutilities.test.StartsProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of boots that are ended by {@code SIGKILL}, at every step of the run.
 */
@StartsProcesses
class KilledBootTests {

	private static final int SIGKILL = 128 + 9;

	private static final String RELEASE_1_RUN = "UPGRADE|null|1-open-accounts|SUCCEEDED|null";

	private static final String RELEASE_2_RUN = "UPGRADE|1-open-accounts|2-find-statements|SUCCEEDED|null";

	@TempDir
	private static Path references;

	private static AccountDatabase release1;

	private static List<String> contentOfRelease2;

	@RegisterExtension
	final FaultApplications applications = new FaultApplications();

	@TempDir
	private Path directory;

	@BeforeAll
	static void bootBothReleases() {
		FaultApplications references = new FaultApplications();
		release1 = AccountDatabase.in(KilledBootTests.references);
		references.boot(release1.arguments("changelog-of-release-1")).close();
		Path second = KilledBootTests.references.resolve("second");
		second.toFile().mkdir();
		AccountDatabase release2 = release1.copyTo(second, "delete");
		references.boot(release2.arguments("changelog-of-release-2")).close();
		contentOfRelease2 = release2.repeatableContent();
		assertThat(release2.changeSets()).isEqualTo(AccountDatabase.RELEASE_2);
	}

	static Stream<Arguments> pointsBeforeTheCommit() {
		return Stream.concat(
				bothJournalModes("CHECK_UP_TO_DATE", "LOCK", "PLAN", "BACKUP", "VERIFY", "APPLY", "CHECK", "RECORD"),
				Stream.of(FaultApplication.CAPTURED, "BackupCreated", FaultApplication.SCRATCH, "ChangeSetRan2")
					.map((point) -> Arguments.of(point, "wal")));
	}

	static Stream<Arguments> pointsAfterTheCommit() {
		return bothJournalModes("UNLOCK");
	}

	private static Stream<Arguments> bothJournalModes(String... points) {
		return Stream.of(points)
			.flatMap((point) -> Stream.of("wal", "delete").map((mode) -> Arguments.of(point, mode)));
	}

	@ParameterizedTest
	@MethodSource("pointsBeforeTheCommit")
	void leavesTheDatabaseAsItWasAndTheNextBootUpgradesIt(String point, String journalMode) {
		AccountDatabase database = release1.copyTo(this.directory, journalMode);
		List<String> before = database.content();
		killAt(point, database);
		assertThat(database.problems()).isEmpty();
		assertThat(database.content()).isEqualTo(before);
		MigrationUtilities utilities = bootAgain(database);
		assertThat(database.repeatableContent()).isEqualTo(contentOfRelease2);
		assertThat(database.ledger()).containsExactly(RELEASE_1_RUN, RELEASE_2_RUN);
		assertThatBackupsAreGood(database, utilities, completeBackupAt(point) ? 2 : 1);
	}

	@ParameterizedTest
	@MethodSource("pointsAfterTheCommit")
	void leavesTheUpgradedDatabaseAndTheNextBootHasNothingToDo(String point, String journalMode) {
		AccountDatabase database = release1.copyTo(this.directory, journalMode);
		killAt(point, database);
		assertThat(database.problems()).isEmpty();
		List<String> after = database.content();
		assertThat(database.repeatableContent()).isEqualTo(contentOfRelease2);
		MigrationUtilities utilities = bootAgain(database);
		assertThat(database.content()).isEqualTo(after);
		assertThat(database.ledger()).containsExactly(RELEASE_1_RUN, RELEASE_2_RUN);
		assertThatBackupsAreGood(database, utilities, 1);
	}

	@Test
	void leavesNothingInADatabaseThatWasBeingCreated() {
		AccountDatabase database = AccountDatabase.in(this.directory);
		killAt("RECORD", database);
		assertThat(database.problems()).isEmpty();
		assertThat(database.content()).isEmpty();
		bootAgain(database);
		assertThat(database.changeSets()).isEqualTo(AccountDatabase.RELEASE_2);
		assertThat(database.backupFiles()).isEmpty();
	}

	@Test
	void rollsBackWhatSqliteHadWrittenIntoTheDatabaseFileAlready() {
		AccountDatabase database = release1.copyTo(this.directory, "delete");
		List<String> before = database.content();
		killAt("ChangeSetRan2", database);
		assertThat(database.journal()).isNotEmptyFile();
		assertThat(database.content()).isEqualTo(before);
		assertThat(database.journal()).doesNotExist();
	}

	@Test
	void comesThroughOneKillAfterTheOther() {
		AccountDatabase database = release1.copyTo(this.directory, "wal");
		List<String> before = database.content();
		for (String point : List.of(FaultApplication.CAPTURED, "APPLY", "RECORD")) {
			killAt(point, database);
			assertThat(database.content()).isEqualTo(before);
		}
		MigrationUtilities utilities = bootAgain(database);
		assertThat(database.repeatableContent()).isEqualTo(contentOfRelease2);
		assertThat(database.ledger()).containsExactly(RELEASE_1_RUN, RELEASE_2_RUN);
		assertThatBackupsAreGood(database, utilities, 3);
	}

	private void killAt(String point, AccountDatabase database) {
		ChildProcess process = this.applications.start(point,
				database.arguments("changelog-of-release-2", "--migration.backup.verify=restore"));
		assertThat(process.awaitOutput(FaultApplication.HALTED).kill()).isEqualTo(SIGKILL);
		assertThat(process.output()).doesNotContain(FaultApplication.STARTED);
	}

	private MigrationUtilities bootAgain(AccountDatabase database) {
		ConfigurableApplicationContext context = this.applications
			.boot(database.arguments("changelog-of-release-2", "--migration.lock.timeout=0"));
		return context.getBean(MigrationUtilities.class);
	}

	private boolean completeBackupAt(String point) {
		return !List.of("CHECK_UP_TO_DATE", "LOCK", "PLAN", "BACKUP", FaultApplication.CAPTURED).contains(point);
	}

	private void assertThatBackupsAreGood(AccountDatabase database, MigrationUtilities utilities, int count) {
		List<StoredBackup> backups = utilities.listBackups();
		assertThat(backups).hasSize(count)
			.allSatisfy((backup) -> assertThat(backup.state()).isEqualTo(BackupState.GOOD))
			.allSatisfy((backup) -> assertThat(backup.manifest().reason()).isEqualTo(BackupReason.BEFORE_UPGRADE))
			.allSatisfy((backup) -> assertThat(backup.manifest().revision()).isEqualTo("1-open-accounts"))
			.allSatisfy((backup) -> assertThat(utilities.verifyDatabaseBackup(backup.path()).valid()).isTrue());
		List<String> files = backups.stream()
			.map(StoredBackup::name)
			.flatMap((name) -> Stream.of(name, name + ".json"))
			.sorted()
			.toList();
		assertThat(database.backupFiles()).isEqualTo(files);
	}

}
