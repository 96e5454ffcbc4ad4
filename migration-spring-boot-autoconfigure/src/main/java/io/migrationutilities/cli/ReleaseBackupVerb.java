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
import java.util.Map;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import io.migrationutilities.MigrationUtilities;

/**
 * Releases a pinned backup.
 */
@Command(name = "release-backup", sortOptions = false,
		description = "Releases a backup that is pinned, because it is the way back from a run of which a part is "
				+ "committed, or may be. 'prune' deletes it from then on as any other.",
		footerHeading = "%nExamples:%n",
		footer = "  ${ROOT-COMMAND-NAME} release-backup studio-20261122T125339790Z-2a88ff.db")
final class ReleaseBackupVerb extends Verb {

	@Parameters(paramLabel = "FILE", description = "Path of the backup, or its bare name in the backup directory.")
	private Path file = Path.of("");

	@Override
	Report run(MigrationUtilities database) {
		boolean released = database.releaseBackup(this.file);
		Text text = released ? new Text().row("Released:", this.file) : new Text().line("It is not pinned.");
		return Report.done(Map.of("released", released), text);
	}

}
