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

import picocli.CommandLine.Command;

import io.migrationutilities.MigrationStatus;
import io.migrationutilities.MigrationUtilities;

/**
 * Checks that database and changelog agree.
 */
@Command(name = "check", sortOptions = false,
		description = "Checks that nothing is pending, unknown or changed; exit code 2 says that something is. "
				+ "Writes nothing.",
		footerHeading = "%nExamples:%n",
		footer = { "  ${ROOT-COMMAND-NAME} check", "  ${ROOT-COMMAND-NAME} check --json" })
final class CheckVerb extends Verb {

	@Override
	Report run(MigrationUtilities database) {
		MigrationStatus status = database.checkMigrationStatus();
		if (status.upToDate()) {
			return Report.done(status,
					new Text().line("Up to date at " + StatusText.revision(status.currentRevision()) + "."));
		}
		Text text = new Text();
		StatusText.addDifferences(text, status);
		return Report.differences(status, text);
	}

}
