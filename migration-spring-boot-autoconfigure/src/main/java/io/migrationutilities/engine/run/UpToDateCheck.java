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
import io.migrationutilities.engine.plan.MigrationPlan;
import io.migrationutilities.engine.plan.RunKind;
import io.migrationutilities.engine.plan.SchemaComparison;
import io.migrationutilities.engine.session.Patience;

/**
 * First step of a run: finds out, without a lock and without writing, whether there is
 * anything to do, by comparing the changelog with the history.
 */
final class UpToDateCheck {

	private final UnknownMigrationsGate gate;

	private final Patience patience;

	UpToDateCheck(UnknownMigrationsGate gate, Patience patience) {
		this.gate = gate;
		this.patience = patience;
	}

	/**
	 * Look what there is to do.
	 * @param run the run
	 * @return the plan as it would be now, empty if the run can end here
	 * @throws Exception if that can't be found out or the run is refused
	 */
	MigrationPlan look(MigrationRun run) throws Exception {
		run.enter(MigrationStep.CHECK_UP_TO_DATE);
		SchemaComparison comparison = this.patience.call(run.name(), run.session()::getComparison);
		if (run.kind() == RunKind.UPGRADE) {
			this.gate.check(run.session().get(), comparison);
		}
		MigrationPlan plan = run.makePlan();
		if (!plan.isEmpty()) {
			run.session().get().getLedger().requireOurs();
		}
		return plan;
	}

}
