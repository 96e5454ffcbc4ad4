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

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import liquibase.changelog.ChangeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.InterruptedRun;
import io.migrationutilities.engine.lock.RunLock;
import io.migrationutilities.engine.lock.RunWatch;
import io.migrationutilities.engine.plan.MigrationPlan;
import io.migrationutilities.engine.plan.RunKind;
import io.migrationutilities.engine.session.Leftover;

/**
 * State of a run: what its steps have made, what ran, and what is committed.
 */
public final class RunState {

	private final List<String> ran = new ArrayList<>();

	private final List<String> skipped = new ArrayList<>();

	private List<Leftover> leftovers = List.of();

	private @Nullable MigrationPlan plan;

	private Set<ChangeSet> enclosed = Set.of();

	private @Nullable RunLock lock;

	private RunWatch watch = RunWatch.NONE;

	private @Nullable DatabaseBackup backup;

	private @Nullable ChangeSet current;

	private @Nullable InterruptedRun interrupted;

	private boolean begun;

	private @Nullable String transactionId;

	private boolean partlyCommitted;

	private boolean committing;

	private List<String> committed = List.of();

	private boolean complete;

	public MigrationPlan getPlan() {
		Assert.state(this.plan != null, "The run is not planned");
		return this.plan;
	}

	boolean isPlanned() {
		return this.plan != null;
	}

	public void setPlan(MigrationPlan plan) {
		this.plan = plan;
	}

	/**
	 * Return the change sets in which a {@code BEGIN} and a {@code COMMIT} enclose the
	 * whole SQL.
	 * @return the change sets, in which the pair is passed over
	 */
	Set<ChangeSet> getEnclosed() {
		return this.enclosed;
	}

	void setEnclosed(Set<ChangeSet> enclosed) {
		this.enclosed = enclosed;
	}

	/**
	 * Return the lock.
	 * @return the lock, or {@code null} if the run has none, as one that only writes down
	 * SQL
	 */
	@Nullable RunLock getLock() {
		return this.lock;
	}

	void setLock(RunLock lock) {
		this.lock = lock;
	}

	/**
	 * Return what watches the run while it applies change sets.
	 * @return the watch
	 */
	RunWatch getWatch() {
		return this.watch;
	}

	void setWatch(RunWatch watch) {
		this.watch = watch;
	}

	@Nullable DatabaseBackup getBackup() {
		return this.backup;
	}

	void setBackup(@Nullable DatabaseBackup backup) {
		this.backup = backup;
	}

	/**
	 * Return the change set that runs.
	 * @return the change set, or {@code null} if none does
	 */
	@Nullable ChangeSet getCurrent() {
		return this.current;
	}

	void setCurrent(@Nullable ChangeSet changeSet) {
		this.current = changeSet;
	}

	List<String> getRan() {
		return this.ran;
	}

	/**
	 * Return the change sets that failed and have {@code failOnError="false"}.
	 * @return their revisions
	 */
	List<String> getSkipped() {
		return this.skipped;
	}

	List<String> getCommitted() {
		return this.committed;
	}

	/**
	 * Return the earlier run that was killed when a part of it was committed.
	 * @return the run, or {@code null} if there is none
	 */
	@Nullable InterruptedRun getInterrupted() {
		return this.interrupted;
	}

	void setInterrupted(@Nullable InterruptedRun interrupted) {
		this.interrupted = interrupted;
	}

	List<Leftover> getLeftovers() {
		return this.leftovers;
	}

	void setLeftovers(List<Leftover> leftovers) {
		this.leftovers = leftovers;
	}

	/**
	 * Say that the first write of the run was done in a transaction.
	 * @param transactionId what the database calls the transaction, or {@code null} if it
	 * has no name
	 */
	void setBegun(@Nullable String transactionId) {
		this.begun = true;
		this.transactionId = transactionId;
	}

	void setTransactionId(@Nullable String transactionId) {
		this.transactionId = transactionId;
	}

	boolean hasBegun() {
		return this.begun;
	}

	@Nullable String getTransactionId() {
		return this.transactionId;
	}

	/**
	 * Say that what ran until now can't be undone any more.
	 */
	void setPartlyCommitted() {
		setPartlyCommitted(List.copyOf(this.ran));
	}

	/**
	 * Say what can't be undone any more.
	 * @param committed the revisions whose change is committed
	 */
	void setPartlyCommitted(List<String> committed) {
		this.partlyCommitted = true;
		this.committed = committed;
	}

	boolean isPartlyCommitted() {
		return this.partlyCommitted;
	}

	void setCommitting() {
		this.committing = true;
	}

	boolean isCommitting() {
		return this.committing;
	}

	/**
	 * Say that a commit has ended well.
	 * @param last whether there is nothing left to do
	 */
	void endCommit(boolean last) {
		this.committing = false;
		if (last) {
			this.complete = true;
		}
		else {
			setPartlyCommitted();
		}
	}

	boolean isComplete() {
		return this.complete;
	}

	/**
	 * Remember how far the run has come.
	 * @return how far, for {@link #reset}
	 */
	Mark mark() {
		return new Mark(List.copyOf(this.ran), List.copyOf(this.skipped), this.begun, this.transactionId);
	}

	/**
	 * Go back to how far the run had come: what it has done since was rolled back.
	 * @param mark how far
	 */
	void reset(Mark mark) {
		this.ran.retainAll(mark.ran());
		this.skipped.retainAll(mark.skipped());
		this.begun = mark.begun();
		this.transactionId = mark.transactionId();
		this.current = null;
	}

	/**
	 * Return the revision that is current after the run.
	 * @return the revision, or {@code null} if there is none
	 */
	@Nullable String getRevisionAfter() {
		MigrationPlan done = getPlan();
		if (this.complete && done.kind() == RunKind.DOWNGRADE) {
			return done.to();
		}
		return (this.complete && !this.ran.isEmpty()) ? this.ran.get(this.ran.size() - 1) : done.from();
	}

	/**
	 * How far a run has come.
	 *
	 * @param ran what ran
	 * @param skipped what failed and was skipped
	 * @param begun whether the first write is done
	 * @param transactionId what the database calls the transaction, or {@code null}
	 */
	record Mark(List<String> ran, List<String> skipped, boolean begun, @Nullable String transactionId) {

	}

}
