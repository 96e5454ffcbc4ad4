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

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import liquibase.changelog.ChangeSet;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.DatabaseState;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationStep;
import io.migrationutilities.backup.Interruption;
import io.migrationutilities.backup.Interruption.Deferral;
import io.migrationutilities.backup.SqlState;

/**
 * One run from its start to its end: what the steps leave for those after them.
 */
final class MigrationRun implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(MigrationRun.class);

	private final MigrationDatabase database;

	private final RunKind kind;

	private final RunPlanner planner;

	private final boolean backupWanted;

	private final MigrationEvents events;

	private final String id = UUID.randomUUID().toString();

	private final long startedAt = System.nanoTime();

	private final List<String> ran = new ArrayList<>();

	private @Nullable LiquibaseSession session;

	private @Nullable SchemaComparison comparison;

	private @Nullable HistoryFingerprint fingerprint;

	private @Nullable MigrationPlan plan;

	private @Nullable RunLock lock;

	private @Nullable DatabaseBackup backup;

	private IntegrityFindings integrityBefore = IntegrityFindings.NONE;

	private @Nullable ChangeSet current;

	private boolean partlyCommitted;

	private boolean committing;

	private int committed;

	private boolean complete;

	MigrationRun(MigrationDatabase database, RunKind kind, RunPlanner planner, boolean backupWanted,
			MigrationEvents events) {
		this.database = database;
		this.kind = kind;
		this.planner = planner;
		this.backupWanted = backupWanted;
		this.events = events;
	}

	String getId() {
		return this.id;
	}

	MigrationDatabase getDatabase() {
		return this.database;
	}

	String getName() {
		return this.database.getName();
	}

	RunKind getKind() {
		return this.kind;
	}

	boolean isBackupWanted() {
		return this.backupWanted;
	}

	LiquibaseSession getSession() throws Exception {
		if (this.session == null) {
			this.session = LiquibaseSession.open(this.database);
		}
		return this.session;
	}

	SchemaComparison getComparison() throws Exception {
		if (this.comparison == null) {
			compare(getSession());
		}
		return Objects.requireNonNull(this.comparison);
	}

	/**
	 * Plan the run by what changelog and history say now.
	 * @return the plan
	 * @throws Exception if the run is refused
	 */
	MigrationPlan makePlan() throws Exception {
		this.plan = this.planner.plan(getSession(), getComparison());
		return this.plan;
	}

	/**
	 * Forget what was read of the history, because others may have changed it since.
	 * @throws Exception if the history can't be read again
	 */
	void lookAgain() throws Exception {
		Assert.state(this.session != null, "The session is not open");
		compare(this.session);
	}

	private void compare(LiquibaseSession session) throws Exception {
		this.fingerprint = HistoryFingerprint.of(session);
		this.comparison = SchemaComparison.of(session);
	}

	/**
	 * Remember what this run knows about the database, for those who ask later. A run
	 * that changed nothing else has it at hand; after another one the history is read
	 * once more.
	 */
	void remember() {
		try {
			if (this.complete) {
				lookAgain();
			}
			if (this.session != null && this.comparison != null && this.fingerprint != null) {
				DatabaseSnapshot.of(this.session, this.comparison, this.fingerprint);
			}
		}
		catch (Exception ex) {
			logger.debug("What the run knows can't be remembered", ex);
			this.database.getMemory().forget();
		}
	}

	/**
	 * Give up the session, and what was read through it.
	 */
	void disconnect() {
		this.comparison = null;
		if (this.session != null) {
			this.session.close();
			this.session = null;
		}
	}

	MigrationPlan getPlan() {
		Assert.state(this.plan != null, "The run is not planned");
		return this.plan;
	}

	boolean isPlanned() {
		return this.plan != null;
	}

	void setLock(RunLock lock) {
		this.lock = lock;
	}

	boolean hasLock() {
		return this.lock != null;
	}

	/**
	 * Make sure that other instances are still kept out. A run that only writes down SQL
	 * has no lock.
	 * @throws MigrationException with code {@code LOCK_LOST} if they are not
	 */
	void requireLock() {
		if (this.lock != null) {
			this.lock.requireHeld();
		}
	}

	/**
	 * Make sure that other instances are kept out until the transaction has ended.
	 * @throws Exception if they are not, or it can't be found out
	 */
	void requireLockUntilCommit() throws Exception {
		Assert.state(this.lock != null, "The run has no lock");
		this.lock.requireHeldUntilCommit(getSession());
	}

	/**
	 * Return what this run has done.
	 * @param applicationVersion version of the application, or {@code null} if it has
	 * none
	 * @param error code of its failure, or {@code null} if it did not fail
	 * @return the report
	 */
	RunReport report(@Nullable String applicationVersion, @Nullable MigrationErrorCode error) {
		Ledger.Outcome outcome = (error != null) ? Ledger.Outcome.FAILED : Ledger.Outcome.SUCCEEDED;
		return new RunReport(this.kind.name(), getPlan().from(), getPlan().to(), outcome.name(),
				Instant.now().minus(getDuration()).truncatedTo(ChronoUnit.MILLIS), getDuration(), applicationVersion,
				(this.backup != null) ? this.backup.manifest().id() : null, error);
	}

	@Nullable DatabaseBackup getBackup() {
		return this.backup;
	}

	void setBackup(@Nullable DatabaseBackup backup) {
		this.backup = backup;
	}

	IntegrityFindings getIntegrityBefore() {
		return this.integrityBefore;
	}

	void setIntegrityBefore(IntegrityFindings integrityBefore) {
		this.integrityBefore = integrityBefore;
	}

	List<String> getRan() {
		return this.ran;
	}

	void setCurrent(@Nullable ChangeSet changeSet) {
		this.current = changeSet;
	}

	void addRan(String revision) {
		this.ran.add(revision);
		this.events.publish(new MigrationEvent.ChangeSetRan(getName(), revision, this.kind == RunKind.DOWNGRADE));
	}

	/**
	 * What ran until now can't be undone any more.
	 */
	void setPartlyCommitted() {
		this.partlyCommitted = true;
		this.committed = this.ran.size();
	}

	boolean isPartlyCommitted() {
		return this.partlyCommitted;
	}

	void setCommitting(boolean committing) {
		this.committing = committing;
	}

	void setComplete() {
		this.complete = true;
	}

	boolean isComplete() {
		return this.complete;
	}

	void enter(MigrationStep step) {
		Interruption.check();
		publish(new MigrationEvent.StepStarted(getName(), step));
	}

	void publish(MigrationEvent event) {
		this.events.publish(event);
	}

	Duration getDuration() {
		return Duration.ofNanos(System.nanoTime() - this.startedAt);
	}

	/**
	 * Return the revision that is current after the run.
	 * @return the revision, or {@code null} if there is none
	 */
	@Nullable String getRevisionAfter() {
		MigrationPlan done = getPlan();
		if (!this.complete) {
			return done.from();
		}
		boolean upgrade = this.kind == RunKind.UPGRADE;
		return upgrade ? (this.ran.isEmpty() ? done.from() : this.ran.get(this.ran.size() - 1)) : done.to();
	}

	/**
	 * Complete a failure with what the run knows: which change set, the state of the
	 * database, the backup.
	 * @param failure what failed
	 * @return the exception to throw
	 */
	MigrationException describe(Throwable failure) {
		return new RunFailure(this.kind, this.ran.subList(0, this.committed), stateAfter(failure), backupPath())
			.describe(failure, this.current, (this.comparison != null) ? this.comparison.getRevisions() : null);
	}

	// Whether a commit was done can't be told when its answer does not arrive.
	private DatabaseState stateAfter(Throwable failure) {
		if (this.committing && SqlState.of(failure) == SqlState.LOST) {
			return DatabaseState.UNKNOWN;
		}
		return this.partlyCommitted ? DatabaseState.PARTLY_CHANGED : DatabaseState.UNCHANGED;
	}

	private @Nullable Path backupPath() {
		return (this.backup != null) ? this.backup.path() : null;
	}

	/**
	 * Undo what is not committed.
	 */
	void rollback() {
		if (this.session != null) {
			this.session.getTransaction().rollback();
		}
	}

	@Override
	public void close() {
		rollback();
		try (Deferral deferral = Interruption.defer()) {
			if (this.lock != null) {
				enter(MigrationStep.UNLOCK);
				this.lock.close();
			}
		}
		finally {
			disconnect();
		}
	}

}
