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

import liquibase.database.Database;
import liquibase.database.core.SQLiteDatabase;
import liquibase.exception.DatabaseException;
import liquibase.snapshot.DatabaseSnapshot;
import liquibase.snapshot.jvm.JdbcSnapshotGenerator;
import liquibase.structure.DatabaseObject;
import liquibase.structure.core.UniqueConstraint;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.sqlite.table.Constraint.Kind;

/**
 * Finds unique constraints by their names or columns. Liquibase has no eyes for them on
 * SQLite, so that a precondition {@code uniqueConstraintExists} never holds.
 */
@SuppressWarnings("unchecked")
public final class SqliteUniqueConstraintSnapshotGenerator extends JdbcSnapshotGenerator {

	public SqliteUniqueConstraintSnapshotGenerator() {
		super(UniqueConstraint.class);
	}

	@Override
	public int getPriority(Class<? extends DatabaseObject> objectType, Database database) {
		return (database instanceof SQLiteDatabase) ? super.getPriority(objectType, database) : PRIORITY_NONE;
	}

	@Override
	protected @Nullable DatabaseObject snapshotObject(DatabaseObject example, DatabaseSnapshot snapshot)
			throws DatabaseException {
		UniqueConstraint wanted = (UniqueConstraint) example;
		if (wanted.getRelation() == null && wanted.getName() == null) {
			throw new DatabaseException("A unique constraint without a name can be found in a given table only");
		}
		return FoundConstraint
			.find(snapshot.getDatabase(), wanted.getRelation(),
					(found) -> found.constraint().kind() == Kind.UNIQUE && isWanted(found, wanted))
			.map((found) -> copy(wanted, found))
			.orElse(null);
	}

	private static boolean isWanted(FoundConstraint found, UniqueConstraint wanted) {
		return (wanted.getName() == null || found.isCalled(wanted.getName()))
				&& (wanted.getColumns().isEmpty() || found.hasColumns(wanted.getColumns()));
	}

	private static UniqueConstraint copy(UniqueConstraint wanted, FoundConstraint found) {
		UniqueConstraint copy = new UniqueConstraint().setName(wanted.getName()).setRelation(wanted.getRelation());
		found.columns().forEach(copy.getColumns()::add);
		return copy;
	}

	@Override
	protected void addTo(DatabaseObject foundObject, DatabaseSnapshot snapshot) {
		// Snapshots of tables are as Liquibase makes them.
	}

}
