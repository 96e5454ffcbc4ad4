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

import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.backup.DatabaseBackups;

/**
 * What follows a run that took a backup: deletes the backups that need not be kept any
 * longer. A failure to do so does not fail the run.
 */
final class PruneStep {

	private static final Log logger = LogFactory.getLog(PruneStep.class);

	private final DatabaseBackups backups;

	PruneStep(DatabaseBackups backups) {
		this.backups = backups;
	}

	void prune(MigrationRun run) {
		DatabaseBackup backup = run.getBackup();
		if (backup == null) {
			return;
		}
		try {
			this.backups.prune(run.getSession().getBackupSource(), Set.of(backup.path()))
				.forEach((pruned) -> logger.info("Deleted old backup " + pruned));
		}
		catch (Exception ex) {
			logger.warn("Old backups could not be deleted: " + Failures.rootMessage(ex));
		}
	}

}
