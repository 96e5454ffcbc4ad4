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

import io.migrationutilities.Finding;
import io.migrationutilities.VerificationLevel;

/**
 * Looks at what backups of a PostgreSQL database need: programs, a login for them, and
 * privileges.
 */
final class PostgresqlDiagnosis {

	private static final String SESSION = "migration-utilities diagnosis";

	private final PostgresqlToolSettings settings;

	private final PostgresqlPreconditions preconditions;

	private final BackupSource source;

	PostgresqlDiagnosis(PostgresqlToolSettings settings, BackupSource source) {
		this.settings = settings;
		this.preconditions = new PostgresqlPreconditions(settings);
		this.source = source;
	}

	List<Finding> run(VerificationLevel level) {
		Findings findings = new Findings(BackupFailures::ofDatabase);
		findings.check("Programs", this::describeTools);
		findings.check("Login of programs", this::describeLogin);
		findings.check("Privileges", this::describePrivileges);
		findings.check("Verification", () -> describeVerification(level));
		findings.checkForWarning("Restore", this::describeRestore);
		return findings.toList();
	}

	private String describeTools() throws SQLException {
		try (Connection pooled = this.source.dataSource().getConnection()) {
			int server = PostgresqlPreconditions.majorVersion(pooled);
			PostgresqlTools tools = PostgresqlTools.find(this.settings, server);
			return "'%s' and '%s' of version %s, for a server of version %d".formatted(String.join(" ", tools.pgDump()),
					String.join(" ", tools.pgRestore()), tools.version(), server);
		}
	}

	private String describeLogin() throws SQLException {
		PostgresqlAccess access = PostgresqlAccess.of(this.source);
		access.open(SESSION).close();
		return "to " + access;
	}

	private String describePrivileges() throws SQLException {
		try (Connection pooled = this.source.dataSource().getConnection()) {
			PostgresqlPreconditions.requireReadable(pooled);
			return "the user '%s' may read all tables and sequences".formatted(PostgresqlPreconditions.user(pooled));
		}
	}

	private String describeVerification(VerificationLevel level) throws SQLException {
		try (Connection pooled = this.source.dataSource().getConnection()) {
			PostgresqlPreconditions.requireVerifiable(pooled, level);
			return "at level " + level;
		}
	}

	private String describeRestore() throws SQLException {
		if (PostgresqlSwapRestore.isPossible(PostgresqlAccess.of(this.source))) {
			return "into a new database, which then takes the place of this one";
		}
		try (Connection pooled = this.source.dataSource().getConnection()) {
			PostgresqlTools.find(this.settings, PostgresqlPreconditions.majorVersion(pooled)).requirePsql();
			return "in one transaction: the user '%s' can't put a new database in the place of this one"
				.formatted(PostgresqlPreconditions.user(pooled));
		}
	}

}
