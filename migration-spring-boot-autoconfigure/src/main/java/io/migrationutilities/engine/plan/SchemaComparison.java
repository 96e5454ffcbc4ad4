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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import liquibase.ChecksumVersion;
import liquibase.change.Change;
import liquibase.change.CheckSum;
import liquibase.change.core.TagDatabaseChange;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.RanChangeSet;
import liquibase.changelog.filter.ChangeSetFilter;
import liquibase.changelog.filter.ContextChangeSetFilter;
import liquibase.changelog.filter.DbmsChangeSetFilter;
import liquibase.changelog.filter.IgnoreChangeSetFilter;
import liquibase.changelog.filter.LabelChangeSetFilter;
import liquibase.database.Database;
import liquibase.exception.LiquibaseException;
import liquibase.util.ValidatingVisitorUtil;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.MigrationDatabase;
import io.migrationutilities.engine.session.Revisions;
import io.migrationutilities.engine.session.Revisions.Key;

/**
 * The changelog of the application and the history in the database, side by side.
 */
public final class SchemaComparison {

	private static final Log logger = LogFactory.getLog(SchemaComparison.class);

	// Path of the row, not of a change set, that Liquibase writes to tag an empty
	// history.
	private static final String LIQUIBASE_INTERNAL = "liquibase-internal";

	private final Database database;

	private final List<RanChangeSet> history;

	private final Map<Key, ChangeSet> changeLog = new LinkedHashMap<>();

	private final List<ChangeSet> applicable = new ArrayList<>();

	private final List<ChangeSet> pending = new ArrayList<>();

	private final List<ChangeSet> runnable = new ArrayList<>();

	private final List<ChangeSet> changed = new ArrayList<>();

	private final List<RanChangeSet> unknown = new ArrayList<>();

	private final Map<Key, RanChangeSet> ran = new HashMap<>();

	private final Map<String, RanChangeSet> foreignTags = new HashMap<>();

	private final Revisions revisions;

	private SchemaComparison(LiquibaseSession session, DatabaseChangeLog changeLog, List<RanChangeSet> history)
			throws Exception {
		this.database = session.getDatabase();
		this.history = history;
		changeLog.getChangeSets().forEach((changeSet) -> this.changeLog.putIfAbsent(Key.of(changeSet), changeSet));
		history.forEach((applied) -> this.ran.put(Key.of(applied), applied));
		this.revisions = Revisions.of(this.changeLog.values(), history);
		compareChangeSets(session, changeLog);
		findUnknown(session);
		findForeignTags();
	}

	/**
	 * Compare changelog and history as they are now.
	 * @param session the session to read them with
	 * @return the comparison
	 * @throws Exception if one of them can't be read or is not valid
	 */
	public static SchemaComparison of(LiquibaseSession session) throws Exception {
		DatabaseChangeLog changeLog = session.getChangeLog();
		List<RanChangeSet> history = session.readHistory();
		ChangeLogValidation.validate(session, changeLog, history);
		history.removeIf((applied) -> LIQUIBASE_INTERNAL.equals(applied.getChangeLog()));
		return new SchemaComparison(session, changeLog, history);
	}

	/**
	 * Look at the history alone, where the changelog can't be read.
	 * @param session the session to read it with
	 * @return how the applied change sets are named
	 * @throws LiquibaseException if the history can't be read
	 */
	public static Revisions revisionsOfHistory(LiquibaseSession session) throws LiquibaseException {
		return Revisions.of(List.of(), session.readHistory());
	}

	/**
	 * Return the current revision, as far as anything can be read.
	 * @param session the session to read it with
	 * @return the revision, or {@code null} if there is none or it can't be read
	 */
	public static @Nullable String currentRevisionOf(LiquibaseSession session) {
		try {
			return of(session).getCurrentRevision();
		}
		catch (Exception ex) {
			logger.debug("The changelog can't be read", ex);
			return currentRevisionOfHistory(session);
		}
	}

	/**
	 * Return the current revision by the history alone.
	 * @param session the session to read it with
	 * @return the revision, or {@code null} if there is none or it can't be read
	 */
	public static @Nullable String currentRevisionOfHistory(LiquibaseSession session) {
		try {
			List<RanChangeSet> history = session.readHistory();
			return history.isEmpty() ? null
					: Revisions.of(List.of(), history).nameOf(Key.of(history.get(history.size() - 1)));
		}
		catch (Exception ex) {
			logger.debug("The history can't be read", ex);
			return null;
		}
	}

	private void compareChangeSets(LiquibaseSession session, DatabaseChangeLog changeLog) throws LiquibaseException {
		List<ChangeSetFilter> filters = filters(session);
		for (ChangeSet changeSet : changeLog.getChangeSets()) {
			if (filters.stream().allMatch((filter) -> filter.accepts(changeSet).isAccepted())) {
				this.applicable.add(changeSet);
				this.changeLog.put(Key.of(changeSet), changeSet);
				RanChangeSet applied = this.ran.get(Key.of(changeSet));
				if (shouldRun(changeSet, applied)) {
					this.runnable.add(changeSet);
					if (applied == null || !changeSet.isAlwaysRun()) {
						this.pending.add(changeSet);
					}
				}
				else if (applied != null && hasChanged(changeSet, applied, changeLog)) {
					this.changed.add(changeSet);
				}
			}
		}
	}

	// As ShouldRunChangeSetFilter decides it, but by the history that was validated.
	private boolean shouldRun(ChangeSet changeSet, @Nullable RanChangeSet applied) {
		if (applied == null || changeSet.shouldAlwaysRun()) {
			return true;
		}
		CheckSum recorded = applied.getLastCheckSum();
		return changeSet.shouldRunOnChange() && recorded != null && !recorded
			.equals(changeSet.generateCheckSum(ChecksumVersion.enumFromChecksumVersion(recorded.getVersion())));
	}

	private void findUnknown(LiquibaseSession session) throws Exception {
		for (RanChangeSet applied : this.history) {
			if (!this.changeLog.containsKey(Key.of(applied))) {
				this.unknown.add(applied);
			}
		}
		for (MigrationDatabase sibling : session.getMigrationDatabase().findSharingHistory()) {
			if (!this.unknown.isEmpty()) {
				Set<Key> known = new HashSet<>();
				session.parseChangeLogOf(sibling).getChangeSets().forEach((changeSet) -> known.add(Key.of(changeSet)));
				this.unknown.removeIf((applied) -> known.contains(Key.of(applied)));
			}
		}
	}

	// Set from outside, which Liquibase does on every row of the last second.
	private void findForeignTags() {
		for (RanChangeSet applied : this.history) {
			if (applied.getTag() != null) {
				this.foreignTags.put(applied.getTag(), applied);
			}
		}
		this.changeLog.values().forEach((changeSet) -> this.foreignTags.remove(tagOf(changeSet)));
	}

	private static List<ChangeSetFilter> filters(LiquibaseSession session) {
		return List.of(new ContextChangeSetFilter(session.getContexts()), new LabelChangeSetFilter(session.getLabels()),
				new DbmsChangeSetFilter(session.getDatabase()), new IgnoreChangeSetFilter());
	}

	private boolean hasChanged(ChangeSet changeSet, RanChangeSet applied, DatabaseChangeLog changeLog) {
		return !changeSet.isCheckSumValid(applied.getLastCheckSum()) && !changeSet.isRunOnChange()
				&& !changeSet.isAlwaysRun()
				&& !ValidatingVisitorUtil.isChecksumIssue(changeSet, applied, changeLog, this.database);
	}

	public Revisions getRevisions() {
		return this.revisions;
	}

	/**
	 * Return the applied change sets.
	 * @return the history in the order of execution
	 */
	public List<RanChangeSet> getHistory() {
		return this.history;
	}

	/**
	 * Return the change sets of the changelog that contexts, labels and database select.
	 * @return the change sets in changelog order
	 */
	public List<ChangeSet> getApplicable() {
		return this.applicable;
	}

	public List<ChangeSet> getPending() {
		return this.pending;
	}

	/**
	 * Return what an upgrade to the head would run: the pending change sets and those
	 * that run again every time.
	 * @return the change sets in changelog order
	 */
	List<ChangeSet> getRunnable() {
		return this.runnable;
	}

	List<ChangeSet> getChanged() {
		return this.changed;
	}

	public List<RanChangeSet> getUnknown() {
		return this.unknown;
	}

	boolean isApplicable(ChangeSet changeSet) {
		return containsInstance(this.applicable, changeSet);
	}

	boolean isPending(ChangeSet changeSet) {
		return containsInstance(this.pending, changeSet);
	}

	public boolean isChanged(ChangeSet changeSet) {
		return containsInstance(this.changed, changeSet);
	}

	// Liquibase's equality takes variants for several databases for one.
	private boolean containsInstance(List<ChangeSet> changeSets, ChangeSet changeSet) {
		return changeSets.stream().anyMatch((candidate) -> candidate == changeSet);
	}

	public @Nullable ChangeSet findInChangeLog(Key key) {
		return this.changeLog.get(key);
	}

	public @Nullable RanChangeSet findInHistory(Key key) {
		return this.ran.get(key);
	}

	/**
	 * Return the tag of a row of the history that no change set of the changelog sets.
	 * @param applied the row
	 * @return the tag, or {@code null} if it has none
	 */
	public @Nullable String foreignTagOf(RanChangeSet applied) {
		return (this.foreignTags.get(applied.getTag()) == applied) ? applied.getTag() : null;
	}

	public String nameOf(ChangeSet changeSet) {
		return this.revisions.nameOf(Key.of(changeSet));
	}

	public String nameOf(RanChangeSet applied) {
		return this.revisions.nameOf(Key.of(applied));
	}

	public @Nullable String getCurrentRevision() {
		return this.history.isEmpty() ? null : nameOf(this.history.get(this.history.size() - 1));
	}

	public @Nullable String getHeadRevision() {
		return this.applicable.isEmpty() ? null : nameOf(this.applicable.get(this.applicable.size() - 1));
	}

	public boolean supportsRollback(ChangeSet changeSet) {
		return changeSet.supportsRollback(this.database);
	}

	/**
	 * Return the tag that a change set sets. The {@code TAG} column can't be relied on:
	 * Liquibase tags every row of the same second.
	 * @param changeSet the change set
	 * @return the tag, or {@code null} if it sets none
	 */
	public static @Nullable String tagOf(ChangeSet changeSet) {
		for (Change change : changeSet.getChanges()) {
			if (change instanceof TagDatabaseChange tagChange) {
				return tagChange.getTag();
			}
		}
		return null;
	}

}
