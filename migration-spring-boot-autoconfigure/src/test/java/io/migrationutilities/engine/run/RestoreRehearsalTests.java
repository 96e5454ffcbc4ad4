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

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.RestorePreview;
import io.migrationutilities.RestorePreview.TableRows;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.engine.EngineFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RestoreRehearsal}.
 */
class RestoreRehearsalTests {

	private static final String ONE = "changelog-with-rollbacks-older.sql";

	private static final String TWO = "changelog-with-rollbacks.sql";

	private EngineFixture studio;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new EngineFixture(directory);
	}

	@Test
	void comparesRowsWithThoseOfTheBackup() {
		this.studio.upgrade(ONE);
		this.studio.execute("CREATE TABLE \"Odd \"\"name\" (id INTEGER)", "INSERT INTO \"Odd \"\"name\" VALUES (1)");
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		this.studio.upgrade(TWO);
		this.studio.execute("INSERT INTO agent VALUES (1), (2)", "DROP TABLE \"Odd \"\"name\"");
		String before = this.studio.content();
		RestorePreview preview = this.studio.utilities(TWO).previewRestore(backup.path().getFileName());
		assertThat(this.studio.content()).isEqualTo(before);
		assertThat(preview.verification().valid()).isTrue();
		assertThat(preview.verification().level()).isEqualTo(VerificationLevel.STRUCTURE);
		assertThat(preview.backup()).isNotNull();
		assertThat(preview.backup().path()).isEqualTo(backup.path());
		assertThat(preview.currentRevision()).isEqualTo("create-agent");
		assertThat(preview.safetyCopyDirectory()).isEqualTo(this.studio.backupDirectory());
		assertThat(preview.keepsPreviousDatabase()).isFalse();
		assertThat(preview.unreadable()).isNull();
		assertThat(preview.tables()).containsExactly(new TableRows("Odd \"name", null, 1L),
				new TableRows("agent", 2L, null), new TableRows("crew", 2L, 1L));
		assertThat(preview.tables()).extracting(TableRows::lost).containsExactly(0L, 2L, 1L);
	}

	@Test
	void verifiesAtLeastTheStructure() {
		this.studio.upgrade(ONE);
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		this.studio.verificationLevel(VerificationLevel.CHECKSUM);
		assertThat(this.studio.utilities(ONE).previewRestore(backup.path()).verification().level())
			.isEqualTo(VerificationLevel.STRUCTURE);
	}

	@Test
	void findsDamageOfTheBackup() throws IOException {
		this.studio.upgrade(ONE);
		Path backup = this.studio.utilities(ONE).createDatabaseBackup().path();
		byte[] bytes = Files.readAllBytes(backup);
		bytes[bytes.length - 1] ^= 1;
		Files.write(backup, bytes);
		RestorePreview preview = this.studio.utilities(ONE).previewRestore(backup);
		assertThat(preview.verification().valid()).isFalse();
		assertThat(preview.verification().errors()).isNotEmpty();
		assertThat(preview.backup()).isNull();
		assertThat(preview.tables()).isEmpty();
	}

	@Test
	void admitsThatTheDatabaseCannotBeRead() throws IOException {
		this.studio.upgrade(ONE);
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		Files.writeString(this.studio.file(), "This is no database. ".repeat(500));
		RestorePreview preview = this.studio.utilities(ONE).previewRestore(backup.path());
		assertThat(preview.verification().valid()).isTrue();
		assertThat(preview.unreadable()).contains("not a database");
		assertThat(preview.currentRevision()).isNull();
		assertThat(preview.tables()).containsExactly(new TableRows("crew", null, 1L));
	}

	@Test
	void needsNoSafetyCopyOfEmptyDatabase() throws IOException {
		this.studio.upgrade(ONE);
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		Files.delete(this.studio.file());
		RestorePreview preview = this.studio.utilities(ONE).previewRestore(backup.path());
		assertThat(preview.safetyCopyDirectory()).isNull();
		assertThat(preview.tables()).containsExactly(new TableRows("crew", null, 1L));
	}

	@Test
	void refusesBackupOfAnotherDatabase(@TempDir Path directory) {
		EngineFixture other = new EngineFixture(directory, "jdbc:sqlite:" + directory.resolve("other.db"));
		other.upgrade(ONE);
		DatabaseBackup backup = other.utilities(ONE).createDatabaseBackup();
		this.studio.upgrade(ONE);
		this.studio.failUnchanged(() -> this.studio.utilities(ONE).previewRestore(backup.path()),
				MigrationErrorCode.BACKUP_OF_OTHER_DATABASE);
	}

	@Test
	void refusesBackupThatIsMissing() {
		this.studio.upgrade(ONE);
		this.studio.failUnchanged(() -> this.studio.utilities(ONE).previewRestore(Path.of("no-such.db")),
				MigrationErrorCode.BACKUP_NOT_FOUND);
	}

}
