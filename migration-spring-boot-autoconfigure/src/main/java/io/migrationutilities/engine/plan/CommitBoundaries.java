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

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import liquibase.change.Change;
import liquibase.change.core.ExecuteShellCommandChange;
import liquibase.changelog.ChangeSet;

import io.migrationutilities.engine.plan.MigrationPlan.Boundary;
import io.migrationutilities.engine.session.CommitDemands;
import io.migrationutilities.engine.session.CommitDemands.EnumValue;
import io.migrationutilities.engine.session.LiquibaseSession;

/**
 * Finds the change sets that need a commit in front of them or behind them. Plain
 * Liquibase commits around each change set.
 */
final class CommitBoundaries {

	private static final String JDBC = "jdbc";

	private final ChangeSetSql sql;

	private final RunKind kind;

	CommitBoundaries(LiquibaseSession session, RunKind kind) {
		this.sql = new ChangeSetSql(session);
		this.kind = kind;
	}

	/**
	 * Find them.
	 * @param changeSets the change sets, in the order in which they run
	 * @return the boundary of each change set that has one
	 */
	Map<ChangeSet, Boundary> find(List<ChangeSet> changeSets) {
		Map<ChangeSet, Boundary> boundaries = new IdentityHashMap<>();
		EnumValues values = new EnumValues();
		for (int i = 0; i < changeSets.size(); i++) {
			ChangeSet changeSet = changeSets.get(i);
			int adding = values.lastUsedBy(changeSet);
			if (adding >= 0) {
				boundaries.put(changeSets.get(adding), Boundary.NEW_ENUM_VALUE);
				values.commit(adding);
			}
			Boundary boundary = boundaryOf(changeSet, i, values);
			if (boundary != Boundary.NONE) {
				boundaries.put(changeSet, boundary);
				values.commit(i);
			}
		}
		return boundaries;
	}

	private Boundary boundaryOf(ChangeSet changeSet, int index, EnumValues values) {
		if (this.kind == RunKind.UPGRADE && !changeSet.isRunInTransaction()) {
			return Boundary.SETTING;
		}
		Boundary boundary = worksElsewhere(changeSet) ? Boundary.OTHER_CONNECTION : Boundary.NONE;
		for (CommitDemands demands : this.sql.demandsOf(changeSet, this.kind)) {
			values.add(index, demands);
			if (demands.usesOtherConnection()) {
				boundary = Boundary.OTHER_CONNECTION;
			}
			else if (demands.isFirstOfTransaction() && boundary == Boundary.NONE) {
				boundary = Boundary.FIRST_OF_TRANSACTION;
			}
		}
		return boundary;
	}

	private boolean worksElsewhere(ChangeSet changeSet) {
		String executor = changeSet.getRunWith();
		return (executor != null && !executor.equalsIgnoreCase(JDBC))
				|| this.sql.changesOf(changeSet, this.kind).stream().anyMatch(CommitBoundaries::runsProgram);
	}

	private static boolean runsProgram(Change change) {
		return change instanceof ExecuteShellCommandChange;
	}

	/**
	 * The values that change sets add to enum types, and what of them is committed.
	 */
	private final class EnumValues {

		private final List<Added> added = new ArrayList<>();

		void add(int index, CommitDemands demands) {
			demands.getAddedValues().forEach((value) -> this.added.add(new Added(index, value)));
		}

		/**
		 * Return which change set was the last to add a value that another one uses
		 * before it is committed.
		 * @param user the other change set
		 * @return its index, or -1 if there is none
		 */
		int lastUsedBy(ChangeSet user) {
			if (this.added.isEmpty()) {
				return -1;
			}
			String text = CommitBoundaries.this.sql.everythingOf(user, CommitBoundaries.this.kind);
			return this.added.stream().filter((one) -> one.value().isIn(text)).mapToInt(Added::index).max().orElse(-1);
		}

		/**
		 * Say that a commit follows a change set.
		 * @param index its index
		 */
		void commit(int index) {
			this.added.removeIf((one) -> one.index() <= index);
		}

	}

	/**
	 * A value that a change set adds.
	 */
	private record Added(int index, EnumValue value) {
	}

}
