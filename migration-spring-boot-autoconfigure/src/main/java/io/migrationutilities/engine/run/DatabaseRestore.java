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
import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationException;
import io.migrationutilities.RestoreResult;
import io.migrationutilities.RunReport;
import io.migrationutilities.RunReport.Outcome;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.backup.RestoreRecord;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.database.SqlState;
import io.migrationutilities.engine.plan.RunKind;
import io.migrationutilities.engine.plan.RunPlanner;
import io.migrationutilities.engine.plan.SchemaComparison;
import io.migrationutilities.engine.session.Failures;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.MigrationDatabase;
import io.migrationutilities.engine.session.Patience;
import io.migrationutilities.work.Interruption;
import io.migrationutilities.work.Interruption.Deferral;

/**
 * Restores a backup over the live database without making anything worse, by the steps of
 * a run:
 * <ol>
 * <li>verify the backup: a bad one changes nothing, and keeps nobody waiting.</li>
 * <li>lock: other instances wait.</li>
 * <li>backup: what is there now is kept in a safety copy, unless the restore keeps
 * it.</li>
 * <li>apply: the backup takes the place of the content, wholly or not at all.</li>
 * <li>check: which revision is current now?</li>
 * <li>record: a ledger row in the restored database, which is part of what is applied
 * where it can be.</li>
 * <li>unlock.</li>
 * </ol>
 */
public final class DatabaseRestore {

	private static final Log logger = LogFactory.getLog(DatabaseRestore.class);

	private static final Duration RECONNECT_TIMEOUT = Duration.ofSeconds(10);

	private final MigrationSettings settings;

	private final DatabaseBackups backups;

	private final MigrationEvents events;

	private final RunExecutor executor;

	private final VerifyStep verify;

	private final LockStep lock;

	private final BackupStep backup;

	private final UnrecordedRestores unrecorded;

	/**
	 * Create the restore.
	 * @param settings the settings of the runs
	 * @param backups takes, verifies and restores backups
	 * @param events tell what happens
	 */
	public DatabaseRestore(MigrationSettings settings, DatabaseBackups backups, MigrationEvents events) {
		this.settings = settings;
		this.backups = backups;
		this.events = events;
		this.executor = new RunExecutor(backups);
		this.verify = new VerifyStep(backups, settings.restoreVerificationLevel(), "can't be restored",
				"Nothing was changed. Choose another backup; 'migrations backups' names them.");
		this.lock = new LockStep(settings);
		this.backup = new BackupStep(backups, settings);
		this.unrecorded = new UnrecordedRestores(backups);
	}

	/**
	 * Restore a backup.
	 * @param database the database
	 * @param path path of the backup, or its bare name in the backup directory
	 * @return what was restored, and where the previous content is kept
	 * @throws MigrationException if the restore was refused or failed
	 */
	public RestoreResult restore(MigrationDatabase database, Path path) {
		MigrationRun newRun = new MigrationRun(database, RunKind.RESTORE, RunPlanner.NONE, true, this.events,
				this.settings.application().version());
		RestoreResult result = this.executor.execute(newRun, (run) -> executeSteps(run, path));
		this.events.publish(new MigrationEvent.RestoreCompleted(database.getName(), result));
		return result;
	}

	private RestoreResult executeSteps(MigrationRun run, Path path) throws Exception {
		DatabaseBackup restored = this.verify.verify(run, this.backups.open(path), run.database().getBackupSource());
		LiquibaseSession session = run.session().get();
		requireSupport(session);
		run.state().setLock(this.lock.acquire(run));
		run.database().getMemory().begin();
		String before = SchemaComparison.currentRevisionOf(session);
		takeNumber(run, session);
		boolean keepPrevious = this.backups.keepsPrevious(session.getBackupSource());
		DatabaseBackup safetyCopy = keepPrevious ? null : this.backup.takeSafetyCopy(run);
		String previous = apply(run, restored, before, keepPrevious);
		String after = record(run, restored, before);
		logger.info("Restored '" + run.name() + "' from " + restored.path());
		return new RestoreResult(before, after, restored, safetyCopy, previous, run.duration());
	}

	// A database that no backup strategy knows must not be locked: the lock could not be
	// released through the connection that is closed before the restore.
	private void requireSupport(LiquibaseSession session) {
		if (!this.backups.isSupported(session.getBackupSource())) {
			throw new MigrationException(MigrationErrorCode.BACKUP_UNAVAILABLE,
					"'" + session.getName() + "' is of a kind of database that can't be restored.",
					"Nothing was changed. Restore it with the database's own tools.");
		}
	}

	private static void takeNumber(MigrationRun run, LiquibaseSession session) {
		try {
			run.recorder().takeNumber(session);
		}
		catch (Exception ex) {
			logger.debug("The ledger can't be read", ex);
		}
	}

	private @Nullable String apply(MigrationRun run, DatabaseBackup restored, @Nullable String before,
			boolean keepPrevious) throws Exception {
		BackupSource source = run.session().get().getDetachedBackupSource();
		RestoreRecord record = new LedgerRecord(run.session().get().getLedger(),
				report(run, restored, before, restored.manifest().revision()));
		run.session().close();
		run.database().getMemory().forget();
		return this.backups.restore(restored, source, keepPrevious, record);
	}

	private static RunReport report(MigrationRun run, DatabaseBackup restored, @Nullable String before,
			@Nullable String after) {
		return run.recorder().report(before, after, restored, Outcome.SUCCEEDED, null);
	}

	private @Nullable String record(MigrationRun run, DatabaseBackup restored, @Nullable String before) {
		try (Deferral deferral = Interruption.defer()) {
			LiquibaseSession session = reconnect(run);
			SnapshotReader look = look(run);
			String after = (look != null) ? look.comparison().getCurrentRevision()
					: SchemaComparison.currentRevisionOfHistory(session);
			RunReport report = report(run, restored, before, after);
			run.recorder().commit(session, report);
			run.database().getMemory().setLastRun(report);
			if (look != null) {
				look.withRecord().remember();
			}
			return after;
		}
		catch (Exception ex) {
			String message = Failures.rootMessage(ex);
			run.session().rollback();
			if (!UnrecordedRestores.isRecorded(run)) {
				logger.warn("The restore could not be recorded in the ledger: " + message);
				this.unrecorded.keep(restored, report(run, restored, before, restored.manifest().revision()));
			}
			return restored.manifest().revision();
		}
	}

	// PostgreSQL ends all sessions of a database that another one takes the place of, so
	// that a pool may still hand out connections that are dead.
	private static LiquibaseSession reconnect(MigrationRun run) throws Exception {
		return new Patience(RECONNECT_TIMEOUT, (ex) -> SqlState.of(ex) == SqlState.LOST).call(run.name(),
				run.session()::get);
	}

	private static @Nullable SnapshotReader look(MigrationRun run) {
		try {
			return run.session().lookAgain();
		}
		catch (Exception ex) {
			logger.debug("The changelog can't be read", ex);
			return null;
		}
	}

}
