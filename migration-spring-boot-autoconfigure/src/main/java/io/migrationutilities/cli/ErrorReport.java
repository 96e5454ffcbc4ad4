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
import java.nio.file.Path;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import io.migrationutilities.DatabaseState;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;

/**
 * Says on the standard error what went wrong and what to try, and with {@code --json} on
 * the standard output as well.
 */
final class ErrorReport {

	private static final Log logger = LogFactory.getLog(ErrorReport.class);

	private final String word;

	private final PrintWriter out;

	private final PrintWriter err;

	ErrorReport(String word, PrintWriter out, PrintWriter err) {
		this.word = word;
		this.out = out;
		this.err = err;
	}

	/**
	 * Report wrong arguments.
	 * @param ex what picocli found
	 * @return the exit code
	 */
	int report(ParameterException ex) {
		CommandLine commandLine = ex.getCommandLine();
		String help = this.word + " help"
				+ ((commandLine.getParent() != null) ? " " + commandLine.getCommandName() : "");
		if (ex instanceof UnmatchedArgumentException unmatched) {
			print(describe(unmatched), unmatched.getSuggestions().stream().findFirst().map(this::spell).orElse(help));
		}
		else {
			print(String.valueOf(ex.getMessage()), help);
		}
		return ExitCode.USAGE;
	}

	private String describe(UnmatchedArgumentException ex) {
		boolean verb = ex.getCommandLine().getParent() == null && !ex.isUnknownOption();
		return verb ? "There is no verb '" + ex.getUnmatched().get(0) + "'." : String.valueOf(ex.getMessage());
	}

	private String spell(String suggestion) {
		return suggestion.startsWith("-") ? suggestion : this.word + " " + suggestion;
	}

	/**
	 * Report a failure.
	 * @param ex the failure
	 * @param json whether the standard output is to hold JSON
	 * @return the exit code
	 */
	int report(Exception ex, boolean json) {
		if (ex instanceof ParameterException parameterException) {
			return report(parameterException);
		}
		if (ex instanceof CommandException commandException) {
			return report(Failure.of(commandException), json, commandException.getExitCode());
		}
		MigrationException migrationException = findMigrationException(ex);
		if (migrationException != null) {
			return report(Failure.of(migrationException), json, ExitCode.ERROR);
		}
		logger.error("The command failed", ex);
		return report(new Failure(null, rootMessage(ex), "look at the log above for the cause.", null, null), json,
				ExitCode.ERROR);
	}

	/**
	 * Report that the application could not be prepared for the command, which Spring
	 * Boot's own report explains.
	 * @param ex why
	 * @param json whether the standard output is to hold JSON
	 */
	void reportStart(Throwable ex, boolean json) {
		MigrationException migrationException = findMigrationException(ex);
		Failure failure = (migrationException != null) ? Failure.of(migrationException)
				: new Failure(null, "The application can't be prepared for the command: " + rootMessage(ex),
						"what the report of the failed start says, or other settings of the application.", null, null);
		report(failure, json, ExitCode.ERROR);
	}

	private int report(Failure failure, boolean json, int exitCode) {
		print(failure.message(), failure.hint());
		if (failure.databaseState() != null) {
			this.err.println("Database: " + failure.databaseState().getDescription());
		}
		if (failure.backup() != null) {
			this.err.println("Backup: " + failure.backup());
		}
		if (json) {
			this.out.println(Json.write(new FailureValue(failure)));
		}
		return exitCode;
	}

	private void print(String message, String hint) {
		this.err.println("Error: " + Text.withoutControls(message));
		this.err.println("Try: " + Text.withoutControls(hint));
	}

	private static String rootMessage(Throwable ex) {
		return String.valueOf(NestedExceptionUtils.getMostSpecificCause(ex).getMessage());
	}

	private static @Nullable MigrationException findMigrationException(Throwable ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof MigrationException migrationException) {
				return migrationException;
			}
		}
		return null;
	}

	private record Failure(@Nullable MigrationErrorCode code, String message, String hint,
			@Nullable DatabaseState databaseState, @Nullable Path backup) {

		static Failure of(CommandException ex) {
			return new Failure(null, String.valueOf(ex.getMessage()), ex.getHint(), null, null);
		}

		static Failure of(MigrationException ex) {
			return new Failure(ex.getCode(), String.valueOf(ex.getMessage()), ex.getHint(), ex.getDatabaseState(),
					ex.getBackup());
		}

	}

	record FailureValue(Failure error) {

	}

}
