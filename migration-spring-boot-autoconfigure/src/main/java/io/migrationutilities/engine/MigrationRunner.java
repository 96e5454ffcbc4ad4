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

import java.util.function.Function;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.slf4j.MDC;
import org.slf4j.MDC.MDCCloseable;

import io.migrationutilities.DowngradeImpact;
import io.migrationutilities.DowngradeResult;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationException;
import io.migrationutilities.UpgradeResult;
import io.migrationutilities.backup.ActivityProgress;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.backup.ProgressListeners;
import io.migrationutilities.backup.SqlState;
import io.migrationutilities.engine.MigrationPlan.Segment;

/**
 * Changes the schema of a database, the same way for boot, bean and every other caller:
 * <ol>
 * <li>up to date? If so, nothing is locked and nothing written.</li>
 * <li>lock: other instances wait; then look again.</li>
 * <li>plan: which change sets; refuse what can't be done safely.</li>
 * <li>backup: of a database that holds data.</li>
 * <li>verify: nothing is changed before the backup passes.</li>
 * <li>apply: in one transaction where database and change sets allow it.</li>
 * <li>check: the integrity of the result, before it is committed.</li>
 * <li>record: a ledger row, committed with what it records.</li>
 * <li>unlock.</li>
 * </ol>
 */
public final class MigrationRunner {

	private static final Log logger = LogFactory.getLog(MigrationRunner.class);

	private final MigrationSettings settings;

	private final DatabaseRegistry registry;

	private final MigrationEvents events;

	private final UnknownMigrationsGate gate;

	private final Patience patience;

	private final UpToDateCheck upToDateCheck;

	private final LockStep lock;

	private final PlanStep plan;

	private final BackupStep backup;

	private final VerifyStep verify;

	private final ApplyStep apply;

	private final CheckStep check;

	private final RecordStep record;

	private final AbortStep abort;

	private final PruneStep prune;

	private final ProgressListeners progress;

	/**
	 * Create a runner.
	 * @param settings the settings of the runs
	 * @param registry the databases of the application
	 * @param backups takes and verifies backups
	 * @param events tell what happens
	 * @param progress is told how far the runs are
	 */
	public MigrationRunner(MigrationSettings settings, DatabaseRegistry registry, DatabaseBackups backups,
			MigrationEvents events, ProgressListeners progress) {
		this.settings = settings;
		this.registry = registry;
		this.events = events;
		this.gate = new UnknownMigrationsGate(settings.onUnknown(), registry, this.events);
		this.patience = new Patience(settings.lockTimeout());
		this.upToDateCheck = new ChangeLogUpToDateCheck(this.gate, this.patience);
		this.lock = new LockStep(settings);
		this.plan = new PlanStep(this.gate);
		this.backup = new BackupStep(backups, settings);
		this.verify = new VerifyStep(backups, settings.verificationLevel());
		this.apply = new ApplyStep(settings.lockTimeout());
		this.check = new CheckStep();
		this.record = new RecordStep(settings);
		this.prune = new PruneStep(backups);
		this.abort = new AbortStep(settings, this.prune);
		this.progress = progress;
	}

	/**
	 * Upgrade a database, with a backup if the settings say so.
	 * @param database the database
	 * @param target {@code head}, {@code +N}, a revision, or {@code tag:T}
	 * @return what was applied
	 * @throws MigrationException if the upgrade was refused or failed
	 */
	public UpgradeResult upgrade(MigrationDatabase database, String target) {
		return upgrade(database, target, this.settings.backupBeforeUpgrade());
	}

	/**
	 * Upgrade a database.
	 * @param database the database
	 * @param target {@code head}, {@code +N}, a revision, or {@code tag:T}
	 * @param backup whether a backup is wanted
	 * @return what was applied
	 * @throws MigrationException if the upgrade was refused or failed
	 */
	public UpgradeResult upgrade(MigrationDatabase database, String target, boolean backup) {
		return run(new MigrationRun(database, RunKind.UPGRADE, upgradePlanner(target), backup, this.events), (run) -> {
			UpgradeResult result = new UpgradeResult(run.getPlan().from(), run.getRevisionAfter(), run.getRan(),
					run.getBackup(), run.getDuration());
			if (run.isComplete()) {
				run.publish(new MigrationEvent.UpgradeCompleted(run.getName(), result));
			}
			return result;
		});
	}

	/**
	 * Downgrade a database.
	 * @param database the database
	 * @param target {@code -N}, a revision, {@code base}, or {@code tag:T}
	 * @param backup whether a backup is wanted
	 * @return what was rolled back
	 * @throws MigrationException if the downgrade was refused or failed
	 */
	public DowngradeResult downgrade(MigrationDatabase database, String target, boolean backup) {
		RunPlanner planner = new DowngradePlanner(Target.downgrade(target));
		return run(new MigrationRun(database, RunKind.DOWNGRADE, planner, backup, this.events), (run) -> {
			DowngradeResult result = new DowngradeResult(run.getPlan().from(), run.getRevisionAfter(), run.getRan(),
					run.getBackup(), run.getDuration());
			if (run.isComplete()) {
				run.publish(new MigrationEvent.DowngradeCompleted(run.getName(), result));
			}
			return result;
		});
	}

	/**
	 * Return the SQL that an upgrade would run.
	 * @param database the database
	 * @param target {@code head}, {@code +N}, a revision, or {@code tag:T}
	 * @return the SQL
	 * @throws MigrationException if the upgrade would be refused
	 */
	public String previewUpgrade(MigrationDatabase database, String target) {
		return new SqlPreview().preview(database, RunKind.UPGRADE, upgradePlanner(target));
	}

	/**
	 * Return the SQL that a downgrade would run.
	 * @param database the database
	 * @param target {@code -N}, a revision, {@code base}, or {@code tag:T}
	 * @return the SQL
	 * @throws MigrationException if the downgrade would be refused
	 */
	public String previewDowngrade(MigrationDatabase database, String target) {
		return new SqlPreview().preview(database, RunKind.DOWNGRADE, new DowngradePlanner(Target.downgrade(target)));
	}

	/**
	 * Foresee what a downgrade would take out of the database.
	 * @param database the database
	 * @param target {@code -N}, a revision, {@code base}, or {@code tag:T}
	 * @return its impact
	 * @throws MigrationException if the downgrade would be refused
	 */
	public DowngradeImpact previewDowngradeImpact(MigrationDatabase database, String target) {
		return new DowngradeImpactPreview().preview(database, new DowngradePlanner(Target.downgrade(target)));
	}

	/**
	 * Return the SQL that would roll back what an upgrade is going to apply.
	 * @param database the database
	 * @param target the target of the upgrade
	 * @return the SQL
	 * @throws MigrationException if a change set can't be rolled back
	 */
	String previewRollbackOf(MigrationDatabase database, String target) {
		return new SqlPreview().previewRollbackOf(database, upgradePlanner(target));
	}

	private RunPlanner upgradePlanner(String target) {
		return new UpgradePlanner(Target.upgrade(target), this.settings.transaction());
	}

	/**
	 * Refuse to work on a database that is ahead of the application, without upgrading
	 * it.
	 * @param database the database
	 * @throws MigrationException if the database holds unknown change sets
	 */
	public void refuseIfAhead(MigrationDatabase database) {
		LiquibaseScope.call(database, () -> this.patience.call(database.getName(), () -> {
			try (LiquibaseSession session = LiquibaseSession.open(database)) {
				HistoryFingerprint fingerprint = HistoryFingerprint.of(session);
				SchemaComparison comparison = SchemaComparison.of(session);
				this.gate.check(session, comparison);
				DatabaseSnapshot.of(session, comparison, fingerprint);
				return true;
			}
		}));
	}

	/**
	 * Make up for the checks that had to wait until the beans of all databases exist.
	 * @throws MigrationException if a database holds unknown change sets
	 */
	public void refuseThoseAhead() {
		this.registry.complete();
		this.registry.takeThoseToCheckLater().forEach(this::refuseIfAhead);
	}

	private <R> R run(MigrationRun newRun, Function<MigrationRun, R> result) {
		return LiquibaseScope.call(newRun.getDatabase(), () -> {
			try (MDCCloseable database = MDC.putCloseable("migration.database", newRun.getName());
					MDCCloseable id = MDC.putCloseable("migration.run", newRun.getId());
					MigrationRun run = newRun) {
				execute(run);
				return result.apply(run);
			}
		});
	}

	private void execute(MigrationRun run) {
		DatabaseMemory memory = run.getDatabase().getMemory();
		try {
			executeOnceMoreIfCutOff(run);
			if (run.isComplete()) {
				memory.setLastRun(run.report(this.settings.application().version(), null));
			}
			else {
				memory.forgetFailure();
			}
			run.remember();
		}
		catch (Exception ex) {
			MigrationException failure = this.abort.abort(run, ex);
			if (run.isPartlyCommitted()) {
				memory.forget();
			}
			if (run.isPlanned() && run.hasLock()) {
				memory.setLastRun(run.report(this.settings.application().version(), failure.getCode()));
			}
			throw failure;
		}
		finally {
			memory.end();
		}
		this.prune.prune(run);
	}

	// A restore by another instance ends the connections of those who wait for the lock.
	private void executeOnceMoreIfCutOff(MigrationRun run) throws Exception {
		try {
			executeSteps(run);
		}
		catch (Exception ex) {
			if (run.hasLock() || SqlState.of(ex) != SqlState.LOST) {
				throw ex;
			}
			logger.info("Beginning again with '" + run.getName() + "': " + Failures.rootMessage(ex));
			run.disconnect();
			executeSteps(run);
		}
	}

	private void executeSteps(MigrationRun run) throws Exception {
		if (this.upToDateCheck.isUpToDate(run)) {
			logger.info("'" + run.getName() + "' is up to date at " + Revisions.describe(run.getPlan().from()));
			return;
		}
		run.getDatabase().getMemory().begin();
		this.lock.acquire(run);
		if (!this.plan.plan(run)) {
			logger.info("'" + run.getName() + "' was brought up to date by another instance");
			return;
		}
		this.backup.take(run);
		this.verify.verify(run);
		this.check.prepare(run);
		ActivityProgress activity = this.progress.begin(run.getKind().getActivity(), run.getPlan().changeSets().size(),
				1);
		for (Segment segment : run.getPlan().segments()) {
			this.apply.apply(run, segment, activity.part(0));
			this.check.check(run, segment);
			this.record.record(run, segment);
		}
		activity.finish();
		logger.info(((run.getKind() == RunKind.UPGRADE) ? "Upgraded '" : "Downgraded '") + run.getName() + "' to "
				+ Revisions.describe(run.getRevisionAfter()) + ": " + run.getRan().size() + " change sets in "
				+ run.getDuration().toMillis() + " ms");
	}

}
