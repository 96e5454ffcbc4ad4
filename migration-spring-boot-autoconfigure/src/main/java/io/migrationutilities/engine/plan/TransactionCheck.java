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

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import liquibase.changelog.ChangeSet;

import io.migrationutilities.MigrationException;
import io.migrationutilities.engine.plan.MigrationPlan.Segment;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.TransactionStatements;

/**
 * Looks through the SQL of the change sets of a plan for statements that begin or end
 * transactions, before anything runs.
 */
final class TransactionCheck {

	private final ChangeSetSql sql;

	private final SchemaComparison comparison;

	TransactionCheck(LiquibaseSession session, SchemaComparison comparison) {
		this.sql = new ChangeSetSql(session);
		this.comparison = comparison;
	}

	/**
	 * Look through a plan.
	 * @param plan the plan
	 * @return the change sets in which a {@code BEGIN} and a {@code COMMIT} enclose the
	 * whole SQL
	 * @throws MigrationException if a change set would begin or end a transaction inside
	 * that of the run
	 */
	Set<ChangeSet> check(MigrationPlan plan) {
		Set<ChangeSet> enclosed = Collections.newSetFromMap(new IdentityHashMap<>());
		plan.segments()
			.stream()
			.filter(Segment::transactional)
			.flatMap((segment) -> segment.changeSets().stream())
			.filter((changeSet) -> isEnclosed(changeSet, plan.kind()))
			.forEach(enclosed::add);
		return enclosed;
	}

	private boolean isEnclosed(ChangeSet changeSet, RunKind kind) {
		boolean enclosed = false;
		for (TransactionStatements statements : this.sql.textsOf(changeSet, kind)) {
			MigrationException refusal = statements.findRefusal();
			if (refusal != null) {
				throw new MigrationException(refusal.getCode(), "Change set '" + this.comparison.nameOf(changeSet)
						+ "' in " + changeSet.getFilePath() + " is refused: " + refusal.getMessage(),
						refusal.getHint());
			}
			enclosed |= statements.isEnclosed();
		}
		return enclosed;
	}

}
