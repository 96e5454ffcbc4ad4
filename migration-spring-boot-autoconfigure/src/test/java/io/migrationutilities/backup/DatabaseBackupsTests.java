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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupReason;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.StoredBackup;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.sqlite.SqliteBackupStrategy;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.work.ProgressListeners;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DatabaseBackups}, as far as no kind of database matters; the rest is
 * in {@link BackupStrategyContractTests}.
 */
class DatabaseBackupsTests {

	private final MutableClock clock = new MutableClock();

	@TempDir
	private Path temporary;

	private BackupSource source;

	private DatabaseBackups backups;

	@BeforeEach
	void createDatabase() {
		this.source = BackupStrategyContractTests.source(Sql.sqlite(this.temporary.resolve("app.db")));
		this.backups = backups(new Retention(1, null));
		Sql.execute(this.source.dataSource(), "CREATE TABLE thing (id INT)");
	}

	@Test
	void otherDatabasesAreNotSupported() {
		JdbcDataSource onDisk = h2("jdbc:h2:file:" + this.temporary.resolve("app"));
		JdbcDataSource inMemory = h2("jdbc:h2:mem:" + this.temporary.getFileName());
		assertThat(this.backups.isSupported(BackupStrategyContractTests.source(onDisk))).isFalse();
		assertThat(this.backups.content(BackupStrategyContractTests.source(inMemory)))
			.isEqualTo(SourceContent.IN_MEMORY);
		assertThat(this.backups.list(BackupStrategyContractTests.source(onDisk))).isEmpty();
		BackupStrategyContractTests.assertRefused(MigrationErrorCode.BACKUP_UNAVAILABLE, () -> this.backups
			.checkAvailable(BackupStrategyContractTests.source(onDisk), VerificationLevel.STRUCTURE));
	}

	@Test
	void databasesThatAreNotSupportedAreEmptyUntilTheyHoldTablesOfTheirOwn() {
		JdbcDataSource database = h2("jdbc:h2:file:" + this.temporary.resolve("app"));
		assertThat(this.backups.content(BackupStrategyContractTests.source(database))).isEqualTo(SourceContent.EMPTY);
		Sql.execute(database, "CREATE TABLE DATABASECHANGELOGLOCK (id INT)");
		assertThat(this.backups.content(BackupStrategyContractTests.source(database))).isEqualTo(SourceContent.EMPTY);
		Sql.execute(database, "CREATE TABLE thing (id INT)");
		assertThat(this.backups.content(BackupStrategyContractTests.source(database))).isEqualTo(SourceContent.DATA);
	}

	@Test
	void damagedBackupsMayBeDeletedAndNeededOnesMayNot() throws Exception {
		DatabaseBackup damaged = create(BackupReason.MANUAL);
		DatabaseBackup needed = create(BackupReason.MANUAL);
		BackupStrategyContractTests.truncate(damaged.path(), 1);
		BackupStrategyContractTests.assertRefused(MigrationErrorCode.BACKUP_NEEDED,
				() -> this.backups.delete(this.source, stored(needed)));
		this.backups.delete(this.source, stored(damaged));
		assertThat(this.backups.list(this.source)).extracting(StoredBackup::path).containsExactly(needed.path());
	}

	@Test
	void backupThatCanNotBeDeletedIsNamed() throws Exception {
		DatabaseBackup gone = create(BackupReason.MANUAL);
		create(BackupReason.MANUAL);
		StoredBackup listed = stored(gone);
		Files.delete(BackupStrategyContractTests.manifestOf(gone.path()));
		assertThat(BackupStrategyContractTests.refusal(MigrationErrorCode.BACKUP_DIRECTORY_UNUSABLE,
				() -> this.backups.delete(this.source, listed)))
			.hasMessageContaining("the backup '" + listed.name() + "' can't be deleted");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2 })
	void finishesADeletionThatWasKilled(int deleted) throws IOException {
		DatabaseBackup backup = create(BackupReason.BEFORE_UPGRADE);
		DatabaseBackup newer = create(BackupReason.BEFORE_UPGRADE);
		this.backups.pin(backup.path(), "It is needed.");
		Files.move(BackupName.manifestOf(backup.path()), BackupName.tombstoneOf(backup.path()));
		if (deleted > 0) {
			Files.delete(backup.path());
		}
		if (deleted > 1) {
			BackupPin.release(backup.path());
		}
		assertThat(this.backups.list(this.source)).extracting(StoredBackup::path).containsExactly(newer.path());
		this.backups.prune(this.source, Set.of());
		assertThat(backup.path().getParent())
			.isDirectoryNotContaining((file) -> file.toString().contains(backup.manifest().id()));
	}

	@Test
	void earlierAttemptsAreThoseDirectlyBeforeWithTheSameReasonAndHistory() {
		DatabaseBackup olderRun = create(BackupReason.BEFORE_UPGRADE);
		DatabaseBackup byHand = create(BackupReason.MANUAL);
		DatabaseBackup first = create(BackupReason.BEFORE_UPGRADE);
		DatabaseBackup second = create(BackupReason.BEFORE_UPGRADE);
		DatabaseBackup latest = create(BackupReason.BEFORE_UPGRADE);
		DatabaseBackup newer = create(BackupReason.BEFORE_UPGRADE);
		assertThat(this.backups.pruneEarlierAttempts(this.source, latest)).containsExactly(second.path(), first.path());
		assertThat(this.backups.list(this.source)).extracting(StoredBackup::path)
			.containsExactly(newer.path(), latest.path(), byHand.path(), olderRun.path());
	}

	@Test
	void earlierAttemptsStayThatHoldOtherDataOrWereVerifiedFurther() {
		DatabaseBackup other = create(BackupReason.BEFORE_UPGRADE);
		Sql.execute(this.source.dataSource(), "CREATE TABLE changed_in_between (id INT)");
		DatabaseBackup verified = create(BackupReason.BEFORE_UPGRADE);
		this.backups.verify(verified.path(), VerificationLevel.STRUCTURE, this.source);
		DatabaseBackup unverified = create(BackupReason.BEFORE_UPGRADE);
		DatabaseBackup latest = create(BackupReason.BEFORE_UPGRADE);
		this.backups.verify(latest.path(), VerificationLevel.CHECKSUM, this.source);
		assertThat(this.backups.pruneEarlierAttempts(this.source, latest)).containsExactly(unverified.path());
		this.backups.verify(latest.path(), VerificationLevel.STRUCTURE, this.source);
		assertThat(this.backups.pruneEarlierAttempts(this.source, latest)).containsExactly(verified.path());
		assertThat(other.path()).exists();
	}

	@Test
	void earlierAttemptsStayForAsLongAsTheRetentionSays() {
		DatabaseBackups patient = backups(new Retention(1, Duration.ofHours(1)));
		DatabaseBackup earlier = create(BackupReason.BEFORE_UPGRADE);
		DatabaseBackup latest = create(BackupReason.BEFORE_UPGRADE);
		assertThat(patient.pruneEarlierAttempts(this.source, latest)).isEmpty();
		assertThat(patient.thinOutAttempts(this.source, latest)).isEmpty();
		assertThat(earlier.path()).exists();
	}

	@ParameterizedTest
	@CsvSource({ "1, 2", "2, 2", "3, 3", "10, 6" })
	void killedAttemptsAreNoMoreThanTheRetentionKeepsAndTheFirstStays(int keep, int left) {
		DatabaseBackups few = backups(new Retention(keep, null));
		DatabaseBackup byHand = create(BackupReason.MANUAL);
		DatabaseBackup first = create(BackupReason.BEFORE_UPGRADE);
		DatabaseBackup latest = first;
		for (int attempt = 0; attempt < 5; attempt++) {
			Sql.execute(this.source.dataSource(), "CREATE TABLE attempt_" + attempt + " (id INT)");
			latest = create(BackupReason.BEFORE_UPGRADE);
			few.thinOutAttempts(this.source, latest);
		}
		assertThat(few.list(this.source)).hasSize(left + 1)
			.extracting(StoredBackup::path)
			.startsWith(latest.path())
			.endsWith(first.path(), byHand.path());
	}

	@Test
	void newestVerifiedAttemptStaysToo() {
		DatabaseBackups few = backups(new Retention(1, null));
		create(BackupReason.BEFORE_UPGRADE);
		DatabaseBackup verified = create(BackupReason.BEFORE_UPGRADE);
		this.backups.verify(verified.path(), VerificationLevel.STRUCTURE, this.source);
		DatabaseBackup killed = create(BackupReason.BEFORE_UPGRADE);
		DatabaseBackup latest = create(BackupReason.BEFORE_UPGRADE);
		assertThat(few.thinOutAttempts(this.source, latest)).containsExactly(killed.path());
		assertThat(verified.path()).exists();
	}

	@Test
	void pinnedBackupsStayUntilTheyAreReleased() {
		DatabaseBackups one = backups(new Retention(1, null));
		DatabaseBackup pinned = create(BackupReason.BEFORE_UPGRADE);
		one.pin(pinned.path(), "It is needed.");
		one.pin(pinned.path(), "It is needed again.");
		DatabaseBackup latest = create(BackupReason.BEFORE_UPGRADE);
		one.verify(latest.path(), VerificationLevel.STRUCTURE, this.source);
		assertThat(one.list(this.source)).extracting(StoredBackup::pin).containsExactly(null, "It is needed.");
		assertThat(one.pruneEarlierAttempts(this.source, latest)).isEmpty();
		assertThat(one.thinOutAttempts(this.source, latest)).isEmpty();
		assertThat(one.prune(this.source, Set.of())).isEmpty();
		assertThat(BackupStrategyContractTests.refusal(MigrationErrorCode.BACKUP_NEEDED,
				() -> one.delete(this.source, stored(pinned))))
			.hasMessageContaining("is pinned: It is needed.");
		assertThat(one.release(pinned.path().getFileName())).isTrue();
		assertThat(one.release(pinned.path())).isFalse();
		assertThat(one.prune(this.source, Set.of())).containsExactly(pinned.path());
		assertThat(pinned.path().getParent()).isDirectoryNotContaining("glob:**.pin");
	}

	@Test
	void deletionTakesThePinAlong() throws Exception {
		DatabaseBackup pinned = create(BackupReason.MANUAL);
		this.backups.pin(pinned.path(), "It is needed.");
		assertThat(this.backups.releaseAll(this.source)).containsExactly(String.valueOf(pinned.path().getFileName()));
		this.backups.pin(pinned.path(), "It is needed.");
		Files.move(BackupStrategyContractTests.manifestOf(pinned.path()),
				BackupName.partialOf(BackupStrategyContractTests.manifestOf(pinned.path())));
		create(BackupReason.MANUAL);
		assertThat(pinned.path().getParent()).isDirectoryNotContaining("glob:**.pin");
	}

	@Test
	void attemptAtAnotherHistoryIsNoEarlierOne() {
		Sql.execute(this.source.dataSource(), "CREATE TABLE DATABASECHANGELOG (ID TEXT, AUTHOR TEXT, FILENAME TEXT)");
		DatabaseBackup before = create(BackupReason.BEFORE_UPGRADE);
		Sql.execute(this.source.dataSource(), "INSERT INTO DATABASECHANGELOG VALUES ('1', 'me', 'changelog.yaml')");
		DatabaseBackup latest = create(BackupReason.BEFORE_UPGRADE);
		assertThat(this.backups.pruneEarlierAttempts(this.source, latest)).isEmpty();
		assertThat(before.path()).exists();
	}

	@Test
	void pruneLeavesTheBackupsOfOtherDatabases() {
		BackupSource other = BackupStrategyContractTests.source(Sql.sqlite(this.temporary.resolve("other.db")));
		Sql.execute(other.dataSource(), "CREATE TABLE thing (id INT)");
		DatabaseBackup ofOther = this.backups.create(other, BackupReason.MANUAL, (id, author, path) -> id);
		DatabaseBackup expired = create(BackupReason.MANUAL);
		create(BackupReason.MANUAL);
		assertThat(this.backups.prune(this.source, Set.of())).containsExactly(expired.path());
		assertThat(this.backups.list(other)).extracting(StoredBackup::path).containsExactly(ofOther.path());
	}

	private DatabaseBackups backups(Retention retention) {
		return new DatabaseBackups(this.temporary.resolve("backups"), List.of(new SqliteBackupStrategy()), retention,
				new BackupManifest.Application(null, null), this.clock, ProgressListeners.NONE);
	}

	private DatabaseBackup create(BackupReason reason) {
		this.clock.advance(Duration.ofMinutes(1));
		return this.backups.create(this.source, reason, (id, author, path) -> id);
	}

	private StoredBackup stored(DatabaseBackup backup) {
		return this.backups.list(this.source)
			.stream()
			.filter((listed) -> listed.path().equals(backup.path()))
			.findFirst()
			.orElseThrow();
	}

	private static JdbcDataSource h2(String url) {
		JdbcDataSource dataSource = new JdbcDataSource();
		dataSource.setUrl(url);
		return dataSource;
	}

}
