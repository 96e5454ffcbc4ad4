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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import liquibase.database.Database;
import liquibase.exception.DatabaseException;
import liquibase.structure.core.Column;
import liquibase.structure.core.Relation;
import liquibase.structure.core.Table;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.sqlite.table.Constraint;
import io.migrationutilities.sqlite.table.ConstraintNames;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.SqliteSchema;
import io.migrationutilities.sqlite.table.SqliteSession;
import io.migrationutilities.sqlite.table.TableDefinition;

/**
 * A constraint that a snapshot looks for: by its name in any case, or by the one that
 * PostgreSQL would have given it.
 *
 * @param table the table that has it
 * @param constraint the constraint
 */
record FoundConstraint(TableDefinition table, Constraint constraint) {

	/**
	 * Find a constraint by its name.
	 * @param database the database
	 * @param relation the table, or {@code null} for any
	 * @param name the name
	 * @param kinds its possible kinds
	 * @return the constraint
	 * @throws DatabaseException if the database fails
	 */
	static Optional<FoundConstraint> find(Database database, @Nullable Relation relation, String name,
			Constraint.Kind... kinds) throws DatabaseException {
		return find(database, relation,
				(found) -> List.of(kinds).contains(found.constraint().kind()) && found.isCalled(name));
	}

	/**
	 * Find a constraint.
	 * @param database the database
	 * @param relation the table, or {@code null} for any
	 * @param wanted what the constraint must be like
	 * @return the constraint
	 * @throws DatabaseException if the database fails
	 */
	static Optional<FoundConstraint> find(Database database, @Nullable Relation relation,
			Predicate<FoundConstraint> wanted) throws DatabaseException {
		String table = (relation != null) ? relation.getName() : null;
		List<FoundConstraint> found = new ArrayList<>();
		JdbcAccess.run(database, (connection) -> {
			for (TableDefinition definition : tables(connection, table)) {
				definition.allConstraints()
					.stream()
					.map((constraint) -> new FoundConstraint(definition, constraint))
					.filter(wanted)
					.forEach(found::add);
			}
		});
		return found.stream().findFirst();
	}

	static boolean hasTable(Database database, Relation relation) throws DatabaseException {
		AtomicBoolean present = new AtomicBoolean();
		JdbcAccess.run(database, (connection) -> present
			.set(new SqliteSchema(new SqliteSession(connection)).hasTable(relation.getName())));
		return present.get();
	}

	private static List<TableDefinition> tables(Connection connection, @Nullable String table) throws SQLException {
		SqliteSession session = new SqliteSession(connection);
		List<String> names = (table != null) ? List.of(table)
				: session.strings("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid");
		List<TableDefinition> tables = new ArrayList<>();
		for (String name : names) {
			new SqliteSchema(session).findDefinition(name).ifPresent(tables::add);
		}
		return tables;
	}

	boolean isCalled(String name) {
		return ConstraintNames.find(this.table, name).contains(this.constraint);
	}

	boolean hasColumns(List<Column> columns) {
		return this.constraint.columns()
			.stream()
			.map(SqlName::fold)
			.toList()
			.equals(columns.stream().map((column) -> SqlName.fold(column.getName())).toList());
	}

	Table relation() {
		return new Table().setName(this.table.name());
	}

	List<Column> columns() {
		return this.constraint.columns().stream().map((name) -> new Column(name).setRelation(relation())).toList();
	}

}
