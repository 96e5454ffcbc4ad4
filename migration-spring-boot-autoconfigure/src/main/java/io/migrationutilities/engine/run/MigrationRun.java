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

import java.time.Duration;
import java.util.List;

import liquibase.changelog.ChangeSet;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.DatabaseState;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationStep;
import io.migrationutilities.RunReport;
import io.migrationutilities.RunReport.Outcome;
import io.migrationutilities.engine.lock.RunLock;
import io.migrationutilities.engine.plan.MigrationPlan;
import io.migrationutilities.engine.plan.PlanCheck;
import io.migrationutilities.engine.plan.RunKind;
import io.migrationutilities.engine.plan.RunPlanner;
import io.migrationutilities.engine.session.MigrationDatabase;
import io.migrationutilities.engine.session.Revisions;
import io.migrationutilities.engine.session.Revisions.Key;
import io.migrationutilities.work.Interruption;
import io.migrationutilities.work.Interruption.Deferral;

/**
 * One run: what it is to do and where, which does not change, the session it works
 * through, and how far it has come.
 *
 * @param database the database
 * @param kind upgrade, downgrade or restore
 * @param planner plans the run
 * @param backupWanted whether a backup is wanted
 * @param events tell what happens
 * @param recorder keeps its identity and its start
 * @param session its session
 * @param state how far it has come
 */
public record MigrationRun(MigrationDatabase database, RunKind kind, RunPlanner planner, boolean backupWanted,
		MigrationEvents events, RunRecorder recorder, RunSession session, RunState state) implements AutoCloseable {

	public MigrationRun(MigrationDatabase database, RunKind kind, RunPlanner planner, boolean backupWanted,
			MigrationEvents events, @Nullable String applicationVersion) {
		this(database, kind, planner, backupWanted, events, new RunRecorder(kind, applicationVersion),
				new RunSession(database), new RunState());
	}

	/**
	 * Create a run that is only looked at: it is told to nobody.
	 * @param database the database
	 * @param kind upgrade or downgrade
	 * @param planner plans the run
	 * @return the run
	 */
	public static MigrationRun preview(MigrationDatabase database, RunKind kind, RunPlanner planner) {
		return new MigrationRun(database, kind, planner, false, new MigrationEvents(List.of()), null);
	}

	String name() {
		return this.database.getName();
	}

	/**
	 * Plan the run by what changelog and history say now.
	 * @return the plan
	 * @throws Exception if the run is refused
	 */
	public MigrationPlan makePlan() throws Exception {
		MigrationPlan plan = this.planner.plan(this.session.get(), this.session.getComparison());
		this.state.setEnclosed(PlanCheck.check(plan, this.session.get(), this.session.getComparison()));
		return plan;
	}

	/**
	 * Begin a step. Listeners are told of the steps of a restore by other events.
	 * @param step the step
	 */
	void enter(MigrationStep step) {
		Interruption.check();
		if (this.kind != RunKind.RESTORE) {
			publish(new MigrationEvent.StepStarted(name(), step));
		}
	}

	void publish(MigrationEvent event) {
		this.events.publish(event);
	}

	Duration duration() {
		return this.recorder.getDuration();
	}

	/**
	 * Return what this run has done.
	 * @param outcome its outcome so far
	 * @param error code of its failure, or {@code null} if it did not fail
	 * @return the report
	 */
	RunReport report(Outcome outcome, @Nullable MigrationErrorCode error) {
		MigrationPlan plan = this.state.isPlanned() ? this.state.getPlan() : null;
		return this.recorder.report((plan != null) ? plan.from() : null, (plan != null) ? plan.to() : null,
				this.state.getBackup(), outcome, error);
	}

	/**
	 * Return the change set at which the run is.
	 * @return its revision, or {@code null} if there is none
	 */
	@Nullable String findCurrentRevision() {
		ChangeSet current = this.state.getCurrent();
		Revisions revisions = this.session.findRevisions();
		return (current != null && revisions != null) ? revisions.nameOf(Key.of(current)) : null;
	}

	/**
	 * Complete a failure with what the run knows: which change set, the state of the
	 * database, the backup.
	 * @param failure what failed
	 * @param databaseState the state of the database
	 * @param statement says which statement failed, or is empty
	 * @return the exception to throw
	 */
	MigrationException describe(Throwable failure, DatabaseState databaseState, String statement) {
		DatabaseBackup backup = this.state.getBackup();
		return new RunFailure(this.kind, this.state.getCommitted(), databaseState,
				(backup != null) ? backup.path() : null, statement, this.state.getInterrupted(),
				this.state.getWatch().findCancelled(), this.state.getWatch().getBlockers())
			.describe(failure, this.state.getCurrent(), this.session.findRevisions());
	}

	@Override
	public void close() {
		this.session.rollback();
		try (Deferral deferral = Interruption.defer()) {
			this.state.getWatch().close();
			RunLock lock = this.state.getLock();
			if (lock != null) {
				enter(MigrationStep.UNLOCK);
				lock.close();
			}
		}
		finally {
			this.session.close();
		}
	}

}
