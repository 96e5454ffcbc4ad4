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

import java.util.List;

import org.junit.jupiter.api.Test;

import io.migrationutilities.Finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Tests for {@link CheckVerb}.
 */
class CheckVerbTests {

	private final CommandLineFixture migrations = new CommandLineFixture();

	@Test
	void isContentWhenDatabaseAndChangelogAgree() {
		given(this.migrations.database().checkMigrationStatus())
			.willReturn(CommandLineFixture.status("add-shelf", List.of(), List.of(), List.of()));
		assertThat(this.migrations.run("check")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("Up to date at add-shelf.\n");
	}

	@Test
	void endsWithTwoAndListsTheDifferences() {
		given(this.migrations.database().checkMigrationStatus()).willReturn(
				CommandLineFixture.status("create-book", List.of(CommandLineFixture.SHELF), List.of(), List.of()));
		assertThat(this.migrations.run("check")).isEqualTo(2);
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				Pending:  1
				Unknown:  0
				Changed:  0

				PENDING  add-shelf  Where the book stands
				""");
	}

	@Test
	void endsWithTwoWhenNoBackupCanBeTaken() {
		given(this.migrations.database().checkMigrationStatus())
			.willReturn(CommandLineFixture.status("add-shelf", List.of(), List.of(), List.of()));
		given(this.migrations.database().diagnoseBackups())
			.willReturn(List.of(Finding.ok("Backup directory", "/backups"), CommandLineFixture.NO_PROGRAMS,
					CommandLineFixture.NO_PROGRAMS.asWarning()));
		assertThat(this.migrations.run("check")).isEqualTo(2);
		assertThat(this.migrations.run("check --json")).isEqualTo(2);
		assertThat(this.migrations.out()).startsWith("""
				Pending:  0
				Unknown:  0
				Changed:  0

				No backup can be taken:
				error  Programs:  No pg_dump was found.
				                  Try: Install it.
				{"currentRevision":"add-shelf",""")
			.contains("\"upToDate\":true", "\"backupProblems\":[{\"subject\":\"Programs\"");
	}

	@Test
	void writesOneJsonValue() {
		given(this.migrations.database().checkMigrationStatus()).willReturn(
				CommandLineFixture.status("create-book", List.of(), List.of(CommandLineFixture.BOOK), List.of()));
		assertThat(this.migrations.run("check --json")).isEqualTo(2);
		assertThat(this.migrations.out()).contains("\"upToDate\":false",
				"\"unknownMigrations\":[{\"revision\":\"create-book\"");
	}

}
