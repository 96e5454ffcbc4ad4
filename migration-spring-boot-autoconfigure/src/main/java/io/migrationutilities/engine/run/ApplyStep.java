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

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import liquibase.Scope;
import liquibase.changelog.ChangeLogHistoryService;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.visitor.ChangeExecListener;
import liquibase.changelog.visitor.ChangeSetVisitor;
import liquibase.changelog.visitor.DefaultChangeExecListener;
import liquibase.changelog.visitor.RollbackVisitor;
import liquibase.changelog.visitor.UpdateVisitor;
import liquibase.database.Database;
import liquibase.exception.LiquibaseException;

import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationStep;
import io.migrationutilities.RunReport.Outcome;
import io.migrationutilities.engine.lock.DatabaseLocks;
import io.migrationutilities.engine.lock.RunLock;
import io.migrationutilities.engine.lock.RunWatch;
import io.migrationutilities.engine.plan.MigrationPlan;
import io.migrationutilities.engine.plan.MigrationPlan.Segment;
import io.migrationutilities.engine.plan.RunKind;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.work.Gauge;
import io.migrationutilities.work.Interruption;

/**
 * Sixth step of a run: lets Liquibase change the database. A commit on the way is not
 * final in a transactional segment.
 */
public final class ApplyStep {

	private final Duration lockTimeout;

	private final LockRetry retry;

	ApplyStep(MigrationSettings settings, LockRetry retry) {
		this.lockTimeout = settings.lockTimeout();
		this.retry = retry;
	}

	void apply(MigrationRun run, Segment segment, Gauge gauge) throws Exception {
		LiquibaseSession session = run.session().get();
		MigrationPlan plan = run.state().getPlan();
		run.enter(MigrationStep.APPLY);
		begin(run, segment);
		if (plan.isFirst(segment)) {
			if (run.state().getWatch() == RunWatch.NONE) {
				announce(run);
				watch(run, session);
			}
			prepareHistory(session, plan);
		}
		runChangeSets(run, segment, gauge);
		if (!segment.transactional()) {
			session.getTransaction().endPassThrough();
			run.state().setPartlyCommitted();
		}
	}

	private void begin(MigrationRun run, Segment segment) throws Exception {
		LiquibaseSession session = run.session().get();
		session.getTransaction().setEnclosed(run.state().getEnclosed());
		if (segment.transactional()) {
			if (!session.getTransaction().isActive()) {
				session.getTransaction()
					.setRebuildsTables(run.state().getPlan().rebuildsTables(segment, session.getDatabase()));
				DatabaseLocks.of(session).begin(this.lockTimeout);
			}
			if (run.state().getPlan().isFirst(segment)) {
				beginRun(run, session);
			}
			return;
		}
		if (!session.getTransaction().isActive()) {
			DatabaseLocks.of(session).begin(this.lockTimeout);
		}
		recordBeginning(run);
		session.getTransaction().commit();
		session.getTransaction().beginPassThrough(this.retry.forStatements(run));
		run.state().setPartlyCommitted();
	}

	// What the database says of the transaction, or else the first write in it, tells
	// afterwards whether anything was committed.
	private void beginRun(MigrationRun run, LiquibaseSession session) throws Exception {
		String transactionId = session.getDialect().findTransactionId(session.getConnection());
		if (transactionId == null) {
			recordBeginning(run);
		}
		run.state().setBegun(transactionId);
	}

	private void recordBeginning(MigrationRun run) throws Exception {
		run.recorder().record(run.session().get(), run.report(Outcome.RUNNING, null));
	}

	private static void watch(MigrationRun run, LiquibaseSession session) throws SQLException {
		RunLock lock = run.state().getLock();
		if (lock != null) {
			run.state().setWatch(lock.watch(session));
		}
	}

	private void announce(MigrationRun run) throws Exception {
		if (run.kind() == RunKind.UPGRADE) {
			List<String> pending = run.state()
				.getPlan()
				.changeSets()
				.stream()
				.map(run.session().getComparison()::nameOf)
				.toList();
			run.publish(new MigrationEvent.UpgradeStarted(run.name(), pending));
		}
	}

	private void prepareHistory(LiquibaseSession session, MigrationPlan plan) throws LiquibaseException {
		ChangeLogHistoryService history = session.getHistoryService();
		history.init();
		if (plan.acceptsChecksums()) {
			history.clearAllCheckSums();
		}
		if (plan.kind() == RunKind.UPGRADE) {
			history.upgradeChecksums(session.getChangeLog(), session.getContexts(), session.getLabels());
		}
		session.getDatabase().commit();
	}

	/**
	 * Run the change sets of a segment with the executor that is set, which may only
	 * write down the SQL.
	 * @param run the run
	 * @param segment the segment
	 * @param gauge shows how many change sets of the run are done
	 * @throws Exception if a change set fails
	 */
	public static void runChangeSets(MigrationRun run, Segment segment, Gauge gauge) throws Exception {
		LiquibaseSession session = run.session().get();
		ChangeExecListener listener = listener(run, gauge);
		ChangeSetVisitor visitor = (run.kind() == RunKind.UPGRADE) ? new UpdateVisitor(session.getDatabase(), listener)
				: new RollbackVisitor(session.getDatabase(), listener);
		visit(session, segment.changeSets(), visitor);
		run.state().setCurrent(null);
	}

	/**
	 * Let a visitor of Liquibase visit change sets. Liquibase's own iterator walks the
	 * whole changelog each time, and would leave out changed change sets whose checksums
	 * were just cleared.
	 * @param session the session
	 * @param changeSets the change sets to visit, all of them
	 * @param visitor the visitor
	 * @throws Exception if the visitor throws one
	 */
	public static void visit(LiquibaseSession session, List<ChangeSet> changeSets, ChangeSetVisitor visitor)
			throws Exception {
		DatabaseChangeLog changeLog = session.getChangeLog();
		Database database = session.getDatabase();
		List<ChangeSet> ordered = new ArrayList<>(changeSets);
		if (visitor.getDirection() == ChangeSetVisitor.Direction.REVERSE) {
			Collections.reverse(ordered);
		}
		for (ChangeSet changeSet : ordered) {
			Interruption.check();
			Map<String, Object> values = Map.of(Scope.Attr.databaseChangeLog.name(), changeLog,
					Scope.Attr.changeSet.name(), changeSet, Scope.Attr.database.name(), database);
			Scope.child(values, () -> visitor.visit(changeSet, changeLog, database, Set.of()));
		}
	}

	private static ChangeExecListener listener(MigrationRun run, Gauge gauge) throws Exception {
		ChangeExecListener userListener = run.session().get().getUserListener();
		return new DefaultChangeExecListener(Stream.of(new RunProgress(run, gauge), userListener)
			.filter(Objects::nonNull)
			.toArray(ChangeExecListener[]::new));
	}

}
