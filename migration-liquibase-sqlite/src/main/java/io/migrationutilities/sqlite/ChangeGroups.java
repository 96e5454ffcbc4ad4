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

package io.migrationutilities.sqlite;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

import liquibase.change.Change;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.exception.RollbackImpossibleException;
import liquibase.statement.SqlStatement;

/**
 * Brings consecutive changes of a change set together that do nothing but alter tables.
 * The first of them is given the statements of all; the others, which Liquibase goes on
 * to run, have none left.
 */
final class ChangeGroups {

	private final Database database;

	private final Set<Change> done = Collections.newSetFromMap(new IdentityHashMap<>());

	ChangeGroups(Database database) {
		this.database = database;
	}

	/**
	 * Return what is to be executed for a change.
	 * @param change the change
	 * @return its statements and those of the changes behind it
	 */
	SqlStatement[] statements(Change change) {
		return collect(change, followers(change), (each) -> each.generateStatements(this.database));
	}

	/**
	 * Return what is to be executed for the rollback of a change.
	 * @param change the change
	 * @return its statements and those of the changes before it
	 * @throws RollbackImpossibleException if a change can't be rolled back
	 */
	SqlStatement[] rollbackStatements(Change change) throws RollbackImpossibleException {
		return collect(change, predecessors(change), (each) -> each.generateRollbackStatements(this.database));
	}

	void clear() {
		this.done.clear();
	}

	private <E extends Exception> SqlStatement[] collect(Change change, List<Change> others, StatementSource<E> source)
			throws E {
		if (this.done.remove(change)) {
			return SqlStatement.EMPTY_SQL_STATEMENT;
		}
		SqlStatement[] own = source.statements(change);
		if (own == null || !alters(change, own)) {
			return (own != null) ? own : SqlStatement.EMPTY_SQL_STATEMENT;
		}
		List<SqlStatement> statements = new ArrayList<>(List.of(own));
		for (Change other : others) {
			if (!TableRebuilds.isRun(other, this.database)) {
				continue;
			}
			SqlStatement[] further = TableRebuilds.isPlain(other) ? source.statements(other) : null;
			if (further == null || !alters(other, further)) {
				break;
			}
			statements.addAll(List.of(further));
			this.done.add(other);
		}
		return statements.toArray(SqlStatement[]::new);
	}

	private boolean alters(Change change, SqlStatement[] statements) {
		StatementTranslator translator = new StatementTranslator(this.database);
		return TableRebuilds.isPlain(change) && RawStatements.join(List.of(statements))
			.stream()
			.flatMap((statement) -> translator.visit(statement, List.of()).stream())
			.noneMatch((statement) -> statement.continueOnError() || translator.translate(statement).isEmpty());
	}

	private List<Change> followers(Change change) {
		List<Change> changes = changes(change);
		return changes.subList(indexOf(changes, change) + 1, changes.size());
	}

	private List<Change> predecessors(Change change) {
		List<Change> changes = changes(change);
		List<Change> before = new ArrayList<>(changes.subList(0, Math.max(0, indexOf(changes, change))));
		Collections.reverse(before);
		return before;
	}

	static List<Change> changes(Change change) {
		ChangeSet changeSet = change.getChangeSet();
		return (changeSet != null) ? changeSet.getChanges() : List.of(change);
	}

	private static int indexOf(List<Change> changes, Change change) {
		for (int i = 0; i < changes.size(); i++) {
			if (changes.get(i) == change) {
				return i;
			}
		}
		return changes.size() - 1;
	}

	/**
	 * Source of the statements of a change.
	 *
	 * @param <E> what it may throw
	 */
	@FunctionalInterface
	private interface StatementSource<E extends Exception> {

		SqlStatement[] statements(Change change) throws E;

	}

}
