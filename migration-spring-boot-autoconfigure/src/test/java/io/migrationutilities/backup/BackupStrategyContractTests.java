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
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupReason;
import io.migrationutilities.BackupState;
import io.migrationutilities.BackupVerification;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.DatabaseState;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.Progress;
import io.migrationutilities.Progress.Activity;
import io.migrationutilities.StoredBackup;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.file.PrivateFiles;
import io.migrationutilities.work.ProgressListeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What every {@link BackupStrategy} has to do, seen through {@link DatabaseBackups}.
 */
public abstract class BackupStrategyContractTests {

	static final RevisionNaming NAMING = (id, author, path) -> id + "::" + author + "::" + path;

	static final String HISTORY_TABLE = "DATABASECHANGELOG";

	@TempDir
	public Path temporary;

	final MutableClock clock = new MutableClock();

	Path directory;

	BackupSource source;

	DatabaseBackups backups;

	/**
	 * Create the strategy under test.
	 * @return the strategy
	 */
	public abstract BackupStrategy strategy();

	/**
	 * Create an empty database.
	 * @param name a name that no other database of the test has
	 * @return its data source
	 */
	public abstract DataSource createDatabase(String name);

	@BeforeEach
	void createBackups() {
		this.directory = this.temporary.resolve("backups");
		this.source = source(createDatabase("app"));
		this.backups = backups(new Retention(10, null));
		Sql.execute(this.source.dataSource(), "CREATE TABLE account (id INT PRIMARY KEY, balance INT NOT NULL)",
				"CREATE TABLE DATABASECHANGELOG (ID VARCHAR(255) NOT NULL, AUTHOR VARCHAR(255) NOT NULL, "
						+ "FILENAME VARCHAR(255) NOT NULL, DATEEXECUTED TIMESTAMP NOT NULL, ORDEREXECUTED INT NOT NULL, "
						+ "EXECTYPE VARCHAR(10) NOT NULL, MD5SUM VARCHAR(35), TAG VARCHAR(255))",
				"INSERT INTO account VALUES (1, 100), (2, 50), (3, 0)", history("one", 1), history("two", 2));
	}

	static BackupSource source(DataSource dataSource) {
		return new BackupSource(dataSource, null, HISTORY_TABLE);
	}

	static String history(String id, int order) {
		return "INSERT INTO DATABASECHANGELOG VALUES ('%s', 'me', 'db/changelog.yaml', '2026-11-22 10:00:00', %d, 'EXECUTED', '9:abc', NULL)"
			.formatted(id, order);
	}

	DatabaseBackups backups(Retention retention) {
		return new DatabaseBackups(this.directory, List.of(strategy()), retention,
				new BackupManifest.Application("shop", "1.4.2"), this.clock, ProgressListeners.NONE);
	}

	protected final void execute(String... statements) {
		Sql.execute(this.source.dataSource(), statements);
	}

	protected final DatabaseBackup create() {
		this.clock.advance(Duration.ofMinutes(1));
		return this.backups.create(this.source, BackupReason.BEFORE_UPGRADE, NAMING);
	}

	public static List<Path> dataFiles(DatabaseBackup backup) {
		boolean directory = Files.isDirectory(backup.path());
		return backup.manifest()
			.files()
			.stream()
			.map((file) -> directory ? backup.path().resolve(file.name()) : backup.path())
			.toList();
	}

	public static Path manifestOf(Path backup) {
		return backup.resolveSibling(backup.getFileName() + ".json");
	}

	List<String> namesInStore() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
	}

	public static void assertRefused(MigrationErrorCode code, Runnable action) {
		assertThat(refusal(code, action)).isNotNull();
	}

	/**
	 * Return the exception with which an action is refused.
	 * @param code its code
	 * @param action the action
	 * @return the exception, which has a hint and says that nothing was changed
	 */
	public static MigrationException refusal(MigrationErrorCode code, Runnable action) {
		MigrationException refusal = catchThrowableOfType(MigrationException.class, action::run);
		assertThat(refusal).isNotNull();
		assertThat(refusal.getCode()).as(refusal.getMessage()).isEqualTo(code);
		assertThat(refusal.getHint()).isNotBlank();
		assertThat(refusal.getDatabaseState()).isEqualTo(DatabaseState.UNCHANGED);
		return refusal;
	}

	void assertDamaged(Path backup, String... parts) {
		BackupVerification verification = this.backups.verify(backup, VerificationLevel.CHECKSUM, this.source);
		assertThat(verification.valid()).isFalse();
		assertThat(verification.errors()).isNotEmpty();
		assertThat(String.join(" ", verification.errors())).contains(parts);
	}

	String contentOfDatabase() {
		return Sql.query(this.source.dataSource(), "SELECT sum(balance) FROM account") + "/"
				+ Sql.query(this.source.dataSource(), "SELECT count(*) FROM DATABASECHANGELOG");
	}

	@Test
	void knowsWhetherTwoBackupsHoldTheSameData() {
		DatabaseBackup first = create();
		assertThat(strategy().holdsSameData(first, create())).isTrue();
		execute("UPDATE account SET balance = 90 WHERE id = 1");
		assertThat(strategy().holdsSameData(first, create())).isFalse();
		execute("DELETE FROM account");
		assertThat(strategy().holdsSameData(first, create())).isFalse();
	}

	@Test
	void manifestDescribesTheDatabaseAtTheMomentOfTheBackup() {
		BackupManifest manifest = create().manifest();
		assertThat(manifest.formatVersion()).isEqualTo(BackupManifest.CURRENT_FORMAT_VERSION);
		assertThat(manifest.reason()).isEqualTo(BackupReason.BEFORE_UPGRADE);
		assertThat(manifest.createdAt()).isEqualTo(this.clock.instant());
		assertThat(manifest.revision()).isEqualTo("two::me::db/changelog.yaml");
		assertThat(manifest.tables().values()).containsExactlyInAnyOrder(3L, 2L);
		assertThat(manifest.application()).isEqualTo(new BackupManifest.Application("shop", "1.4.2"));
		assertThat(manifest.database().kind()).isEqualTo(strategy().kind());
		assertThat(manifest.database().historyTable()).isEqualTo(HISTORY_TABLE);
		assertThat(manifest.tools()).containsKey("java");
		assertThat(manifest.totalSize()).isPositive();
		assertThat(manifest.verifications()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void newBackupPassesVerification(VerificationLevel level) throws IOException {
		DatabaseBackup backup = create();
		BackupVerification verification = this.backups.verify(backup.path(), level, this.source);
		assertThat(verification.errors()).isEmpty();
		assertThat(verification.valid()).isTrue();
		assertThat(verification.level()).isEqualTo(level);
		assertThat(verification.tableCount()).isEqualTo(2);
		assertThat(verification.fileSize()).isEqualTo(backup.manifest().totalSize());
		assertThat(namesInStore()).containsExactly(".lock", backup.path().getFileName().toString(),
				manifestOf(backup.path()).getFileName().toString());
	}

	@Test
	void verificationIsRecordedInTheManifest() {
		Path backup = create().path();
		this.backups.verify(backup, VerificationLevel.STRUCTURE, this.source);
		this.clock.advance(Duration.ofDays(1));
		this.backups.verify(backup, VerificationLevel.RESTORE, this.source);
		List<BackupManifest.Verification> verifications = this.backups.open(backup).manifest().verifications();
		assertThat(verifications).extracting(BackupManifest.Verification::level)
			.containsExactly(VerificationLevel.STRUCTURE, VerificationLevel.RESTORE);
		assertThat(verifications).allMatch(BackupManifest.Verification::valid);
		assertThat(verifications.get(1).verifiedAt()).isEqualTo(this.clock.instant());
	}

	@Test
	void recordsTheNewestVerificationsOnly() {
		Path backup = create().path();
		for (int i = 0; i < 25; i++) {
			this.backups.verify(backup, VerificationLevel.CHECKSUM, this.source);
		}
		assertThat(this.backups.open(backup).manifest().verifications()).hasSize(20);
	}

	@Test
	void openedManifestIsTheOneThatWasWritten() {
		DatabaseBackup backup = create();
		assertThat(this.backups.open(backup.path())).isEqualTo(backup);
	}

	@Test
	void restoreBringsBackSchemaRowsAndHistory() {
		DatabaseBackup backup = create();
		String before = contentOfDatabase();
		Sql.execute(this.source.dataSource(), "UPDATE account SET balance = 7", history("three", 3),
				"CREATE TABLE leftover (account_id INT REFERENCES account (id))",
				"CREATE VIEW leftover_view AS SELECT id FROM account",
				"ALTER TABLE account ADD COLUMN note VARCHAR(10)");
		Restores.restore(this.backups, backup, this.source);
		assertThat(contentOfDatabase()).isEqualTo(before);
		BackupManifest restored = create().manifest();
		assertThat(restored.tables()).isEqualTo(backup.manifest().tables());
		assertThat(restored.historyDigest()).isEqualTo(backup.manifest().historyDigest());
		Sql.execute(this.source.dataSource(), "ALTER TABLE account ADD COLUMN note VARCHAR(10)",
				"CREATE VIEW leftover_view AS SELECT id FROM account");
	}

	@Test
	void restoreIntoAnEmptyDatabase() {
		DatabaseBackup backup = create();
		String before = contentOfDatabase();
		Sql.execute(this.source.dataSource(), "DROP TABLE account", "DROP TABLE DATABASECHANGELOG");
		Restores.restore(this.backups, backup, this.source);
		assertThat(contentOfDatabase()).isEqualTo(before);
	}

	@Test
	void restoredDatabaseIsNotLocked() {
		Sql.execute(this.source.dataSource(),
				"CREATE TABLE DATABASECHANGELOGLOCK (ID INT PRIMARY KEY, LOCKED BOOLEAN NOT NULL, LOCKGRANTED TIMESTAMP, LOCKEDBY VARCHAR(255))",
				"INSERT INTO DATABASECHANGELOGLOCK VALUES (1, TRUE, '2026-11-22 10:00:00', 'somebody')");
		Restores.restore(this.backups, create(), this.source);
		assertThat(Sql.query(this.source.dataSource(),
				"SELECT count(*) FROM DATABASECHANGELOGLOCK WHERE LOCKED OR LOCKEDBY IS NOT NULL"))
			.isEqualTo("0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "SHOP_LOCK", "Shop \"Lock\"" })
	void restoredDatabaseIsNotLockedByALockTableOfAnotherName(String name) {
		String quoted = '"' + name.replace("\"", "\"\"") + '"';
		BackupSource renamed = new BackupSource(this.source.dataSource(), null, HISTORY_TABLE, name, List::of);
		Sql.execute(this.source.dataSource(), "CREATE TABLE " + quoted
				+ " (ID INT PRIMARY KEY, LOCKED BOOLEAN NOT NULL, LOCKGRANTED TIMESTAMP, LOCKEDBY VARCHAR(255))",
				"INSERT INTO " + quoted + " VALUES (1, TRUE, '2026-11-22 10:00:00', 'somebody')");
		Restores.restore(this.backups, create(), renamed);
		assertThat(Sql.query(this.source.dataSource(),
				"SELECT count(*) FROM " + quoted + " WHERE LOCKED OR LOCKEDBY IS NOT NULL"))
			.isEqualTo("0");
	}

	@Test
	void historyDigestSeesEveryRecordedColumn() {
		Map<String, String> digests = new HashMap<>();
		digests.put("unchanged", create().manifest().historyDigest());
		for (String column : List.of("ID", "AUTHOR", "FILENAME", "MD5SUM", "EXECTYPE", "TAG")) {
			Sql.execute(this.source.dataSource(),
					"UPDATE DATABASECHANGELOG SET " + column + " = 'x' WHERE ORDEREXECUTED = 2");
			digests.put(column, create().manifest().historyDigest());
		}
		Sql.execute(this.source.dataSource(), "UPDATE DATABASECHANGELOG SET ORDEREXECUTED = 9 WHERE ORDEREXECUTED = 2");
		digests.put("ORDEREXECUTED", create().manifest().historyDigest());
		Sql.execute(this.source.dataSource(), "UPDATE DATABASECHANGELOG SET DATEEXECUTED = '2025-11-22 10:00:00'");
		digests.put("DATEEXECUTED", create().manifest().historyDigest());
		assertThat(digests.values()).doesNotHaveDuplicates();
	}

	@Test
	void databaseWithoutHistoryCanBeBackedUpAndRestored() {
		Sql.execute(this.source.dataSource(), "DROP TABLE DATABASECHANGELOG");
		DatabaseBackup backup = create();
		assertThat(backup.manifest().revision()).isNull();
		assertThat(this.backups.verify(backup.path(), VerificationLevel.RESTORE, this.source).errors()).isEmpty();
		Restores.restore(this.backups, backup, this.source);
	}

	@Test
	void backupOfAnotherDatabaseIsRefused() {
		DatabaseBackup backup = create();
		BackupSource other = source(createDatabase("other"));
		assertRefused(MigrationErrorCode.BACKUP_OF_OTHER_DATABASE, () -> Restores.restore(this.backups, backup, other));
	}

	@Test
	void backupOfAnotherApplicationIsRefused() {
		DatabaseBackup backup = create();
		DatabaseBackups renamed = new DatabaseBackups(this.directory, List.of(strategy()), new Retention(10, null),
				new BackupManifest.Application("warehouse", "1.4.2"), this.clock, ProgressListeners.NONE);
		assertThat(refusal(MigrationErrorCode.BACKUP_OF_OTHER_DATABASE,
				() -> Restores.restore(renamed, backup, this.source)))
			.hasMessageContainingAll("'shop'", "'warehouse'");
		DatabaseBackups nameless = new DatabaseBackups(this.directory, List.of(strategy()), new Retention(10, null),
				new BackupManifest.Application(null, null), this.clock, ProgressListeners.NONE);
		Restores.restore(nameless, backup, this.source);
	}

	@Test
	void tellsHowFarBackupVerificationAndRestoreAre() {
		List<Progress> reports = new CopyOnWriteArrayList<>();
		DatabaseBackups observed = new DatabaseBackups(this.directory, List.of(strategy()), new Retention(10, null),
				new BackupManifest.Application("shop", "1.4.2"), this.clock,
				new ProgressListeners(List.of(reports::add)));
		DatabaseBackup backup = observed.create(this.source, BackupReason.MANUAL, NAMING);
		observed.verify(backup.path(), VerificationLevel.RESTORE, this.source);
		Restores.restore(observed, backup, this.source);
		for (Activity activity : List.of(Activity.BACKUP, Activity.VERIFY, Activity.RESTORE)) {
			List<Progress> own = reports.stream().filter((progress) -> progress.activity() == activity).toList();
			assertThat(own.get(0).done()).as("%s", activity).isZero();
			assertThat(own.subList(0, own.size() - 1)).noneMatch(Progress::isFinished)
				.allMatch((progress) -> progress.done() < progress.total());
			assertThat(own).last()
				.isEqualTo(new Progress(activity, backup.manifest().totalSize(), backup.manifest().totalSize()));
		}
	}

	@Test
	void showsHowMuchIsCaptured() {
		List<Long> captured = new CopyOnWriteArrayList<>();
		strategy().capture(this.source, this.temporary.resolve("captured"), NAMING,
				(done, total) -> captured.add(done));
		assertThat(captured).isNotEmpty().isSorted();
	}

	@Test
	void contentTellsEmptyFromFilled() {
		assertThat(this.backups.content(this.source)).isEqualTo(SourceContent.DATA);
		Sql.execute(this.source.dataSource(), "DROP TABLE account");
		assertThat(this.backups.content(this.source)).isEqualTo(SourceContent.DATA);
		Sql.execute(this.source.dataSource(), "DELETE FROM DATABASECHANGELOG",
				"CREATE TABLE DATABASECHANGELOGLOCK (ID INT PRIMARY KEY, LOCKED BOOLEAN NOT NULL)",
				"INSERT INTO DATABASECHANGELOGLOCK VALUES (1, FALSE)",
				"CREATE TABLE MIGRATION_RUN (ID INT PRIMARY KEY)");
		assertThat(this.backups.content(this.source)).isEqualTo(SourceContent.EMPTY);
		Sql.execute(this.source.dataSource(), "CREATE VIEW something AS SELECT 1 AS one");
		assertThat(this.backups.content(this.source)).isEqualTo(SourceContent.DATA);
	}

	@Test
	void lockTableOfAnotherNameIsNoContent() {
		BackupSource renamed = new BackupSource(this.source.dataSource(), null, HISTORY_TABLE, "Shop_Lock", List::of);
		Sql.execute(this.source.dataSource(), "DROP TABLE account", "DELETE FROM DATABASECHANGELOG",
				"CREATE TABLE SHOP_LOCK (ID INT PRIMARY KEY, LOCKED BOOLEAN NOT NULL)",
				"INSERT INTO SHOP_LOCK VALUES (1, FALSE)");
		assertThat(this.backups.content(renamed)).isEqualTo(SourceContent.EMPTY);
		assertThat(this.backups.content(this.source)).isEqualTo(SourceContent.DATA);
	}

	@Test
	void filesArePrivate() throws IOException {
		DatabaseBackup backup = create();
		this.backups.verify(backup.path(), VerificationLevel.CHECKSUM, this.source);
		assertThat(permissions(this.directory)).isEqualTo("rwx------");
		assertThat(permissions(manifestOf(backup.path()))).isEqualTo("rw-------");
		assertThat(permissions(this.directory.resolve(".lock"))).isEqualTo("rw-------");
		for (Path file : dataFiles(backup)) {
			assertThat(permissions(file)).isEqualTo("rw-------");
		}
	}

	public static String permissions(Path path) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
	}

	@Test
	void createsBackupAtAChosenPath() throws IOException {
		Path target = this.temporary.resolve("before the big change");
		DatabaseBackup backup = this.backups.create(this.source, BackupReason.MANUAL, NAMING, target);
		assertThat(backup.path()).isEqualTo(target.toRealPath());
		assertThat(manifestOf(target)).exists();
		assertThat(this.backups.verify(target, VerificationLevel.RESTORE, this.source).errors()).isEmpty();
		assertThat(this.backups.list(this.source)).isEmpty();
		Restores.restore(this.backups, this.backups.open(target), this.source);
	}

	@Test
	void neverOverwritesWhatExists() throws IOException {
		Path target = Files.writeString(this.temporary.resolve("precious.db"), "precious");
		assertRefused(MigrationErrorCode.BACKUP_EXISTS,
				() -> this.backups.create(this.source, BackupReason.MANUAL, NAMING, target));
		Files.move(target, manifestOf(target));
		assertRefused(MigrationErrorCode.BACKUP_EXISTS,
				() -> this.backups.create(this.source, BackupReason.MANUAL, NAMING, target));
		assertThat(manifestOf(target)).hasContent("precious");
		assertThat(target).doesNotExist();
	}

	@Test
	void bareNameIsLookedUpInTheStore() {
		DatabaseBackup backup = create();
		assertThat(this.backups.open(backup.path().getFileName())).isEqualTo(backup);
		assertThat(this.backups.verify(backup.path().getFileName(), VerificationLevel.CHECKSUM, this.source).valid())
			.isTrue();
	}

	@Test
	void listsNewestFirst() {
		Path first = create().path();
		Path second = create().path();
		Path third = create().path();
		assertThat(this.backups.list(this.source)).extracting(StoredBackup::path).containsExactly(third, second, first);
		assertThat(this.backups.list(this.source)).extracting(StoredBackup::state).containsOnly(BackupState.GOOD);
	}

	@Test
	void listsNothingWithoutDirectory() {
		assertThat(this.backups.list(this.source)).isEmpty();
		assertThat(this.directory).doesNotExist();
	}

	@Test
	void databasesThatShareAStoreDoNotSeeEachOther() {
		Path backup = create().path();
		BackupSource other = source(createDatabase("app-two"));
		Sql.execute(other.dataSource(), "CREATE TABLE thing (id INT)");
		Path backupOfOther = this.backups.create(other, BackupReason.MANUAL, NAMING).path();
		assertThat(this.backups.list(this.source)).extracting(StoredBackup::path).containsExactly(backup);
		assertThat(this.backups.list(other)).extracting(StoredBackup::path).containsExactly(backupOfOther);
	}

	@Test
	void listTellsTheStateOfEachEntry() throws IOException {
		DatabaseBackup withoutManifest = create();
		DatabaseBackup truncated = create();
		DatabaseBackup alteredManifest = create();
		DatabaseBackup failedVerification = create();
		DatabaseBackup missingData = create();
		Path good = create().path();
		Files.delete(manifestOf(withoutManifest.path()));
		truncate(dataFiles(truncated).get(0), 10);
		Path manifest = manifestOf(alteredManifest.path());
		Files.writeString(manifest, Files.readString(manifest).replace("account\" : 3", "account\" : 4"));
		flipBit(dataFiles(failedVerification).get(0), 80);
		this.backups.verify(failedVerification.path(), VerificationLevel.CHECKSUM, this.source);
		PrivateFiles.delete(missingData.path());
		Files.writeString(this.directory.resolve("." + good.getFileName().toString() + ".x"), "noise");
		List<StoredBackup> list = this.backups.list(this.source);
		assertThat(list).extracting(StoredBackup::state)
			.containsExactly(BackupState.GOOD, BackupState.DAMAGED, BackupState.DAMAGED, BackupState.DAMAGED,
					BackupState.DAMAGED, BackupState.NO_MANIFEST);
		assertThat(list.get(0).problem()).isNull();
		assertThat(list.get(1).problem()).contains("is missing");
		assertThat(list.get(2).problem()).contains("did not pass its verification", "SHA-256");
		assertThat(list.get(3).problem()).contains("own checksum");
		assertThat(list.get(4).problem()).contains("bytes instead of");
		assertThat(list.get(5).problem()).contains("manifest");
	}

	@Test
	void interruptedBackupIsListedAsIncompleteAndSweptByTheNextOne() throws IOException {
		Path interrupted = create().path();
		Path manifest = manifestOf(interrupted);
		Files.move(manifest, manifest.resolveSibling("." + manifest.getFileName() + ".partial"));
		String label = BackupName.parse(interrupted.getFileName().toString()).orElseThrow().label();
		Path partial = this.directory
			.resolve("." + label + "-20261122T090000000Z-abcdef" + strategy().suffix() + ".partial");
		Files.writeString(partial, "half");
		Files.writeString(partial.resolveSibling(partial.getFileName() + "-journal"), "journal");
		assertThat(this.backups.list(this.source)).extracting(StoredBackup::state)
			.containsExactly(BackupState.INCOMPLETE, BackupState.INCOMPLETE);
		Path next = create().path();
		assertThat(namesInStore()).containsExactly(".lock", next.getFileName().toString(),
				manifestOf(next).getFileName().toString());
	}

	@Test
	void clockThatWasSetBackDoesNotReorderBackups() {
		Path first = create().path();
		this.clock.advance(Duration.ofDays(-1));
		Path second = create().path();
		Path third = create().path();
		assertThat(this.backups.list(this.source)).extracting(StoredBackup::path).containsExactly(third, second, first);
	}

	@Test
	void pruneKeepsTheNewestGoodOnes() {
		List<Path> created = Stream.generate(() -> create().path()).limit(5).toList();
		assertThat(backups(new Retention(2, null)).prune(this.source, Set.of()))
			.containsExactlyInAnyOrder(created.get(0), created.get(1), created.get(2));
		assertThat(this.backups.list(this.source)).extracting(StoredBackup::path)
			.containsExactly(created.get(4), created.get(3));
	}

	@Test
	void pruneLeavesNothingBehind() throws IOException {
		create();
		Path newest = create().path();
		backups(new Retention(1, null)).prune(this.source, Set.of());
		assertThat(namesInStore()).containsExactly(".lock", newest.getFileName().toString(),
				manifestOf(newest).getFileName().toString());
	}

	@Test
	void pruneNeedsBothNumberAndAge() {
		Path old = create().path();
		this.clock.advance(Duration.ofDays(8));
		Path young = create().path();
		create();
		assertThat(backups(new Retention(3, Duration.ofDays(7))).prune(this.source, Set.of())).isEmpty();
		assertThat(backups(new Retention(1, Duration.ofDays(30))).prune(this.source, Set.of())).isEmpty();
		assertThat(backups(new Retention(1, Duration.ofDays(7))).prune(this.source, Set.of())).containsExactly(old);
		assertThat(young).exists();
	}

	@Test
	void pruneNeverDeletesWhatItIsToldToKeep() {
		Path first = create().path();
		Path second = create().path();
		create();
		Path sameFile = this.directory.resolve(".").resolve(first.getFileName());
		assertThat(backups(new Retention(1, null)).prune(this.source, Set.of(sameFile))).containsExactly(second);
		assertThat(first).exists();
	}

	@Test
	void pruneCountsAndDeletesGoodOnesOnly() throws IOException {
		Path expired = create().path();
		Path newestGood = create().path();
		DatabaseBackup damaged = create();
		DatabaseBackup withoutManifest = create();
		truncate(dataFiles(damaged).get(0), 1);
		Files.delete(manifestOf(withoutManifest.path()));
		assertThat(backups(new Retention(1, null)).prune(this.source, Set.of())).containsExactly(expired);
		assertThat(newestGood).exists();
		assertThat(damaged.path()).exists();
		assertThat(withoutManifest.path()).exists();
	}

	@Test
	void pruneNeverDeletesTheNewestVerifiedOne() {
		Path verified = create().path();
		this.backups.verify(verified, VerificationLevel.STRUCTURE, this.source);
		Path neverVerified = create().path();
		create();
		assertThat(backups(new Retention(1, null)).prune(this.source, Set.of())).containsExactly(neverVerified);
		assertThat(verified).exists();
	}

	@Test
	void pruneAfterTheClockWasSetBackDeletesNothingNew() {
		create();
		Path second = create().path();
		this.clock.advance(Duration.ofDays(-30));
		Path third = create().path();
		backups(new Retention(1, Duration.ofDays(7))).prune(this.source, Set.of());
		assertThat(third).exists();
		assertThat(second).exists();
	}

	@Test
	void checkAvailableCreatesThePrivateDirectory() throws IOException {
		this.backups.checkAvailable(this.source, VerificationLevel.STRUCTURE);
		assertThat(permissions(this.directory)).isEqualTo("rwx------");
		assertThat(namesInStore()).isEmpty();
	}

	@Test
	void unusableDirectoryIsRefusedBeforeAnythingStarts() throws IOException {
		Files.writeString(this.directory, "a file");
		assertRefused(MigrationErrorCode.BACKUP_DIRECTORY_UNUSABLE,
				() -> this.backups.checkAvailable(this.source, VerificationLevel.STRUCTURE));
		Files.delete(this.directory);
		Files.createSymbolicLink(this.directory, this.temporary.resolve("nowhere"));
		assertRefused(MigrationErrorCode.BACKUP_DIRECTORY_UNUSABLE,
				() -> this.backups.checkAvailable(this.source, VerificationLevel.STRUCTURE));
		assertRefused(MigrationErrorCode.BACKUP_DIRECTORY_UNUSABLE, this::create);
		assertThat(this.temporary.resolve("nowhere")).doesNotExist();
	}

	@Test
	void directoryMayBeALinkToADirectory() throws IOException {
		Path real = Files.createDirectory(this.temporary.resolve("volume"));
		Files.createSymbolicLink(this.directory, real);
		assertThat(create().path()).hasParentRaw(real.toRealPath());
	}

	public static void truncate(Path file, int bytes) throws IOException {
		byte[] content = Files.readAllBytes(file);
		Files.write(file, Arrays.copyOf(content, content.length - bytes));
	}

	public static void flipBit(Path file, long bit) throws IOException {
		byte[] content = Files.readAllBytes(file);
		content[(int) (bit / 8)] ^= (byte) (1 << (bit % 8));
		Files.write(file, content);
	}

}
