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

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.UpgradeResult;

/**
 * Upgrades the database.
 */
@Command(name = "upgrade", sortOptions = false,
		description = "Upgrades the database: backup, verification, all change sets or none.",
		footerHeading = "%nExamples:%n",
		footer = { "  ${ROOT-COMMAND-NAME} upgrade", "  ${ROOT-COMMAND-NAME} upgrade --dry-run",
				"  ${ROOT-COMMAND-NAME} upgrade --revision add-shelf --backup" })
final class UpgradeVerb extends Verb {

	@Option(names = "--revision", paramLabel = "R",
			description = "How far: head, +N, a revision (it is applied), or tag:T. By default, head.")
	private String target = "head";

	@Option(names = "--backup", negatable = true,
			description = "Whether to take a backup first. By default, as migration.backup.before-upgrade says.")
	private @Nullable Boolean backup;

	@Option(names = "--dry-run", description = "Print the SQL, and change nothing.")
	private boolean dryRun;

	@Override
	Report run(MigrationUtilities database) {
		if (this.dryRun) {
			return Report.sql(database.previewUpgrade(this.target));
		}
		UpgradeResult result = (this.backup != null) ? database.upgradeDatabase(this.target, this.backup)
				: database.upgradeDatabase(this.target);
		return Report.done(result, describe(result));
	}

	private Text describe(UpgradeResult result) {
		if (result.applied().isEmpty() && result.skipped().isEmpty()) {
			return new Text().line("Nothing to do at " + StatusText.revision(result.postUpgradeRevision()) + ".");
		}
		Text text = new Text().row("Upgraded:",
				StatusText.fromTo(result.preUpgradeRevision(), result.postUpgradeRevision()) + ", in "
						+ result.duration().toMillis() + " ms");
		result.applied().forEach((revision) -> text.row("Applied:", revision));
		result.skipped()
			.forEach((revision) -> text.row("Skipped:", revision + " (it failed, and has failOnError=false)"));
		return text.row("Backup:", (result.backup() != null) ? result.backup().path() : "none");
	}

}
