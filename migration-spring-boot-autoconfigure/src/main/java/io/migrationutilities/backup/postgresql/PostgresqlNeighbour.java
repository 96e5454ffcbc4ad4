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

package io.migrationutilities.backup.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.database.Queries;
import io.migrationutilities.database.SqlState;

/**
 * Another database of the server: whoever renames a database has to be connected to a
 * different one.
 */
final class PostgresqlNeighbour {

	private static final Log logger = LogFactory.getLog(PostgresqlNeighbour.class);

	private static final String CANDIDATES = "SELECT datname FROM pg_catalog.pg_database WHERE datallowconn "
			+ "AND datname IN ('postgres', 'template1', 'defaultdb') AND datname <> %s "
			+ "AND pg_catalog.has_database_privilege(oid, 'CONNECT') ORDER BY datname = 'postgres' DESC, datname";

	// The database is not for us, is gone, or takes no connections.
	private static final SqlState[] CLOSED = { SqlState.CREDENTIALS, SqlState.NO_DATABASE, SqlState.NO_RIGHT,
			SqlState.NOT_NOW, SqlState.NOT_READY };

	private PostgresqlNeighbour() {
	}

	/**
	 * Open a session in another database.
	 * @param access the way to the server
	 * @param session a session of the server
	 * @param applicationName what {@code pg_stat_activity} shows
	 * @return the session, or empty if no other database can be connected to
	 * @throws SQLException if the server can't be asked, or has no connection left
	 */
	static Optional<Connection> open(PostgresqlAccess access, Connection session, String applicationName)
			throws SQLException {
		String candidates = CANDIDATES.formatted(PostgresqlName.literal(access.database()));
		for (String candidate : Queries.strings(session, candidates)) {
			try {
				return Optional.of(access.open(candidate, applicationName));
			}
			catch (SQLException ex) {
				if (!SqlState.isAnyOf(ex, CLOSED)) {
					throw ex;
				}
				logger.debug("The database '%s' can't be connected to".formatted(candidate), ex);
			}
		}
		return Optional.empty();
	}

}
