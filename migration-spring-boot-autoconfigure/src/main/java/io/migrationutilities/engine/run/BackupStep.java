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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationStep;
import io.migrationutilities.RestoreForecast;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.backup.RevisionNaming;
import io.migrationutilities.backup.SourceContent;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.engine.plan.SchemaComparison;
import io.migrationutilities.engine.run.MigrationSettings.WhenBackupUnavailable;
import io.migrationutilities.engine.session.Failures;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.Revisions;
import io.migrationutilities.engine.session.Revisions.Key;

/**
 * Fourth step of a run: takes the backup, unless there is nothing in the database to lose
 * or the user wants none.
 */
public final class BackupStep {

	private static final Log logger = LogFactory.getLog(BackupStep.class);

	private final DatabaseBackups backups;

	private final MigrationSettings settings;

	private final PruneStep prune;

	private final RestorableCheck restorable;

	BackupStep(DatabaseBackups backups, MigrationSettings settings) {
		this.backups = backups;
		this.settings = settings;
		this.prune = new PruneStep(backups);
		this.restorable = new RestorableCheck(backups, settings);
	}

	@Nullable DatabaseBackup take(MigrationRun run) throws Exception {
		if (!run.backupWanted() || !run.state().getPlan().needsBackup()) {
			return null;
		}
		BackupSource source = run.session().get().getBackupSource();
		SourceContent content = this.backups.content(source);
		if (content != SourceContent.DATA) {
			logger.info("No backup of '" + run.name() + "': it is "
					+ ((content == SourceContent.EMPTY) ? "empty" : "in memory"));
		}
		else if (isAvailable(run, source)) {
			return create(run, source, run.session().getComparison().getRevisions(),
					this.restorable.foresee(run, source));
		}
		return null;
	}

	/**
	 * Keep what is in the database in a safety copy, whose revisions are named by the
	 * history alone: the changelog may not be readable.
	 * @param run the restore that is going to replace it
	 * @return the safety copy, or {@code null} if there is nothing to lose
	 * @throws MigrationException if it can't be taken
	 */
	@Nullable DatabaseBackup takeSafetyCopy(MigrationRun run) {
		try {
			LiquibaseSession session = run.session().get();
			BackupSource source = session.getBackupSource();
			return (this.backups.content(source) == SourceContent.DATA)
					? create(run, source, SchemaComparison.revisionsOfHistory(session), null) : null;
		}
		catch (Exception ex) {
			MigrationException failure = Failures.translate(ex);
			if (failure.getCode() == MigrationErrorCode.INTERRUPTED) {
				throw failure;
			}
			throw new MigrationException(failure.getCode(),
					"The present content could not be kept in a safety copy: " + failure.getMessage(),
					"Nothing was changed. " + failure.getHint()
							+ " If the database is damaged beyond reading, put it aside (SQLite: stop the "
							+ "application and move its file away) and restore into an empty one.",
					failure);
		}
	}

	private DatabaseBackup create(MigrationRun run, BackupSource source, Revisions revisions,
			@Nullable RestoreForecast forecast) {
		run.enter(MigrationStep.BACKUP);
		DatabaseBackup backup = this.backups.create(source, run.kind().getBackupReason(), naming(revisions), forecast,
				this.settings.verificationLevel());
		run.publish(new MigrationEvent.BackupCreated(run.name(), backup));
		logger.info(
				"Backup of '" + run.name() + "': " + backup.path() + " (" + backup.manifest().totalSize() + " bytes)");
		this.prune.thinOutAttempts(run, backup);
		return backup;
	}

	public static RevisionNaming naming(Revisions revisions) {
		return (id, author, path) -> revisions.nameOf(Key.of(path, id, author));
	}

	private boolean isAvailable(MigrationRun run, BackupSource source) {
		try {
			this.backups.checkAvailable(source, this.settings.verificationLevel());
			return true;
		}
		catch (MigrationException ex) {
			if (ex.getCode() == MigrationErrorCode.BACKUP_UNAVAILABLE
					&& this.settings.whenBackupUnavailable() == WhenBackupUnavailable.WARN) {
				logger.warn("Going on with '" + run.name() + "' without a backup: " + ex.getMessage());
				return false;
			}
			throw ex;
		}
	}

}
