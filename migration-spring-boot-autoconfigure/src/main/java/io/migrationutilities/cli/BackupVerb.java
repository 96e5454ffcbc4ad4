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

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupVerification;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.VerificationLevel;

/**
 * Takes a backup.
 */
@Command(name = "backup", sortOptions = false, description = "Takes a backup while the application goes on working.",
		footerHeading = "%nExamples:%n",
		footer = { "  ${ROOT-COMMAND-NAME} backup", "  ${ROOT-COMMAND-NAME} backup --verify",
				"  ${ROOT-COMMAND-NAME} backup --verify=restore --path /mnt/usb/studio.db" })
final class BackupVerb extends Verb {

	@Option(names = "--path", paramLabel = "P",
			description = "Where to write it: a path at which nothing exists yet. By default, in the backup directory.")
	private @Nullable Path path;

	@Option(names = "--verify", paramLabel = "LEVEL", arity = "0..1", fallbackValue = "configured",
			description = "Verify it, too: checksum, structure, or restore. By default, as migration.backup.verify says.")
	private @Nullable Level level;

	@Override
	Report run(MigrationUtilities database) {
		DatabaseBackup backup = (this.path != null) ? database.createDatabaseBackup(this.path)
				: database.createDatabaseBackup();
		Text text = new Text().row("Backup:", backup.path())
			.row("Revision:", StatusText.revision(backup.manifest().revision()))
			.row("Size:", backup.manifest().totalSize() + " bytes")
			.row("Duration:", backup.manifest().duration().toMillis() + " ms");
		BackupVerification verification = (this.level != null) ? verify(database, backup.path(), this.level) : null;
		Value value = new Value(backup.path(), backup.manifest(), verification);
		return (verification != null) ? VerifyVerb.report(value, text, verification) : Report.done(value, text);
	}

	private BackupVerification verify(MigrationUtilities database, Path backup, Level level) {
		return (level == Level.CONFIGURED) ? database.verifyDatabaseBackup(backup)
				: database.verifyDatabaseBackup(backup, VerificationLevel.valueOf(level.name()));
	}

	record Value(Path path, BackupManifest manifest, @Nullable BackupVerification verification) {

	}

	/**
	 * The levels of verification, and that of the settings.
	 */
	enum Level {

		CONFIGURED, CHECKSUM, STRUCTURE, RESTORE

	}

}
