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

import java.util.EnumSet;
import java.util.Set;

import liquibase.changelog.ChangeSet;
import liquibase.changelog.ChangeSet.ExecType;
import liquibase.changelog.ChangeSet.RunStatus;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.visitor.AbstractChangeExecListener;
import liquibase.database.Database;

import io.migrationutilities.MigrationEvent;
import io.migrationutilities.engine.lock.RunLock;
import io.migrationutilities.engine.plan.RunKind;
import io.migrationutilities.engine.session.Revisions;
import io.migrationutilities.engine.session.Revisions.Key;
import io.migrationutilities.work.Gauge;

/**
 * Follows Liquibase through the change sets of a run.
 */
final class RunProgress extends AbstractChangeExecListener {

	private static final Set<ExecType> RAN = EnumSet.of(ExecType.EXECUTED, ExecType.RERAN, ExecType.MARK_RAN);

	private final MigrationRun run;

	private final Revisions revisions;

	private final Gauge gauge;

	/**
	 * Create an instance.
	 * @param run the run
	 * @param gauge shows how many change sets are done
	 * @throws Exception if the change sets of the run can't be named
	 */
	RunProgress(MigrationRun run, Gauge gauge) throws Exception {
		this.run = run;
		this.gauge = gauge;
		this.revisions = run.session().getComparison().getRevisions();
	}

	/**
	 * Return whether a change set is in the history after it ran.
	 * @param execType how it ran
	 * @return whether it has a row there
	 */
	static boolean isRecorded(ExecType execType) {
		return RAN.contains(execType);
	}

	@Override
	public void willRun(ChangeSet changeSet, DatabaseChangeLog changeLog, Database database, RunStatus runStatus) {
		begin(changeSet);
	}

	@Override
	public void ran(ChangeSet changeSet, DatabaseChangeLog changeLog, Database database, ExecType execType) {
		if (isRecorded(execType)) {
			end(changeSet);
		}
		else if (execType == ExecType.FAILED) {
			this.run.state().getSkipped().add(this.revisions.nameOf(Key.of(changeSet)));
		}
	}

	@Override
	public void willRollback(ChangeSet changeSet, DatabaseChangeLog changeLog, Database database) {
		begin(changeSet);
	}

	@Override
	public void rolledBack(ChangeSet changeSet, DatabaseChangeLog changeLog, Database database) {
		end(changeSet);
	}

	private void begin(ChangeSet changeSet) {
		RunLock lock = this.run.state().getLock();
		if (lock != null) {
			lock.requireHeld();
		}
		this.run.state().setCurrent(changeSet);
	}

	// Code that goes on although its statement was cancelled has not done what it was to
	// do.
	private void end(ChangeSet changeSet) {
		String cancelled = this.run.state().getWatch().findCancelled();
		if (cancelled != null) {
			throw new IllegalStateException("Cancelled: " + cancelled);
		}
		String revision = this.revisions.nameOf(Key.of(changeSet));
		this.run.state().getRan().add(revision);
		this.run
			.publish(new MigrationEvent.ChangeSetRan(this.run.name(), revision, this.run.kind() == RunKind.DOWNGRADE));
		this.gauge.show(this.run.state().getRan().size(), this.run.state().getPlan().changeSets().size());
	}

}
