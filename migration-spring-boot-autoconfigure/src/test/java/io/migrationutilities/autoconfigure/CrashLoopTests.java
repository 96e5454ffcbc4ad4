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

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.BackupState;
import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.StoredBackup;
import io.migrationutilities.test.TakesLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests of an application that is started again and again with a change set that fails.
 */
@TakesLong
class CrashLoopTests {

	@TempDir
	private static Path references;

	private static AccountDatabase release1;

	@RegisterExtension
	final FaultApplications applications = new FaultApplications();

	@TempDir
	private Path directory;

	@BeforeAll
	static void bootFirstRelease() {
		release1 = AccountDatabase.in(references);
		new FaultApplications().boot(release1.arguments("changelog-of-release-1")).close();
	}

	@Test
	void keepsOneBackupOfAllFailedBootsAndThoseFromBefore() {
		AccountDatabase database = release1.copyTo(this.directory, "wal");
		MigrationUtilities utilities = this.applications.boot(database.arguments("changelog-of-release-1"))
			.getBean(MigrationUtilities.class);
		String manual = utilities.createDatabaseBackup().path().getFileName().toString();
		this.applications.boot(database.arguments("changelog-of-release-2"));
		String beforeUpgrade = utilities.listBackups().get(0).name();
		List<String> content = database.content();
		for (int boot = 0; boot < 5; boot++) {
			assertThatException()
				.isThrownBy(() -> this.applications.boot(database.arguments("changelog-with-failing-last-change-set")));
			assertThat(database.content()).isEqualTo(content);
		}
		List<StoredBackup> backups = utilities.listBackups();
		assertThat(backups).hasSize(3).allSatisfy((backup) -> assertThat(backup.state()).isEqualTo(BackupState.GOOD));
		assertThat(backups).extracting(StoredBackup::name).endsWith(beforeUpgrade, manual);
		assertThat(backups.get(0).manifest().revision()).isEqualTo("2-find-statements");
	}

}
