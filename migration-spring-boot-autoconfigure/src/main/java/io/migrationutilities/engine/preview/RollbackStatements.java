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

package io.migrationutilities.engine.preview;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import liquibase.change.Change;
import liquibase.change.DbmsTargetedChange;
import liquibase.change.core.ExecuteShellCommandChange;
import liquibase.change.core.RawSQLChange;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.DatabaseList;
import liquibase.exception.LiquibaseException;
import liquibase.sql.visitor.SqlVisitor;
import liquibase.statement.SqlStatement;

import io.migrationutilities.sqlite.TrustedChanges;

/**
 * Finds the statements that roll back a change set, in the order in which Liquibase runs
 * them. Code that is not Liquibase's own is not called: it may do its work when it is
 * asked for its statements.
 */
final class RollbackStatements {

	private final Database database;

	RollbackStatements(Database database) {
		this.database = database;
	}

	/**
	 * Return the changes of a rollback in their order.
	 * @param changeSet the change set that is rolled back
	 * @return the changes
	 */
	List<Change> changes(ChangeSet changeSet) {
		if (changeSet.hasCustomRollbackChanges()) {
			return changeSet.getRollback().getChanges().stream().filter(this::isRun).toList();
		}
		List<Change> changes = new ArrayList<>(changeSet.getChanges());
		Collections.reverse(changes);
		return changes;
	}

	/**
	 * Return the statements of one of the changes.
	 * @param changeSet the change set that is rolled back
	 * @param change the change
	 * @return the statements, or empty if they can't be known beforehand
	 * @throws LiquibaseException if the change can't be rolled back
	 */
	Optional<List<SqlStatement>> statements(ChangeSet changeSet, Change change) throws LiquibaseException {
		boolean known = TrustedChanges.contains(change) && !(change instanceof ExecuteShellCommandChange)
				&& changeSet.getSqlVisitors().stream().noneMatch(SqlVisitor::isApplyToRollback);
		if (!known) {
			return Optional.empty();
		}
		SqlStatement[] statements = changeSet.hasCustomRollbackChanges() ? change.generateStatements(this.database)
				: change.generateRollbackStatements(this.database);
		return Optional.of(Stream.ofNullable(statements).flatMap(Stream::of).toList());
	}

	private boolean isRun(Change change) {
		boolean empty = change instanceof RawSQLChange sql && "empty".equalsIgnoreCase(sql.getSql());
		return !empty && !(change instanceof DbmsTargetedChange targeted
				&& !DatabaseList.definitionMatches(targeted.getDbms(), this.database, true));
	}

}
