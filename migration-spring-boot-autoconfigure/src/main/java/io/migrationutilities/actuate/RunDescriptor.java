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

package io.migrationutilities.actuate;

import java.time.Duration;
import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.RunReport;

/**
 * An upgrade, a downgrade or a restore.
 *
 * @param kind {@code UPGRADE}, {@code DOWNGRADE} or {@code RESTORE}
 * @param from the revision before
 * @param to the revision after
 * @param outcome {@code SUCCEEDED}, {@code FAILED}, or {@code RUNNING}: without a lock,
 * its process was killed
 * @param startedAt when it began
 * @param duration how long it took
 * @param applicationVersion version of the application
 * @param backup id of the backup
 * @param error why it failed, or {@code null} if it did not
 * @param failedChangeSet the revision that failed, or {@code null} if it was none or is
 * not known
 * @param failedStatement its statement that failed, with its place, or {@code null} in
 * what is shown of the newest run only
 * @param interruption what is committed of a killed run and what the way back is, or
 * {@code null} if it is not the newest one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RunDescriptor(String kind, @Nullable String from, @Nullable String to, String outcome, Instant startedAt,
		@JsonFormat(shape = JsonFormat.Shape.STRING) Duration duration, @Nullable String applicationVersion,
		@Nullable String backup, @Nullable ErrorDescriptor error, @Nullable String failedChangeSet,
		@Nullable String failedStatement, @Nullable String interruption) {

	static RunDescriptor of(RunReport run) {
		return describe(run, null);
	}

	static RunDescriptor withStatement(RunReport run) {
		return describe(run, (run.failure() != null) ? run.failure().statement() : null);
	}

	private static RunDescriptor describe(RunReport run, @Nullable String statement) {
		return new RunDescriptor(run.kind(), run.from(), run.to(), run.outcome(), run.startedAt(), run.duration(),
				run.applicationVersion(), run.backup(), (run.error() != null) ? ErrorDescriptor.of(run.error()) : null,
				(run.failure() != null) ? run.failure().changeSet() : null, statement, null);
	}

	RunDescriptor withInterruption(String interruption) {
		return new RunDescriptor(this.kind, this.from, this.to, this.outcome, this.startedAt, this.duration,
				this.applicationVersion, this.backup, this.error, this.failedChangeSet, this.failedStatement,
				interruption);
	}

}
