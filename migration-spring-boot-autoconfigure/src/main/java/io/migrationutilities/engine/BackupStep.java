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

package io.migrationutilities.engine;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationStep;
import io.migrationutilities.backup.BackupSource;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.backup.RevisionNaming;
import io.migrationutilities.backup.SourceContent;
import io.migrationutilities.engine.MigrationSettings.WhenBackupUnavailable;
import io.migrationutilities.engine.Revisions.Key;

/**
 * Fourth step of a run: takes the backup, unless there is nothing in the database to lose
 * or the user wants none.
 */
final class BackupStep {

	private static final Log logger = LogFactory.getLog(BackupStep.class);

	private final DatabaseBackups backups;

	private final MigrationSettings settings;

	BackupStep(DatabaseBackups backups, MigrationSettings settings) {
		this.backups = backups;
		this.settings = settings;
	}

	void take(MigrationRun run) throws Exception {
		if (!run.isBackupWanted() || !run.getPlan().needsBackup()) {
			return;
		}
		BackupSource source = run.getSession().getBackupSource();
		SourceContent content = this.backups.content(source);
		if (content != SourceContent.DATA) {
			logger.info("No backup of '" + run.getName() + "': it is "
					+ ((content == SourceContent.EMPTY) ? "empty" : "in memory"));
		}
		else if (isAvailable(run, source)) {
			run.enter(MigrationStep.BACKUP);
			RevisionNaming naming = naming(run.getComparison().getRevisions());
			DatabaseBackup backup = this.backups.create(source, run.getKind().getBackupReason(), naming);
			run.setBackup(backup);
			run.publish(new MigrationEvent.BackupCreated(run.getName(), backup));
			logger.info("Backup of '" + run.getName() + "': " + backup.path() + " (" + backup.manifest().totalSize()
					+ " bytes)");
		}
	}

	static RevisionNaming naming(Revisions revisions) {
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
				logger.warn("Going on with '" + run.getName() + "' without a backup: " + ex.getMessage());
				return false;
			}
			throw ex;
		}
	}

}
