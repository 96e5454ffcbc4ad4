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

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.sqlite.TableRebuilds;

/**
 * The change sets that a run is going to execute.
 *
 * @param kind upgrade or downgrade
 * @param from the current revision before, or {@code null} if there is none
 * @param to the revision that is current afterwards, or {@code null} if there is none
 * @param segments the parts that commit on their own, in order
 * @param needsBackup whether it changes what a backup would have to bring back
 * @param acceptsChecksums whether changed checksums are to be replaced
 */
public record MigrationPlan(RunKind kind, @Nullable String from, @Nullable String to, List<Segment> segments,
		boolean needsBackup, boolean acceptsChecksums) {

	public boolean isEmpty() {
		return this.segments.isEmpty();
	}

	public List<ChangeSet> changeSets() {
		return this.segments.stream().flatMap((segment) -> segment.changeSets().stream()).toList();
	}

	/**
	 * Return whether a segment may rebuild tables.
	 * @param segment the segment
	 * @param database the database
	 * @return whether it may
	 */
	boolean rebuildsTables(Segment segment, Database database) {
		return segment.changeSets()
			.stream()
			.anyMatch((changeSet) -> (this.kind == RunKind.UPGRADE) ? TableRebuilds.expected(changeSet, database)
					: TableRebuilds.expectedOnRollback(changeSet, database));
	}

	boolean isLast(Segment segment) {
		return this.segments.get(this.segments.size() - 1) == segment;
	}

	boolean isFirst(Segment segment) {
		return this.segments.get(0) == segment;
	}

	/**
	 * Change sets that commit together.
	 *
	 * @param changeSets the change sets
	 * @param transactional whether they run in one transaction; if not, each of their
	 * statements commits on its own
	 */
	public record Segment(List<ChangeSet> changeSets, boolean transactional) {

		/**
		 * Split change sets around those that can't run in a transaction.
		 * @param changeSets the change sets
		 * @param atomic whether the database can roll back schema changes
		 * @param together whether as many as possible are to commit together
		 * @return the segments, in order
		 */
		static List<Segment> split(List<ChangeSet> changeSets, boolean atomic, boolean together) {
			return split(changeSets, (changeSet) -> atomic && changeSet.isRunInTransaction(), together);
		}

		/**
		 * Split change sets around those that can't run in a transaction.
		 * @param changeSets the change sets
		 * @param transactionality whether a change set runs in a transaction
		 * @param together whether as many as possible are to commit together
		 * @return the segments, in order
		 */
		static List<Segment> split(List<ChangeSet> changeSets, Predicate<ChangeSet> transactionality,
				boolean together) {
			List<Segment> segments = new ArrayList<>();
			List<ChangeSet> current = new ArrayList<>();
			for (ChangeSet changeSet : changeSets) {
				boolean transactional = transactionality.test(changeSet);
				if (!current.isEmpty() && (!transactional || !together)) {
					segments.add(new Segment(List.copyOf(current), true));
					current.clear();
				}
				if (transactional) {
					current.add(changeSet);
				}
				else {
					segments.add(new Segment(List.of(changeSet), false));
				}
			}
			if (!current.isEmpty()) {
				segments.add(new Segment(List.copyOf(current), true));
			}
			return segments;
		}

	}

}
