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

package io.migrationutilities.engine.session;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import liquibase.database.Database;
import liquibase.structure.DatabaseObject;
import liquibase.structure.core.Schema;
import liquibase.structure.core.Table;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.database.Queries;

/**
 * A table in which Liquibase, or the ledger beside it, keeps its own records.
 *
 * @param schema its schema, or {@code null} if the database has none
 * @param name its name as the database stores it
 * @param sql its name as it stands in SQL
 */
public record LiquibaseTable(@Nullable String schema, String name, String sql) {

	private static final String POSTGRESQL = "PostgreSQL";

	private static final String FROM = """
			FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
			WHERE c.relname = ? AND (?::text IS NULL OR n.nspname = ?)""";

	private static final String RELATION = "SELECT EXISTS (SELECT 1 " + FROM + "%s)";

	private static final String TABLES = " AND c.relkind IN ('r', 'p')";

	private static final String COLUMNS = "SELECT upper(a.attname) FROM pg_catalog.pg_attribute a WHERE a.attnum > 0 "
			+ "AND NOT a.attisdropped AND a.attrelid IN (SELECT c.oid " + FROM + ")";

	public static LiquibaseTable historyOf(Database database) {
		return of(database, database.getDatabaseChangeLogTableName());
	}

	public static LiquibaseTable lockOf(Database database) {
		return of(database, database.getDatabaseChangeLogLockTableName());
	}

	static LiquibaseTable of(Database database, String name) {
		String schema = database.getLiquibaseSchemaName();
		return new LiquibaseTable((schema != null) ? stored(database, schema, Schema.class) : null,
				stored(database, name, Table.class),
				database.escapeTableName(database.getLiquibaseCatalogName(), schema, name));
	}

	// The database folds the case of a name that Liquibase doesn't quote.
	private static String stored(Database database, String name, Class<? extends DatabaseObject> type) {
		boolean quoted = !database.escapeObjectName(name, type).equals(name);
		return quoted ? name : database.correctObjectName(name, Table.class);
	}

	/**
	 * Return whether there is such a table. JDBC takes the names for patterns.
	 * @param connection through which to ask
	 * @return whether it exists
	 * @throws SQLException if the database can't be asked
	 */
	public boolean exists(Connection connection) throws SQLException {
		return find(connection, new String[] { "TABLE" });
	}

	/**
	 * Return whether anything has this name: a table, a view, or whatever else.
	 * @param connection through which to ask
	 * @return whether the name is taken
	 * @throws SQLException if the database can't be asked
	 */
	boolean isTaken(Connection connection) throws SQLException {
		return find(connection, null);
	}

	private boolean find(Connection connection, String @Nullable [] types) throws SQLException {
		if (isPostgresql(connection)) {
			return Queries.isTrue(connection, RELATION.formatted((types != null) ? TABLES : ""), this.name, this.schema,
					this.schema);
		}
		try (ResultSet tables = connection.getMetaData().getTables(null, this.schema, this.name, types)) {
			while (tables.next()) {
				if (isThis(tables)) {
					return true;
				}
			}
			return false;
		}
	}

	/**
	 * Return the columns of the table.
	 * @param connection through which to ask
	 * @return their names in upper case
	 * @throws SQLException if the database can't be asked
	 */
	List<String> columns(Connection connection) throws SQLException {
		if (isPostgresql(connection)) {
			return Queries.strings(connection, COLUMNS, this.name, this.schema, this.schema);
		}
		List<String> names = new ArrayList<>();
		try (ResultSet columns = connection.getMetaData().getColumns(null, this.schema, this.name, null)) {
			while (columns.next()) {
				if (isThis(columns)) {
					names.add(columns.getString("COLUMN_NAME").toUpperCase(Locale.ROOT));
				}
			}
		}
		return names;
	}

	// The driver's own questions are the longest of a boot with nothing to do.
	private static boolean isPostgresql(Connection connection) throws SQLException {
		return POSTGRESQL.equals(connection.getMetaData().getDatabaseProductName());
	}

	private boolean isThis(ResultSet row) throws SQLException {
		String schema = row.getString("TABLE_SCHEM");
		return this.name.equalsIgnoreCase(row.getString("TABLE_NAME"))
				&& (this.schema == null || schema == null || this.schema.equals(schema));
	}

}
