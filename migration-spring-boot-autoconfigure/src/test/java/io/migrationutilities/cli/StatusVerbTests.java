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

package io.migrationutilities.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.migrationutilities.BackupState;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationLock;
import io.migrationutilities.MigrationStatus;
import io.migrationutilities.StoredBackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Tests for {@link StatusVerb}.
 */
class StatusVerbTests {

	private final CommandLineFixture migrations = new CommandLineFixture();

	@Test
	void showsWhereTheDatabaseStands() {
		given(this.migrations.database().checkMigrationStatus()).willReturn(
				CommandLineFixture.status("create-book", List.of(CommandLineFixture.SHELF), List.of(), List.of()));
		given(this.migrations.database().listBackups()).willReturn(List.of(CommandLineFixture.STORED_BACKUP));
		assertThat(this.migrations.run("status")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				Current:      create-book
				Head:         add-shelf
				Lock:         free
				Last backup:  studio.db, 2 h old
				Pending:      1
				Unknown:      0
				Changed:      0

				PENDING  add-shelf  Where the book stands
				""");
		assertThat(this.migrations.err()).isEmpty();
	}

	@Test
	void showsATableOnATerminal() {
		given(this.migrations.database().checkMigrationStatus()).willReturn(
				CommandLineFixture.status("create-book", List.of(CommandLineFixture.SHELF), List.of(), List.of()));
		assertThat(this.migrations.onTerminal().run("status")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				Current:      create-book
				Head:         add-shelf
				Lock:         free
				Last backup:  none
				Pending:      1
				Unknown:      0
				Changed:      0

				STATE    REVISION   DESCRIPTION
				PENDING  add-shelf  Where the book stands
				""");
	}

	@Test
	void showsWhoMigratesAndWhatIsNotAsItShouldBe() {
		MigrationStatus status = new MigrationStatus(null, null, false, List.of(), 0, List.of(CommandLineFixture.BOOK),
				List.of(CommandLineFixture.SHELF),
				new MigrationLock("studio 1.0, process 7 on a", Instant.parse("2026-11-22T13:00:00Z")));
		given(this.migrations.database().checkMigrationStatus()).willReturn(status);
		assertThat(this.migrations.run("status")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				Current:      base
				Head:         base
				Lock:         held by studio 1.0, process 7 on a since 2026-11-22T13:00:00Z
				Last backup:  none
				Pending:      0
				Unknown:      1
				Changed:      1

				UNKNOWN  create-book  createTable tableName=book
				CHANGED  add-shelf    Where the book stands
				""");
	}

	@Test
	void writesOneJsonValue() {
		given(this.migrations.database().checkMigrationStatus())
			.willReturn(CommandLineFixture.status("add-shelf", List.of(), List.of(), List.of()));
		assertThat(this.migrations.run("status --json")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				{"currentRevision":"add-shelf","headRevision":"add-shelf","upToDate":true,"pendingMigrations":[],\
				"migrationCount":2,"unknownMigrations":[],"changedMigrations":[],"lock":null,"lastBackup":null}
				""");
	}

	@Test
	void overlooksBackupsThatAreNotGood() {
		given(this.migrations.database().checkMigrationStatus())
			.willReturn(CommandLineFixture.status("add-shelf", List.of(), List.of(), List.of()));
		given(this.migrations.database().listBackups()).willReturn(List.of(new StoredBackup("new.db",
				Path.of("/backups/new.db"), BackupState.INCOMPLETE, 1, null, "It is being written.", null)));
		assertThat(this.migrations.run("status")).isZero();
		assertThat(this.migrations.out()).contains("Last backup:  none");
	}

	@Test
	void knowsDatabasesThatCanNotBeBackedUp() {
		given(this.migrations.database().checkMigrationStatus())
			.willReturn(CommandLineFixture.status("add-shelf", List.of(), List.of(), List.of()));
		given(this.migrations.database().listBackups())
			.willThrow(new MigrationException(MigrationErrorCode.BACKUP_UNAVAILABLE, "No", "No"));
		assertThat(this.migrations.run("status")).isZero();
		assertThat(this.migrations.out()).contains("Last backup:  none");
	}

}
