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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

import io.migrationutilities.database.Queries;
import io.migrationutilities.database.SqliteFiles;
import io.migrationutilities.file.FreeSpace;
import io.migrationutilities.work.Gauge;
import io.migrationutilities.work.Interruption;
import io.migrationutilities.work.Interruption.Deferral;

/**
 * Writes a backup over a live SQLite database, in one transaction of that database:
 * <ol>
 * <li>the backup must be a database, and the live database readable;</li>
 * <li>there must be room for the copy and for SQLite's journal;</li>
 * <li>SQLite copies, again and again while others hold locks, up to a timeout;</li>
 * <li>a database in WAL mode can't change its page size, so it leaves that mode for the
 * copy;</li>
 * <li>the write-ahead log is emptied, and the journal mode is as before.</li>
 * </ol>
 */
final class SqliteRestore {

	private static final Log logger = LogFactory.getLog(SqliteRestore.class);

	private static final long RETRY_MILLIS = 50;

	private static final Duration TIDY_TIMEOUT = Duration.ofSeconds(1);

	private static final String WAL = "wal";

	private final Path backup;

	private final Path live;

	private final Duration timeout;

	private final SqliteRestoreFailures failures;

	SqliteRestore(Path backup, Path live, Duration timeout) {
		this.backup = backup;
		this.live = live;
		this.timeout = timeout;
		this.failures = new SqliteRestoreFailures(backup, live, timeout);
	}

	void run(Gauge gauge) {
		try {
			requireDatabase();
			LiveState before = readLiveState();
			requireSpace();
			copy(WAL.equals(before.journalMode()), gauge);
			try (Deferral deferral = Interruption.defer()) {
				finish(before);
			}
		}
		catch (SQLException ex) {
			throw this.failures.ofCopy(ex.getErrorCode(), ex);
		}
		catch (IOException ex) {
			throw this.failures.failed(String.valueOf(ex.getMessage()), ex);
		}
	}

	private void requireDatabase() throws IOException {
		// Copying an empty file would succeed and wipe the live database.
		if (!SqliteFiles.hasDatabaseHeader(this.backup)) {
			throw this.failures.badBackup("it is not a SQLite database", null);
		}
	}

	private LiveState readLiveState() throws SQLException, IOException {
		if (Files.size(this.live) == 0) {
			return new LiveState(0, null);
		}
		try (Connection connection = SqliteConnections.openLive(this.live, this.timeout)) {
			return new LiveState(Queries.number(connection, "PRAGMA schema_version"),
					Queries.string(connection, "PRAGMA journal_mode"));
		}
		catch (SQLException ex) {
			throw this.failures.ofLive(ex.getErrorCode(), ex);
		}
	}

	private void requireSpace() throws IOException {
		long needed = Math.max(Files.size(this.backup), Files.size(this.live));
		FreeSpace.require(needed, this.live, "restore '%s'".formatted(this.live.getFileName()));
	}

	private void copy(boolean wal, Gauge gauge) throws SQLException {
		int code = copyPatiently(gauge);
		if (code == SQLiteErrorCode.SQLITE_READONLY.code && wal) {
			code = copyOutsideWal(gauge);
		}
		if (code != SQLiteErrorCode.SQLITE_OK.code) {
			throw this.failures.ofCopy(code, null);
		}
	}

	private int copyPatiently(Gauge gauge) throws SQLException {
		try (Connection source = SqliteConnections.openImmutable(this.backup)) {
			long deadline = System.nanoTime() + this.timeout.toNanos();
			int code = SqliteConnections.copy(source, this.live, gauge);
			while (isLocked(code) && System.nanoTime() < deadline && pause()) {
				code = SqliteConnections.copy(source, this.live, gauge);
			}
			return code;
		}
	}

	private static boolean isLocked(int code) {
		return code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code;
	}

	private static boolean pause() {
		try {
			Thread.sleep(RETRY_MILLIS);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private int copyOutsideWal(Gauge gauge) throws SQLException {
		if (!setJournalMode("delete")) {
			throw this.failures
				.blocked("the backup has another page size, which a database in WAL mode can only take over while "
						+ "nothing else is connected to it", null);
		}
		try {
			return copyPatiently(gauge);
		}
		finally {
			if (!setJournalMode(WAL)) {
				logger.warn("'%s' could not be put back into WAL mode".formatted(this.live));
			}
		}
	}

	private boolean setJournalMode(String mode) {
		try (Deferral deferral = Interruption.defer();
				Connection connection = SqliteConnections.openLive(this.live, this.timeout)) {
			return mode.equals(Queries.string(connection, "PRAGMA journal_mode = " + mode));
		}
		catch (SQLException ex) {
			logger.debug("'%s' could not be put into journal mode %s".formatted(this.live, mode), ex);
			return false;
		}
	}

	private void finish(LiveState before) throws SQLException {
		try (Connection connection = SqliteConnections.openLive(this.live, this.timeout)) {
			requireReplaced(connection, before);
		}
		tidyUp(before.journalMode());
	}

	// The last page that a backup writes advances the schema version of its destination
	// (backup.c, sqlite3_backup_step): a proof that does not depend on the rows, which
	// others may be changing again.
	private void requireReplaced(Connection connection, LiveState before) throws SQLException {
		if (Queries.number(connection, "PRAGMA schema_version") == before.schemaVersion()) {
			throw this.failures.failed("SQLite reported success, but did not replace the content", null);
		}
	}

	private void tidyUp(@Nullable String journalMode) {
		try (Connection connection = SqliteConnections.openLive(this.live, TIDY_TIMEOUT)) {
			Queries.strings(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
			if (journalMode != null && !journalMode.equals(Queries.string(connection, "PRAGMA journal_mode"))) {
				Queries.string(connection, "PRAGMA journal_mode = " + journalMode);
			}
		}
		catch (SQLException ex) {
			logger.warn("'%s' is restored, but its journal could not be put in order: %s".formatted(this.live,
					ex.getMessage()));
		}
	}

	/**
	 * The live database as it is known before it is replaced.
	 *
	 * @param schemaVersion its schema version
	 * @param journalMode its journal mode, or {@code null} if it is an empty file
	 */
	private record LiveState(long schemaVersion, @Nullable String journalMode) {

	}

}
