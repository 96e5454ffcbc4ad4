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

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import liquibase.changelog.ChangeSet;
import liquibase.changelog.RanChangeSet;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.engine.plan.MigrationPlan.Boundary;
import io.migrationutilities.engine.plan.MigrationPlan.Segment;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.Revisions;
import io.migrationutilities.engine.session.Revisions.Key;
import io.migrationutilities.engine.session.TransactionStatements;

/**
 * Works out what a downgrade to a target has to roll back. Everything in its way must be
 * known, visible, unchanged and rollbackable, or nothing is rolled back: Liquibase itself
 * skips the unknown and the hidden, and stops halfway at the first without a rollback.
 */
public final class DowngradePlanner implements RunPlanner {

	private final Target target;

	public DowngradePlanner(Target target) {
		this.target = target;
	}

	@Override
	public MigrationPlan plan(LiquibaseSession session, SchemaComparison comparison) throws Exception {
		List<RanChangeSet> history = comparison.getHistory();
		int remaining = countRemaining(comparison, history);
		List<RanChangeSet> rollbacks = history.subList(remaining, history.size());
		refuseObstacles(comparison, rollbacks);
		List<ChangeSet> changeSets = rollbacks.stream()
			.map((applied) -> comparison.findInChangeLog(Key.of(applied)))
			.filter(Objects::nonNull)
			.toList();
		List<Segment> segments = split(session, changeSets);
		String to = (remaining == 0) ? null : comparison.nameOf(history.get(remaining - 1));
		return new MigrationPlan(RunKind.DOWNGRADE, comparison.getCurrentRevision(), to, segments, true, false);
	}

	// Most rollbacks of change sets that run outside transactions can run inside, and all
	// of the downgrade is undone if one of them fails. The newest segment is the first.
	private static List<Segment> split(LiquibaseSession session, List<ChangeSet> changeSets) throws SQLException {
		if (!session.isAtomic()) {
			return changeSets.isEmpty() ? List.of() : List.of(new Segment(changeSets, Boundary.DATABASE));
		}
		ChangeSetSql sql = new ChangeSetSql(session);
		List<ChangeSet> newestFirst = reversed(changeSets);
		Map<ChangeSet, Boundary> boundaries = new CommitBoundaries(session, RunKind.DOWNGRADE).find(newestFirst);
		return Segment
			.split(newestFirst,
					(changeSet) -> needsNoTransaction(sql, changeSet) ? Boundary.SETTING
							: boundaries.getOrDefault(changeSet, Boundary.NONE),
					true)
			.stream()
			.map((segment) -> new Segment(reversed(segment.changeSets()), segment.boundary()))
			.toList();
	}

	private static <T> List<T> reversed(List<T> list) {
		List<T> reversed = new ArrayList<>(list);
		Collections.reverse(reversed);
		return reversed;
	}

	private static boolean needsNoTransaction(ChangeSetSql sql, ChangeSet changeSet) {
		return !changeSet.isRunInTransaction() && sql.textsOf(changeSet, RunKind.DOWNGRADE)
			.stream()
			.anyMatch(TransactionStatements::needsNoTransaction);
	}

	private int countRemaining(SchemaComparison comparison, List<RanChangeSet> history) {
		if (this.target instanceof Target.Base) {
			return 0;
		}
		if (this.target instanceof Target.Relative relative) {
			return history.size() - checkedSteps(relative.steps(), history.size());
		}
		if (this.target instanceof Target.Tag tag) {
			return 1 + findTag(comparison, history, tag.tag());
		}
		return 1 + findRevision(comparison, history, ((Target.Revision) this.target).revision());
	}

	private int checkedSteps(int steps, int available) {
		if (steps > available) {
			throw new MigrationException(MigrationErrorCode.TARGET_INVALID,
					"'-" + steps + "' leads too far: " + available + " change sets are applied.",
					"Give a smaller number, or 'base'.");
		}
		return steps;
	}

	private int findTag(SchemaComparison comparison, List<RanChangeSet> history, String tag) {
		for (int i = history.size() - 1; i >= 0; i--) {
			ChangeSet changeSet = comparison.findInChangeLog(Key.of(history.get(i)));
			if (tag.equals((changeSet != null) ? SchemaComparison.tagOf(changeSet) : null)) {
				return i;
			}
		}
		for (int i = history.size() - 1; i >= 0; i--) {
			if (tag.equals(history.get(i).getTag())) {
				return i;
			}
		}
		throw new MigrationException(MigrationErrorCode.REVISION_UNKNOWN,
				"No applied change set has the tag '" + tag + "'.", "'migrations history' shows the tags.");
	}

	private int findRevision(SchemaComparison comparison, List<RanChangeSet> history, String revision) {
		Key key = comparison.getRevisions().resolve(revision);
		for (int i = history.size() - 1; i >= 0; i--) {
			if (Key.of(history.get(i)).equals(key)) {
				return i;
			}
		}
		throw new MigrationException(MigrationErrorCode.TARGET_INVALID,
				"'" + revision + "' is not applied, so that a downgrade can't lead to it.",
				"Give an applied revision; 'migrations history' shows them.");
	}

	private void refuseObstacles(SchemaComparison comparison, List<RanChangeSet> rollbacks) {
		List<String> obstacles = new ArrayList<>();
		for (RanChangeSet applied : rollbacks) {
			String obstacle = findObstacle(comparison, comparison.findInChangeLog(Key.of(applied)));
			if (obstacle != null) {
				obstacles.add(comparison.nameOf(applied) + " (" + obstacle + ")");
			}
		}
		if (!obstacles.isEmpty()) {
			throw new MigrationException(MigrationErrorCode.DOWNGRADE_REFUSED,
					"Change sets in the way of the downgrade can't be rolled back: " + Revisions.list(obstacles) + ".",
					"Give a target after them, or restore a backup that was taken before them: "
							+ "'migrations backups' names the backups and their revisions.");
		}
	}

	private @Nullable String findObstacle(SchemaComparison comparison, @Nullable ChangeSet changeSet) {
		if (changeSet == null) {
			return "unknown to this application";
		}
		if (!comparison.isApplicable(changeSet)) {
			return "hidden by contexts, labels or database";
		}
		if (comparison.isChanged(changeSet)) {
			return "edited after it was applied";
		}
		return comparison.supportsRollback(changeSet) ? null : "has no rollback";
	}

}
