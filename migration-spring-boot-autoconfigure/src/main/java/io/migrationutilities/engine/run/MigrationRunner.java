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

import java.util.List;
import java.util.function.Function;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.DowngradeResult;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationException;
import io.migrationutilities.RunReport.Outcome;
import io.migrationutilities.UpgradeResult;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.database.SqlState;
import io.migrationutilities.engine.plan.DowngradePlanner;
import io.migrationutilities.engine.plan.MigrationPlan.Segment;
import io.migrationutilities.engine.plan.RunKind;
import io.migrationutilities.engine.plan.RunPlanner;
import io.migrationutilities.engine.plan.Target;
import io.migrationutilities.engine.plan.UpgradePlanner;
import io.migrationutilities.engine.session.DatabaseMemory;
import io.migrationutilities.engine.session.Failures;
import io.migrationutilities.engine.session.IntegrityFindings;
import io.migrationutilities.engine.session.MigrationDatabase;
import io.migrationutilities.engine.session.Patience;
import io.migrationutilities.engine.session.Revisions;
import io.migrationutilities.work.ActivityProgress;
import io.migrationutilities.work.ProgressListeners;

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

	private final MigrationEvents events;

	private final RunExecutor executor;

	private final UpToDateCheck upToDateCheck;

	private final LockStep lock;

	private final PlanStep plan;

	private final BackupStep backup;

	private final VerifyStep verify;

	private final LockRetry retry;

	private final ApplyStep apply;

	private final CheckStep check;

	private final RecordStep record;

	private final PruneStep prune;

	private final ProgressListeners progress;

	private final UnrecordedRestores unrecorded;

	/**
	 * Create a runner.
	 * @param settings the settings of the runs
	 * @param gate refuses to work on databases that are ahead of the application
	 * @param backups takes and verifies backups
	 * @param events tell what happens
	 * @param progress is told how far the runs are
	 */
	public MigrationRunner(MigrationSettings settings, UnknownMigrationsGate gate, DatabaseBackups backups,
			MigrationEvents events, ProgressListeners progress) {
		this.settings = settings;
		this.events = events;
		this.upToDateCheck = new UpToDateCheck(gate, new Patience(settings.lockTimeout()));
		this.lock = new LockStep(settings);
		this.plan = new PlanStep(gate, backups);
		this.backup = new BackupStep(backups, settings);
		this.verify = new VerifyStep(backups, settings.verificationLevel(), "did not pass its verification",
				"Nothing was changed. Check the disk of the backup directory and start again.");
		this.retry = new LockRetry(settings);
		this.apply = new ApplyStep(settings, this.retry);
		this.check = new CheckStep();
		this.record = new RecordStep(settings);
		this.prune = new PruneStep(backups);
		this.unrecorded = new UnrecordedRestores(backups);
		this.executor = new RunExecutor(backups);
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
		RunPlanner planner = new UpgradePlanner(Target.upgrade(target), this.settings.transaction());
		return run(database, RunKind.UPGRADE, planner, backup, (run) -> {
			RunState state = run.state();
			UpgradeResult result = new UpgradeResult(state.getPlan().from(), state.getRevisionAfter(), state.getRan(),
					state.getBackup(), run.duration(), List.copyOf(state.getSkipped()));
			if (state.isComplete()) {
				run.publish(new MigrationEvent.UpgradeCompleted(run.name(), result));
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
		return run(database, RunKind.DOWNGRADE, planner, backup, (run) -> {
			RunState state = run.state();
			DowngradeResult result = new DowngradeResult(state.getPlan().from(), state.getRevisionAfter(),
					state.getRan(), state.getBackup(), run.duration());
			if (state.isComplete()) {
				run.publish(new MigrationEvent.DowngradeCompleted(run.name(), result));
			}
			return result;
		});
	}

	private <R> R run(MigrationDatabase database, RunKind kind, RunPlanner planner, boolean backup,
			Function<MigrationRun, R> result) {
		MigrationRun newRun = new MigrationRun(database, kind, planner, backup, this.events,
				this.settings.application().version());
		return this.executor.execute(newRun, (run) -> {
			executeOnceMoreIfCutOff(run);
			remember(run);
			this.prune.prune(run);
			return result.apply(run);
		});
	}

	private void remember(MigrationRun run) {
		DatabaseMemory memory = run.database().getMemory();
		boolean complete = run.state().isComplete();
		if (complete) {
			memory.setLastRun(run.report(Outcome.SUCCEEDED, null));
		}
		else {
			memory.forgetFailure();
		}
		run.session().remember(complete);
		memory.end();
	}

	// A restore by another instance ends the connections of those who wait for the lock.
	private void executeOnceMoreIfCutOff(MigrationRun run) throws Exception {
		try {
			executeSteps(run);
		}
		catch (Exception ex) {
			if (run.state().getLock() != null || SqlState.of(ex) != SqlState.LOST) {
				throw ex;
			}
			logger.info("Beginning again with '" + run.name() + "': " + Failures.rootMessage(ex));
			run.session().close();
			executeSteps(run);
		}
	}

	private void executeSteps(MigrationRun run) throws Exception {
		RunState state = run.state();
		state.setPlan(this.upToDateCheck.look(run));
		if (state.getPlan().isEmpty()) {
			logger.info("'" + run.name() + "' is up to date at " + Revisions.describe(state.getPlan().from()));
			this.lock.freeLeftOfDeadInstance(run);
			this.unrecorded.add(run);
			return;
		}
		run.database().getMemory().begin();
		state.setLock(this.lock.acquire(run));
		this.unrecorded.add(run);
		this.lock.lookAgain(run);
		state.setPlan(this.plan.plan(run));
		if (state.getPlan().isEmpty()) {
			logger.info("'" + run.name() + "' was brought up to date by another instance");
			return;
		}
		state.setBackup(this.backup.take(run));
		if (state.getBackup() != null) {
			state.setBackup(this.verify.verifyNew(run, state.getBackup(), run.session().get().getBackupSource()));
		}
		IntegrityFindings before = this.check.look(run);
		Leftovers.look(run);
		ActivityProgress activity = this.progress.begin(run.kind().getActivity(), state.getPlan().changeSets().size(),
				1);
		for (Segment segment : state.getPlan().segments()) {
			this.retry.call(run, segment, () -> {
				this.apply.apply(run, segment, activity.part(0));
				this.check.check(run, segment, before);
				this.record.record(run, segment);
			});
		}
		activity.finish();
		if (!state.getSkipped().isEmpty()) {
			logger.warn("These change sets failed and were skipped, since they have failOnError=\"false\": "
					+ Revisions.list(state.getSkipped()) + ". The next upgrade tries them again.");
		}
		logger.info(((run.kind() == RunKind.UPGRADE) ? "Upgraded '" : "Downgraded '") + run.name() + "' to "
				+ Revisions.describe(state.getRevisionAfter()) + ": " + state.getRan().size() + " change sets in "
				+ run.duration().toMillis() + " ms");
	}

}
