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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.migrationutilities.DatabaseState;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Tests for {@link ErrorReport}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ErrorReportTests {

	private final CommandLineFixture migrations = new CommandLineFixture();

	private final StringWriter out = new StringWriter();

	private final StringWriter err = new StringWriter();

	private final ErrorReport report = new ErrorReport("migrations", new PrintWriter(this.out, true),
			new PrintWriter(this.err, true));

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
	void saysTheRootCauseWhenTheApplicationCanNotBePrepared() {
		this.report.reportStart(
				new BeanCreationException("dataSource", "No", new IllegalStateException("The driver is missing")),
				false);
		assertThat(this.out.toString()).isEmpty();
		assertThat(this.err.toString()).isEqualToNormalizingNewlines("""
				Error: The application can't be prepared for the command: The driver is missing
				Try: what the report of the failed start says, or other settings of the application.
				""");
	}

	@Test
	void saysWhichFailureOfAMigrationKeptTheApplicationFromBeingPrepared() {
		this.report.reportStart(
				new BeanCreationException("liquibase", "No", failure(DatabaseState.PARTLY_CHANGED, null)), true);
		assertThat(this.err.toString()).startsWith("Error: It is locked.").doesNotContain("Backup:");
		assertThat(this.out.toString()).contains("DATABASE_LOCKED", "PARTLY_CHANGED");
	}

	@Test
	void endsWithTheExitCodeOfTheCommand() {
		CommandException failure = new CommandException(ExitCode.DIFFERENCES, "No.", "Yes.");
		assertThat(this.report.report(failure, true)).isEqualTo(ExitCode.DIFFERENCES);
		assertThat(this.err.toString()).isEqualToNormalizingNewlines("""
				Error: No.
				Try: Yes.
				""");
		assertThat(this.out.toString()).contains("\"message\":\"No.\",\"hint\":\"Yes.\"");
	}

	@Test
	void sendsNoControlCharactersToATerminal() {
		this.report.report(new CommandException(ExitCode.ERROR, "Not\u001b[2J this.", "\u0007That."), false);
		assertThat(this.err.toString()).isEqualToNormalizingNewlines("""
				Error: Not [2J this.
				Try:  That.
				""");
	}

	private static MigrationException failure(DatabaseState state, @Nullable Path backup) {
		return new MigrationException(MigrationErrorCode.DATABASE_LOCKED, "It is locked.", "Wait.", state, backup,
				null);
	}

}
