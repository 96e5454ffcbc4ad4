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

package io.migrationutilities.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import liquibase.change.Change;
import liquibase.change.core.CreateIndexChange;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;

import io.migrationutilities.database.Queries;

/**
 * Makes change sets of differences. Changes that Liquibase can undo share one; a change
 * that needs a rollback of its own has a change set of its own, since a rollback is that
 * of the whole change set.
 */
final class ChangeSetComposer {

	private final String id;

	private final String author;

	private final String comment;

	private final DatabaseChangeLog changeLog = new DatabaseChangeLog("generated");

	private int composed;

	/**
	 * Create a composer.
	 * @param id id of the first change set; those after it have a number
	 * @param author their author
	 * @param comment what they are about
	 */
	ChangeSetComposer(String id, String author, String comment) {
		this.id = id;
		this.author = author;
		this.comment = comment;
	}

	/**
	 * Compose change sets, behind those that were composed before.
	 * @param differences the differences, in the order of their changes
	 * @param concurrently names of existing tables whose indexes are created without
	 * keeping writers out
	 * @return the change sets
	 */
	List<ChangeSet> compose(List<Difference> differences, Set<String> concurrently) {
		List<ChangeSet> changeSets = new ArrayList<>();
		ChangeSet open = null;
		for (Difference difference : differences) {
			Change change = difference.change();
			if (change instanceof CreateIndexChange index && concurrently.contains(index.getTableName())) {
				changeSets.add(concurrent(index));
				open = null;
			}
			else if (!difference.rollback().isEmpty()) {
				changeSets.add(withRollback(difference));
				open = null;
			}
			else {
				if (open == null) {
					open = changeSet(true);
					changeSets.add(open);
				}
				open.addChange(change);
			}
		}
		return changeSets;
	}

	/**
	 * Compose a change set to fill in by hand.
	 * @return the change set
	 */
	ChangeSet empty() {
		return changeSet(true);
	}

	private ChangeSet withRollback(Difference difference) {
		ChangeSet changeSet = changeSet(true);
		changeSet.addChange(difference.change());
		difference.rollback().forEach(changeSet::addRollbackChange);
		return changeSet;
	}

	private ChangeSet concurrent(CreateIndexChange change) {
		ChangeSet changeSet = changeSet(false);
		String name = Queries.quote(change.getIndexName());
		String columns = String.join(", ",
				change.getColumns().stream().map((column) -> Queries.quote(column.getName())).toList());
		changeSet.addChange(Changes.sql("CREATE " + (Boolean.TRUE.equals(change.isUnique()) ? "UNIQUE " : "")
				+ "INDEX CONCURRENTLY " + name + " ON " + Queries.quote(change.getTableName()) + " (" + columns + ")"));
		// A downgrade is one transaction, in which CONCURRENTLY is not allowed.
		changeSet.addRollbackChange(Changes.sql("DROP INDEX " + name));
		return changeSet;
	}

	private ChangeSet changeSet(boolean inTransaction) {
		this.composed++;
		String suffix = (this.composed > 1) ? "-" + this.composed : "";
		ChangeSet changeSet = new ChangeSet(this.id + suffix, this.author, false, false, "generated", null, null,
				inTransaction, null, this.changeLog);
		changeSet.setComments(this.comment);
		return changeSet;
	}

}
