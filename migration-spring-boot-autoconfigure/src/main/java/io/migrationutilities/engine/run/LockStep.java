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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.MigrationStep;
import io.migrationutilities.engine.lock.DatabaseLocks;
import io.migrationutilities.engine.lock.LockOwner;
import io.migrationutilities.engine.lock.LockRelease;
import io.migrationutilities.engine.lock.RunLock;
import io.migrationutilities.engine.plan.MigrationPlan;
import io.migrationutilities.engine.session.Failures;
import io.migrationutilities.engine.session.LiquibaseSession;

/**
 * Second step of a run: keeps other instances out, then looks again at what they may have
 * done meanwhile.
 */
final class LockStep {

	private static final Log logger = LogFactory.getLog(LockStep.class);

	private final MigrationSettings settings;

	LockStep(MigrationSettings settings) {
		this.settings = settings;
	}

	RunLock acquire(MigrationRun run) throws Exception {
		run.enter(MigrationStep.LOCK);
		return DatabaseLocks.of(run.session().get())
			.acquire(LockOwner.describe(this.settings.application()), this.settings.lockTimeout(),
					this.settings.lockWait());
	}

	/**
	 * Free what the lock of an instance that was killed has left behind. For Liquibase's
	 * own lock a plain Liquibase would wait. Costs one query where nobody has it.
	 * @param run the run, which has nothing to do
	 */
	void freeLeftOfDeadInstance(MigrationRun run) {
		try {
			LiquibaseSession session = run.session().get();
			DatabaseLocks locks = DatabaseLocks.of(session);
			locks.clearTraces(LockOwner.describe(this.settings.application()));
			if (locks.leavesRowBehind() && run.session().isLocked() && locks.findLock() == null
					&& locks.findRow() != null) {
				new LockRelease(LockOwner.describe(this.settings.application())).release(session);
			}
		}
		catch (Exception ex) {
			logger.warn("What a killed instance left of the lock on '" + run.name() + "' could not be freed: "
					+ Failures.rootMessage(ex));
		}
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
