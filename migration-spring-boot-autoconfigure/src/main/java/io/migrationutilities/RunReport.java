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

package io.migrationutilities;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An upgrade, a downgrade or a restore, as far as it has come. A newer version of this
 * library may have written other kinds, outcomes and codes.
 *
 * @param id identifies the run
 * @param number its place in the order of the runs, or 0 if it has none: a failed run
 * that left no row has the number that the next one gets
 * @param kind what it did: {@code UPGRADE}, {@code DOWNGRADE} or {@code RESTORE}
 * @param from the revision before, or {@code null} if there was none
 * @param to the revision after, or {@code null} if there was none
 * @param outcome {@code RUNNING}, {@code SUCCEEDED} or {@code FAILED}
 * @param startedAt when it began
 * @param duration how long it took
 * @param applicationVersion version of the application, or {@code null} if it has none
 * @param backup id of the backup, or {@code null} if there is none
 * @param error code of the failure, or {@code null} if it did not fail
 * @param failure what failed, or {@code null} if nothing did or this instance does not
 * know it
 */
public record RunReport(String id, long number, String kind, @Nullable String from, @Nullable String to, String outcome,
		Instant startedAt, Duration duration, @Nullable String applicationVersion, @Nullable String backup,
		@Nullable String error, @Nullable Failure failure) {

	/**
	 * Return whether the run failed.
	 * @return whether it failed
	 */
	public boolean hasFailed() {
		return Outcome.FAILED.name().equals(this.outcome);
	}

	/**
	 * Return this run with what failed.
	 * @param failure what failed
	 * @return the run
	 */
	public RunReport withFailure(@Nullable Failure failure) {
		return new RunReport(this.id, this.number, this.kind, this.from, this.to, this.outcome, this.startedAt,
				this.duration, this.applicationVersion, this.backup, this.error, failure);
	}

	/**
	 * What failed. It is kept beside the backups of the instance whose run it was.
	 *
	 * @param message what happened
	 * @param changeSet the revision that failed, or {@code null} if it was none
	 * @param statement its statement that failed, with its place and without the values
	 * of parameters, or {@code null} if it was none
	 * @param databaseState the state in which the run left the database
	 */
	public record Failure(String message, @Nullable String changeSet, @Nullable String statement,
			String databaseState) {

	}

	/**
	 * Outcome of a run.
	 */
	public enum Outcome {

		/**
		 * The run goes on, or was killed.
		 */
		RUNNING,

		/**
		 * The run did all that it was to do.
		 */
		SUCCEEDED,

		/**
		 * The run failed.
		 */
		FAILED

	}

}
