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

import io.migrationutilities.MigrationStep;
import io.migrationutilities.engine.lock.DatabaseLocks;
import io.migrationutilities.engine.lock.LockOwner;
import io.migrationutilities.engine.lock.RunLock;
import io.migrationutilities.engine.plan.MigrationPlan;
import io.migrationutilities.engine.session.LiquibaseSession;

/**
 * Second step of a run: keeps other instances out, then looks again at what they may have
 * done meanwhile.
 */
final class LockStep {

	private final MigrationSettings settings;

	LockStep(MigrationSettings settings) {
		this.settings = settings;
	}

	RunLock acquire(MigrationRun run) throws Exception {
		run.enter(MigrationStep.LOCK);
		return DatabaseLocks.of(run.session().get())
			.acquire(LockOwner.describe(this.settings.application()), this.settings.lockTimeout());
	}

	/**
	 * Keep other writers out too, and look again.
	 * @param run the run, which holds the lock
	 * @throws Exception if they don't end, or the history can't be read
	 */
	void lookAgain(MigrationRun run) throws Exception {
		LiquibaseSession session = run.session().get();
		MigrationPlan plan = run.state().getPlan();
		session.getTransaction().setRebuildsTables(plan.rebuildsTables(plan.segments().get(0), session.getDatabase()));
		DatabaseLocks.of(session).keepWritersOut(this.settings.lockTimeout());
		run.recorder().takeNumber(session);
		run.session().lookAgain();
	}

}
