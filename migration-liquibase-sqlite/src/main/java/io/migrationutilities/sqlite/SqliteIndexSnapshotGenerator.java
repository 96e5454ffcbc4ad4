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
import java.util.List;
import java.util.Optional;

import liquibase.database.Database;
import liquibase.exception.DatabaseException;
import liquibase.snapshot.DatabaseSnapshot;
import liquibase.snapshot.InvalidExampleException;
import liquibase.snapshot.SnapshotGenerator;
import liquibase.snapshot.jvm.IndexSnapshotGenerator;
import liquibase.structure.DatabaseObject;
import liquibase.structure.core.Index;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.sqlite.table.Constraint.Kind;
import io.migrationutilities.sqlite.table.SqliteSession;

/**
 * Finds indexes by their names in any case, and those of keys as on PostgreSQL: by the
 * names of the keys, whether SQLite has an index for them or not.
 */
@SuppressWarnings({ "rawtypes", "unchecked" })
public final class SqliteIndexSnapshotGenerator extends IndexSnapshotGenerator {

	@Override
	public int getPriority(Class<? extends DatabaseObject> objectType, Database database) {
		return SnapshotPriority.aboveLiquibase(super.getPriority(objectType, database), database);
	}

	@Override
	public Class<? extends SnapshotGenerator>[] replaces() {
		return new Class[] { IndexSnapshotGenerator.class };
	}

	@Override
	protected @Nullable DatabaseObject snapshotObject(DatabaseObject example, DatabaseSnapshot snapshot)
			throws DatabaseException, InvalidExampleException {
		Index wanted = (Index) example;
		Optional<String> stored = (wanted.getName() != null) ? storedName(wanted.getName(), snapshot.getDatabase())
				: Optional.empty();
		stored.ifPresent(wanted::setName);
		DatabaseObject known = super.snapshotObject(wanted, snapshot);
		return (known != null || stored.isPresent()) ? known
				: find(wanted, snapshot.getDatabase()).map((found) -> copy(wanted, found)).orElse(null);
	}

	private static Optional<String> storedName(String name, Database database) throws DatabaseException {
		List<String> names = new ArrayList<>();
		JdbcAccess.run(database, (connection) -> names.addAll(new SqliteSession(connection)
			.strings("SELECT name FROM sqlite_schema WHERE type = 'index' AND name = ? COLLATE NOCASE", name)));
		return names.stream().findFirst();
	}

	private static Optional<FoundConstraint> find(Index wanted, Database database) throws DatabaseException {
		if (wanted.getName() != null) {
			return FoundConstraint.find(database, wanted.getRelation(), wanted.getName(), Kind.PRIMARY_KEY, Kind.UNIQUE)
				.filter((found) -> wanted.getColumns().isEmpty() || found.hasColumns(wanted.getColumns()));
		}
		return (wanted.getRelation() == null || wanted.getColumns().isEmpty()) ? Optional.empty()
				: FoundConstraint
					.find(database, wanted.getRelation(),
							(found) -> (found.constraint().kind() == Kind.PRIMARY_KEY
									|| found.constraint().kind() == Kind.UNIQUE)
									&& found.hasColumns(wanted.getColumns()));
	}

	private static Index copy(Index wanted, FoundConstraint found) {
		Index copy = new Index().setName(wanted.getName()).setRelation(found.relation()).setUnique(true);
		found.columns().forEach(copy.getColumns()::add);
		return copy;
	}

}
