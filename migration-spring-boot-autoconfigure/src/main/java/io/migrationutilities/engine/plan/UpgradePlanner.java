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
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import liquibase.changelog.ChangeSet;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.engine.plan.MigrationPlan.Boundary;
import io.migrationutilities.engine.plan.MigrationPlan.Segment;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.Revisions;
import io.migrationutilities.engine.session.Revisions.Key;

/**
 * Works out what an upgrade to a target has to run.
 */
public final class UpgradePlanner implements RunPlanner {

	private final Target target;

	private final TransactionMode transactionMode;

	public UpgradePlanner(Target target, TransactionMode transactionMode) {
		this.target = target;
		this.transactionMode = transactionMode;
	}

	@Override
	public MigrationPlan plan(LiquibaseSession session, SchemaComparison comparison) throws Exception {
		BeanRefusals.check(session.getMigrationDatabase());
		boolean acceptsChecksums = session.getMigrationDatabase().getLiquibase().isClearCheckSums();
		if (!acceptsChecksums) {
			refuseChanged(comparison);
		}
		List<ChangeSet> selected = select(comparison);
		boolean checksumsOnly = selected.isEmpty() && acceptsChecksums && !comparison.getChanged().isEmpty();
		List<Segment> segments = checksumsOnly ? List.of(new Segment(List.of(), Boundary.NONE))
				: split(session, selected);
		boolean needsBackup = selected.stream().anyMatch(comparison::isPending);
		return new MigrationPlan(RunKind.UPGRADE, comparison.getCurrentRevision(), lastRevision(comparison, selected),
				segments, needsBackup, acceptsChecksums && !comparison.getChanged().isEmpty());
	}

	private List<Segment> split(LiquibaseSession session, List<ChangeSet> changeSets) throws SQLException {
		if (!session.isAtomic()) {
			return Segment.split(changeSets, (changeSet) -> Boundary.DATABASE, false);
		}
		boolean together = this.transactionMode == TransactionMode.ALL;
		Map<ChangeSet, Boundary> boundaries = new CommitBoundaries(session, RunKind.UPGRADE).find(changeSets);
		return Segment.split(changeSets, (changeSet) -> boundaries.getOrDefault(changeSet, Boundary.NONE), together);
	}

	/**
	 * Make sure that no applied change set was edited.
	 * @param comparison changelog and history
	 * @throws MigrationException with code {@code CHANGED_MIGRATIONS} if one was
	 */
	public static void refuseChanged(SchemaComparison comparison) {
		List<String> changed = comparison.getChanged().stream().map(comparison::nameOf).toList();
		if (!changed.isEmpty()) {
			throw new MigrationException(MigrationErrorCode.CHANGED_MIGRATIONS,
					"Change sets were edited after they had been applied: " + Revisions.list(changed) + ".",
					"Bring them back to the text that was applied and put the edit into a new change set. If both "
							+ "texts do the same, add <validCheckSum>ANY</validCheckSum> to the change set.");
		}
	}

	private List<ChangeSet> select(SchemaComparison comparison) {
		if (this.target instanceof Target.Relative relative) {
			return firstPending(comparison, relative.steps());
		}
		ChangeSet last = findTarget(comparison);
		return (last != null) ? runnableUpTo(comparison, last) : comparison.getRunnable();
	}

	private List<ChangeSet> runnableUpTo(SchemaComparison comparison, ChangeSet last) {
		List<ChangeSet> later = comparison.getApplicable();
		Set<ChangeSet> excluded = Collections.newSetFromMap(new IdentityHashMap<>());
		for (int i = later.size() - 1; later.get(i) != last; i--) {
			excluded.add(later.get(i));
		}
		return comparison.getRunnable().stream().filter((changeSet) -> !excluded.contains(changeSet)).toList();
	}

	private List<ChangeSet> firstPending(SchemaComparison comparison, int steps) {
		int available = comparison.getPending().size();
		if (steps > available) {
			throw new MigrationException(MigrationErrorCode.TARGET_INVALID,
					"'+" + steps + "' leads too far: " + available + " change sets are pending.",
					"Give a smaller number, or 'head'.");
		}
		return comparison.getPending().subList(0, steps);
	}

	private @Nullable ChangeSet findTarget(SchemaComparison comparison) {
		if (this.target instanceof Target.Tag tag) {
			return findTag(comparison, tag.tag());
		}
		if (this.target instanceof Target.Revision revision) {
			return findRevision(comparison, revision.revision());
		}
		return null;
	}

	private ChangeSet findTag(SchemaComparison comparison, String tag) {
		return comparison.getApplicable()
			.stream()
			.filter((changeSet) -> tag.equals(SchemaComparison.tagOf(changeSet)))
			.reduce((first, second) -> second)
			.orElseThrow(() -> new MigrationException(MigrationErrorCode.REVISION_UNKNOWN,
					"No change set of the changelog sets the tag '" + tag + "'.",
					"Give another target, or add a change set with 'tagDatabase' to the changelog."));
	}

	private ChangeSet findRevision(SchemaComparison comparison, String revision) {
		Key key = comparison.getRevisions().resolve(revision);
		ChangeSet changeSet = comparison.findInChangeLog(key);
		if (changeSet == null) {
			throw new MigrationException(MigrationErrorCode.TARGET_INVALID,
					"'" + revision + "' is applied but not in the changelog, so that nothing leads up to it.",
					"Give a target that this application knows.");
		}
		if (!comparison.isApplicable(changeSet)) {
			throw new MigrationException(MigrationErrorCode.TARGET_INVALID,
					"'" + revision + "' does not run here: contexts, labels or the database exclude it.",
					"Give another target, or correct 'spring.liquibase.contexts' and 'label-filter'.");
		}
		return changeSet;
	}

	private @Nullable String lastRevision(SchemaComparison comparison, List<ChangeSet> selected) {
		return selected.isEmpty() ? comparison.getCurrentRevision()
				: comparison.nameOf(selected.get(selected.size() - 1));
	}

}
