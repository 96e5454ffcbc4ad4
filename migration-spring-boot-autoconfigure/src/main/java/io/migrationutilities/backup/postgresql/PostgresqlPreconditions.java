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

import io.migrationutilities.database.BackupSource;
import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.database.Queries;

/**
 * Facts that a backup of a PostgreSQL database needs beforehand: the version of the
 * server, the rights of the user, the connections that are left, and the size.
 */
final class PostgresqlPreconditions {

	private static final Log logger = LogFactory.getLog(PostgresqlPreconditions.class);

	private static final int VERSIONS_PER_MAJOR = 10_000;

	// Indexes are not dumped. Exact sizes of single tables would have to wait for whoever
	// has locked them.
	private static final String SIZE_WITHOUT_INDEXES = "SELECT pg_catalog.pg_database_size(current_database()) "
			+ "- (SELECT coalesce(sum(relpages::bigint), 0) FROM pg_catalog.pg_class WHERE relkind = 'i') "
			+ "* pg_catalog.current_setting('block_size')::bigint";

	// zstd leaves a third of the text and less.
	private static final int COMPRESSION_FACTOR = 5;

	private static final String MAY_CREATE_DATABASES = "SELECT count(*) FROM pg_catalog.pg_roles WHERE rolname = current_user "
			+ "AND (rolcreatedb OR rolsuper)";

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

	private final PostgresqlToolSettings settings;

	PostgresqlPreconditions(PostgresqlToolSettings settings) {
		this.settings = settings;
	}

	/**
	 * Return the major version of a server.
	 * @param connection a connection to it
	 * @return the major version
	 * @throws SQLException if the server can't be asked
	 */
	static int majorVersion(Connection connection) throws SQLException {
		return (int) Queries.number(connection, "SELECT pg_catalog.current_setting('server_version_num')::int")
				/ VERSIONS_PER_MAJOR;
	}

	static boolean mayCreateDatabases(Connection connection) throws SQLException {
		return Queries.number(connection, MAY_CREATE_DATABASES) > 0;
	}

	static String user(Connection connection) throws SQLException {
		return Queries.strings(connection, "SELECT current_user").get(0);
	}

	/**
	 * Return how many jobs there can be, each of which takes a connection: no more than
	 * role, database and server have left.
	 * @param settings how many are wanted
	 * @param session a session of the login
	 * @param database the database that they connect to
	 * @param beside how many connections the program takes beside those of several jobs
	 * @return the number of jobs, at least 1
	 * @throws SQLException if the server can't be asked
	 */
	static int fittingJobs(PostgresqlToolSettings settings, Connection session, String database, int beside)
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

	long requiredSpace(BackupSource source) {
		try (Connection pooled = source.dataSource().getConnection()) {
			return expectedSize(pooled, PostgresqlTools.find(this.settings, majorVersion(pooled)));
		}
		catch (SQLException ex) {
			throw PostgresqlAccess.unavailable(ex);
		}
	}

	/**
	 * Estimate the size of a dump.
	 * @param connection a connection to the database
	 * @param tools the programs that write it
	 * @return the size in bytes
	 * @throws SQLException if the database can't be asked
	 */
	long expectedSize(Connection connection, PostgresqlTools tools) throws SQLException {
		long size = Math.max(0, Queries.number(connection, SIZE_WITHOUT_INDEXES));
		return "0".equals(tools.compression(this.settings)) ? size : size / COMPRESSION_FACTOR;
	}

}
