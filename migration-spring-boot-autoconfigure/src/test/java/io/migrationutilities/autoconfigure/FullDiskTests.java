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

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.DatabaseState;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.test.FullDisk;
import io.migrationutilities.test.TakesLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests of boots on disks that are full or can't be written to.
 */
@TakesLong
class FullDiskTests {

	@TempDir
	private static Path references;

	private static AccountDatabase release1;

	@TempDir
	private Path directory;

	@RegisterExtension
	@Order(1)
	final FullDisk disk = new FullDisk();

	// Ends its applications before the disk is unmounted.
	@RegisterExtension
	@Order(2)
	final FaultApplications applications = new FaultApplications();

	@BeforeAll
	static void bootFirstRelease() {
		release1 = AccountDatabase.in(references);
		new FaultApplications().boot(release1.arguments("changelog-of-release-1")).close();
	}

	@AfterEach
	void clear() {
		System.clearProperty(FaultApplication.FILL_UP);
	}

	@Test
	void refusesToStartWhenABackupWouldNotFit() throws Exception {
		AccountDatabase database = release1.copyTo(this.directory, "wal");
		this.disk.mount(database.backupDirectory(), "size=" + Files.size(database.file()) / 2);
		assertThatNothingHappened(database, MigrationErrorCode.NO_SPACE);
	}

	@Test
	void refusesToStartWhenTheDiskFillsUpDuringTheBackup() {
		AccountDatabase database = release1.copyTo(this.directory, "wal");
		Path backups = this.disk.mount(database.backupDirectory(), "size=4m");
		System.setProperty(FaultApplication.FILL_UP, backups.toString());
		List<String> before = database.content();
		assertThat(failureOfBoot(database).getCode()).isEqualTo(MigrationErrorCode.NO_SPACE);
		assertThat(database.content()).isEqualTo(before);
		assertThat(database.backupFiles()).containsExactly("filler");
		System.clearProperty(FaultApplication.FILL_UP);
		FullDisk.makeRoom(backups);
		this.applications.boot(database.arguments("changelog-of-release-2"));
		assertThat(database.changeSets()).isEqualTo(AccountDatabase.RELEASE_2);
		assertThat(database.backupFiles()).hasSize(2);
	}

	@Test
	void refusesToStartWhenTheBackupDirectoryIsOnAReadOnlyDisk() {
		AccountDatabase database = release1.copyTo(this.directory, "wal");
		this.disk.mount(database.backupDirectory(), "ro");
		assertThatNothingHappened(database, MigrationErrorCode.BACKUP_DIRECTORY_UNUSABLE);
	}

	@Test
	void refusesToStartWhenTheBackupDirectoryIsReadOnly() throws Exception {
		AccountDatabase database = release1.copyTo(this.directory, "wal");
		Files.createDirectory(database.backupDirectory(),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-x------")));
		assumeThat(Files.isWritable(database.backupDirectory())).as("root may write everywhere").isFalse();
		assertThatNothingHappened(database, MigrationErrorCode.BACKUP_DIRECTORY_UNUSABLE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "wal", "delete" })
	void rollsBackWhenTheDiskOfTheDatabaseFillsUpDuringTheUpgrade(String journalMode) {
		Path small = this.disk.mount(this.directory.resolve("small"), "size=2m");
		AccountDatabase database = release1.copyTo(small, journalMode);
		List<String> before = database.content();
		FullDisk.fillUp(small, 100_000);
		MigrationException failure = failureOfBoot(database,
				"--migration.backup.directory=" + this.directory.resolve("elsewhere"));
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.NO_SPACE);
		assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.UNCHANGED);
		assertThat(failure).hasMessageContaining("'2-all-accounts-are-in-euros'").hasMessageContaining("full");
		assertThat(database.problems()).isEmpty();
		assertThat(database.content()).isEqualTo(before);
		FullDisk.makeRoom(small);
		this.applications.boot(database.arguments("changelog-of-release-2", "--migration.lock.timeout=0"));
		assertThat(database.changeSets()).isEqualTo(AccountDatabase.RELEASE_2);
		assertThat(database.problems()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "wal", "delete" })
	void rollsBackAlsoWhatChangeSetsThatMayFailHaveDone(String journalMode) {
		Path small = this.disk.mount(this.directory.resolve("small"), "size=2m");
		AccountDatabase database = release1.copyTo(small, journalMode);
		List<String> before = database.content();
		FullDisk.fillUp(small, 100_000);
		MigrationException failure = failureOfBoot("changelog-with-change-set-that-may-fail", database,
				"--migration.backup.directory=" + this.directory.resolve("elsewhere"));
		assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.UNCHANGED);
		assertThat(database.content()).isEqualTo(before);
		assertThat(database.problems()).isEmpty();
	}

	private void assertThatNothingHappened(AccountDatabase database, MigrationErrorCode code) {
		List<String> before = database.content();
		MigrationException failure = failureOfBoot(database);
		assertThat(failure.getCode()).isEqualTo(code);
		assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.UNCHANGED);
		assertThat(failure.getBackup()).isNull();
		assertThat(database.content()).isEqualTo(before);
		assertThat(database.backupFiles()).isEmpty();
	}

	private MigrationException failureOfBoot(AccountDatabase database, String... more) {
		return failureOfBoot("changelog-of-release-2", database, more);
	}

	private MigrationException failureOfBoot(String changeLog, AccountDatabase database, String... more) {
		Throwable failure = catchThrowableOfType(Throwable.class,
				() -> this.applications.boot(database.arguments(changeLog, more)));
		assertThat(failure).isNotNull();
		while (!(failure instanceof MigrationException) && failure.getCause() != null) {
			failure = failure.getCause();
		}
		assertThat(failure).isInstanceOf(MigrationException.class);
		return (MigrationException) failure;
	}

}
