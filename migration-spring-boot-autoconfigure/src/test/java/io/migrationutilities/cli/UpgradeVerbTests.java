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
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.UpgradeResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;

/**
 * Tests for {@link UpgradeVerb}.
 */
class UpgradeVerbTests {

	private final CommandLineFixture migrations = new CommandLineFixture();

	private static final UpgradeResult RESULT = new UpgradeResult(null, "add-shelf",
			List.of("create-book", "add-shelf"), null, Duration.ofMillis(312));

	@Test
	void upgradesToHead() {
		given(this.migrations.database().upgradeDatabase("head")).willReturn(RESULT);
		assertThat(this.migrations.run("upgrade")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				Upgraded:  from base to add-shelf, in 312 ms
				Applied:   create-book
				Applied:   add-shelf
				Backup:    none
				""");
	}

	@Test
	void saysThatThereWasNothingToDo() {
		given(this.migrations.database().upgradeDatabase("head"))
			.willReturn(new UpgradeResult("add-shelf", "add-shelf", List.of(), null, Duration.ZERO));
		assertThat(this.migrations.run("upgrade")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("Nothing to do at add-shelf.\n");
	}

	@ParameterizedTest
	@CsvSource({ "upgrade --backup --revision +1, true", "upgrade --revision=+1 --no-backup, false" })
	void takesBackupAsTold(String commandLine, boolean backup) {
		given(this.migrations.database().upgradeDatabase("+1", backup)).willReturn(new UpgradeResult("create-book",
				"add-shelf", List.of("add-shelf"), CommandLineFixture.BACKUP, Duration.ofMillis(9)));
		assertThat(this.migrations.run(commandLine)).isZero();
		assertThat(this.migrations.out()).contains("Backup:    /backups/studio.db");
	}

	@ParameterizedTest
	@ValueSource(strings = { "upgrade --dry-run", "upgrade --dry-run --backup" })
	void printsTheSqlOnly(String commandLine) {
		given(this.migrations.database().previewUpgrade("head")).willReturn("CREATE TABLE book (id INTEGER);\n\n");
		assertThat(this.migrations.run(commandLine)).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("CREATE TABLE book (id INTEGER);\n");
		then(this.migrations.database()).should().previewUpgrade("head");
		then(this.migrations.database()).shouldHaveNoMoreInteractions();
	}

	@Test
	void writesOneJsonValue() {
		given(this.migrations.database().upgradeDatabase("head")).willReturn(RESULT);
		assertThat(this.migrations.run("upgrade --json")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				{"preUpgradeRevision":null,"postUpgradeRevision":"add-shelf","applied":["create-book","add-shelf"],\
				"backup":null,"duration":"PT0.312S"}
				""");
	}

	@Test
	void namesWhatWasSkipped() {
		given(this.migrations.database().upgradeDatabase("head")).willReturn(
				new UpgradeResult("create-book", "create-book", List.of(), null, Duration.ZERO, List.of("add-shelf")));
		assertThat(this.migrations.run("upgrade")).isZero();
		assertThat(this.migrations.out()).contains("Skipped:   add-shelf (it failed, and has failOnError=false)");
		assertThat(this.migrations.run("upgrade --json")).isZero();
		assertThat(this.migrations.out()).contains("\"skipped\":[\"add-shelf\"]");
	}

	@Test
	void printsACommentWhenThereIsNoSql() {
		given(this.migrations.database().previewUpgrade("head")).willReturn("\n");
		assertThat(this.migrations.run("upgrade --dry-run")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("-- Nothing to do.\n");
	}

	@Test
	void writesTheSqlAsJson() {
		given(this.migrations.database().previewUpgrade("head")).willReturn("SELECT 1;\n");
		assertThat(this.migrations.run("upgrade --dry-run --json")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("{\"sql\":\"SELECT 1;\\n\"}\n");
	}

}
