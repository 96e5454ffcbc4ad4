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

import io.migrationutilities.BackupVerification;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationStep;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.database.BackupSource;

/**
 * Fifth step of a run: verifies the backup. Nothing is changed before it passes.
 */
final class VerifyStep {

	private static final Log logger = LogFactory.getLog(VerifyStep.class);

	private final DatabaseBackups backups;

	private final VerificationLevel level;

	private final String refusal;

	private final String hint;

	/**
	 * Create the step.
	 * @param backups verifies the backups
	 * @param level how far
	 * @param refusal what a backup that does not pass is said to do
	 * @param hint what to do about it
	 */
	VerifyStep(DatabaseBackups backups, VerificationLevel level, String refusal, String hint) {
		this.backups = backups;
		this.level = level;
		this.refusal = refusal;
		this.hint = hint;
	}

	/**
	 * Verify the backup that the run has taken.
	 * @param run the run
	 * @param backup its backup
	 * @param source the database of the run
	 * @return the backup, which knows of its verification
	 * @throws MigrationException with code {@code BACKUP_INVALID} if it does not pass
	 */
	DatabaseBackup verifyNew(MigrationRun run, DatabaseBackup backup, BackupSource source) {
		run.enter(MigrationStep.VERIFY);
		return conclude(run, backup, this.backups.verifyNew(backup, this.level, source));
	}

	/**
	 * Verify a backup that the run was given.
	 * @param run the run
	 * @param backup the backup
	 * @param source the database of the run
	 * @return the backup, which knows of its verification
	 * @throws MigrationException with code {@code BACKUP_INVALID} if it does not pass
	 */
	DatabaseBackup verify(MigrationRun run, DatabaseBackup backup, BackupSource source) {
		run.enter(MigrationStep.VERIFY);
		return conclude(run, backup, this.backups.verify(backup.path(), this.level, source));
	}

	private DatabaseBackup conclude(MigrationRun run, DatabaseBackup backup, BackupVerification verification) {
		run.publish(new MigrationEvent.BackupVerified(run.name(), backup.path(), verification));
		if (!verification.valid()) {
			run.state().setBackup(null);
			throw new MigrationException(MigrationErrorCode.BACKUP_INVALID,
					"The backup " + backup.path() + " " + this.refusal + ": " + String.join(" ", verification.errors()),
					this.hint);
		}
		logger.info("Backup of '" + run.name() + "' verified at level " + this.level + ": " + verification.tableCount()
				+ " tables, in " + verification.duration().toMillis() + " ms");
		return this.backups.open(backup.path());
	}

}
