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

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.RunReport;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.engine.session.Failures;
import io.migrationutilities.engine.session.LiquibaseSession;

/**
 * Restores that have no row in the ledger, since it could not be written when they were
 * done. The next start that can adds it.
 */
final class UnrecordedRestores {

	private static final Log logger = LogFactory.getLog(UnrecordedRestores.class);

	private final DatabaseBackups backups;

	UnrecordedRestores(DatabaseBackups backups) {
		this.backups = backups;
	}

	/**
	 * Return whether a restore is in the ledger already.
	 * @param run the restore
	 * @return whether its row was seen
	 */
	static boolean isRecorded(MigrationRun run) {
		try {
			return run.session().get().getLedger().findOutcome(run.recorder().getId()) != null;
		}
		catch (Exception ex) {
			logger.debug("The ledger can't be read", ex);
			return false;
		}
	}

	/**
	 * Keep the record of a restore.
	 * @param backup the backup that was restored
	 * @param restore the restore
	 */
	void keep(DatabaseBackup backup, RunReport restore) {
		try {
			this.backups.keepRecord(backup, restore);
		}
		catch (Exception ex) {
			logger
				.warn("The record of the restore can't be kept beside the backups either: " + Failures.rootMessage(ex));
		}
	}

	/**
	 * Add the rows that are missing, each in a transaction of its own. Costs a look into
	 * the backup directory where there is none.
	 * @param run the run, outside a transaction
	 */
	void add(MigrationRun run) {
		try {
			LiquibaseSession session = run.session().get();
			this.backups.takeKeptRecords(session::getBackupSource, (restore) -> add(run, session, restore));
		}
		catch (Exception ex) {
			run.session().rollback();
			logger.warn("A restore of '" + run.name() + "' is not in the ledger, the next start tries again: "
					+ Failures.rootMessage(ex));
		}
	}

	private static void add(MigrationRun run, LiquibaseSession session, RunReport restore) throws Exception {
		if (session.getLedger().findOutcome(restore.id()) == null) {
			run.recorder().commit(session, restore);
			logger.info("Added the restore of " + restore.startedAt() + " to the ledger of '" + run.name() + "'");
		}
	}

}
