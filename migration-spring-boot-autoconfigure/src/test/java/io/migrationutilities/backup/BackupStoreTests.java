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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link BackupStore}.
 */
class BackupStoreTests {

	private static final String BACKUP = "shop-20261122T090000000Z-abcdef.db";

	private static final Instant TIME = Instant.parse("2026-11-22T09:00:00Z");

	private Path directory;

	private BackupStore store;

	@BeforeEach
	void createStore(@TempDir Path temporary) {
		this.directory = temporary.resolve("backups");
		this.store = new BackupStore(this.directory);
	}

	@Test
	void namesTheFileThatIsInTheWayOfTheDirectory() throws IOException {
		Files.writeString(this.directory, "a file");
		assertThat(refusal(this.store::requireUsable)).hasMessageContaining("it is not a directory");
		BackupStore below = new BackupStore(this.directory.resolve("more/backups"));
		assertThat(refusal(below::requireUsable)).hasMessageContaining("'" + this.directory + "' is not a directory");
		assertThat(refusal(below::prepare)).hasMessageContaining("'" + this.directory + "' is not a directory");
	}

	@Test
	void writesNothingToTellWhetherTheDirectoryIsUsable(@TempDir Path existing) throws IOException {
		assertThat(new BackupStore(existing.resolve("one/two")).requireUsable()).isEqualTo(existing.toRealPath());
		assertThat(existing).isEmptyDirectory();
	}

	@Test
	void leavesNoProbeInTheDirectory() throws IOException {
		assertThat(this.store.prepare()).isEqualTo(this.directory.toRealPath());
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void keepsOthersOutUntilTheActionHasEnded() {
		assertThatIllegalStateException().isThrownBy(() -> this.store.locked("the first", () -> {
			assertThat(refusalOfOther()).hasMessageContaining("the first by process " + ProcessHandle.current().pid());
			throw new IllegalStateException("failed");
		})).withMessage("failed");
		assertThat(this.store.<Integer, RuntimeException>locked("the next", Duration.ZERO, () -> 1)).isEqualTo(1);
	}

	private MigrationException refusalOfOther() {
		return CompletableFuture.supplyAsync(() -> {
			MigrationException refusal = catchThrowableOfType(MigrationException.class,
					() -> new BackupStore(this.directory).locked("the second", Duration.ZERO, () -> 2));
			assertThat(refusal.getCode()).isEqualTo(MigrationErrorCode.LOCK_TIMEOUT);
			return refusal;
		}, (task) -> new Thread(task).start()).join();
	}

	@Test
	void givesTheTimeToANameUnlessAnotherIsNewer() throws IOException {
		assertThat(this.store.nextName("shop.db", ".db", TIME).toString())
			.matches("shop-20261122T090000000Z-[0-9a-f]{6}\\.db");
		write(BACKUP);
		assertThat(this.store.nextName("shop.db", ".db", TIME.plusSeconds(1)).time()).isEqualTo(TIME.plusSeconds(1));
		assertThat(this.store.nextName("shop.db", ".db", TIME).time()).isEqualTo(TIME.plusMillis(1));
		assertThat(this.store.nextName("shop.db", ".db", TIME.plusNanos(1)).time()).isEqualTo(TIME.plusMillis(1));
	}

	@ParameterizedTest
	@CsvSource({ "other-20261122T090000000Z-abcdef.dump", "shop-20261122T090000000Z-abcdef.db.json",
			".shop-20261122T090000000Z-abcdef.db.partial", ".shop-20261122T090000000Z-abcdef.db.json.partial" })
	void sortsANewNameAfterWhateverIsThere(String existing) throws IOException {
		write(existing);
		assertThat(this.store.nextName("shop.db", ".db", TIME.minusSeconds(3600)).time()).isEqualTo(TIME.plusMillis(1));
	}

	@Test
	void namesTheBackupsOfOneDatabaseOnce() throws IOException {
		write(BACKUP, BACKUP + ".json", BACKUP + "-journal", "shop-20261123T090000000Z-abcdef.db.json",
				".shop-20261121T090000000Z-abcdef.db.partial", "shop-20261124T090000000Z-abcdef.dump",
				"other-20261124T090000000Z-abcdef.db", "shop-20261324T090000000Z-abcdef.db", "notes.txt", ".lock");
		assertThat(this.store.names("shop", ".db")).extracting(BackupName::toString)
			.containsExactly("shop-20261123T090000000Z-abcdef.db", BACKUP, "shop-20261121T090000000Z-abcdef.db");
	}

	@Test
	void namesNothingWhereThereIsNoDirectory() {
		assertThat(this.store.names("shop", ".db")).isEmpty();
		assertThat(this.directory).doesNotExist();
	}

	@Test
	void sweepsWhatAnInterruptedBackupLeftBehind() throws IOException {
		String partial = "." + BACKUP + ".partial";
		write(partial, partial + "-journal", partial + "-wal", partial + "-shm");
		this.store.sweep();
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void sweepsTheDataOfAManifestThatWasNeverCompleted() throws IOException {
		write(BACKUP, BACKUP + "-journal", "." + BACKUP + ".json.partial");
		this.store.sweep();
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void sweepsNoDataWhoseManifestIsComplete() throws IOException {
		write(BACKUP, BACKUP + ".json", "." + BACKUP + ".json.partial");
		this.store.sweep();
		assertThat(names()).containsExactly(BACKUP, BACKUP + ".json");
	}

	@Test
	void sweepsNothingThatIsNoBackup() throws IOException {
		write("notes", ".notes.json.partial", "half.partial", ".lock", "shop.db");
		this.store.sweep();
		assertThat(names()).containsExactly(".lock", "half.partial", "notes", "shop.db");
	}

	@Test
	void deletesABackupWithItsSideFiles() throws IOException {
		write(BACKUP, BACKUP + ".json", BACKUP + "-wal", "other");
		this.store.delete(this.directory.resolve(BACKUP));
		assertThat(names()).containsExactly("other");
	}

	@Test
	void deletesNoDataBeforeTheManifestIsOutOfTheWay() throws IOException {
		write(BACKUP);
		assertThatExceptionOfType(NoSuchFileException.class)
			.isThrownBy(() -> this.store.delete(this.directory.resolve(BACKUP)));
		assertThat(names()).containsExactly(BACKUP);
	}

	@ParameterizedTest
	@CsvSource({ "a.db-wal, true", "a.db-shm, true", "a.db-journal, true", "a-wal.db, false", "wal, false" })
	void knowsTheFilesThatSqliteKeepsBesideADatabase(String name, boolean sideFile) {
		assertThat(BackupStore.isSideFile(name)).isEqualTo(sideFile);
	}

	private static MigrationException refusal(Runnable action) {
		return BackupStrategyContractTests.refusal(MigrationErrorCode.BACKUP_DIRECTORY_UNUSABLE, action);
	}

	private void write(String... names) throws IOException {
		Files.createDirectories(this.directory);
		for (String name : names) {
			Files.writeString(this.directory.resolve(name), name);
		}
	}

	private List<String> names() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
	}

}
