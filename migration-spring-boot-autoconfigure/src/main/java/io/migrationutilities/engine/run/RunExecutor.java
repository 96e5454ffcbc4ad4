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

import org.slf4j.MDC;
import org.slf4j.MDC.MDCCloseable;

import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.engine.session.LiquibaseScope;

/**
 * Executes the steps of a run, of whatever kind. A step that fails aborts the run; the
 * lock is given back in any case.
 */
final class RunExecutor {

	private final AbortStep abort;

	RunExecutor(DatabaseBackups backups) {
		this.abort = new AbortStep(backups);
	}

	<R> R execute(MigrationRun newRun, Steps<R> steps) {
		return LiquibaseScope.callForLong(newRun.database(), () -> {
			try (MDCCloseable database = MDC.putCloseable("migration.database", newRun.name());
					MDCCloseable id = MDC.putCloseable("migration.run", newRun.recorder().getId());
					MigrationRun run = newRun) {
				return executeSteps(run, steps);
			}
		});
	}

	private <R> R executeSteps(MigrationRun run, Steps<R> steps) {
		try {
			return steps.execute(run);
		}
		catch (Exception ex) {
			throw this.abort.abort(run, ex);
		}
		finally {
			run.database().getMemory().end();
		}
	}

	/**
	 * The steps of a run.
	 *
	 * @param <R> the type of what they lead to
	 */
	@FunctionalInterface
	interface Steps<R> {

		R execute(MigrationRun run) throws Exception;

	}

}
