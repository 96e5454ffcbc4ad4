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
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupReason;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.sqlite.SqliteBackupStrategy;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.work.ProgressListeners;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for {@link BackupPaths}, through {@link DatabaseBackups}.
 */
class BackupPathsTests {

	private static final RevisionNaming NAMING = (id, author, path) -> id;

	@TempDir
	private Path temporary;

	private BackupSource source;

	private DatabaseBackups backups;

	@BeforeEach
	void createDatabase() {
		this.source = BackupStrategyContractTests.source(Sql.sqlite(this.temporary.resolve("app.db")));
		this.backups = new DatabaseBackups(this.temporary.resolve("backups"), List.of(new SqliteBackupStrategy()),
				new Retention(5, null), new BackupManifest.Application(null, null), new MutableClock(),
				ProgressListeners.NONE);
		Sql.execute(this.source.dataSource(), "CREATE TABLE thing (id INT)");
	}

	private Path create() {
		return this.backups.create(this.source, BackupReason.MANUAL, NAMING).path();
	}

	private void assertCreateRefused(MigrationErrorCode code, Path target) {
		BackupStrategyContractTests.assertRefused(code,
				() -> this.backups.create(this.source, BackupReason.MANUAL, NAMING, target));
	}

	private void assertExistingRefused(MigrationErrorCode code, Path backup) {
		BackupStrategyContractTests.assertRefused(code, () -> this.backups.open(backup));
		BackupStrategyContractTests.assertRefused(code,
				() -> this.backups.verify(backup, VerificationLevel.CHECKSUM, this.source));
	}

	@Test
	void pathWithParentElementsIsRefused() {
		Path backup = create();
		Path detour = this.temporary.resolve("backups/../backups").resolve(backup.getFileName());
		assertExistingRefused(MigrationErrorCode.BACKUP_PATH_REFUSED, detour);
		assertExistingRefused(MigrationErrorCode.BACKUP_PATH_REFUSED, Path.of(".."));
		assertCreateRefused(MigrationErrorCode.BACKUP_PATH_REFUSED, this.temporary.resolve("backups/../new.db"));
	}

	@Test
	void rootIsRefused() {
		assertExistingRefused(MigrationErrorCode.BACKUP_PATH_REFUSED, Path.of("/"));
		assertCreateRefused(MigrationErrorCode.BACKUP_PATH_REFUSED, Path.of("/"));
	}

	@Test
	void missingBackupIsNotFound() {
		assertExistingRefused(MigrationErrorCode.BACKUP_NOT_FOUND, this.temporary.resolve("missing.db"));
		assertExistingRefused(MigrationErrorCode.BACKUP_NOT_FOUND, this.temporary.resolve("missing/missing.db"));
		assertExistingRefused(MigrationErrorCode.BACKUP_NOT_FOUND, Path.of("missing.db"));
	}

	@Test
	void symbolicLinkToABackupIsRefused() throws IOException {
		Path link = Files.createSymbolicLink(this.temporary.resolve("link.db"), create());
		assertExistingRefused(MigrationErrorCode.BACKUP_PATH_REFUSED, link);
	}

	@Test
	void symbolicLinkInPlaceOfAManifestIsRefused() throws IOException {
		Path backup = create();
		Path manifest = BackupStrategyContractTests.manifestOf(backup);
		Path moved = Files.move(manifest, this.temporary.resolve("moved.json"));
		Files.createSymbolicLink(manifest, moved);
		assertExistingRefused(MigrationErrorCode.BACKUP_PATH_REFUSED, backup);
		assertThat(this.backups.list(this.source)).singleElement()
			.satisfies((listed) -> assertThat(listed.problem()).contains("not a regular file"));
	}

	@Test
	void linkAtTheTargetIsNeverWrittenThrough() throws IOException {
		Path victim = this.temporary.resolve("victim");
		Path link = Files.createSymbolicLink(this.temporary.resolve("new.db"), victim);
		assertCreateRefused(MigrationErrorCode.BACKUP_PATH_REFUSED, link);
		Files.delete(link);
		Files.createSymbolicLink(this.temporary.resolve(".new.db.partial"), victim);
		assertCreateRefused(MigrationErrorCode.BACKUP_EXISTS, this.temporary.resolve("new.db"));
		assertThat(victim).doesNotExist();
	}

	@Test
	void linkInPlaceOfTheLockFileIsNotFollowed() throws IOException {
		Path victim = Files.writeString(this.temporary.resolve("victim"), "precious");
		create();
		Path lock = this.temporary.resolve("backups/.lock");
		Files.delete(lock);
		Files.createSymbolicLink(lock, victim);
		BackupStrategyContractTests.assertRefused(MigrationErrorCode.BACKUP_DIRECTORY_UNUSABLE, this::create);
		assertThat(victim).hasContent("precious");
	}

	@Test
	void targetInAMissingDirectoryIsRefused() {
		assertCreateRefused(MigrationErrorCode.BACKUP_DIRECTORY_UNUSABLE, this.temporary.resolve("missing/new.db"));
		assertThat(this.temporary.resolve("missing")).doesNotExist();
	}

	@ParameterizedTest
	@ValueSource(strings = { "-wal", "-shm", "-journal" })
	void targetThatSqliteWouldTakeForAPartOfADatabaseIsRefused(String suffix) {
		assertCreateRefused(MigrationErrorCode.BACKUP_PATH_REFUSED, this.temporary.resolve("other.db" + suffix));
	}

	@Test
	void targetBesideAStrayJournalIsRefused() throws IOException {
		Files.writeString(this.temporary.resolve("new.db-journal"), "left from another database");
		assertCreateRefused(MigrationErrorCode.BACKUP_EXISTS, this.temporary.resolve("new.db"));
	}

	@Test
	void liveDatabaseIsNeverTheTarget() {
		assertCreateRefused(MigrationErrorCode.BACKUP_EXISTS, this.temporary.resolve("app.db"));
	}

	@Test
	void failedBackupLeavesNothingAtTheTarget() {
		Sql.execute(this.source.dataSource(), "CREATE TABLE DATABASECHANGELOG (ID TEXT, AUTHOR TEXT, FILENAME TEXT)",
				"INSERT INTO DATABASECHANGELOG VALUES ('1', 'me', 'changelog.yaml')");
		RevisionNaming failing = (id, author, path) -> {
			throw new IllegalStateException("no name");
		};
		assertThat(catchThrowable(
				() -> this.backups.create(this.source, BackupReason.MANUAL, failing, this.temporary.resolve("new.db"))))
			.hasMessage("no name");
		assertThat(this.temporary).isDirectoryNotContaining((path) -> path.getFileName().toString().contains("new.db"));
	}

}
