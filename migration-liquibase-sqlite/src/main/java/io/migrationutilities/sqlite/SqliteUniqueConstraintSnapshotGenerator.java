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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import liquibase.database.Database;
import liquibase.database.core.SQLiteDatabase;
import liquibase.exception.DatabaseException;
import liquibase.snapshot.DatabaseSnapshot;
import liquibase.snapshot.jvm.JdbcSnapshotGenerator;
import liquibase.structure.DatabaseObject;
import liquibase.structure.core.Column;
import liquibase.structure.core.UniqueConstraint;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.sqlite.table.Constraint;
import io.migrationutilities.sqlite.table.Constraint.Kind;
import io.migrationutilities.sqlite.table.ConstraintNames;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.SqliteSchema;
import io.migrationutilities.sqlite.table.SqliteSession;
import io.migrationutilities.sqlite.table.TableDefinition;

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
		AtomicReference<UniqueConstraint> found = new AtomicReference<>();
		JdbcAccess.run(snapshot.getDatabase(), (connection) -> find(connection, wanted)
			.ifPresent((constraint) -> found.set(copy(wanted, constraint))));
		return found.get();
	}

	private static Optional<Constraint> find(Connection connection, UniqueConstraint wanted) throws SQLException {
		Optional<TableDefinition> table = new SqliteSchema(new SqliteSession(connection))
			.findDefinition(wanted.getRelation().getName());
		return table.flatMap((definition) -> candidates(definition, wanted.getName()).stream()
			.filter((constraint) -> constraint.kind() == Kind.UNIQUE && hasColumns(constraint, wanted))
			.findFirst());
	}

	private static List<Constraint> candidates(TableDefinition table, @Nullable String name) {
		return (name != null) ? ConstraintNames.find(table, name) : table.allConstraints(Kind.UNIQUE);
	}

	private static boolean hasColumns(Constraint constraint, UniqueConstraint wanted) {
		List<String> columns = wanted.getColumns().stream().map(Column::getName).map(SqlName::fold).toList();
		return columns.isEmpty() || columns.equals(constraint.columns().stream().map(SqlName::fold).toList());
	}

	private static UniqueConstraint copy(UniqueConstraint wanted, Constraint constraint) {
		UniqueConstraint copy = new UniqueConstraint().setName(wanted.getName()).setRelation(wanted.getRelation());
		constraint.columns().forEach((column) -> copy.getColumns().add(new Column(column)));
		return copy;
	}

	@Override
	protected void addTo(DatabaseObject foundObject, DatabaseSnapshot snapshot) {
		// Snapshots of tables are as Liquibase makes them.
	}

}
