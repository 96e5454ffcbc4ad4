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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

import io.migrationutilities.BackupVerification;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationEvent.BackupCreated;
import io.migrationutilities.MigrationEvent.BackupVerified;
import io.migrationutilities.MigrationException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestedBackups}.
 */
class RequestedBackupsTests {

	private static final String ONE = "changelog-1.sql";

	private EngineFixture studio;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new EngineFixture(directory);
		this.studio.upgrade(ONE);
		this.studio.events().clear();
	}

	@Test
	void tellOfABackup() {
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		assertThat(this.studio.events()).containsExactly(new BackupCreated("liquibase", backup));
	}

	@Test
	void tellOfABackupSomewhereElse(@TempDir Path elsewhere) {
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup(elsewhere.resolve("copy.db"));
		assertThat(this.studio.events()).containsExactly(new BackupCreated("liquibase", backup));
	}

	@Test
	void tellOfAVerificationAlsoWhenTheBackupIsBad() throws IOException {
		Path backup = this.studio.utilities(ONE).createDatabaseBackup().path();
		BackupVerification good = this.studio.utilities(ONE).verifyDatabaseBackup(backup);
		Files.writeString(backup, "This is no backup.");
		BackupVerification bad = this.studio.utilities(ONE).verifyDatabaseBackup(backup);
		assertThat(bad.valid()).isFalse();
		assertThat(this.studio.events()).contains(new BackupVerified("liquibase", backup, good),
				new BackupVerified("liquibase", backup, bad));
	}

	@Test
	void tellNothingOfABackupThatWasNotTaken() throws IOException {
		Files.writeString(this.studio.backupDirectory(), "This is no directory.");
		MigrationException failure = EngineFixture.fail(() -> this.studio.utilities(ONE).createDatabaseBackup());
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.BACKUP_DIRECTORY_UNUSABLE);
		assertThat(this.studio.events()).isEmpty();
	}

	@Test
	void nameTheDatabaseInLogLines() {
		Set<String> names = new HashSet<>();
		this.studio.listener((event) -> names.add(String.valueOf(MDC.get("migration.database"))));
		this.studio.utilities(ONE).createDatabaseBackup();
		assertThat(names).containsExactly("liquibase");
		assertThat(MDC.get("migration.database")).isNull();
	}

	@Test
	void areDeletedUnlessTheyAreNeeded() {
		EngineFixture.Application application = this.studio.start(ONE);
		DatabaseBackup verified = application.utilities().createDatabaseBackup();
		application.utilities().verifyDatabaseBackup(verified.path());
		DatabaseBackup between = application.utilities().createDatabaseBackup();
		DatabaseBackup newest = application.utilities().createDatabaseBackup();
		DatabaseMonitor monitor = new DatabaseMonitor(application.database(), application.utilities(),
				this.studio.settings(), this.studio.databaseBackups(), Runnable::run);
		monitor.getBackups().forEach((backup) -> {
			if (backup.path().equals(between.path())) {
				monitor.deleteBackup(backup);
			}
			else {
				assertThat(EngineFixture.fail(() -> monitor.deleteBackup(backup)).getCode())
					.isEqualTo(MigrationErrorCode.BACKUP_NEEDED);
			}
		});
		assertThat(this.studio.backups()).containsExactly(verified.path(), newest.path());
	}

}
