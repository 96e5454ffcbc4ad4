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

package io.migrationutilities.engine.plan;

import java.util.Set;

import liquibase.changelog.ChangeSet;

import io.migrationutilities.MigrationException;
import io.migrationutilities.engine.session.LiquibaseSession;

/**
 * Looks through a plan for what would fail for sure, before anything runs.
 */
public final class PlanCheck {

	private PlanCheck() {
	}

	/**
	 * Look through a plan.
	 * @param plan the plan
	 * @param session a session of the database
	 * @param comparison changelog and history
	 * @return the change sets in which a {@code BEGIN} and a {@code COMMIT} enclose the
	 * whole SQL
	 * @throws MigrationException if a change set would begin or end a transaction inside
	 * that of the run, or the class of a custom change can't be used
	 */
	public static Set<ChangeSet> check(MigrationPlan plan, LiquibaseSession session, SchemaComparison comparison) {
		new CustomChangeCheck(session, comparison).check(plan);
		return new TransactionCheck(session, comparison).check(plan);
	}

}
