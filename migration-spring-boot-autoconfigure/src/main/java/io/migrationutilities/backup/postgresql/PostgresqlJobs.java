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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.database.Queries;

/**
 * The number of jobs of {@code pg_dump} and {@code pg_restore}, each of which takes a
 * connection: no more than role, database and server have left.
 */
final class PostgresqlJobs {

	private static final Log logger = LogFactory.getLog(PostgresqlJobs.class);

	// Limits hold for no superuser, who also gets those that are reserved.
	private static final String FREE = """
			SELECT least(
				CASE WHEN r.rolsuper OR r.rolconnlimit < 0 THEN 1000000 ELSE r.rolconnlimit - (SELECT count(*)
					FROM pg_catalog.pg_stat_activity a WHERE a.usesysid = r.oid) END,
				CASE WHEN r.rolsuper OR d.datconnlimit < 0 THEN 1000000 ELSE d.datconnlimit - (SELECT count(*)
					FROM pg_catalog.pg_stat_activity a WHERE a.datid = d.oid AND a.usesysid IS NOT NULL) END,
				(SELECT sum(CASE s.name WHEN 'max_connections' THEN s.setting::bigint
						ELSE CASE WHEN r.rolsuper THEN 0 ELSE - s.setting::bigint END END)
					FROM pg_catalog.pg_settings s
					WHERE s.name IN ('max_connections', 'superuser_reserved_connections', 'reserved_connections'))
				- (SELECT count(*) FROM pg_catalog.pg_stat_activity a WHERE a.usesysid IS NOT NULL))
			FROM pg_catalog.pg_roles r CROSS JOIN pg_catalog.pg_database d
			WHERE r.rolname = session_user AND d.datname = %s""";

	private PostgresqlJobs() {
	}

	/**
	 * Return how many jobs there can be.
	 * @param settings how many are wanted
	 * @param session a session of the login
	 * @param database the database that they connect to
	 * @param beside how many connections the program takes beside those of several jobs
	 * @return the number of jobs, at least 1
	 * @throws SQLException if the server can't be asked
	 */
	static int fitting(PostgresqlToolSettings settings, Connection session, String database, int beside)
			throws SQLException {
		int wanted = settings.numberOfJobs();
		if (wanted == 1) {
			return wanted;
		}
		long free = Queries.number(session, FREE.formatted(PostgresqlName.literal(database)));
		int fitting = (int) Math.max(1, Math.min(wanted, free - beside));
		if (fitting < wanted) {
			logger.info("%d jobs instead of %d, since %d connections are left to the user".formatted(fitting, wanted,
					Math.max(0, free)));
		}
		return fitting;
	}

}
