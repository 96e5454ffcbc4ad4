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

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.backup.BackupFailures;
import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.database.Queries;
import io.migrationutilities.database.SqlState;
import io.migrationutilities.work.Enumeration;
import io.migrationutilities.work.Interruption;

/**
 * Says what failures of PostgreSQL and its client programs mean.
 */
final class PostgresqlFailures {

	private static final int MAX_NAMED = 10;

	private static final String EXCLUSIVE_LOCKS = "SELECT DISTINCT pg_catalog.format('%s (session %s%s)', l.relation::regclass, "
			+ "l.pid, coalesce(' of ' || nullif(a.application_name, ''), '')) FROM pg_catalog.pg_locks l "
			+ "JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid WHERE l.locktype = 'relation' AND l.granted "
			+ "AND l.mode = 'AccessExclusiveLock' AND l.database = (SELECT oid FROM pg_catalog.pg_database "
			+ "WHERE datname = current_database()) LIMIT 10";

	private static final List<String> TOO_MANY_CONNECTIONS = List.of("too many connections", "too many clients",
			"connection slots are reserved");

	private static final String CONNECTIONS_NEEDED = "Allow the user more connections (ALTER ROLE <user> CONNECTION LIMIT "
			+ "<number>, ALTER DATABASE <database> CONNECTION LIMIT <number>, max_connections): a run with a backup needs "
			+ "three beside that of the pool.";

	private PostgresqlFailures() {
	}

	/**
	 * Translate a failure of one of our own sessions.
	 * @param ex the failure
	 * @return the exception to throw
	 */
	static MigrationException ofConnection(SQLException ex) {
		if (Interruption.isPending()) {
			return Interruption.failure(ex);
		}
		if (SqlState.LOCKED.is(ex)) {
			return locked(String.valueOf(ex.getMessage()), List.of());
		}
		if (SqlState.OUT_OF_MEMORY.is(ex)) {
			return tooManyLocks(String.valueOf(ex.getMessage()), ex);
		}
		if (SqlState.CREDENTIALS.is(ex)) {
			return new MigrationException(MigrationErrorCode.BACKUP_UNAVAILABLE,
					"The settings that a backup needs to connect are not known: %s.".formatted(ex.getMessage()),
					"Let the data source be configured by Spring Boot, or set spring.liquibase.url, user and password.",
					ex);
		}
		if (SqlState.NO_RIGHT.is(ex)) {
			return new MigrationException(MigrationErrorCode.BACKUP_UNAVAILABLE,
					"No complete backup can be taken: %s.".formatted(ex.getMessage()),
					"Grant the user of the application what is missing.", ex);
		}
		if (TOO_MANY_CONNECTIONS.stream().anyMatch(String.valueOf(ex.getMessage())::contains)) {
			return new MigrationException(MigrationErrorCode.DATABASE_UNAVAILABLE,
					"The PostgreSQL database can't be asked: %s.".formatted(ex.getMessage()), CONNECTIONS_NEEDED, ex);
		}
		return PostgresqlAccess.unavailable(ex);
	}

	/**
	 * Translate the failure of a dump.
	 * @param result how {@code pg_dump} ended
	 * @param connection the session that exported the snapshot
	 * @param target where the dump was written
	 * @param unknownSettings says which settings {@code pg_dump} does not know, or is
	 * empty
	 * @return the exception to throw
	 */
	static MigrationException ofDump(PostgresqlProcess.Result result, Connection connection, Path target,
			String unknownSettings) {
		String message = result.describe();
		String text = message.toLowerCase(Locale.ROOT);
		if (text.contains("max_locks_per_transaction")) {
			return tooManyLocks(message, null);
		}
		if (text.contains("no space left on device")) {
			return BackupFailures.noSpace(target, null);
		}
		if (text.contains("permission denied") || text.contains("row-level security")) {
			return new MigrationException(MigrationErrorCode.BACKUP_UNAVAILABLE,
					"No complete backup can be taken: %s".formatted(message),
					"Grant the user of the application what is missing.");
		}
		if (TOO_MANY_CONNECTIONS.stream().anyMatch(text::contains)) {
			return new MigrationException(MigrationErrorCode.BACKUP_FAILED, "pg_dump failed: %s".formatted(message),
					CONNECTIONS_NEEDED);
		}
		// The server's part of the message may be in any language; the statement is not.
		boolean waiting = text.contains("lock table") || text.contains("could not obtain lock");
		if (waiting && !text.contains("server closed the connection")) {
			return locked(message, exclusiveLocks(connection));
		}
		return new MigrationException(MigrationErrorCode.BACKUP_FAILED, "pg_dump failed: %s".formatted(message),
				"Correct what it complains about, then start again. It connects with the settings of the data source."
						+ unknownSettings);
	}

	private static MigrationException tooManyLocks(String message, @Nullable Exception cause) {
		return new MigrationException(MigrationErrorCode.BACKUP_FAILED,
				"The server can't lock all tables of the database at once: %s".formatted(message),
				"Raise max_locks_per_transaction, and restart the server.", cause);
	}

	/**
	 * Enumerate the first few of any number of names.
	 * @param names the names
	 * @return the first ones, and how many more there are
	 */
	static String enumerate(List<String> names) {
		return Enumeration.of(names, MAX_NAMED);
	}

	private static List<String> exclusiveLocks(Connection connection) {
		try {
			return Queries.strings(connection, EXCLUSIVE_LOCKS);
		}
		catch (SQLException ex) {
			return List.of();
		}
	}

	private static MigrationException locked(String message, List<String> holders) {
		String held = holders.isEmpty() ? "" : " Locked are: " + String.join(", ", holders) + ".";
		return new MigrationException(MigrationErrorCode.DATABASE_LOCKED,
				"A table was locked exclusively by another session for too long: %s%s".formatted(message, held),
				"End that session (SELECT pg_terminate_backend(<session>)), then start again.");
	}

}
