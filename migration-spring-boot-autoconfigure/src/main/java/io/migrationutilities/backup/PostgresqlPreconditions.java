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

package io.migrationutilities.backup;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.VerificationLevel;

/**
 * What can be known before a backup of a PostgreSQL database is taken.
 */
final class PostgresqlPreconditions {

	private static final int VERSIONS_PER_MAJOR = 10_000;

	// Indexes are not dumped. Exact sizes of single tables would have to wait for whoever
	// has locked them.
	private static final String SIZE_WITHOUT_INDEXES = "SELECT pg_catalog.pg_database_size(current_database()) "
			+ "- (SELECT coalesce(sum(relpages::bigint), 0) FROM pg_catalog.pg_class WHERE relkind = 'i') "
			+ "* pg_catalog.current_setting('block_size')::bigint";

	// zstd leaves a third of the text and less.
	private static final int COMPRESSION_FACTOR = 5;

	// Of a materialized view a dump has the definition only.
	private static final String UNREADABLE = "SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) "
			+ PostgresqlContent.OF_USERS + " AND c.relkind IN ('r', 'p', 'S') AND NOT "
			+ "(pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND CASE c.relkind WHEN 'S' THEN "
			+ "pg_catalog.has_sequence_privilege(c.oid, 'SELECT') ELSE pg_catalog.has_table_privilege(c.oid, 'SELECT') END)"
			+ " ORDER BY 1";

	private static final String FILTERED = "SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) "
			+ PostgresqlContent.OF_USERS
			+ " AND c.relkind IN ('r', 'p') AND pg_catalog.row_security_active(c.oid) ORDER BY 1";

	private static final String MAY_CREATE_DATABASES = "SELECT count(*) FROM pg_catalog.pg_roles WHERE rolname = current_user "
			+ "AND (rolcreatedb OR rolsuper)";

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

	void check(BackupSource source, VerificationLevel level) {
		try (Connection pooled = source.dataSource().getConnection()) {
			PostgresqlTools.find(this.settings, majorVersion(pooled));
			requireReadable(pooled);
			requireVerifiable(pooled, level);
		}
		catch (SQLException ex) {
			throw PostgresqlAccess.unavailable(ex);
		}
	}

	/**
	 * Make sure that the user can read everything that a dump holds.
	 * @param connection a connection to the database
	 * @throws SQLException if the server can't be asked
	 * @throws MigrationException with code {@code BACKUP_UNAVAILABLE} if that is not so
	 */
	static void requireReadable(Connection connection) throws SQLException {
		refuse(connection, UNREADABLE, "the user '%s' may not read %s",
				"Grant it: GRANT SELECT ON <table or sequence> TO %s");
		refuse(connection, FILTERED, "row-level security hides rows from the user '%s' in %s",
				"Let the owner of the tables take the backup, or grant: ALTER ROLE %s BYPASSRLS");
	}

	/**
	 * Make sure that the user may do what a verification needs.
	 * @param connection a connection to the database
	 * @param level how far backups are going to be verified
	 * @throws SQLException if the server can't be asked
	 * @throws MigrationException with code {@code BACKUP_UNAVAILABLE} if that is not so
	 */
	static void requireVerifiable(Connection connection, VerificationLevel level) throws SQLException {
		if (level == VerificationLevel.RESTORE && !mayCreateDatabases(connection)) {
			throw unavailable(
					"the user '%s' may not create the scratch database that migration.backup.verify=restore needs"
						.formatted(user(connection)),
					"Grant it: ALTER ROLE %s CREATEDB, or set migration.backup.verify=structure"
						.formatted(Queries.quote(user(connection))));
		}
	}

	static boolean mayCreateDatabases(Connection connection) throws SQLException {
		return Queries.number(connection, MAY_CREATE_DATABASES) > 0;
	}

	private static void refuse(Connection connection, String query, String reason, String hint) throws SQLException {
		List<String> names = Queries.strings(connection, query);
		if (!names.isEmpty()) {
			String user = user(connection);
			throw unavailable(reason.formatted(user, PostgresqlFailures.enumerate(names)),
					hint.formatted(Queries.quote(user)));
		}
	}

	static String user(Connection connection) throws SQLException {
		return Queries.strings(connection, "SELECT current_user").get(0);
	}

	private static MigrationException unavailable(String reason, String hint) {
		return new MigrationException(MigrationErrorCode.BACKUP_UNAVAILABLE,
				"No complete backup can be taken: %s.".formatted(reason), hint);
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
