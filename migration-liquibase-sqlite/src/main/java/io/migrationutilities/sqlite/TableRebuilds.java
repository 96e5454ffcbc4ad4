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

import java.util.List;
import java.util.stream.Stream;

import liquibase.change.Change;
import liquibase.change.DbmsTargetedChange;
import liquibase.change.core.LoadDataChange;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.DatabaseList;
import liquibase.database.core.SQLiteDatabase;
import liquibase.exception.RollbackImpossibleException;
import liquibase.statement.SqlStatement;

import io.migrationutilities.sql.SqlitePragma;
import io.migrationutilities.sqlite.alter.NativeAlteration;
import io.migrationutilities.sqlite.alter.TableDrop;
import io.migrationutilities.sqlite.table.SqliteAlterationException;

/**
 * Says beforehand whether tables may have to be rebuilt. Foreign keys must not be
 * enforced meanwhile, and that can't be changed inside a transaction.
 */
public final class TableRebuilds {

	private TableRebuilds() {
	}

	/**
	 * Return whether a change set may rebuild tables.
	 * @param changeSet the change set
	 * @param database the database, of any kind
	 * @return whether it may; never for another database than SQLite
	 */
	public static boolean expected(ChangeSet changeSet, Database database) {
		return isSqlite(database) && expected(changeSet.getChanges(), database);
	}

	/**
	 * Return whether the rollback of a change set may rebuild tables.
	 * @param changeSet the change set
	 * @param database the database, of any kind
	 * @return whether it may; never for another database than SQLite
	 */
	public static boolean expectedOnRollback(ChangeSet changeSet, Database database) {
		if (!isSqlite(database)) {
			return false;
		}
		if (changeSet.getRollback() != null && !changeSet.getRollback().getChanges().isEmpty()) {
			return expected(changeSet.getRollback().getChanges(), database);
		}
		return changeSet.getChanges()
			.stream()
			.filter(TableRebuilds::isPlain)
			.anyMatch((change) -> isExpected(rollbackStatements(change, database), database));
	}

	static boolean expected(List<Change> changes, Database database) {
		return isExpected(statements(changes, database), database);
	}

	/**
	 * Return the statements of changes that are known beforehand.
	 * @param changes the changes
	 * @param database the database
	 * @return their statements in order
	 */
	static List<SqlStatement> statements(List<Change> changes, Database database) {
		return changes.stream()
			.filter((change) -> isRun(change, database) && isPlain(change))
			.flatMap((change) -> statements(change.generateStatements(database)).stream())
			.toList();
	}

	static boolean isExpected(List<SqlStatement> statements, Database database) {
		StatementTranslator translator = new StatementTranslator(database);
		return RawStatements.join(statements)
			.stream()
			.flatMap((statement) -> translator.visit(statement, List.of()).stream())
			.anyMatch((statement) -> turnsForeignKeysOff(statement) || isExpected(statement, translator))
				|| !DroppedTables.of(statements).returning().isEmpty();
	}

	// A change set that switches foreign keys off most likely rebuilds a table by hand.
	private static boolean turnsForeignKeysOff(SqlStatement statement) {
		String sql = RawStatements.textOf(statement);
		return sql != null && SqlitePragma.of(sql).filter(SqlitePragma::turnsForeignKeysOff).isPresent();
	}

	// A refused statement rebuilds nothing. It is refused when it is executed, which a
	// precondition of its change set may prevent.
	private static boolean isExpected(SqlStatement statement, StatementTranslator translator) {
		if (StatementTranslator.tableDrop(statement).filter(TableDrop::cascade).isPresent()) {
			return true;
		}
		try {
			return translator.translate(statement)
				.stream()
				.anyMatch((alteration) -> !NativeAlteration.isAlways(alteration));
		}
		catch (SqliteAlterationException ex) {
			return false;
		}
	}

	/**
	 * Return whether Liquibase runs a change at all.
	 * @param change the change
	 * @param database the database
	 * @return whether it is meant for this database and operating system
	 */
	static boolean isRun(Change change, Database database) {
		return change.shouldRunOnOs() && !(change instanceof DbmsTargetedChange targeted
				&& !DatabaseList.definitionMatches(targeted.getDbms(), database, true));
	}

	/**
	 * Return whether the statements of a change follow from the change alone, not from
	 * the database or from data.
	 * @param change the change
	 * @return whether they do
	 */
	static boolean isPlain(Change change) {
		return TrustedChanges.contains(change) && !(change instanceof LoadDataChange);
	}

	private static List<SqlStatement> rollbackStatements(Change change, Database database) {
		try {
			return statements(change.generateRollbackStatements(database));
		}
		catch (RollbackImpossibleException ex) {
			return List.of();
		}
	}

	private static List<SqlStatement> statements(SqlStatement[] statements) {
		return (statements != null) ? Stream.of(statements).toList() : List.of();
	}

	private static boolean isSqlite(Database database) {
		return database instanceof SQLiteDatabase;
	}

}
