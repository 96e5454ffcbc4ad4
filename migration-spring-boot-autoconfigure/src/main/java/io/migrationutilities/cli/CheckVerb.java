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

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import picocli.CommandLine.Command;

import io.migrationutilities.Finding;
import io.migrationutilities.Finding.Severity;
import io.migrationutilities.MigrationStatus;
import io.migrationutilities.MigrationUtilities;

/**
 * Checks that database and changelog agree, and that the next upgrade can take its
 * backup.
 */
@Command(name = "check", sortOptions = false,
		description = "Checks that nothing is pending, unknown or changed, and that the next upgrade can take its "
				+ "backup; exit code 2 says that something is not so. Writes nothing.",
		footerHeading = "%nExamples:%n",
		footer = { "  ${ROOT-COMMAND-NAME} check", "  ${ROOT-COMMAND-NAME} check --json" })
final class CheckVerb extends Verb {

	@Override
	Report run(MigrationUtilities database) {
		MigrationStatus status = database.checkMigrationStatus();
		List<Finding> problems = database.diagnoseBackups()
			.stream()
			.filter((finding) -> finding.severity() == Severity.ERROR)
			.toList();
		Value value = new Value(status, problems);
		if (status.upToDate() && problems.isEmpty()) {
			return Report.done(value,
					new Text().line("Up to date at " + StatusText.revision(status.currentRevision()) + "."));
		}
		Text text = new Text();
		StatusText.addDifferences(text, status);
		if (!problems.isEmpty()) {
			text.line("").line("No backup can be taken:");
			problems.forEach((problem) -> FindingText.add(text, problem));
		}
		return Report.differences(value, text);
	}

	record Value(@JsonUnwrapped MigrationStatus status, List<Finding> backupProblems) {

	}

}
