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

package io.migrationutilities.engine.run;

import java.nio.file.Path;
import java.util.Locale;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.DatabaseState;
import io.migrationutilities.InterruptedRun;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.engine.session.Failures;

/**
 * Pins the backups that are the way back from a run that did not end well, until a later
 * run is done or a person releases them.
 */
final class BackupPins {

	private static final Log logger = LogFactory.getLog(BackupPins.class);

	private final DatabaseBackups backups;

	BackupPins(DatabaseBackups backups) {
		this.backups = backups;
	}

	/**
	 * Pin the backup of a failed run.
	 * @param run the run
	 * @param state the state in which it left the database
	 */
	void pin(MigrationRun run, DatabaseState state) {
		DatabaseBackup backup = run.state().getBackup();
		if (backup != null) {
			String outcome = (state == DatabaseState.PARTLY_CHANGED) ? " is partly committed."
					: " has an unknown outcome.";
			pin(backup.path(), "The " + run.kind().name().toLowerCase(Locale.ROOT) + " that began at "
					+ run.recorder().getStartedAt() + outcome);
		}
	}

	/**
	 * Pin the backup of a run that was killed.
	 * @param interrupted the run
	 */
	void pin(InterruptedRun interrupted) {
		if (interrupted.backup() != null) {
			pin(this.backups.directory().resolve(interrupted.backup()), interrupted.description());
		}
	}

	private void pin(Path backup, String reason) {
		try {
			this.backups.pin(backup, reason);
		}
		catch (RuntimeException ex) {
			logger.warn("The backup '" + backup + "' could not be pinned: " + Failures.rootMessage(ex));
		}
	}

}
