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

import liquibase.changelog.ChangeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.DatabaseState;
import io.migrationutilities.database.SqlState;
import io.migrationutilities.engine.lock.RunLock;

/**
 * State of a run: what its steps have made, what ran, and what is committed.
 */
public final class RunState {

	private final List<String> ran = new ArrayList<>();

	private @Nullable MigrationPlan plan;

	private @Nullable RunLock lock;

	private @Nullable DatabaseBackup backup;

	private @Nullable ChangeSet current;

	private boolean partlyCommitted;

	private boolean committing;

	private int committed;

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

	List<String> getCommitted() {
		return this.ran.subList(0, this.committed);
	}

	/**
	 * Say that what ran until now can't be undone any more.
	 */
	void setPartlyCommitted() {
		this.partlyCommitted = true;
		this.committed = this.ran.size();
	}

	boolean isPartlyCommitted() {
		return this.partlyCommitted;
	}

	void setCommitting() {
		this.committing = true;
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
	 * Return the state of the database after a failure. Whether a commit was done can't
	 * be told when its answer does not arrive.
	 * @param failure what failed
	 * @return the state
	 */
	DatabaseState stateAfter(Throwable failure) {
		if (this.committing && SqlState.of(failure) == SqlState.LOST) {
			return DatabaseState.UNKNOWN;
		}
		return this.partlyCommitted ? DatabaseState.PARTLY_CHANGED : DatabaseState.UNCHANGED;
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

}
