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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.DowngradeResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;

/**
 * Tests for {@link DowngradeVerb}.
 */
class DowngradeVerbTests {

	private final CommandLineFixture migrations = new CommandLineFixture();

	private static final DowngradeResult RESULT = new DowngradeResult("add-shelf", "create-book", List.of("add-shelf"),
			CommandLineFixture.BACKUP, Duration.ofMillis(312));

	@ParameterizedTest
	@ValueSource(strings = { "downgrade -1 --yes", "downgrade --yes -1" })
	void goesStepsBack(String commandLine) {
		given(this.migrations.database().downgradeDatabase("-1")).willReturn(RESULT);
		assertThat(this.migrations.run(commandLine)).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				Downgraded:   from add-shelf to create-book, in 312 ms
				Rolled back:  add-shelf
				Backup:       /backups/studio.db
				""");
	}

	@Test
	void asksBefore() {
		given(this.migrations.database().downgradeDatabase("base"))
			.willReturn(new DowngradeResult(null, null, List.of(), null, Duration.ZERO));
		List<String> questions = new ArrayList<>();
		assertThat(this.migrations.confirmation(questions::add).run("downgrade base")).isZero();
		assertThat(questions)
			.containsExactly("Downgrade to base? What the rolled back change sets brought is lost from the database.");
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("Nothing to do at base.\n");
	}

	@Test
	void changesNothingUnlessConfirmed() {
		this.migrations.confirmation((question) -> {
			throw new CommandException(ExitCode.USAGE, question, "--yes");
		});
		assertThat(this.migrations.run("downgrade base")).isEqualTo(64);
		assertThat(this.migrations.err()).startsWith("Error: Downgrade to base?").contains("Try: --yes");
		then(this.migrations.database()).shouldHaveNoInteractions();
	}

	@ParameterizedTest
	@CsvSource({ "downgrade base --yes --backup, true", "downgrade base --yes --no-backup, false" })
	void takesBackupAsTold(String commandLine, boolean backup) {
		given(this.migrations.database().downgradeDatabase("base", backup)).willReturn(RESULT);
		assertThat(this.migrations.run(commandLine)).isZero();
	}

	@Test
	void printsTheSqlWithoutAsking() {
		given(this.migrations.database().previewDowngrade("-2")).willReturn("DROP TABLE book;\n");
		assertThat(this.migrations.run("downgrade -2 --dry-run")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("DROP TABLE book;\n");
		then(this.migrations.database()).should().previewDowngrade("-2");
		then(this.migrations.database()).shouldHaveNoMoreInteractions();
	}

	@Test
	void writesOneJsonValue() {
		given(this.migrations.database().downgradeDatabase("tag:v1")).willReturn(
				new DowngradeResult("add-shelf", "create-book", List.of("add-shelf"), null, Duration.ofMillis(5)));
		assertThat(this.migrations.run("downgrade tag:v1 --yes --json")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				{"preDowngradeRevision":"add-shelf","postDowngradeRevision":"create-book","rolledBack":["add-shelf"],\
				"backup":null,"duration":"PT0.005S"}
				""");
	}

}
