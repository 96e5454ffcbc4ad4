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

package io.migrationutilities.backup.sqlite;

import java.nio.file.Path;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

import io.migrationutilities.DatabaseState;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;

/**
 * Says what kept a SQLite database from being restored. Where nothing else is said,
 * SQLite left its content as it was.
 *
 * @param backup the backup
 * @param live the database
 * @param timeout how long the restore waits for locks of others
 */
record SqliteRestoreFailures(Path backup, Path live, Duration timeout) {

	private static final String OTHER_BACKUP = "Choose another backup: 'migrations backups' tells which "
			+ "ones are good.";

	/**
	 * Return what a result code of the copy, or of reading the backup, means.
	 * @param code the result code
	 * @param cause the cause, if there is one
	 * @return the exception to throw
	 */
	MigrationException ofCopy(int code, @Nullable Throwable cause) {
		return switch (SQLiteErrorCode.getErrorCode(code)) {
			case SQLITE_BUSY, SQLITE_LOCKED -> locked(cause);
			case SQLITE_READONLY, SQLITE_CANTOPEN -> unwritable(cause);
			case SQLITE_FULL -> diskFull(cause);
			case SQLITE_CORRUPT, SQLITE_NOTADB ->
				badBackup("SQLite can't read it (%s)".formatted(SqliteConnections.describe(code)), cause);
			default -> failed(SqliteConnections.describe(code), cause);
		};
	}

	/**
	 * Return what a result code of looking at the live database means.
	 * @param code the result code
	 * @param cause the cause
	 * @return the exception to throw
	 */
	MigrationException ofLive(int code, Throwable cause) {
		return switch (SQLiteErrorCode.getErrorCode(code)) {
			case SQLITE_BUSY, SQLITE_LOCKED -> locked(cause);
			case SQLITE_READONLY, SQLITE_CANTOPEN -> unwritable(cause);
			case SQLITE_CORRUPT, SQLITE_NOTADB -> damagedLive(cause);
			default -> failed(SqliteConnections.describe(code), cause);
		};
	}

	private MigrationException unwritable(@Nullable Throwable cause) {
		return blocked("SQLite can't write to it, or beside it (check with: ls -ld '%s' '%s')".formatted(this.live,
				this.live.getParent()), cause);
	}

	private MigrationException locked(@Nullable Throwable cause) {
		return blocked("another connection holds a lock on it", cause);
	}

	MigrationException blocked(String reason, @Nullable Throwable cause) {
		return new MigrationException(MigrationErrorCode.RESTORE_BLOCKED,
				"'%s' could not be restored within %d s: %s.".formatted(this.live, this.timeout.toSeconds(), reason),
				("Close what uses the database (lsof '%s' lists the processes), then call "
						+ "MigrationUtilities.restoreDatabase again.")
					.formatted(this.live),
				cause);
	}

	MigrationException badBackup(String reason, @Nullable Throwable cause) {
		return new MigrationException(MigrationErrorCode.BACKUP_INVALID,
				"Nothing was restored from '%s': %s.".formatted(this.backup, reason), OTHER_BACKUP, cause);
	}

	MigrationException failed(String reason, @Nullable Throwable cause) {
		return new MigrationException(MigrationErrorCode.RESTORE_FAILED,
				"'%s' could not be restored and keeps its content: %s.".formatted(this.live, reason),
				"Check the disk (df -h '%s'), then call MigrationUtilities.restoreDatabase again."
					.formatted(this.live.getParent()),
				cause);
	}

	/**
	 * Return the failure of a copy after which the database could not be looked at.
	 * @param reason what SQLite said
	 * @param cause the cause
	 * @return the exception to throw
	 */
	MigrationException unknown(String reason, Throwable cause) {
		return new MigrationException(MigrationErrorCode.RESTORE_FAILED,
				"The restore of '%s' failed, and it could not be read afterwards: %s.".formatted(this.live, reason),
				"Check the disk (df -h '%s'), then call MigrationUtilities.restoreDatabase again."
					.formatted(this.live.getParent()),
				DatabaseState.UNKNOWN, null, cause);
	}

	private MigrationException diskFull(@Nullable Throwable cause) {
		return new MigrationException(MigrationErrorCode.NO_SPACE,
				"The disk was full before '%s' was restored; it keeps its content.".formatted(this.live),
				"Free space (check with: df -h '%s'), then call MigrationUtilities.restoreDatabase again."
					.formatted(this.live.getParent()),
				cause);
	}

	private MigrationException damagedLive(Throwable cause) {
		return new MigrationException(MigrationErrorCode.RESTORE_FAILED,
				"'%s' is so damaged that SQLite can't replace its content: %s.".formatted(this.live,
						cause.getMessage()),
				("Stop the application, move the file aside together with those named like it that end with -wal, "
						+ "-shm or -journal (mv '%1$s' '%1$s.damaged'), start it again and call "
						+ "MigrationUtilities.restoreDatabase.")
					.formatted(this.live),
				cause);
	}

}
