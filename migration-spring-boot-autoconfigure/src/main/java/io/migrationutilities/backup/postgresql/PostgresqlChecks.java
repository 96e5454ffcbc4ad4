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

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.database.Queries;
import io.migrationutilities.work.Findings;

/**
 * Checks what backups of a PostgreSQL database need: programs, a login for them, and
 * privileges.
 */
final class PostgresqlChecks {

	private static final String SESSION = "migration-utilities diagnosis";

	// Of a materialized view a dump has the definition only.
	private static final String UNREADABLE = "SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) "
			+ PostgresqlContent.OF_USERS + " AND c.relkind IN ('r', 'p', 'S') AND NOT "
			+ "(pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND CASE c.relkind WHEN 'S' THEN "
			+ "pg_catalog.has_sequence_privilege(c.oid, 'SELECT') ELSE pg_catalog.has_table_privilege(c.oid, 'SELECT') END)"
			+ " ORDER BY 1";

	private static final String CLOSED_SCHEMAS = "SELECT DISTINCT pg_catalog.quote_ident(n.nspname)"
			+ PostgresqlContent.OF_USERS + " AND c.relkind IN ('r', 'p', 'S') AND NOT "
			+ "pg_catalog.has_schema_privilege(n.oid, 'USAGE') ORDER BY 1";

	private static final String FILTERED = "SELECT pg_catalog.format('%I.%I', n.nspname, c.relname) "
			+ PostgresqlContent.OF_USERS
			+ " AND c.relkind IN ('r', 'p') AND pg_catalog.row_security_active(c.oid) ORDER BY 1";

	private static final String FORCED = FILTERED.replace(" ORDER BY",
			" AND c.relforcerowsecurity AND pg_catalog.pg_has_role(c.relowner, 'USAGE') ORDER BY");

	private final PostgresqlToolSettings settings;

	private final BackupSource source;

	PostgresqlChecks(PostgresqlToolSettings settings, BackupSource source) {
		this.settings = settings;
		this.source = source;
	}

	void run(VerificationLevel level, Findings findings) {
		findings.check("Programs", this::describeTools);
		findings.check("Login of programs", this::describeLogin);
		findings.check("Privileges", this::describePrivileges);
		findings.check("Verification", () -> describeVerification(level));
	}

	private String describeTools() throws SQLException {
		try (Connection pooled = this.source.dataSource().getConnection()) {
			int server = PostgresqlPreconditions.majorVersion(pooled);
			PostgresqlTools tools = PostgresqlTools.find(this.settings, server);
			return "'%s' and '%s' of version %s, for a server of version %d".formatted(String.join(" ", tools.pgDump()),
					String.join(" ", tools.pgRestore()), tools.version(), server);
		}
	}

	private String describeLogin() {
		PostgresqlAccess access = PostgresqlAccess.of(this.source);
		try {
			access.open(SESSION).close();
			return "to " + access;
		}
		catch (SQLException ex) {
			throw PostgresqlFailures.ofConnection(ex);
		}
	}

	private String describePrivileges() throws SQLException {
		try (Connection pooled = this.source.dataSource().getConnection()) {
			requireReadable(pooled);
			return "the user '%s' may read all tables and sequences".formatted(PostgresqlPreconditions.user(pooled));
		}
	}

	private String describeVerification(VerificationLevel level) throws SQLException {
		try (Connection pooled = this.source.dataSource().getConnection()) {
			requireVerifiable(pooled, level);
			return "at level " + level;
		}
	}

	private static void requireReadable(Connection connection) throws SQLException {
		refuse(connection, CLOSED_SCHEMAS, "the user '%s' may not use the schema %s",
				"Grant it: GRANT USAGE ON SCHEMA <schema> TO %s");
		refuse(connection, UNREADABLE, "the user '%s' may not read %s",
				"Grant it: GRANT SELECT ON <table or sequence> TO %s");
		refuse(connection, FORCED, "row-level security is forced on the user '%s', who owns %s",
				"Take it off the owner: ALTER TABLE <table> NO FORCE ROW LEVEL SECURITY, or grant: ALTER ROLE %s BYPASSRLS");
		refuse(connection, FILTERED, "row-level security hides rows from the user '%s' in %s",
				"Let the owner of the tables take the backup, or grant: ALTER ROLE %s BYPASSRLS");
	}

	private static void requireVerifiable(Connection connection, VerificationLevel level) throws SQLException {
		if (level == VerificationLevel.RESTORE && !PostgresqlPreconditions.mayCreateDatabases(connection)) {
			throw unavailable(
					"the user '%s' may not create the scratch database that migration.backup.verify=restore needs"
						.formatted(PostgresqlPreconditions.user(connection)),
					"Grant it: ALTER ROLE %s CREATEDB, or set migration.backup.verify=structure"
						.formatted(Queries.quote(PostgresqlPreconditions.user(connection))));
		}
	}

	private static void refuse(Connection connection, String query, String reason, String hint) throws SQLException {
		List<String> names = Queries.strings(connection, query);
		if (!names.isEmpty()) {
			String user = PostgresqlPreconditions.user(connection);
			throw unavailable(reason.formatted(user, PostgresqlFailures.enumerate(names)),
					hint.formatted(Queries.quote(user)));
		}
	}

	private static MigrationException unavailable(String reason, String hint) {
		return new MigrationException(MigrationErrorCode.BACKUP_UNAVAILABLE,
				"No complete backup can be taken: %s.".formatted(reason), hint);
	}

}
