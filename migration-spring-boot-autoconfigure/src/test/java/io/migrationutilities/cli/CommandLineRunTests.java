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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ClassPathResource;

import io.migrationutilities.DatabaseState;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Tests for {@link CommandLineRun}: help, wrong usage and failures.
 */
@ExtendWith(OutputCaptureExtension.class)
class CommandLineRunTests {

	private final CommandLineFixture migrations = new CommandLineFixture();

	@ParameterizedTest
	@ValueSource(strings = { "help", "--help", "-h" })
	void explainsItself(String commandLine) throws IOException {
		assertThat(this.migrations.run(commandLine)).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines(resource("help.txt"));
		assertThat(this.migrations.err()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "help downgrade, help-downgrade.txt", "downgrade --help, help-downgrade.txt",
			"downgrade -h, help-downgrade.txt", "help restore, help-restore.txt", "help generate, help-generate.txt" })
	void explainsAVerb(String commandLine, String help) throws IOException {
		assertThat(this.migrations.run(commandLine)).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines(resource(help));
		assertThat(this.migrations.err()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "check", "doctor", "release-lock" })
	void explainsWhatEndsWithTwoAndWhatAsks(String verb) throws IOException {
		assertThat(this.migrations.run("help " + verb)).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines(resource("help-" + verb + ".txt"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "status", "history", "backup", "backups", "verify", "upgrade", "downgrade", "restore",
			"generate", "check", "doctor", "prune", "release-lock" })
	void explainsEveryVerbWithExamples(String verb) {
		assertThat(this.migrations.run("help " + verb)).isZero();
		assertThat(this.migrations.out()).startsWith("Usage: migrations " + verb + " [")
			.contains("Examples:", "  migrations " + verb, "--json", "--database");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					''                   | There is no verb.                                  | migrations help
					statsu               | There is no verb 'statsu'.                         | migrations status
					xyz                  | There is no verb 'xyz'.                            | migrations help
					--jsn                | Unknown option: '--jsn'                            | migrations help
					status --jsn         | Unknown option: '--jsn'                            | --json
					status now           | Unmatched argument at index 1: 'now'               | migrations help status
					status --database    | Missing required parameter for option '--database' (NAME) | migrations help status
					verify               | Missing required parameter: 'FILE'                 | migrations help verify
					help statsu          | Unknown subcommand 'statsu'.                       | migrations help
					downgrade --jsn base | Invalid value for positional parameter at index 0 (TARGET): there is no option '--jsn' | migrations help downgrade
					""")
	void answersWrongUsageWithWhatToTry(String commandLine, String error, String hint) {
		assertThat(this.migrations.run(commandLine)).isEqualTo(64);
		assertThat(this.migrations.out()).isEmpty();
		assertThat(this.migrations.err()).isEqualToNormalizingNewlines("""
				Error: %s
				Try: %s
				""".formatted(error, hint));
	}

	@Test
	void namesTheLevelsWhenOneIsUnknown() {
		assertThat(this.migrations.run("verify a.db --level full")).isEqualTo(64);
		assertThat(this.migrations.err()).contains("CHECKSUM", "STRUCTURE", "RESTORE", "Try: migrations help verify");
	}

	@Test
	void saysWhatHappenedAndWhatToTry() {
		given(this.migrations.database().checkMigrationStatus())
			.willThrow(new BeanCreationException("liquibase", "No", failure(DatabaseState.UNCHANGED, null)));
		assertThat(this.migrations.run("status")).isEqualTo(1);
		assertThat(this.migrations.out()).isEmpty();
		assertThat(this.migrations.err()).isEqualToNormalizingNewlines("""
				Error: It is locked.
				Try: Wait.
				Database: The database is exactly as it was before.
				""");
	}

	@Test
	void namesStateAndBackupAfterAFailure() {
		given(this.migrations.database().upgradeDatabase("head"))
			.willThrow(failure(DatabaseState.PARTLY_CHANGED, Path.of("/backups/studio.db")));
		assertThat(this.migrations.run("upgrade")).isEqualTo(1);
		assertThat(this.migrations.err()).isEqualToNormalizingNewlines("""
				Error: It is locked.
				Try: Wait.
				Database: The database is between two revisions: a part of the run is committed.
				Backup: /backups/studio.db
				""");
	}

	@Test
	void writesAFailureAsJsonToo() {
		given(this.migrations.database().checkMigrationStatus())
			.willThrow(failure(DatabaseState.UNCHANGED, Path.of("/backups/studio.db")));
		assertThat(this.migrations.run("status --json")).isEqualTo(1);
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				{"error":{"code":"DATABASE_LOCKED","message":"It is locked.","hint":"Wait.",\
				"databaseState":"UNCHANGED","backup":"/backups/studio.db"}}
				""");
		assertThat(this.migrations.err()).startsWith("Error: It is locked.");
	}

	@Test
	void logsTheStackTraceOfWhatNobodyExpected(CapturedOutput output) {
		given(this.migrations.database().checkMigrationStatus())
			.willThrow(new IllegalStateException("No", new IllegalArgumentException("The cause")));
		assertThat(this.migrations.run("status")).isEqualTo(1);
		assertThat(this.migrations.err()).isEqualToNormalizingNewlines("""
				Error: The cause
				Try: look at the log above for the cause.
				""");
		assertThat(output).contains("The command failed", "IllegalStateException: No");
	}

	@Test
	void escapesWhatTheOutputMayNotBeAbleToShow() {
		given(this.migrations.database().checkMigrationStatus())
			.willReturn(CommandLineFixture.status("Zoë", List.of(), List.of(), List.of()));
		assertThat(this.migrations.run("check --json")).isZero();
		assertThat(this.migrations.out()).contains("\"currentRevision\":\"Zo\\u00EB\"");
	}

	private static String resource(String name) throws IOException {
		return new ClassPathResource("cli/" + name).getContentAsString(StandardCharsets.UTF_8);
	}

	private static MigrationException failure(DatabaseState state, @Nullable Path backup) {
		return new MigrationException(MigrationErrorCode.DATABASE_LOCKED, "It is locked.", "Wait.", state, backup,
				null);
	}

}
