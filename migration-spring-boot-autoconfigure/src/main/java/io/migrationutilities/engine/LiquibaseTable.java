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

package io.migrationutilities.engine;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

import liquibase.database.Database;
import liquibase.structure.core.Table;
import org.jspecify.annotations.Nullable;

/**
 * A table in which Liquibase, or the ledger beside it, keeps its own records.
 *
 * @param schema its schema, or {@code null} if the database has none
 * @param name its name as the database stores it
 * @param sql its name as it stands in SQL
 */
record LiquibaseTable(@Nullable String schema, String name, String sql) {

	static LiquibaseTable historyOf(Database database) {
		return of(database, database.getDatabaseChangeLogTableName());
	}

	static LiquibaseTable lockOf(Database database) {
		return of(database, database.getDatabaseChangeLogLockTableName());
	}

	static LiquibaseTable of(Database database, String name) {
		return new LiquibaseTable(database.getLiquibaseSchemaName(), database.correctObjectName(name, Table.class),
				database.escapeTableName(database.getLiquibaseCatalogName(), database.getLiquibaseSchemaName(), name));
	}

	/**
	 * Return whether there is such a table. JDBC takes the name for a pattern.
	 * @param connection through which to ask
	 * @return whether it exists
	 * @throws SQLException if the database can't be asked
	 */
	boolean exists(Connection connection) throws SQLException {
		try (ResultSet tables = connection.getMetaData()
			.getTables(null, this.schema, this.name, new String[] { "TABLE" })) {
			while (tables.next()) {
				if (this.name.equalsIgnoreCase(tables.getString("TABLE_NAME"))) {
					return true;
				}
			}
			return false;
		}
	}

}
