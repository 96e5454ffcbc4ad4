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
import liquibase.exception.DatabaseException;
import liquibase.snapshot.DatabaseSnapshot;
import liquibase.snapshot.InvalidExampleException;
import liquibase.snapshot.SnapshotGenerator;
import liquibase.snapshot.jvm.PrimaryKeySnapshotGenerator;
import liquibase.structure.DatabaseObject;
import liquibase.structure.core.PrimaryKey;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.sqlite.table.Constraint.Kind;

/**
 * Finds primary keys without a name by the one that PostgreSQL would have given them, and
 * none where there is no such table, of which the driver complains.
 */
@SuppressWarnings({ "rawtypes", "unchecked" })
public final class SqlitePrimaryKeySnapshotGenerator extends PrimaryKeySnapshotGenerator {

	@Override
	public int getPriority(Class<? extends DatabaseObject> objectType, Database database) {
		return SnapshotPriority.aboveLiquibase(super.getPriority(objectType, database), database);
	}

	@Override
	public Class<? extends SnapshotGenerator>[] replaces() {
		return new Class[] { PrimaryKeySnapshotGenerator.class };
	}

	@Override
	protected @Nullable DatabaseObject snapshotObject(DatabaseObject example, DatabaseSnapshot snapshot)
			throws DatabaseException, InvalidExampleException {
		PrimaryKey wanted = (PrimaryKey) example;
		if (wanted.getTable() != null && !FoundConstraint.hasTable(snapshot.getDatabase(), wanted.getTable())) {
			return null;
		}
		DatabaseObject known = super.snapshotObject(example, snapshot);
		if (known != null || wanted.getName() == null) {
			return known;
		}
		return FoundConstraint.find(snapshot.getDatabase(), wanted.getTable(), wanted.getName(), Kind.PRIMARY_KEY)
			.map((found) -> copy(wanted, found))
			.orElse(null);
	}

	private static PrimaryKey copy(PrimaryKey wanted, FoundConstraint found) {
		PrimaryKey copy = new PrimaryKey().setName(wanted.getName()).setTable(found.relation());
		found.columns().forEach(copy.getColumns()::add);
		return copy;
	}

}
