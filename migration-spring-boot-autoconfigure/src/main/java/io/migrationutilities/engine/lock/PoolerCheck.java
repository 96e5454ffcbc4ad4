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

package io.migrationutilities.engine.lock;

import java.sql.Connection;
import java.sql.SQLException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.database.Queries;
import io.migrationutilities.database.SqlState;
import io.migrationutilities.engine.session.LiquibaseSession;

/**
 * Tells whether a connection is the same session of a PostgreSQL server from statement to
 * statement. A pooler such as PgBouncer in transaction mode lends the session of one
 * client to the next: locks and settings of the session are then anybody's.
 */
final class PoolerCheck {

	private static final Log logger = LogFactory.getLog(PoolerCheck.class);

	private static final int ROUNDS = 3;

	private PoolerCheck() {
	}

	/**
	 * Refuse connections that don't have their sessions for themselves, before anything
	 * relies on them.
	 * @param session the session of the run, outside a transaction
	 * @param connection the other connection, outside a transaction
	 * @throws SQLException if the server can't be asked
	 * @throws MigrationException with code {@code CONNECTION_POOLER_REFUSED}
	 */
	static void refuseSharedSessions(LiquibaseSession session, Connection connection) throws SQLException {
		Connection working = session.getConnection();
		if (PostgresqlAccess.isDirect(working) && PostgresqlAccess.isDirect(connection)) {
			return;
		}
		if (isShared(working, connection)) {
			throw new MigrationException(MigrationErrorCode.CONNECTION_POOLER_REFUSED, "'" + session.getName()
					+ "' is reached through a connection pooler in transaction or statement mode, which gives one "
					+ "session of the server to several clients: no lock would keep others out.",
					"Set 'spring.liquibase.url' to the server itself, or to a pool in session mode, then start again. "
							+ "The application may go on using the pooler.");
		}
	}

	private static boolean isShared(Connection working, Connection lock) throws SQLException {
		try {
			for (int round = 0; round < ROUNDS; round++) {
				if (isSharedDuringTransaction(working, lock) || isSharedDuringTransaction(lock, working)) {
					return true;
				}
			}
			return false;
		}
		catch (SQLException ex) {
			// A pooler lets clients wait for a session.
			boolean lockAlone = lock.isClosed() && !working.isClosed();
			if (SqlState.PROTOCOL_VIOLATION.is(ex) || (lockAlone && SqlState.CONNECTION_FAILURE.is(ex))) {
				return true;
			}
			throw ex;
		}
	}

	// While one connection is inside a transaction its session is its own; the other one
	// then gets a different one if it had that before.
	private static boolean isSharedDuringTransaction(Connection inTransaction, Connection other) throws SQLException {
		long before = processOf(other);
		if (processOf(other) != before) {
			return true;
		}
		inTransaction.setAutoCommit(false);
		try {
			return processOf(inTransaction) == before || processOf(other) != before;
		}
		finally {
			endTransaction(inTransaction);
		}
	}

	// Fails only where the connection is broken, which then has a failure of its own.
	private static void endTransaction(Connection connection) {
		try {
			connection.rollback();
			connection.setAutoCommit(true);
		}
		catch (SQLException ex) {
			logger.debug("The transaction could not be ended", ex);
		}
	}

	/**
	 * Return the process that serves a connection.
	 * @param connection the connection
	 * @return its number on the server
	 * @throws SQLException if the server can't be asked
	 */
	static long processOf(Connection connection) throws SQLException {
		return Queries.number(connection, "SELECT pg_backend_pid()");
	}

}
