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

import java.nio.file.Path;
import java.util.List;

import picocli.CommandLine.Command;

import io.migrationutilities.MigrationUtilities;

/**
 * Deletes old backups.
 */
@Command(name = "prune", sortOptions = false,
		description = "Deletes the backups that migration.backup.keep and migration.backup.keep-for no longer cover, "
				+ "but never the newest good one or a pinned one.",
		footerHeading = "%nExamples:%n",
		footer = { "  ${ROOT-COMMAND-NAME} prune", "  ${ROOT-COMMAND-NAME} prune --migration.backup.keep=3" })
final class PruneVerb extends Verb {

	@Override
	Report run(MigrationUtilities database) {
		List<Path> deleted = database.pruneBackups();
		Text text = new Text();
		if (deleted.isEmpty()) {
			text.line("There is nothing to delete.");
		}
		deleted.forEach((path) -> text.row("Deleted:", path));
		return Report.done(deleted, text);
	}

}
