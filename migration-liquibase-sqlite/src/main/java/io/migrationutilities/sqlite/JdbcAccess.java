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

import liquibase.database.Database;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.DatabaseException;

/**
 * Gives access to the connection below that of Liquibase.
 */
final class JdbcAccess {

	private JdbcAccess() {
	}

	static boolean isPossible(Database database) {
		return database.getConnection() instanceof JdbcConnection;
	}

	/**
	 * Do something with the driver's own connection, which takes savepoints where
	 * wrappers around it guard the transaction against change sets.
	 * @param <E> another failure than one of the database
	 * @param database the database
	 * @param action what to do
	 * @throws DatabaseException if the database fails
	 * @throws E if the action fails
	 */
	static <E extends Exception> void run(Database database, Action<E> action) throws DatabaseException, E {
		if (!(database.getConnection() instanceof JdbcConnection jdbc)) {
			throw new DatabaseException("SQLite tables can't be altered without a connection to the database");
		}
		try {
			Connection connection = jdbc.getUnderlyingConnection();
			action.run(connection.isWrapperFor(Connection.class) ? connection.unwrap(Connection.class) : connection);
		}
		catch (SQLException ex) {
			throw new DatabaseException(ex);
		}
	}

	/**
	 * Something to do with a connection.
	 *
	 * @param <E> another failure than one of the database
	 */
	@FunctionalInterface
	interface Action<E extends Exception> {

		void run(Connection connection) throws SQLException, E;

	}

}
