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
import io.migrationutilities.DatabaseState;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationException;
import io.migrationutilities.RunReport;
import io.migrationutilities.RunReport.Failure;
import io.migrationutilities.RunReport.Outcome;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.engine.session.DatabaseMemory;
import io.migrationutilities.engine.session.Failures;
import io.migrationutilities.work.Interruption;
import io.migrationutilities.work.Interruption.Deferral;

/**
 * Follows a failed step: undoes what is not committed, records the failure where a part
 * of the run is committed, and says in which state the database is. A run that left no
 * trace in the database leaves none in the ledger either, but a record beside the
 * backups.
 */
final class AbortStep {

	private static final Log logger = LogFactory.getLog(AbortStep.class);

	private final PruneStep prune;

	private final BackupPins pins;

	private final DatabaseBackups backups;

	AbortStep(DatabaseBackups backups) {
		this.prune = new PruneStep(backups);
		this.pins = new BackupPins(backups);
		this.backups = backups;
	}

	MigrationException abort(MigrationRun run, Exception cause) {
		try (Deferral deferral = Interruption.defer()) {
			String statement = run.session().describeStatement(run.state().getCurrent(), run.kind(), cause);
			run.session().rollback();
			DatabaseState state = Aftermath.look(run, cause);
			MigrationException failure = Leftovers.complete(run, run.describe(cause, state, statement));
			RunReport report = run.report(Outcome.FAILED, failure.getCode())
				.withFailure(new Failure(String.valueOf(failure.getMessage()), run.findCurrentRevision(),
						statement.isEmpty() ? null : statement, state.name()));
			if (run.state().isPartlyCommitted()) {
				record(run, report);
			}
			if (state == DatabaseState.UNCHANGED) {
				this.prune.pruneEarlierAttempts(run);
			}
			else {
				this.pins.pin(run, state);
			}
			run.publish(failed(run, failure));
			if (run.state().getLock() != null) {
				keep(run, report, state);
				remember(run, report);
			}
			return failure;
		}
	}

	private static MigrationEvent failed(MigrationRun run, MigrationException failure) {
		return switch (run.kind()) {
			case UPGRADE -> new MigrationEvent.UpgradeFailed(run.name(), failure, run.duration());
			case DOWNGRADE -> new MigrationEvent.DowngradeFailed(run.name(), failure, run.duration());
			case RESTORE -> new MigrationEvent.RestoreFailed(run.name(), failure, run.duration());
		};
	}

	private static void record(MigrationRun run, RunReport report) {
		try {
			run.recorder().commit(run.session().get(), report);
		}
		catch (Exception ex) {
			run.session().rollback();
			logger.warn("The failed run could not be recorded: " + Failures.rootMessage(ex));
		}
	}

	// A database that can't be reached is not asked for its name.
	private void keep(MigrationRun run, RunReport report, DatabaseState state) {
		DatabaseBackup backup = run.state().getBackup();
		try {
			if (backup != null) {
				this.backups.recordFailure(backup, report);
			}
			else if (state != DatabaseState.UNKNOWN) {
				this.backups.recordFailure(run.session().get().getBackupSource(), report);
			}
		}
		catch (Exception ex) {
			logger.warn("The failed run leaves no record beside the backups: " + Failures.rootMessage(ex));
		}
	}

	// Runs that were refused before they had the lock are not remembered.
	private static void remember(MigrationRun run, RunReport report) {
		DatabaseMemory memory = run.database().getMemory();
		if (run.state().isPartlyCommitted()) {
			memory.forget();
		}
		memory.setLastRun(report);
	}

}
