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

import picocli.CommandLine.Command;

import io.migrationutilities.Migration;
import io.migrationutilities.MigrationUtilities;

/**
 * Shows every change set that was applied or is to be applied.
 */
@Command(name = "history", sortOptions = false,
		description = "Shows all change sets, the applied ones in their order, then the pending ones. Writes nothing.",
		footerHeading = "%nExamples:%n",
		footer = { "  ${ROOT-COMMAND-NAME} history", "  ${ROOT-COMMAND-NAME} history --json" })
final class HistoryVerb extends Verb {

	@Override
	Report run(MigrationUtilities database) {
		List<Migration> history = database.getMigrationHistory();
		Text text = new Text();
		if (history.isEmpty()) {
			return Report.done(history, text.line("There are no change sets."));
		}
		text.headings("STATE", "APPLIED", "REVISION", "DESCRIPTION");
		history.forEach((migration) -> text.row(migration.state(), migration.dateExecuted(), migration.revision(),
				migration.doc()));
		return Report.done(history, text);
	}

}
