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

package io.migrationutilities.backup.postgresql;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

/**
 * Settings by which the client programs of PostgreSQL are found and run.
 *
 * @param pgDump path of {@code pg_dump}, or a command that runs it somewhere else such as
 * {@code docker exec -i db}, or {@code null} to look for it
 * @param pgRestore the same for {@code pg_restore}
 * @param jobs number of tables to dump or restore at a time, at least 1, or {@code null}
 * for the number of processors, at most 4
 * @param compress how {@code pg_dump} compresses, or {@code null} for {@code zstd:1}
 * where it knows that and no compression where it does not
 * @param lockWaitTimeout how long to wait for a table that another session has locked
 * @param timeout how long a program may run at most
 */
public record PostgresqlToolSettings(@Nullable String pgDump, @Nullable String pgRestore, @Nullable Integer jobs,
		@Nullable String compress, Duration lockWaitTimeout, Duration timeout) {

	private static final int MAX_DEFAULT_JOBS = 4;

	/**
	 * Settings that leave everything to the defaults.
	 */
	public static final PostgresqlToolSettings DEFAULTS = new PostgresqlToolSettings(null, null, null, null,
			Duration.ofMinutes(5), Duration.ofHours(1));

	public PostgresqlToolSettings {
		Assert.isTrue(jobs == null || jobs >= 1, "'jobs' must be at least 1");
		Assert.isTrue(!lockWaitTimeout.isNegative(), "'lockWaitTimeout' must not be negative");
		Assert.isTrue(timeout.compareTo(Duration.ZERO) > 0, "'timeout' must be positive");
	}

	int numberOfJobs() {
		return (this.jobs != null) ? this.jobs : Math.min(MAX_DEFAULT_JOBS, Runtime.getRuntime().availableProcessors());
	}

}
