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

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Predicate;

import io.migrationutilities.database.Queries;
import io.migrationutilities.engine.session.MigrationDatabase;
import io.migrationutilities.generate.PersistenceUnit.Finder;

/**
 * The schema that the entities of an application ask for: Hibernate's own statements
 * create it where nobody sees it. That is a SQLite database in memory, or temporary
 * tables in a transaction of PostgreSQL that is rolled back, which needs no privilege and
 * leaves nothing behind whatever happens to the process.
 */
public final class EntityReference implements ReferenceSource {

	private final Finder units;

	/**
	 * Create a reference.
	 * @param units finds the persistence unit of a database
	 */
	public EntityReference(Finder units) {
		this.units = units;
	}

	@Override
	public Schema read(MigrationDatabase database, SchemaDialect dialect, Predicate<String> excluded)
			throws SQLException {
		try (EntityModel model = EntityModel.of(this.units.find(database.getName()))) {
			return (dialect instanceof PostgresqlSchemaDialect) ? readFromPostgresql(database, model, excluded)
					: readFromSqlite(model, excluded);
		}
	}

	private static Schema readFromSqlite(EntityModel model, Predicate<String> excluded) throws SQLException {
		try (Connection scratch = DriverManager.getConnection("jdbc:sqlite::memory:")) {
			create(scratch, model.creationCommands());
			return model.complete(new SqliteSchemaDialect(true).read(scratch, "main", excluded));
		}
	}

	private static Schema readFromPostgresql(MigrationDatabase database, EntityModel model, Predicate<String> excluded)
			throws SQLException {
		try (Connection connection = database.getConnection()) {
			connection.setAutoCommit(false);
			try {
				String present = Namespaces.current(connection);
				Queries.execute(connection, "SET LOCAL search_path = pg_temp, " + Queries.quote(present));
				create(connection, model.creationCommands());
				return new PostgresqlSchemaDialect(true).read(connection, Namespaces.temporary(connection), excluded);
			}
			finally {
				connection.rollback();
				connection.setAutoCommit(true);
			}
		}
	}

	private static void create(Connection connection, List<String> commands) throws SQLException {
		for (String command : commands) {
			try {
				Queries.execute(connection, command);
			}
			catch (SQLException ex) {
				throw GeneratorFailures.refused(
						"What the entities ask for can't be created: " + ex.getMessage() + " [" + command + "]",
						"Correct the mapping of the entities.", ex);
			}
		}
	}

}
