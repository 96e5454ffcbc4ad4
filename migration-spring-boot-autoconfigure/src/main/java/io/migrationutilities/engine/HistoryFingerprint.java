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
import java.sql.Statement;

import liquibase.database.Database;
import liquibase.structure.core.Table;

import io.migrationutilities.backup.Interruption;

/**
 * What one small query tells about a change history: another value means that somebody
 * has changed it.
 *
 * @param value the values of the query, or an empty text if there is no history
 */
record HistoryFingerprint(String value) {

	private static final HistoryFingerprint NO_HISTORY = new HistoryFingerprint("");

	static HistoryFingerprint of(LiquibaseSession session) throws SQLException {
		return exists(session) ? query(session.getConnection(), tableOf(session)) : NO_HISTORY;
	}

	private static boolean exists(LiquibaseSession session) throws SQLException {
		Database database = session.getDatabase();
		String name = database.correctObjectName(database.getDatabaseChangeLogTableName(), Table.class);
		try (ResultSet tables = session.getConnection()
			.getMetaData()
			.getTables(null, database.getLiquibaseSchemaName(), name, new String[] { "TABLE" })) {
			return tables.next();
		}
	}

	static String tableOf(LiquibaseSession session) {
		Database database = session.getDatabase();
		return database.escapeTableName(database.getLiquibaseCatalogName(), database.getLiquibaseSchemaName(),
				database.getDatabaseChangeLogTableName());
	}

	static String lockTableOf(LiquibaseSession session) {
		Database database = session.getDatabase();
		return database.escapeTableName(database.getLiquibaseCatalogName(), database.getLiquibaseSchemaName(),
				database.getDatabaseChangeLogLockTableName());
	}

	/**
	 * Look at the history without Liquibase.
	 * @param connection a connection of the application
	 * @param table the name of the history table, as SQL
	 * @return the fingerprint
	 * @throws SQLException if the history can't be read, which also means that there is
	 * none
	 */
	static HistoryFingerprint query(Connection connection, String table) throws SQLException {
		Interruption.check();
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT COUNT(*), MAX(ORDEREXECUTED), SUM(ORDEREXECUTED),"
						+ " MAX(DATEEXECUTED), MIN(DATEEXECUTED), COUNT(MD5SUM), COUNT(TAG), MAX(DEPLOYMENT_ID) FROM "
						+ table)) {
			row.next();
			StringBuilder value = new StringBuilder();
			for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
				value.append(row.getString(column)).append(' ');
			}
			return new HistoryFingerprint(value.toString());
		}
	}

	boolean isOfNoHistory() {
		return this.value.isEmpty();
	}

}
