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
import java.util.List;

import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.database.Queries;

/**
 * The sessions of others in a database, as seen from another database of the server.
 */
final class PostgresqlSessions {

	// Those of a role only: the server ends its own workers where they are in the way.
	private static final String OTHERS = " FROM pg_catalog.pg_stat_activity a JOIN pg_catalog.pg_roles r ON r.oid = a.usesysid "
			+ "WHERE a.datname = %s AND a.pid <> pg_catalog.pg_backend_pid()";

	// https://www.postgresql.org/docs/current/functions-admin.html, pg_terminate_backend
	private static final String MAY_BE_ENDED_BY = "((SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = %1$s) "
			+ "OR NOT r.rolsuper AND (pg_catalog.pg_has_role(%1$s, r.oid, 'USAGE') "
			+ "OR pg_catalog.pg_has_role(%1$s, 'pg_signal_backend', 'USAGE')))";

	private static final String MAY_BE_ENDED_NOW = MAY_BE_ENDED_BY.formatted("current_user");

	// The login of the session may be another one than the role that it has taken.
	private static final String MAY_BE_ENDED = "(" + MAY_BE_ENDED_NOW + " OR "
			+ MAY_BE_ENDED_BY.formatted("session_user") + ")";

	private static final String DESCRIPTION = "pg_catalog.format('%%s of %%s%%s', a.pid, a.usename, "
			+ "coalesce(' (' || nullif(a.application_name, '') || ')', ''))";

	/**
	 * Selects process id, role and application of the sessions that we are not allowed to
	 * end.
	 */
	static final String UNTOUCHABLE = ("SELECT " + DESCRIPTION + OTHERS + " AND NOT " + MAY_BE_ENDED)
		.formatted("${database}");

	private PostgresqlSessions() {
	}

	/**
	 * Describe the sessions that have locked tables of users.
	 * @param session our session, in the database
	 * @return process id, role and application of each
	 * @throws SQLException if the server can't be asked
	 */
	static List<String> holdingLocks(Connection session) throws SQLException {
		return query(session, DESCRIPTION, session.getCatalog(),
				" AND EXISTS (SELECT 1 FROM pg_catalog.pg_locks l WHERE l.pid = a.pid AND l.granted "
						+ "AND l.locktype = 'relation' AND l.relation >= 16384)");
	}

	/**
	 * End the sessions that we are allowed to end.
	 * @param session our session
	 * @param database the database
	 * @throws SQLException if the server can't be asked
	 */
	static void end(Connection session, String database) throws SQLException {
		endNow(session, database);
		PostgresqlAccess.askAsLogin(session, (login) -> endNow(login, database));
	}

	private static List<String> endNow(Connection session, String database) throws SQLException {
		return query(session, "pg_catalog.pg_terminate_backend(a.pid)", database, " AND " + MAY_BE_ENDED_NOW);
	}

	private static List<String> query(Connection session, String expression, String database, String condition)
			throws SQLException {
		return Queries.strings(session,
				("SELECT " + expression + OTHERS + condition).formatted(PostgresqlName.literal(database)));
	}

}
