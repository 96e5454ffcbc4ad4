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
 * {@link UpToDateCheck} that compares the changelog with the history.
 */
final class ChangeLogUpToDateCheck implements UpToDateCheck {

	private final UnknownMigrationsGate gate;

	private final Patience patience;

	ChangeLogUpToDateCheck(UnknownMigrationsGate gate, Patience patience) {
		this.gate = gate;
		this.patience = patience;
	}

	@Override
	public boolean isUpToDate(MigrationRun run) throws Exception {
		run.enter(MigrationStep.CHECK_UP_TO_DATE);
		SchemaComparison comparison = this.patience.call(run.getName(), run::getComparison);
		if (run.getKind() == RunKind.UPGRADE) {
			this.gate.check(run.getSession(), comparison);
		}
		if (run.makePlan().isEmpty()) {
			return true;
		}
		Ledger.of(run.getSession()).requireOurs();
		return false;
	}

}
