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
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationException;
import io.migrationutilities.database.Queries;
import io.migrationutilities.file.PrivateFiles;
import io.migrationutilities.work.Gauge;
import io.migrationutilities.work.Interruption;

/**
 * Copies a SQLite database as files, several times as quick as SQLite's backup API goes
 * from page to page. The copy holds the snapshot of a transaction that has begun to read
 * before the copy and ends after it:
 * <ul>
 * <li>With a rollback journal, the shared lock of that transaction keeps everybody from
 * writing to the file.</li>
 * <li>With a write-ahead log, others may commit, and then the copy is given up. They may
 * also move pages from the log to the file, but only such as the snapshot sees, and can't
 * begin the log anew while the snapshot needs it
 * (<a href="https://www.sqlite.org/wal.html#ckpt">Checkpointing</a>): file and log
 * together are complete, however far that is.</li>
 * </ul>
 * Another process makes the copy: when this one closed the file, it would lose the locks
 * that SQLite holds on it (<a href="https://www.sqlite.org/howtocorrupt.html">How To
 * Corrupt An SQLite Database File</a>, 2.2). Nobody holds a lock on the log.
 */
final class SqliteFileCopy implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(SqliteFileCopy.class);

	private static final Path PROGRAM = Path.of("/bin/cp");

	// Of less, SQLite's own copy takes no longer than the start of a process.
	private static final long MIN_SIZE = 8L * 1024 * 1024;

	private static final Duration WATCH_TIMEOUT = Duration.ofSeconds(1);

	private static final long LOOK_MILLIS = 20;

	private static final int LOG_HEADER_SIZE = 32;

	private final Path live;

	private final Path target;

	private final Connection watch;

	private final long version;

	private boolean logged;

	private byte[] logHeader = {};

	private @Nullable Process process;

	private SqliteFileCopy(Path live, Path target, Connection watch) throws SQLException {
		this.live = live;
		this.target = target;
		this.watch = watch;
		this.version = dataVersion();
	}

	/**
	 * Prepare a copy, before the snapshot is taken: from now on, commits are noticed.
	 * @param live the database
	 * @param target an empty file
	 * @return the copy, or {@code null} if SQLite's own is as good or the only one
	 * @throws SQLException if the database can't be read
	 * @throws IOException if it can't be found
	 */
	static @Nullable SqliteFileCopy prepare(Path live, Path target) throws SQLException, IOException {
		if (Files.size(live) < MIN_SIZE || !Files.isExecutable(PROGRAM)) {
			return null;
		}
		Connection watch = SqliteConnections.openLive(live, WATCH_TIMEOUT);
		try {
			return new SqliteFileCopy(live, target, watch);
		}
		catch (SQLException ex) {
			watch.close();
			throw ex;
		}
	}

	/**
	 * Begin to copy.
	 * @param snapshot a connection whose transaction has begun to read
	 * @throws SQLException if it can't be asked
	 */
	void start(Connection snapshot) throws SQLException {
		this.logged = "wal".equals(Queries.strings(snapshot, "PRAGMA journal_mode").get(0));
		try {
			this.logHeader = readLogHeader();
			this.process = new ProcessBuilder(PROGRAM.toString(), this.live.toString(), this.target.toString())
				.redirectOutput(Redirect.DISCARD)
				.redirectError(Redirect.DISCARD)
				.start();
		}
		catch (IOException ex) {
			logger.debug("The files of '%s' can't be copied".formatted(this.live), ex);
		}
	}

	/**
	 * Wait for the copy.
	 * @param gauge shows how much is copied
	 * @return whether the target is a copy of the snapshot; otherwise it is empty again
	 * @throws IOException if the target can't be emptied
	 * @throws MigrationException if the thread was interrupted
	 */
	boolean finish(Gauge gauge) throws IOException {
		try {
			if (isCopied(gauge)) {
				return true;
			}
		}
		catch (SQLException | IOException ex) {
			logger.debug("The files of '%s' could not be copied".formatted(this.live), ex);
		}
		close();
		PrivateFiles.delete(logOf(this.target));
		PrivateFiles.delete(this.target);
		PrivateFiles.createFile(this.target);
		return false;
	}

	private boolean isCopied(Gauge gauge) throws SQLException, IOException {
		if (this.process == null || !waitFor(this.process, gauge)) {
			return false;
		}
		if (!this.logged) {
			return true;
		}
		boolean withLog = copyLog();
		// A log with the same header was not begun anew while it was copied.
		if (!isUnchanged() || !Arrays.equals(this.logHeader, readLogHeader())) {
			return false;
		}
		return !withLog || applyLog();
	}

	private boolean waitFor(Process process, Gauge gauge) throws SQLException, IOException {
		long size = Files.size(this.live);
		try {
			while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
				gauge.show(Files.size(this.target), size);
				if (this.logged && !isUnchanged()) {
					return false;
				}
			}
			return process.exitValue() == 0;
		}
		catch (InterruptedException ex) {
			throw Interruption.failure("Interrupted: the backup was stopped.", ex);
		}
	}

	private boolean isUnchanged() throws SQLException {
		return dataVersion() == this.version;
	}

	private long dataVersion() throws SQLException {
		return Queries.number(this.watch, "PRAGMA data_version");
	}

	private byte[] readLogHeader() throws IOException {
		try (InputStream input = Files.newInputStream(logOf(this.live))) {
			return input.readNBytes(LOG_HEADER_SIZE);
		}
		catch (NoSuchFileException ex) {
			return new byte[0];
		}
	}

	private boolean copyLog() throws IOException {
		if (this.logHeader.length < LOG_HEADER_SIZE) {
			return false;
		}
		Path copy = logOf(this.target);
		PrivateFiles.createFile(copy);
		try (OutputStream output = Files.newOutputStream(copy)) {
			Files.copy(logOf(this.live), output);
		}
		return true;
	}

	private boolean applyLog() throws SQLException {
		try (Connection copy = SqliteConnections.openExclusive(this.target)) {
			return Queries.number(copy, "PRAGMA wal_checkpoint(TRUNCATE)") == 0;
		}
	}

	private static Path logOf(Path database) {
		return database.resolveSibling(database.getFileName() + "-wal");
	}

	@Override
	public void close() {
		if (this.process != null) {
			this.process.destroyForcibly();
		}
		try {
			this.watch.close();
		}
		catch (SQLException ex) {
			logger.debug("A connection to '%s' can't be closed".formatted(this.live), ex);
		}
	}

}
