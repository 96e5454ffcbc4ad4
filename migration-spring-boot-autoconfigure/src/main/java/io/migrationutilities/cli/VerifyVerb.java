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

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import io.migrationutilities.BackupVerification;
import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.VerificationLevel;

/**
 * Verifies a backup.
 */
@Command(name = "verify", sortOptions = false, description = "Verifies a backup; exit code 2 says that it is bad.",
		footerHeading = "%nExamples:%n",
		footer = { "  ${ROOT-COMMAND-NAME} verify studio-20261122T125339790Z-2a88ff.db",
				"  ${ROOT-COMMAND-NAME} verify /mnt/usb/studio.db --level restore" })
final class VerifyVerb extends Verb {

	@Parameters(paramLabel = "FILE", description = "Path of the backup, or its bare name in the backup directory.")
	private Path file = Path.of("");

	@Option(names = "--level", paramLabel = "L",
			description = "How far to go: checksum, structure, or restore. By default, as migration.backup.verify says.")
	private @Nullable VerificationLevel level;

	@Override
	Report run(MigrationUtilities database) {
		BackupVerification verification = (this.level != null) ? database.verifyDatabaseBackup(this.file, this.level)
				: database.verifyDatabaseBackup(this.file);
		return report(verification, new Text().row("Backup:", this.file), verification);
	}

	/**
	 * Report a verification.
	 * @param value what {@code --json} prints
	 * @param text what is to be said before
	 * @param verification the findings
	 * @return what to say
	 */
	static Report report(Object value, Text text, BackupVerification verification) {
		text.row("Verified:",
				(verification.valid() ? "good" : "BAD") + " at level " + verification.level() + ", "
						+ verification.tableCount() + " tables, " + verification.fileSize() + " bytes, in "
						+ verification.duration().toMillis() + " ms");
		verification.errors().forEach((error) -> text.line("  " + error));
		return verification.valid() ? Report.done(value, text) : Report.differences(value, text);
	}

}
