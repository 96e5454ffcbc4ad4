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

package io.migrationutilities.engine.session;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.RunReport;

/**
 * Remembers what this process knows of a database, so that a read asks nobody.
 */
public final class DatabaseMemory {

	private volatile @Nullable DatabaseSnapshot snapshot;

	private volatile @Nullable RunReport lastRun;

	private volatile @Nullable Instant runningSince;

	public void remember(DatabaseSnapshot snapshot) {
		this.snapshot = snapshot;
	}

	public void forget() {
		this.snapshot = null;
	}

	public @Nullable DatabaseSnapshot getSnapshot() {
		return this.snapshot;
	}

	public void begin() {
		this.runningSince = Instant.now();
	}

	public void end() {
		this.runningSince = null;
	}

	public @Nullable Instant getRunningSince() {
		return this.runningSince;
	}

	public void setLastRun(RunReport run) {
		this.lastRun = run;
	}

	/**
	 * A database that was found to be as it is meant to be no longer suffers from a run
	 * that failed.
	 */
	public void forgetFailure() {
		RunReport own = this.lastRun;
		if (own != null && own.hasFailed()) {
			this.lastRun = null;
		}
	}

	/**
	 * Return the newest run, also if it left no trace in the database.
	 * @return the run, or {@code null} if none is known
	 */
	public @Nullable RunReport getLastRun() {
		DatabaseSnapshot known = this.snapshot;
		RunReport recorded = (known != null) ? known.lastRun() : null;
		RunReport own = this.lastRun;
		if (own == null || recorded == null) {
			return (own != null) ? own : recorded;
		}
		return RunHistory.isNewer(recorded, own) ? recorded : own;
	}

}
