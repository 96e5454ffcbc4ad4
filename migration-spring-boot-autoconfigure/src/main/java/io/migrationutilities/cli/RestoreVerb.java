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

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.RestoreResult;

/**
 * Restores a backup.
 */
@Command(name = "restore", sortOptions = false,
		description = "Verifies a backup and writes it over the database, whose present content is kept first.",
		footerHeading = "%nExamples:%n",
		footer = { "  ${ROOT-COMMAND-NAME} restore studio-20261122T125339790Z-2a88ff.db",
				"  ${ROOT-COMMAND-NAME} restore /mnt/usb/studio.db --yes" })
final class RestoreVerb extends Verb {

	private final Confirmation confirmation;

	@Parameters(paramLabel = "FILE", description = "Path of the backup, or its bare name in the backup directory.")
	private Path file = Path.of("");

	@Option(names = "--yes", description = "Do not ask.")
	private boolean confirmed;

	RestoreVerb(Confirmation confirmation) {
		this.confirmation = confirmation;
	}

	@Override
	boolean mayCreateDatabase() {
		return true;
	}

	@Override
	Report run(MigrationUtilities database) {
		if (!this.confirmed) {
			this.confirmation
				.require("Restore " + this.file + "? It takes the place of everything that is in the database now.");
		}
		RestoreResult result = database.restoreDatabase(this.file);
		Text text = new Text()
			.row("Restored:", result.restored().path() + ", in " + result.duration().toMillis() + " ms")
			.row("Revision:", StatusText.fromTo(result.preRestoreRevision(), result.postRestoreRevision()));
		if (result.safetyCopy() != null) {
			text.row("Kept before:", result.safetyCopy().path());
		}
		if (result.previousDatabase() != null) {
			text.row("Kept before:", "database " + result.previousDatabase());
		}
		return Report.done(result, text);
	}

}
