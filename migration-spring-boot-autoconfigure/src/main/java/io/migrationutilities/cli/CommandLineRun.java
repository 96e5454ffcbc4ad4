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
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.ProgressListener;

/**
 * One command from its arguments to its exit code. Wrong usage and help need no
 * application and are answered by {@link #parse}, before it starts.
 */
final class CommandLineRun {

	private static final int HELP_WIDTH = 120;

	private final CommandLine commandLine;

	private final PrintWriter out;

	private final boolean terminal;

	private final ErrorReport errors;

	private final CommandProgress progress;

	private @Nullable Verb verb;

	/**
	 * Create a run.
	 * @param word the command word
	 * @param out takes the data
	 * @param terminal whether the data goes to a terminal
	 * @param err takes errors
	 * @param verbs the verbs, in the order of the help
	 * @param progress shows progress
	 */
	CommandLineRun(String word, PrintWriter out, boolean terminal, PrintWriter err, List<Verb> verbs,
			CommandProgress progress) {
		this.out = out;
		this.terminal = terminal;
		this.errors = new ErrorReport(word, out, err);
		this.progress = progress;
		this.commandLine = new CommandLine(new MigrationsCommand());
		verbs.forEach(this.commandLine::addSubcommand);
		this.commandLine.setCommandName(word)
			.setOut(out)
			.setErr(err)
			.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
			.setUsageHelpWidth(HELP_WIDTH)
			.setCaseInsensitiveEnumValuesAllowed(true);
		this.commandLine.getSubcommands().values().forEach(this::configure);
	}

	private void configure(CommandLine commandLine) {
		if (commandLine.getCommand() instanceof Verb configurable) {
			configurable.configure(commandLine);
		}
	}

	/**
	 * Understand the arguments.
	 * @param arguments the verb and its arguments
	 * @return the exit code if there is nothing left to do, because help was asked for or
	 * the arguments are wrong
	 */
	OptionalInt parse(List<String> arguments) {
		try {
			ParseResult result = this.commandLine.parseArgs(arguments.toArray(String[]::new));
			Integer exitCode = CommandLine.executeHelpRequest(result);
			if (exitCode != null) {
				return OptionalInt.of(exitCode);
			}
			if (!result.hasSubcommand()) {
				throw new ParameterException(this.commandLine, "There is no verb.");
			}
			this.verb = (Verb) result.subcommand().commandSpec().userObject();
			return OptionalInt.empty();
		}
		catch (ParameterException ex) {
			return OptionalInt.of(this.errors.report(ex));
		}
	}

	/**
	 * Say that the application can't be prepared for the command.
	 * @param ex why
	 */
	void fail(Throwable ex) {
		this.errors.reportStart(ex, this.verb != null && this.verb.isJson());
	}

	/**
	 * Return what shows how far the command is.
	 * @return the listener, which shows nothing where the output is JSON
	 */
	ProgressListener getProgress() {
		return (this.verb != null && this.verb.isJson()) ? (progress) -> {
		} : this.progress;
	}

	/**
	 * Do what the arguments say.
	 * @param databases finds the database for a verb
	 * @return the exit code
	 */
	int execute(Function<Verb, MigrationUtilities> databases) {
		Verb verb = this.verb;
		if (verb == null) {
			throw new IllegalStateException("There is no verb");
		}
		try {
			Report report = run(verb, databases);
			this.out.print(verb.isJson() ? Json.write(report.value()) + System.lineSeparator()
					: report.text().write(this.terminal));
			this.out.flush();
			return report.exitCode();
		}
		catch (Exception ex) {
			return this.errors.report(ex, verb.isJson());
		}
	}

	// Later output has a line of its own.
	private Report run(Verb verb, Function<Verb, MigrationUtilities> databases) {
		try (this.progress) {
			return verb.run(databases.apply(verb));
		}
	}

}
