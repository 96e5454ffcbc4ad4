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

import io.migrationutilities.MigrationStep;

/**
 * Second step of a run: keeps other instances out, then looks again at what they may have
 * done meanwhile.
 */
final class LockStep {

	private final MigrationSettings settings;

	LockStep(MigrationSettings settings) {
		this.settings = settings;
	}

	void acquire(MigrationRun run) throws Exception {
		run.enter(MigrationStep.LOCK);
		LiquibaseSession session = run.getSession();
		MigrationPlan plan = run.getPlan();
		session.getTransaction().setRebuildsTables(plan.rebuildsTables(plan.segments().get(0), session.getDatabase()));
		run.setLock(session.getDialect()
			.acquireLock(session, LockOwner.describe(this.settings.application()), this.settings.lockTimeout()));
		session.getDialect().keepWritersOut(session, this.settings.lockTimeout());
		run.getRecorder().takeNumber(session);
		run.lookAgain();
	}

}
