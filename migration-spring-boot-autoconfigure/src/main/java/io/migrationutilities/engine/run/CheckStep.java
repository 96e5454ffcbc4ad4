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

import java.util.List;
import java.util.Set;

import liquibase.changelog.ChangeSet;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationStep;
import io.migrationutilities.engine.plan.MigrationPlan.Segment;
import io.migrationutilities.engine.plan.RunKind;
import io.migrationutilities.engine.session.IntegrityFindings;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.Revisions;
import io.migrationutilities.engine.session.Revisions.Key;

/**
 * Seventh step of a run: looks at what was done before it is committed. A violation that
 * was there already before the run does not count.
 */
final class CheckStep {

	/**
	 * Look at the database before it is changed.
	 * @param run the run
	 * @return what is wrong already
	 * @throws Exception if it can't be looked at
	 */
	IntegrityFindings look(MigrationRun run) throws Exception {
		LiquibaseSession session = run.session().get();
		return session.getDialect().findIntegrityProblems(session.getConnection());
	}

	void check(MigrationRun run, Segment segment, IntegrityFindings before) throws Exception {
		run.enter(MigrationStep.CHECK);
		List<String> problems = look(run).newSince(before);
		if (!problems.isEmpty()) {
			throw failure(
					"The changed database did not pass its integrity check: " + String.join("; ", problems) + ".");
		}
		if (run.state().getPlan().isLast(segment)) {
			checkHistory(run);
		}
	}

	private void checkHistory(MigrationRun run) throws Exception {
		Set<Key> recorded = run.session().get().readHistoryKeys();
		boolean upgrade = run.kind() == RunKind.UPGRADE;
		List<String> wrong = run.state()
			.getPlan()
			.changeSets()
			.stream()
			.filter((changeSet) -> upgrade ? isMissing(changeSet, recorded) : recorded.contains(Key.of(changeSet)))
			.map(Key::of)
			.map(Key::full)
			.toList();
		if (!wrong.isEmpty()) {
			throw failure("The change history does not match what was done: " + Revisions.list(wrong) + ".");
		}
	}

	private boolean isMissing(ChangeSet changeSet, Set<Key> recorded) {
		return RunProgress.isRecorded(changeSet.getExecType()) && !recorded.contains(Key.of(changeSet));
	}

	private MigrationException failure(String message) {
		return new MigrationException(MigrationErrorCode.INTEGRITY_CHECK_FAILED, message,
				"Correct the change sets that cause this, then start again.");
	}

}
