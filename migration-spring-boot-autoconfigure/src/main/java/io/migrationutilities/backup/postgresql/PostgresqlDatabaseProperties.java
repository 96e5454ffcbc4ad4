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

import io.migrationutilities.database.Queries;

/**
 * Gives a database what another one has and no dump contains: owner, limit of
 * connections, privileges, comment, and settings of its own.
 */
final class PostgresqlDatabaseProperties {

	private static final String LIST_SETTINGS = "('local_preload_libraries', 'search_path', 'session_preload_libraries', "
			+ "'shared_preload_libraries', 'temp_tablespaces', 'unix_socket_directories')";

	// SET … TO would take a list for one name. SET … FROM CURRENT takes it as it is, but
	// not every setting can be made in a session.
	private static final String STATEMENTS = """
			WITH live AS (SELECT d.* FROM pg_catalog.pg_database d WHERE d.datname = %1$s),
			entry AS (SELECT CASE s.setrole WHEN 0 THEN pg_catalog.format('ALTER DATABASE %%I', %2$s)
					ELSE pg_catalog.format('ALTER ROLE %%I IN DATABASE %%I', pg_catalog.pg_get_userbyid(s.setrole), %2$s) END AS target,
					pg_catalog.split_part(c.line, '=', 1) AS name,
					pg_catalog.substr(c.line, pg_catalog.strpos(c.line, '=') + 1) AS value
				FROM live JOIN pg_catalog.pg_db_role_setting s ON s.setdatabase = live.oid
				CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) c (line)),
			statement (step, sql) AS (
				SELECT 1, pg_catalog.format('ALTER DATABASE %%I OWNER TO %%I', %2$s, pg_catalog.pg_get_userbyid(datdba)) FROM live
				UNION ALL SELECT 2, pg_catalog.format('ALTER DATABASE %%I CONNECTION LIMIT %%s', %2$s, datconnlimit) FROM live
				UNION ALL SELECT 3, pg_catalog.format('COMMENT ON DATABASE %%I IS %%L', %2$s,
					pg_catalog.shobj_description(oid, 'pg_database')) FROM live
				UNION ALL SELECT 4, pg_catalog.format('REVOKE ALL ON DATABASE %%I FROM PUBLIC, SESSION_USER, %%I', %2$s,
					pg_catalog.pg_get_userbyid(datdba)) FROM live
				UNION ALL SELECT 5, pg_catalog.format('GRANT %%s ON DATABASE %%I TO %%s%%s', a.privilege_type, %2$s,
					CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) END,
					CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
				FROM live CROSS JOIN LATERAL pg_catalog.aclexplode(
					coalesce(live.datacl, pg_catalog.acldefault('d', live.datdba))) a
				UNION ALL SELECT 6, pg_catalog.format('%%s SET %%I TO %%L', target, name, value)
				FROM entry WHERE name NOT IN %3$s
				UNION ALL SELECT 6, pg_catalog.format('SELECT pg_catalog.set_config(%%L, %%L, true); %%s SET %%I FROM CURRENT',
					name, value, target, name) FROM entry WHERE name IN %3$s)
			SELECT sql FROM statement ORDER BY step""";

	private PostgresqlDatabaseProperties() {
	}

	/**
	 * Copy the properties, in the transaction of the caller.
	 * @param session a session of the server, in a transaction
	 * @param from the database that has them
	 * @param to the database that gets them
	 * @throws SQLException if they can't be copied
	 */
	static void copy(Connection session, String from, String to) throws SQLException {
		String query = STATEMENTS.formatted(PostgresqlName.literal(from), PostgresqlName.literal(to), LIST_SETTINGS);
		Queries.execute(session, Queries.strings(session, query).toArray(String[]::new));
	}

}
