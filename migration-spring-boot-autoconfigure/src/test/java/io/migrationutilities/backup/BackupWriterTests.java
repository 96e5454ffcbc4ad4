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

package io.migrationutilities.backup;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupManifest.Verification;
import io.migrationutilities.BackupReason;
import io.migrationutilities.BackupVerification;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.Progress;
import io.migrationutilities.Progress.Activity;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.sqlite.SqliteBackupStrategy;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.work.ProgressListeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.never;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willReturn;
import static org.mockito.BDDMockito.willThrow;

/**
 * Tests for {@link BackupWriter}: backups that are verified while they are written.
 */
class BackupWriterTests {

	@TempDir
	private Path temporary;

	private final BackupStrategy strategy = Mockito.spy(new SqliteBackupStrategy());

	private final List<Progress> progress = new ArrayList<>();

	private DatabaseBackups backups;

	private BackupSource source;

	@BeforeEach
	void createDatabase() {
		this.source = new BackupSource(Sql.sqlite(this.temporary.resolve("app.db")), null, "DATABASECHANGELOG");
		Sql.execute(this.source.dataSource(), "CREATE TABLE thing (id INT)", "INSERT INTO thing VALUES (1), (2)");
		this.backups = new DatabaseBackups(this.temporary.resolve("backups"), List.of(this.strategy),
				new Retention(5, null), new BackupManifest.Application(null, null), new MutableClock(),
				new ProgressListeners(List.of(this.progress::add)));
	}

	private DatabaseBackup create(VerificationLevel level) {
		return this.backups.create(this.source, BackupReason.MANUAL, (id, author, path) -> id, null, level);
	}

	private BackupVerification verifyNew(DatabaseBackup backup, VerificationLevel level) {
		return this.backups.verifyNew(backup, level, this.source);
	}

	private List<Verification> recorded(DatabaseBackup backup) {
		return this.backups.open(backup.path()).manifest().verifications();
	}

	@Test
	void whatWasVerifiedWhileItWasWrittenIsNotVerifiedAgain() {
		DatabaseBackup backup = create(VerificationLevel.STRUCTURE);
		assertThat(recorded(backup)).singleElement()
			.returns(VerificationLevel.STRUCTURE, Verification::level)
			.returns(true, Verification::valid);
		Mockito.clearInvocations(this.strategy);
		assertThat(verifyNew(backup, VerificationLevel.STRUCTURE)).returns(true, BackupVerification::valid)
			.returns(VerificationLevel.STRUCTURE, BackupVerification::level)
			.returns(1, BackupVerification::tableCount)
			.returns(backup.manifest().totalSize(), BackupVerification::fileSize)
			.returns(recorded(backup).get(0).duration(), BackupVerification::duration);
		then(this.strategy).should(never()).verifyStructure(any(), any(), any());
		assertThat(recorded(backup)).hasSize(1);
		assertThat(this.backups.verify(backup.path(), VerificationLevel.STRUCTURE, this.source).errors()).isEmpty();
		then(this.strategy).should().verifyStructure(any(), any(), any());
		assertThat(backup.manifest().duration()).isGreaterThan(Duration.ZERO);
	}

	@Test
	void progressTellsOfBoth() {
		create(VerificationLevel.STRUCTURE);
		assertThat(this.progress).filteredOn(Progress::isFinished)
			.extracting(Progress::activity)
			.containsExactly(Activity.BACKUP, Activity.VERIFY);
	}

	@Test
	void otherLevelsAreVerifiedAfterwards() {
		for (VerificationLevel level : List.of(VerificationLevel.CHECKSUM, VerificationLevel.RESTORE)) {
			DatabaseBackup backup = create(level);
			assertThat(recorded(backup)).isEmpty();
			assertThat(verifyNew(backup, level).errors()).isEmpty();
			assertThat(recorded(backup)).extracting(Verification::level).containsExactly(level);
		}
	}

	@Test
	void whatDoesNotPassIsVerifiedAgainAndSaysWhy() {
		willReturn(List.of("It is damaged.")).given(this.strategy).verifyStructure(any(), any(), any());
		DatabaseBackup backup = create(VerificationLevel.STRUCTURE);
		assertThat(recorded(backup)).isEmpty();
		assertThat(verifyNew(backup, VerificationLevel.STRUCTURE).errors()).containsExactly("It is damaged.");
		assertThat(recorded(backup)).singleElement().returns(false, Verification::valid);
	}

	@Test
	void verificationThatFailsCostsNoBackup() {
		willThrow(new MigrationException(MigrationErrorCode.BACKUP_FAILED, "pg_restore was stopped", "Go on.", null))
			.given(this.strategy)
			.verifyStructure(any(), any(), any());
		DatabaseBackup backup = create(VerificationLevel.STRUCTURE);
		assertThat(recorded(backup)).isEmpty();
		BackupStrategyContractTests.assertRefused(MigrationErrorCode.BACKUP_FAILED,
				() -> verifyNew(backup, VerificationLevel.STRUCTURE));
		Mockito.reset(this.strategy);
		assertThat(verifyNew(backup, VerificationLevel.STRUCTURE).errors()).isEmpty();
	}

}
