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
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

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

	/**
	 * Return the change sets in the order in which an upgrade runs them.
	 * @return all of them
	 */
	public List<ChangeSet> changeSets() {
		List<Segment> ordered = new ArrayList<>(this.segments);
		if (this.kind == RunKind.DOWNGRADE) {
			Collections.reverse(ordered);
		}
		return ordered.stream().flatMap((segment) -> segment.changeSets().stream()).toList();
	}

	/**
	 * Return whether a segment may rebuild tables.
	 * @param segment the segment
	 * @param database the database
	 * @return whether it may
	 */
	public boolean rebuildsTables(Segment segment, Database database) {
		return segment.changeSets()
			.stream()
			.anyMatch((changeSet) -> (this.kind == RunKind.UPGRADE) ? TableRebuilds.expected(changeSet, database)
					: TableRebuilds.expectedOnRollback(changeSet, database));
	}

	public boolean isLast(Segment segment) {
		return this.segments.get(this.segments.size() - 1) == segment;
	}

	public boolean isFirst(Segment segment) {
		return this.segments.get(0) == segment;
	}

	/**
	 * Change sets that commit together.
	 *
	 * @param changeSets the change sets
	 * @param boundary why they don't commit together with what follows
	 */
	public record Segment(List<ChangeSet> changeSets, Boundary boundary) {

		/**
		 * Return whether the change sets run in one transaction. If not, Liquibase
		 * commits, or each of their statements does.
		 * @return whether they do
		 */
		public boolean transactional() {
			return !this.boundary.isAlone();
		}

		/**
		 * Return the change set at the boundary behind the segment.
		 * @return the last change set
		 */
		public ChangeSet last() {
			return this.changeSets.get(this.changeSets.size() - 1);
		}

		/**
		 * Split change sets at boundaries.
		 * @param changeSets the change sets
		 * @param boundaries tells the boundary of a change set
		 * @param together whether as many as possible are to commit together
		 * @return the segments, in order
		 */
		static List<Segment> split(List<ChangeSet> changeSets, Function<ChangeSet, Boundary> boundaries,
				boolean together) {
			List<Segment> segments = new ArrayList<>();
			List<ChangeSet> current = new ArrayList<>();
			for (ChangeSet changeSet : changeSets) {
				Boundary boundary = boundaries.apply(changeSet);
				if (boundary.isAlone()) {
					endSegment(segments, current, Boundary.NONE);
				}
				current.add(changeSet);
				if (boundary.isAlone() || !together) {
					endSegment(segments, current, boundary.isAlone() ? boundary : Boundary.NONE);
				}
				else if (boundary != Boundary.NONE) {
					endSegment(segments, current, boundary);
				}
			}
			endSegment(segments, current, Boundary.NONE);
			return segments;
		}

		private static void endSegment(List<Segment> segments, List<ChangeSet> current, Boundary boundary) {
			if (!current.isEmpty()) {
				segments.add(new Segment(List.copyOf(current), boundary));
				current.clear();
			}
		}

	}

	/**
	 * Why a change set does not commit together with what follows it, and some not with
	 * what precedes them.
	 */
	public enum Boundary {

		/** It commits together with them. */
		NONE(""),

		/** The database commits each statement. */
		DATABASE("this database can't roll back schema changes"),

		/** It is set so, and each of its statements commits. */
		SETTING("they are set to runInTransaction=\"false\""),

		/** It runs in a transaction of its own, which Liquibase begins and commits. */
		FIRST_OF_TRANSACTION("they need a transaction in which nothing was done before"),

		/** What it does elsewhere needs what precedes it. */
		OTHER_CONNECTION("they work through another connection, which sees only what is committed"),

		/** A later change set needs what it did. */
		NEW_ENUM_VALUE("a later change set uses the value that they add to an enum type");

		private final String reason;

		Boundary(String reason) {
			this.reason = reason;
		}

		public boolean isAlone() {
			return this != NONE && this != NEW_ENUM_VALUE;
		}

		/**
		 * Say why there is a commit.
		 * @return a clause to follow "because"
		 */
		public String getReason() {
			return this.reason;
		}

	}

}
