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

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.DataLoss;
import io.migrationutilities.DataLoss.Kind;
import io.migrationutilities.DowngradeImpact;
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

	private static final DowngradeImpact IMPACT = new DowngradeImpact("add-shelf", null,
			List.of("add-shelf", "create-book"),
			List.of(new DataLoss("add-shelf", Kind.COLUMN, "book", "shelf", 1204L,
					"column shelf of book: 1,204 values are lost"),
					new DataLoss("add-shelf", Kind.UNFORESEEN, null, null, null,
							"can't be foreseen: DO $$\u001b[31m$$"),
					new DataLoss("create-book", Kind.TABLE, "book", null, 3118L, "table book: 3,118 rows are lost")));

	@ParameterizedTest
	@ValueSource(strings = { "downgrade -1 --yes", "downgrade --yes -1" })
	void goesStepsBack(String commandLine) {
		given(this.migrations.database().previewDowngradeImpact("-1")).willReturn(IMPACT);
		given(this.migrations.database().downgradeDatabase("-1")).willReturn(RESULT);
		assertThat(this.migrations.run(commandLine)).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				Downgraded:   from add-shelf to create-book, in 312 ms
				Rolled back:  add-shelf
				Backup:       /backups/studio.db
				""");
	}

	@Test
	void saysWhatIsLostAndAsksBefore() {
		given(this.migrations.database().previewDowngradeImpact("base")).willReturn(IMPACT);
		given(this.migrations.database().downgradeDatabase("base")).willReturn(RESULT);
		List<String> questions = new ArrayList<>();
		assertThat(this.migrations.confirmation(questions::add).run("downgrade base")).isZero();
		assertThat(questions).singleElement(InstanceOfAssertFactories.STRING).isEqualToNormalizingNewlines("""
				Downgrade from add-shelf to base rolls back 2 change sets:
				  add-shelf    column shelf of book: 1,204 values are lost
				  add-shelf    can't be foreseen: DO $$ [31m$$
				  create-book  table book: 3,118 rows are lost
				What can't be foreseen is in the SQL that --dry-run prints.
				Go on?""");
		assertThat(this.migrations.out()).startsWith("Downgraded:");
		assertThat(this.migrations.err()).isEmpty();
	}

	@Test
	void saysWhatIsLostWithoutAsking() {
		given(this.migrations.database().previewDowngradeImpact("-1"))
			.willReturn(new DowngradeImpact("add-shelf", "create-book", List.of("add-shelf"), List.of()));
		given(this.migrations.database().downgradeDatabase("-1")).willReturn(RESULT);
		assertThat(this.migrations.run("downgrade -1 --yes")).isZero();
		assertThat(this.migrations.err()).isEqualToNormalizingNewlines("""
				Downgrade from add-shelf to create-book rolls back 1 change set:
				  no table, column or row is lost
				""");
	}

	@Test
	void doesNotAskWhenThereIsNothingToDo() {
		given(this.migrations.database().previewDowngradeImpact("base"))
			.willReturn(new DowngradeImpact(null, null, List.of(), List.of()));
		given(this.migrations.database().downgradeDatabase("base"))
			.willReturn(new DowngradeResult(null, null, List.of(), null, Duration.ZERO));
		assertThat(this.migrations.run("downgrade base")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("Nothing to do at base.\n");
	}

	@Test
	void changesNothingUnlessConfirmed() {
		given(this.migrations.database().previewDowngradeImpact("base")).willReturn(IMPACT);
		this.migrations.confirmation((question) -> {
			throw new CommandException(ExitCode.USAGE, question, "--yes");
		});
		assertThat(this.migrations.run("downgrade base")).isEqualTo(64);
		assertThat(this.migrations.err())
			.startsWith("Error: Downgrade from add-shelf to base rolls back 2 change sets:")
			.contains("table book: 3,118 rows are lost")
			.contains("Try: --yes");
		then(this.migrations.database()).should().previewDowngradeImpact("base");
		then(this.migrations.database()).shouldHaveNoMoreInteractions();
	}

	@ParameterizedTest
	@CsvSource({ "downgrade base --yes --backup, true", "downgrade base --yes --no-backup, false" })
	void takesBackupAsTold(String commandLine, boolean backup) {
		given(this.migrations.database().previewDowngradeImpact("base")).willReturn(IMPACT);
		given(this.migrations.database().downgradeDatabase("base", backup)).willReturn(RESULT);
		assertThat(this.migrations.run(commandLine)).isZero();
	}

	@Test
	void printsTheSqlBelowWhatIsLost() {
		given(this.migrations.database().previewDowngradeImpact("base")).willReturn(IMPACT);
		given(this.migrations.database().previewDowngrade("base")).willReturn("DROP TABLE book;\n");
		assertThat(this.migrations.run("downgrade base --dry-run")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				-- Downgrade from add-shelf to base rolls back 2 change sets:
				--   add-shelf    column shelf of book: 1,204 values are lost
				--   add-shelf    can't be foreseen: DO $$ [31m$$
				--   create-book  table book: 3,118 rows are lost
				DROP TABLE book;
				""");
		then(this.migrations.database()).should().previewDowngradeImpact("base");
		then(this.migrations.database()).should().previewDowngrade("base");
		then(this.migrations.database()).shouldHaveNoMoreInteractions();
	}

	@Test
	void printsThatThereIsNothingToDo() {
		given(this.migrations.database().previewDowngradeImpact("base"))
			.willReturn(new DowngradeImpact(null, null, List.of(), List.of()));
		given(this.migrations.database().previewDowngrade("base")).willReturn("");
		assertThat(this.migrations.run("downgrade base --dry-run")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("-- Nothing to do.\n");
	}

	@Test
	void writesSqlAndLossesAsOneJsonValue() {
		given(this.migrations.database().previewDowngradeImpact("-1")).willReturn(
				new DowngradeImpact("add-shelf", "create-book", List.of("add-shelf"), List.of(IMPACT.losses().get(0))));
		given(this.migrations.database().previewDowngrade("-1")).willReturn("ALTER TABLE book DROP COLUMN shelf;\n");
		assertThat(this.migrations.run("downgrade -1 --dry-run --json")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				{"sql":"ALTER TABLE book DROP COLUMN shelf;\\n","preDowngradeRevision":"add-shelf",\
				"postDowngradeRevision":"create-book","rolledBack":["add-shelf"],"losses":[{"revision":"add-shelf",\
				"kind":"COLUMN","table":"book","column":"shelf","rows":1204,\
				"description":"column shelf of book: 1,204 values are lost"}]}
				""");
	}

	@Test
	void writesOneJsonValue() {
		given(this.migrations.database().downgradeDatabase("tag:v1")).willReturn(
				new DowngradeResult("add-shelf", "create-book", List.of("add-shelf"), null, Duration.ofMillis(5)));
		assertThat(this.migrations.run("downgrade tag:v1 --yes --json")).isZero();
		assertThat(this.migrations.err()).isEmpty();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				{"preDowngradeRevision":"add-shelf","postDowngradeRevision":"create-book","rolledBack":["add-shelf"],\
				"backup":null,"duration":"PT0.005S"}
				""");
	}

}
