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
import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.engine.session.Failures;

/**
 * Follows a run that took a backup: deletes the backups that need not be kept any longer.
 * A failure to do so is logged and changes nothing.
 */
final class PruneStep {

	private static final Log logger = LogFactory.getLog(PruneStep.class);

	private final DatabaseBackups backups;

	PruneStep(DatabaseBackups backups) {
		this.backups = backups;
	}

	void prune(MigrationRun run) {
		if (run.state().isComplete()) {
			release(run);
		}
		DatabaseBackup backup = run.state().getBackup();
		if (backup != null) {
			delete(run, (source) -> this.backups.prune(source, Set.of(backup.path())));
		}
	}

	// What earlier runs have left half-way is done.
	private void release(MigrationRun run) {
		try {
			this.backups.releaseAll(run.session().get().getBackupSource())
				.forEach((released) -> logger.info("Released backup " + released + ", which was pinned"));
		}
		catch (Exception ex) {
			logger.warn("Pinned backups could not be released: " + Failures.rootMessage(ex));
		}
	}

	/**
	 * Delete the backups of earlier attempts at a run that failed again and left the
	 * database as it was.
	 * @param run the failed run
	 */
	void pruneEarlierAttempts(MigrationRun run) {
		DatabaseBackup backup = run.state().getBackup();
		if (backup != null) {
			delete(run, (source) -> this.backups.pruneEarlierAttempts(source, backup));
		}
	}

	/**
	 * Delete backups of earlier attempts that were killed, which fill the disk otherwise.
	 * @param run the run
	 * @param latest the backup that it has just taken
	 */
	void thinOutAttempts(MigrationRun run, DatabaseBackup latest) {
		delete(run, (source) -> this.backups.thinOutAttempts(source, latest));
	}

	private void delete(MigrationRun run, Function<BackupSource, List<Path>> deletion) {
		try {
			deletion.apply(run.session().get().getBackupSource())
				.forEach((deleted) -> logger.info("Deleted old backup " + deleted));
		}
		catch (Exception ex) {
			logger.warn("Old backups could not be deleted: " + Failures.rootMessage(ex));
		}
	}

}
