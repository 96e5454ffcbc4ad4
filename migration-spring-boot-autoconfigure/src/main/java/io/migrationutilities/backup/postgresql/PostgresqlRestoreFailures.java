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

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.DatabaseState;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.database.SqlState;

/**
 * Says what kept a PostgreSQL backup from being restored.
 */
final class PostgresqlRestoreFailures {

	/** The words of a script's error where a table is not what the manifest says. */
	static final String DIFFERENT = "not what its manifest says";

	private static final int VALIDATION_SECONDS = 10;

	private static final List<String> DISK_FULL_MESSAGES = List.of("no space left on device", "disk full");

	private static final List<String> CONNECTION_MESSAGES = List.of("server closed the connection",
			"terminating connection", "connection to server", "could not connect", "no connection to the server");

	// The command is said as it is in every language.
	private static final List<String> EXTENSION_MESSAGES = List.of("command was: create extension");

	private static final String AGAIN = "then call MigrationUtilities.restoreDatabase again.";

	private PostgresqlRestoreFailures() {
	}

	/**
	 * Translate a failure to create, read or drop a scratch database for a verification.
	 * @param ex the failure
	 * @return the exception to throw
	 */
	static MigrationException ofVerification(SQLException ex) {
		if (SqlState.DISK_FULL.is(ex)) {
			return diskFull(String.valueOf(ex.getMessage()), ex);
		}
		if (SqlState.NO_RIGHT.is(ex)) {
			return new MigrationException(MigrationErrorCode.BACKUP_UNAVAILABLE,
					"The backup can't be restored into a scratch database: %s.".formatted(ex.getMessage()),
					"Grant the user of the application what is missing (ALTER ROLE <user> CREATEDB), or verify at the level structure.",
					ex);
		}
		return PostgresqlAccess.unavailable(ex);
	}

	/**
	 * Translate the failure of a statement of a restore that left the database as it was.
	 * @param ex the failure
	 * @return the exception to throw
	 */
	static MigrationException ofRestore(SQLException ex) {
		String message = String.valueOf(ex.getMessage());
		if (SqlState.DISK_FULL.is(ex)) {
			return diskFull(message, ex);
		}
		if (SqlState.isAnyOf(ex, SqlState.IN_USE, SqlState.LOCKED)) {
			return blocked("others use it: " + message, "End what uses it", ex);
		}
		if (SqlState.NO_RIGHT.is(ex)) {
			return blocked(message, "Grant the user of the application what is missing", ex);
		}
		return failed(message, ex);
	}

	/**
	 * Translate the failure of a program of a restore that left the database as it was.
	 * @param program its name
	 * @param result how it ended
	 * @return the exception to throw
	 */
	static MigrationException ofProgram(String program, PostgresqlProcess.Result result) {
		String message = "%s says: %s".formatted(program, result.describe());
		return contains(result, DISK_FULL_MESSAGES) ? diskFull(message, null) : failed(message, null);
	}

	/**
	 * Translate the failure of a script of a restore that was not committed.
	 * @param result how {@code psql} ended
	 * @param access the way to the database
	 * @return the exception to throw
	 */
	static MigrationException ofScript(PostgresqlProcess.Result result, PostgresqlAccess access) {
		if (SqlState.LOCKED.isReportedIn(result.errors())) {
			return blockedBy("others have locked it: " + result.describe() + " Sessions:", lockHolders(access),
					"End them (SELECT pg_terminate_backend(<process>))");
		}
		if (contains(result, List.of(DIFFERENT))) {
			return badBackup(List.of(result.describe()));
		}
		if (SqlState.OUT_OF_MEMORY.isReportedIn(result.errors())) {
			return tooManyLocks(result.describe());
		}
		return SqlState.DISK_FULL.isReportedIn(result.errors()) ? diskFull(result.describe(), null)
				: ofProgram("psql", result);
	}

	private static List<String> lockHolders(PostgresqlAccess access) {
		try (Connection observer = access.open("migration-utilities observer")) {
			return PostgresqlSessions.holdingLocks(observer);
		}
		catch (SQLException ex) {
			return List.of("unknown");
		}
	}

	/**
	 * Make sure that it is not the server to which the failure of a program is owed.
	 * @param result how the program ended
	 * @param session a session of the same server
	 * @throws SQLException if the server can't be asked
	 * @throws MigrationException if the server, or somebody who killed the program, is to
	 * blame
	 */
	static void requireUsableServer(PostgresqlProcess.Result result, Connection session) throws SQLException {
		if (contains(result, DISK_FULL_MESSAGES)) {
			throw diskFull(result.describe(), null);
		}
		if (contains(result, EXTENSION_MESSAGES)) {
			throw new MigrationException(MigrationErrorCode.BACKUP_UNAVAILABLE,
					"The backup can't be restored into a scratch database: %s".formatted(result.describe()),
					"Let a user verify who may create the extension, or verify at the level structure.");
		}
		if (isOfServer(result, session)) {
			throw new MigrationException(MigrationErrorCode.DATABASE_UNAVAILABLE,
					"The backup could not be restored into a scratch database: %s".formatted(result.describe()),
					"Check that the server runs and accepts connections of this user, then verify again.");
		}
		if (PostgresqlObjects.needOtherOwners(session)) {
			throw new MigrationException(MigrationErrorCode.BACKUP_UNAVAILABLE,
					"The backup can't be restored into a scratch database, which can't have what belongs to others: %s"
						.formatted(result.describe()),
					"Let a superuser verify, or verify at the level structure.");
		}
	}

	/**
	 * Return whether a program failed at what the backup holds, and neither the server
	 * nor somebody who killed the program is to blame.
	 * @param result how the program ended
	 * @param session a session of the same server
	 * @return whether it was the content
	 * @throws SQLException if the server can't be asked
	 */
	static boolean isOfContent(PostgresqlProcess.Result result, Connection session) throws SQLException {
		return !contains(result, DISK_FULL_MESSAGES) && !contains(result, EXTENSION_MESSAGES)
				&& !isOfServer(result, session);
	}

	private static boolean isOfServer(PostgresqlProcess.Result result, Connection session) throws SQLException {
		return result.isKilled() || contains(result, CONNECTION_MESSAGES) || !session.isValid(VALIDATION_SECONDS);
	}

	private static boolean contains(PostgresqlProcess.Result result, List<String> messages) {
		String text = result.describe().toLowerCase(Locale.ROOT);
		return messages.stream().anyMatch(text::contains);
	}

	static MigrationException notRun(IOException ex) {
		if (String.valueOf(ex.getMessage()).toLowerCase(Locale.ROOT).contains(DISK_FULL_MESSAGES.get(0))) {
			return new MigrationException(MigrationErrorCode.NO_SPACE,
					"The disk of the backup was full before its restore began; the database keeps its content: %s"
						.formatted(ex.getMessage()),
					"Free space beside the backup, as much as its size at least, then start again.", ex);
		}
		return new MigrationException(MigrationErrorCode.RESTORE_FAILED,
				"The backup could not be restored: %s.".formatted(ex.getMessage()),
				"Check the backup directory and the client programs of PostgreSQL, then start again.", ex);
	}

	static MigrationException blocked(String reason, String remedy, @Nullable Throwable cause) {
		return new MigrationException(MigrationErrorCode.RESTORE_BLOCKED,
				"The database can't be restored and keeps its content: %s.".formatted(reason.replaceFirst("\\.$", "")),
				remedy + ", " + AGAIN, cause);
	}

	static MigrationException blockedBy(String reason, List<String> names, String remedy) {
		return blocked(reason + " " + PostgresqlFailures.enumerate(names), remedy, null);
	}

	static MigrationException tooManyLocks(String reason) {
		return blocked(reason, "Raise max_locks_per_transaction, which takes a restart of the server, or let a user "
				+ "restore that owns the database and may create others", null);
	}

	static MigrationException failed(String reason, @Nullable Throwable cause) {
		return new MigrationException(MigrationErrorCode.RESTORE_FAILED,
				"The database could not be restored and keeps its content: %s".formatted(reason),
				"Correct what it complains about, " + AGAIN, cause);
	}

	static MigrationException badBackup(List<String> differences) {
		return new MigrationException(MigrationErrorCode.BACKUP_INVALID,
				"The database keeps its content, since the backup is not what its manifest says: %s"
					.formatted(String.join(" ", differences)),
				"Choose another backup: 'migrations backups' tells which ones are good.");
	}

	static MigrationException unknown(String reason, @Nullable Throwable cause) {
		return new MigrationException(MigrationErrorCode.RESTORE_FAILED,
				"Whether the database was restored is not known: %s".formatted(reason),
				"Check that the server runs, look at the database, and call MigrationUtilities.restoreDatabase again if it is not restored.",
				DatabaseState.UNKNOWN, null, cause);
	}

	private static MigrationException diskFull(String message, @Nullable Throwable cause) {
		return new MigrationException(MigrationErrorCode.NO_SPACE,
				"The disk of the server was full before the backup was restored; the database keeps its content: %s"
					.formatted(message),
				"Free space on the server, then start again.", cause);
	}

}
