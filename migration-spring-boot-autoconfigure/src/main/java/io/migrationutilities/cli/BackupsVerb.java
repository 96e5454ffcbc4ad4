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

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.StoredBackup;

/**
 * Lists the backups.
 */
@Command(name = "backups", sortOptions = false,
		description = "Lists the backups in the backup directory, newest first. Writes nothing.",
		footerHeading = "%nExamples:%n",
		footer = { "  ${ROOT-COMMAND-NAME} backups", "  ${ROOT-COMMAND-NAME} backups --json" })
final class BackupsVerb extends Verb {

	@Override
	Report run(MigrationUtilities database) {
		List<StoredBackup> backups = database.listBackups();
		Text text = new Text();
		if (backups.isEmpty()) {
			return Report.done(backups, text.line("There are no backups."));
		}
		text.headings("STATE", "NAME", "SIZE", "TAKEN", "PROBLEM");
		backups.forEach((backup) -> text.row(backup.state(), backup.name(), backup.size() + " bytes",
				describe(backup.manifest()), remarks(backup)));
		return Report.done(backups, text);
	}

	private static String remarks(StoredBackup backup) {
		String problem = (backup.problem() != null) ? backup.problem() : "";
		return (backup.pin() != null) ? (problem + " Pinned: " + backup.pin()).strip() : problem;
	}

	private String describe(@Nullable BackupManifest manifest) {
		return (manifest != null) ? manifest.reason() + " at " + StatusText.revision(manifest.revision()) : "-";
	}

}
