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
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.backup.RestoreRecord;
import io.migrationutilities.backup.ScratchDirectory;
import io.migrationutilities.database.Queries;
import io.migrationutilities.database.SqliteFiles;
import io.migrationutilities.file.FreeSpace;
import io.migrationutilities.file.PrivateFiles;
import io.migrationutilities.work.Gauge;
import io.migrationutilities.work.Interruption;
import io.migrationutilities.work.Interruption.Deferral;

/**
 * Writes a backup over a live SQLite database, in one transaction of that database:
 * <ol>
 * <li>the backup must be a database, and the live database readable;</li>
 * <li>there must be room for the copy and for SQLite's journal;</li>
 * <li>SQLite copies, again and again while others hold locks, up to a timeout;</li>
 * <li>a database in WAL mode can't change its page size: it leaves that mode for the copy
 * or, where others are connected, gets the content in pages of its own size;</li>
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

	private final Copier copier;

	SqliteRestore(Path backup, Path live, Duration timeout) {
		this(backup, live, timeout, SqliteConnections::copy);
	}

	SqliteRestore(Path backup, Path live, Duration timeout, Copier copier) {
		this.copier = copier;
		this.backup = backup;
		this.live = live;
		this.timeout = timeout;
		this.failures = new SqliteRestoreFailures(backup, live, timeout);
	}

	void run(RestoreRecord record, Gauge gauge) {
		sweep();
		try (ScratchDirectory scratch = (record != RestoreRecord.NONE) ? createScratch() : null) {
			requireDatabase();
			LiveState before = readLiveState();
			requireSpace();
			copy((scratch != null) ? withRecord(scratch, record) : this.backup, before, gauge);
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

	private @Nullable ScratchDirectory createScratch() {
		try {
			return ScratchDirectory.create(PrivateFiles.directoryOf(this.live), scratchPrefix());
		}
		catch (IOException ex) {
			logger.info("There is no place beside '%s' for a copy with a record of the restore: %s".formatted(this.live,
					ex));
			return null;
		}
	}

	// Nothing can be added to a transaction in which SQLite copies. What it copies can
	// have the record already.
	private Path withRecord(ScratchDirectory scratch, RestoreRecord record) {
		try {
			FreeSpace.require(Files.size(this.backup), this.live, "record the restore in a copy");
			Path copy = Files.createDirectory(scratch.path(), PrivateFiles.directoryAttributes(scratch.path()))
				.resolve("recorded.db");
			PrivateFiles.createFile(copy);
			Files.copy(this.backup, copy, StandardCopyOption.REPLACE_EXISTING);
			write(copy, record);
			return copy;
		}
		catch (IOException | SQLException | RuntimeException ex) {
			Interruption.check();
			logger.info("The restore of '%s' is recorded after it, since it can't be with it: %s".formatted(this.live,
					ex.getMessage()));
			return this.backup;
		}
	}

	private void write(Path copy, RestoreRecord record) throws SQLException {
		try (Connection connection = SqliteConnections.openLive(copy, this.timeout)) {
			String journalMode = Queries.string(connection, "PRAGMA journal_mode");
			Queries.string(connection, "PRAGMA journal_mode = memory");
			Queries.execute(connection, "PRAGMA synchronous = off");
			connection.setAutoCommit(false);
			record.write(connection);
			connection.commit();
			connection.setAutoCommit(true);
			if (WAL.equals(journalMode)) {
				Queries.string(connection, "PRAGMA journal_mode = wal");
			}
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
			return new LiveState(0, null, 0);
		}
		try (Connection connection = SqliteConnections.openLive(this.live, this.timeout)) {
			return new LiveState(Queries.number(connection, "PRAGMA schema_version"),
					Queries.string(connection, "PRAGMA journal_mode"), Queries.number(connection, "PRAGMA page_size"));
		}
		catch (SQLException ex) {
			throw this.failures.ofLive(ex.getErrorCode(), ex);
		}
	}

	private void requireSpace() throws IOException {
		long needed = Math.max(Files.size(this.backup), Files.size(this.live));
		FreeSpace.require(needed, this.live, "restore '%s'".formatted(this.live.getFileName()));
	}

	private void copy(Path from, LiveState before, Gauge gauge) throws SQLException, IOException {
		int code = copyPatiently(from, gauge);
		if (code == SQLiteErrorCode.SQLITE_READONLY.code && WAL.equals(before.journalMode())) {
			code = copyOtherPageSize(from, before, gauge);
		}
		if (code != SQLiteErrorCode.SQLITE_OK.code) {
			requireReplacedThough(code, before);
		}
	}

	// The disk may fail behind the commit, as when the file is cut to its new size.
	private void requireReplacedThough(int code, LiveState before) {
		MigrationException failure = this.failures.ofCopy(code, null);
		if (isLocked(code) || failure.getCode() == MigrationErrorCode.BACKUP_INVALID) {
			throw failure;
		}
		try (Deferral deferral = Interruption.defer();
				Connection connection = SqliteConnections.openLive(this.live, this.timeout)) {
			if (Queries.number(connection, "PRAGMA schema_version") == before.schemaVersion()) {
				throw failure;
			}
		}
		catch (SQLException ex) {
			failure.addSuppressed(ex);
			throw this.failures.unknown(SqliteConnections.describe(code), failure);
		}
		logger.warn("'%s' has the content of the backup, although SQLite said at the end: %s".formatted(this.live,
				SqliteConnections.describe(code)));
	}

	private int copyPatiently(Path from, Gauge gauge) throws SQLException {
		try (Connection source = SqliteConnections.openImmutable(from)) {
			long deadline = System.nanoTime() + this.timeout.toNanos();
			int code = this.copier.copy(source, this.live, gauge);
			while (isLocked(code) && System.nanoTime() < deadline && pause()) {
				code = this.copier.copy(source, this.live, gauge);
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

	// A database leaves WAL mode only while nothing else is connected to it.
	private int copyOtherPageSize(Path from, LiveState before, Gauge gauge) throws SQLException, IOException {
		if (!setJournalMode("delete")) {
			logger.info("'%s' keeps its pages of %d bytes, since other connections use it".formatted(this.live,
					before.pageSize()));
			return copyWithPageSize(from, before.pageSize(), gauge);
		}
		try {
			return copyPatiently(from, gauge);
		}
		finally {
			if (!setJournalMode(WAL)) {
				logger.warn("'%s' could not be put back into WAL mode".formatted(this.live));
			}
		}
	}

	// VACUUM INTO writes the same content and keeps the numbers of rows. It can't change
	// the size of pages of what is opened as immutable.
	private int copyWithPageSize(Path from, long pageSize, Gauge gauge) throws SQLException, IOException {
		try (ScratchDirectory scratch = ScratchDirectory.create(PrivateFiles.directoryOf(this.live), scratchPrefix())) {
			FreeSpace.require(Files.size(this.backup) * 2, this.live, "change the size of pages");
			Path copy = Files.createDirectory(scratch.path()).resolve("copy.db");
			Path resized = scratch.path().resolve("resized.db");
			PrivateFiles.createFile(resized);
			Files.copy(from, copy);
			try (Connection source = SqliteConnections.openLive(copy, this.timeout);
					PreparedStatement vacuum = source.prepareStatement("VACUUM INTO ?")) {
				Queries.execute(source, "PRAGMA page_size = " + pageSize);
				vacuum.setString(1, resized.toString());
				vacuum.execute();
			}
			return copyPatiently(resized, gauge);
		}
	}

	// One restore of a database runs at a time, so that nobody else creates one just now.
	private void sweep() {
		try {
			ScratchDirectory.sweep(PrivateFiles.list(PrivateFiles.directoryOf(this.live)), scratchPrefix());
		}
		catch (IOException ex) {
			logger.debug("What killed restores left beside '%s' can't be looked for".formatted(this.live), ex);
		}
	}

	private String scratchPrefix() {
		return "." + this.live.getFileName() + ".restore-";
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
	 * @param pageSize the size of its pages in bytes
	 */
	private record LiveState(long schemaVersion, @Nullable String journalMode, long pageSize) {

	}

	/**
	 * Copies a database over another, as {@link SqliteConnections#copy} does it.
	 */
	@FunctionalInterface
	interface Copier {

		int copy(Connection from, Path to, Gauge gauge) throws SQLException;

	}

}
