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
import liquibase.snapshot.jvm.ForeignKeySnapshotGenerator;
import liquibase.structure.DatabaseObject;
import liquibase.structure.core.Column;
import liquibase.structure.core.ForeignKey;
import liquibase.structure.core.Table;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.sqlite.table.Constraint;
import io.migrationutilities.sqlite.table.Constraint.Kind;

/**
 * Finds foreign keys that Liquibase does not find, since the driver does not read their
 * names or they have none.
 */
@SuppressWarnings({ "rawtypes", "unchecked" })
public final class SqliteForeignKeySnapshotGenerator extends ForeignKeySnapshotGenerator {

	@Override
	public int getPriority(Class<? extends DatabaseObject> objectType, Database database) {
		return SnapshotPriority.aboveLiquibase(super.getPriority(objectType, database), database);
	}

	@Override
	public Class<? extends SnapshotGenerator>[] replaces() {
		return new Class[] { ForeignKeySnapshotGenerator.class };
	}

	@Override
	protected @Nullable DatabaseObject snapshotObject(DatabaseObject example, DatabaseSnapshot snapshot)
			throws DatabaseException, InvalidExampleException {
		DatabaseObject known = super.snapshotObject(example, snapshot);
		ForeignKey wanted = (ForeignKey) example;
		if (known != null || wanted.getName() == null) {
			return known;
		}
		return FoundConstraint
			.find(snapshot.getDatabase(), wanted.getForeignKeyTable(), wanted.getName(), Kind.FOREIGN_KEY)
			.map((found) -> copy(wanted, found))
			.orElse(null);
	}

	private static ForeignKey copy(ForeignKey wanted, FoundConstraint found) {
		Constraint.ForeignKey key = (Constraint.ForeignKey) found.constraint();
		Table parent = new Table().setName(key.table());
		ForeignKey copy = new ForeignKey().setName(wanted.getName());
		copy.setForeignKeyTable(found.relation());
		copy.setPrimaryKeyTable(parent);
		found.columns().forEach(copy::addForeignKeyColumn);
		key.referencedColumns().forEach((name) -> copy.addPrimaryKeyColumn(new Column(name).setRelation(parent)));
		return copy;
	}

}
