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
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.LockingMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteJDBCLoader;

import io.migrationutilities.MigrationException;
import io.migrationutilities.database.InterruptibleConnection;
import io.migrationutilities.work.Gauge;
import io.migrationutilities.work.Interruption;

/**
 * Connections of our own to SQLite files, beside any pool. Files are named by URIs, so
 * that no character of a path has a meaning to the driver.
 */
final class SqliteConnections {

	private static final int DEFAULT_CACHE_KIB = 2000;

	// Enough for the steps to cost nothing, few enough to show them.
	private static final int PAGES_PER_STEP = 1024;

	private SqliteConnections() {
	}

	/**
	 * Open an existing database that others may use at the same time.
	 * @param file the database
	 * @param busyTimeout how long to wait for locks of others
	 * @return the connection
	 * @throws SQLException if it can't be opened
	 */
	static Connection openLive(Path file, Duration busyTimeout) throws SQLException {
		SQLiteConfig config = new SQLiteConfig();
		config.setBusyTimeout(Math.toIntExact(busyTimeout.toMillis()));
		return InterruptibleConnection.of(config.createConnection("jdbc:sqlite:" + uri(file) + "?mode=rw"));
	}

	/**
	 * Open a file that nobody changes: no lock is taken, and no file is written beside
	 * it. A backup of a database in WAL mode that is opened otherwise gets such files.
	 * @param file the database
	 * @return the connection
	 * @throws SQLException if it can't be opened
	 */
	static Connection openImmutable(Path file) throws SQLException {
		return openImmutable(file, DEFAULT_CACHE_KIB);
	}

	/**
	 * Open a file that nobody changes, with a page cache of a size of its own. A read of
	 * a file from its beginning to its end is quickest with a small one, which stays in
	 * the caches of the processor.
	 * @param file the database
	 * @param cacheKib the size of the cache in KiB
	 * @return the connection
	 * @throws SQLException if it can't be opened
	 */
	static Connection openImmutable(Path file, int cacheKib) throws SQLException {
		SQLiteConfig config = new SQLiteConfig();
		config.setCacheSize(-cacheKib);
		return InterruptibleConnection.of(config.createConnection("jdbc:sqlite:" + uri(file) + "?immutable=1&mode=ro"));
	}

	/**
	 * Open a file that nobody else uses and that may be lost: nothing is forced to the
	 * disk, and what is in its write-ahead log is read without an index beside it.
	 * @param file the database
	 * @return the connection
	 * @throws SQLException if it can't be opened
	 */
	static Connection openExclusive(Path file) throws SQLException {
		SQLiteConfig config = new SQLiteConfig();
		config.setLockingMode(LockingMode.EXCLUSIVE);
		config.setSynchronous(SynchronousMode.OFF);
		return InterruptibleConnection.of(config.createConnection("jdbc:sqlite:" + uri(file) + "?mode=rw"));
	}

	/**
	 * Copy a database over another in one transaction of the destination, which once it
	 * has begun can't be interrupted. Unlike the driver's {@code restore}, which reads
	 * the result from the wrong handle, its {@code backup} returns the result of writing
	 * the destination.
	 * @param from a connection to the database to copy, which nobody can change
	 * meanwhile: it is immutable, or in a transaction that has begun to read
	 * @param to the file to write to
	 * @param gauge shows how many pages are copied
	 * @return the result code; unless it is that of {@link SQLiteErrorCode#SQLITE_OK} the
	 * destination has its old content
	 * @throws SQLException if the connection is closed
	 * @throws MigrationException if the thread was interrupted before
	 */
	static int copy(Connection from, Path to, Gauge gauge) throws SQLException {
		Interruption.check();
		return from.unwrap(SQLiteConnection.class)
			.getDatabase()
			.backup("main", uri(to), (remaining, pages) -> gauge.show(pages - remaining, pages), 0, 0, PAGES_PER_STEP);
	}

	static String describe(int code) {
		SQLiteErrorCode errorCode = SQLiteErrorCode.getErrorCode(code);
		return "%s, code %d".formatted(errorCode.message, code);
	}

	static String driverVersion() {
		return SQLiteJDBCLoader.getVersion();
	}

	private static String uri(Path file) {
		return "file:" + file.toUri().getRawPath();
	}

}
