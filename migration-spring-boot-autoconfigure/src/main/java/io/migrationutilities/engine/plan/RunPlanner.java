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

import io.migrationutilities.engine.session.LiquibaseSession;

/**
 * Works out what a run has to do, and refuses what can't be done safely.
 */
@FunctionalInterface
public interface RunPlanner {

	/**
	 * Has no plan, for runs that run no change sets.
	 */
	RunPlanner NONE = (session, comparison) -> {
		throw new IllegalStateException("The run has no change sets");
	};

	/**
	 * Plan a run.
	 * @param session the session
	 * @param comparison changelog and history as they are now
	 * @return the plan; empty if there is nothing to do
	 * @throws Exception if the run is refused
	 */
	MigrationPlan plan(LiquibaseSession session, SchemaComparison comparison) throws Exception;

}
