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

import io.migrationutilities.BackupVerification;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationStep;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.DatabaseBackups;

/**
 * Fifth step of a run: verifies the backup. Nothing is changed before it passes.
 */
final class VerifyStep {

	private static final Log logger = LogFactory.getLog(VerifyStep.class);

	private final DatabaseBackups backups;

	private final VerificationLevel level;

	VerifyStep(DatabaseBackups backups, VerificationLevel level) {
		this.backups = backups;
		this.level = level;
	}

	void verify(MigrationRun run) throws Exception {
		DatabaseBackup backup = run.getBackup();
		if (backup == null) {
			return;
		}
		run.enter(MigrationStep.VERIFY);
		BackupVerification verification = this.backups.verify(backup.path(), this.level,
				run.getSession().getBackupSource());
		run.publish(new MigrationEvent.BackupVerified(run.getName(), backup.path(), verification));
		if (!verification.valid()) {
			run.setBackup(null);
			throw invalid("The backup " + backup.path() + " did not pass its verification", verification,
					"Nothing was changed. Check the disk of the backup directory and start again.");
		}
		run.setBackup(this.backups.open(backup.path()));
		logger.info("Backup of '" + run.getName() + "' verified at level " + this.level + ": "
				+ verification.tableCount() + " tables, in " + verification.duration().toMillis() + " ms");
	}

	static MigrationException invalid(String what, BackupVerification verification, String hint) {
		return new MigrationException(MigrationErrorCode.BACKUP_INVALID,
				what + ": " + String.join(" ", verification.errors()), hint);
	}

}
