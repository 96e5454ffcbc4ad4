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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import liquibase.exception.LiquibaseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.migrationutilities.BackupReason;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationException;
import io.migrationutilities.RestorePreview.TableRows;
import io.migrationutilities.RestoreResult;
import io.migrationutilities.backup.BackupStrategy;
import io.migrationutilities.backup.sqlite.SqliteBackupStrategy;
import io.migrationutilities.engine.EngineFixture;
import io.migrationutilities.engine.run.MigrationSettings.WhenBackupUnavailable;
import io.migrationutilities.file.ProcessLock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.spy;

/**
 * Tests for {@link DatabaseRestore}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DatabaseRestoreTests {

	private static final String ONE = "changelog-with-rollbacks-older.sql";

	private static final String TWO = "changelog-with-rollbacks.sql";

	private EngineFixture studio;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new EngineFixture(directory);
	}

	@Test
	void bringsBackTheContentOfTheBackup() {
		this.studio.upgrade(ONE);
		String before = this.studio.content();
		DatabaseBackup backup = this.studio.upgrade(TWO).backup();
		String after = this.studio.content();
		assertThat(backup).isNotNull();
		this.studio.events().clear();
		RestoreResult result = this.studio.utilities(TWO).restoreDatabase(backup.path());
		assertThat(result.preRestoreRevision()).isEqualTo("create-agent");
		assertThat(result.postRestoreRevision()).isEqualTo("first-crew");
		assertThat(result.restored().path()).isEqualTo(backup.path());
		assertThat(result.restored().manifest().verifications()).hasSize(2);
		assertThat(result.safetyCopy()).isNotNull();
		assertThat(result.safetyCopy().manifest().reason()).isEqualTo(BackupReason.BEFORE_RESTORE);
		assertThat(EngineFixture.contentOf(result.safetyCopy().path())).isEqualTo(after);
		assertThat(this.studio.ledger()).isEqualTo("""
				UPGRADE|null|first-crew|SUCCEEDED|null
				RESTORE|create-agent|first-crew|SUCCEEDED|null""");
		this.studio.execute("DELETE FROM MIGRATION_RUN WHERE KIND = 'RESTORE'");
		assertThat(this.studio.content()).isEqualTo(before);
		assertThat(this.studio.events()).extracting((event) -> event.getClass().getSimpleName())
			.containsExactly("BackupVerified", "BackupCreated", "RestoreCompleted");
		assertThat(this.studio.status(TWO).lock()).isNull();
	}

	@Test
	void isInTheLedgerThoughTheProcessDiesRightBehindTheRestore() {
		this.studio.upgrade(ONE);
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		dieBehindRestore();
		assertThatExceptionOfType(StackOverflowError.class)
			.isThrownBy(() -> this.studio.utilities(ONE).restoreDatabase(backup.path()));
		assertThat(this.studio.ledger()).isEqualTo("""
				UPGRADE|null|first-crew|SUCCEEDED|null
				RESTORE|first-crew|first-crew|SUCCEEDED|null""");
		assertThat(this.studio.query("SELECT RUN_NUMBER FROM MIGRATION_RUN ORDER BY RUN_NUMBER")).isEqualTo("1\n2");
	}

	@Test
	void isInTheLedgerOfABackupThatHasNone() {
		this.studio.execute("CREATE TABLE legacy (id INTEGER)");
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		dieBehindRestore();
		assertThatExceptionOfType(StackOverflowError.class)
			.isThrownBy(() -> this.studio.utilities(ONE).restoreDatabase(backup.path()));
		assertThat(this.studio.ledger()).isEqualTo("RESTORE|null|null|SUCCEEDED|null");
	}

	private void dieBehindRestore() {
		BackupStrategy strategy = spy(new SqliteBackupStrategy());
		willAnswer((call) -> {
			call.callRealMethod();
			throw new StackOverflowError("killed");
		}).given(strategy).restore(any(), any(), any(), anyBoolean(), any(), any());
		this.studio.strategy(strategy);
	}

	@Test
	void theNextIdleStartAddsTheRowThatCouldNotBeWritten(CapturedOutput output) {
		DatabaseBackup backup = createBackupWithoutLedgerRows();
		this.studio.utilities(ONE).restoreDatabase(backup.path());
		assertThat(output).contains("could not be recorded in the ledger");
		assertThat(this.studio.upgrade(ONE).applied()).isEmpty();
		assertThat(output).contains("is not in the ledger, the next start tries again: ");
		this.studio.execute("DROP TRIGGER no_restores");
		assertThat(this.studio.upgrade(ONE).applied()).isEmpty();
		assertThat(this.studio.ledger()).isEqualTo("""
				UPGRADE|null|first-crew|SUCCEEDED|null
				RESTORE|first-crew|first-crew|SUCCEEDED|null""");
		assertThat(this.studio.backupDirectory()).isDirectoryNotContaining("glob:**.restored");
		assertThat(this.studio.upgrade(ONE).applied()).isEmpty();
		assertThat(this.studio.ledger()).hasLineCount(2);
	}

	@Test
	void theNextUpgradeAddsTheRowBeforeItsOwn() {
		DatabaseBackup backup = createBackupWithoutLedgerRows();
		this.studio.utilities(ONE).restoreDatabase(backup.path());
		this.studio.execute("DROP TRIGGER no_restores");
		this.studio.upgrade(TWO);
		assertThat(this.studio.query("SELECT KIND FROM MIGRATION_RUN ORDER BY RUN_NUMBER"))
			.isEqualTo("UPGRADE\nRESTORE\nUPGRADE");
	}

	private DatabaseBackup createBackupWithoutLedgerRows() {
		this.studio.upgrade(ONE);
		this.studio.execute("CREATE TRIGGER no_restores BEFORE INSERT ON MIGRATION_RUN WHEN NEW.KIND = 'RESTORE' "
				+ "BEGIN SELECT RAISE(ABORT, 'not now'); END");
		return this.studio.utilities(ONE).createDatabaseBackup();
	}

	@Test
	void acceptsBareNameOfBackup() {
		this.studio.upgrade(ONE);
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		RestoreResult result = this.studio.utilities(ONE).restoreDatabase(backup.path().getFileName());
		assertThat(result.restored().path()).isEqualTo(backup.path());
	}

	@Test
	void upgradesDowngradesAndRestoresInTheSameProcess() {
		this.studio.upgrade(ONE);
		this.studio.upgrade(ONE);
		DatabaseBackup backup = this.studio.upgrade(TWO).backup();
		assertThat(backup).isNotNull();
		assertThat(this.studio.upgrade(TWO).applied()).isEmpty();
		this.studio.downgrade(TWO, "first-crew");
		assertThat(this.studio.upgrade(TWO).applied()).containsExactly("second-crew", "create-agent");
		this.studio.utilities(TWO).restoreDatabase(backup.path());
		assertThat(this.studio.status(TWO).pendingMigrations()).hasSize(2);
		assertThat(this.studio.upgrade(TWO).applied()).containsExactly("second-crew", "create-agent");
		assertThat(this.studio.upgrade(TWO).applied()).isEmpty();
		assertThat(this.studio.query("SELECT count(*) FROM crew")).isEqualTo("2");
	}

	@Test
	void restoresOverEmptyDatabaseWithoutSafetyCopy() throws IOException {
		this.studio.upgrade(ONE);
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		Files.delete(this.studio.file());
		RestoreResult result = this.studio.utilities(ONE).restoreDatabase(backup.path());
		assertThat(result.safetyCopy()).isNull();
		assertThat(result.preRestoreRevision()).isNull();
		assertThat(result.postRestoreRevision()).isEqualTo("first-crew");
		assertThat(this.studio.upgrade(ONE).applied()).isEmpty();
	}

	@Test
	void tellsTheRevisionBeforeThoughTheChangelogIsBroken() {
		this.studio.upgrade(ONE);
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		RestoreResult result = this.studio.utilities("changelog-with-syntax-error.yaml").restoreDatabase(backup.path());
		assertThat(result.preRestoreRevision()).isEqualTo("first-crew");
		assertThat(result.postRestoreRevision()).isEqualTo("first-crew");
	}

	@Test
	void freesTheLockRowOfTheBackup() {
		this.studio.upgrade(ONE);
		this.studio.execute("CREATE TABLE DATABASECHANGELOGLOCK (ID INTEGER, LOCKED, LOCKGRANTED, LOCKEDBY)",
				"INSERT INTO DATABASECHANGELOGLOCK VALUES (1, 1, 0, 'long gone')");
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		this.studio.utilities(ONE).restoreDatabase(backup.path());
		assertThat(this.studio.status(ONE).lock()).isNull();
		assertThat(this.studio.upgrade(TWO).applied()).hasSize(2);
	}

	@Test
	void freesALockTableOfAnotherName() throws LiquibaseException {
		this.studio.bean((liquibase) -> liquibase.setDatabaseChangeLogLockTable("Studio_Lock"));
		this.studio.liquibase("changelog-without-change-sets.yaml").afterPropertiesSet();
		assertThat(this.studio.upgrade(ONE).backup()).isNull();
		this.studio.execute("UPDATE STUDIO_LOCK SET LOCKED = 1, LOCKEDBY = 'long gone'");
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		this.studio.utilities(ONE).restoreDatabase(backup.path());
		assertThat(this.studio.status(ONE).lock()).isNull();
		assertThat(this.studio.utilities(ONE).previewRestore(backup.path()).tables()).extracting(TableRows::table)
			.containsExactly("crew");
		assertThat(this.studio.upgrade(TWO).applied()).hasSize(2);
	}

	@Test
	void refusesDamagedBackup() throws IOException {
		this.studio.upgrade(ONE);
		Path backup = this.studio.utilities(ONE).createDatabaseBackup().path();
		byte[] bytes = Files.readAllBytes(backup);
		bytes[bytes.length - 1] ^= 1;
		Files.write(backup, bytes);
		this.studio.events().clear();
		MigrationException failure = this.studio.failUnchanged(() -> this.studio.utilities(ONE).restoreDatabase(backup),
				MigrationErrorCode.BACKUP_INVALID);
		assertThat(this.studio.backups()).containsExactly(backup);
		assertThat(this.studio.event(MigrationEvent.RestoreFailed.class).failure()).isSameAs(failure);
	}

	@Test
	void refusesBackupThatIsMissing() {
		this.studio.upgrade(ONE);
		this.studio.failUnchanged(() -> this.studio.utilities(ONE).restoreDatabase(Path.of("no-such.db")),
				MigrationErrorCode.BACKUP_NOT_FOUND);
	}

	@Test
	void refusesWhileAnotherInstanceMigrates() {
		this.studio.upgrade(ONE);
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		ProcessLock lock = ProcessLock.acquire(this.studio.lockFile(), "other", Duration.ZERO, (holder) -> {
		});
		try {
			this.studio.failUnchanged(() -> this.studio.utilities(ONE).restoreDatabase(backup.path()),
					MigrationErrorCode.LOCK_TIMEOUT);
		}
		finally {
			lock.close();
		}
	}

	@Test
	void refusesToRestoreOverDatabaseOfAnotherKindAndLeavesItUnlocked(@TempDir Path directory) {
		this.studio.upgrade(ONE);
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		EngineFixture other = new EngineFixture(directory, "jdbc:h2:" + directory.resolve("h2"));
		other.whenBackupUnavailable(WhenBackupUnavailable.WARN).upgrade(ONE);
		MigrationException failure = EngineFixture.fail(() -> other.utilities(ONE).restoreDatabase(backup.path()));
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.BACKUP_UNAVAILABLE);
		assertThat(other.status(ONE).lock()).isNull();
	}

}
