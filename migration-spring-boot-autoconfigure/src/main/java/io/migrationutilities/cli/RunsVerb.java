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

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.RunReport;

/**
 * Lists the runs.
 */
@Command(name = "runs", sortOptions = false,
		description = "Lists upgrades, downgrades and restores, newest first, with what failed. Writes nothing.",
		footerHeading = "%nExamples:%n",
		footer = { "  ${ROOT-COMMAND-NAME} runs", "  ${ROOT-COMMAND-NAME} runs --limit 5 --json" })
final class RunsVerb extends Verb {

	@Option(names = "--limit", paramLabel = "N", description = "How many at most. By default, 20.")
	private int limit = 20;

	@Override
	void configure(CommandLine commandLine) {
		commandLine.registerConverter(int.class, RunsVerb::positive);
	}

	private static int positive(String number) {
		int value = number.matches("\\d{1,9}") ? Integer.parseInt(number) : 0;
		if (value == 0) {
			throw new TypeConversionException("'" + number + "' is not a positive number");
		}
		return value;
	}

	@Override
	Report run(MigrationUtilities database) {
		List<RunReport> runs = database.listRuns(this.limit);
		Text text = new Text();
		if (runs.isEmpty()) {
			return Report.done(runs, text.line("No run is known."));
		}
		text.headings("OUTCOME", "KIND", "STARTED", "DURATION", "REVISIONS", "BACKUP", "FAILURE");
		runs.forEach((run) -> text.row(run.outcome(), run.kind(), run.startedAt(), run.duration().toMillis() + " ms",
				StatusText.fromTo(run.from(), run.to()), run.backup(), failureOf(run)));
		return Report.done(runs, text);
	}

	private static String failureOf(RunReport run) {
		if (run.error() == null) {
			return "";
		}
		return (run.failure() != null) ? run.error() + ": " + run.failure().message() : run.error();
	}

}
