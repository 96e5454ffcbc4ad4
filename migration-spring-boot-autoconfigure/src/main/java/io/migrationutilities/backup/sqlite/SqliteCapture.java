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
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

import io.migrationutilities.BackupManifest.Database;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.backup.BackupFailures;
import io.migrationutilities.backup.BackupStrategy.Capture;
import io.migrationutilities.backup.DatabaseContent;
import io.migrationutilities.backup.RevisionNaming;
import io.migrationutilities.database.Queries;
import io.migrationutilities.database.SqliteFiles;
import io.migrationutilities.database.SqliteResult;
import io.migrationutilities.file.PrivateFiles;
import io.migrationutilities.work.Gauge;

/**
 * Copies a SQLite database in a transaction that also counts the rows and reads the
 * history: both are of the same moment.
 */
final class SqliteCapture {

	private final Database database;

	private final Path live;

	private final Path target;

	private final RevisionNaming naming;

	private final Gauge gauge;

	/**
	 * Create the capture.
	 * @param database the database, as the manifest describes it
	 * @param live the file of the database
	 * @param target a path at which nothing exists yet
	 * @param naming names the revision applied last
	 * @param gauge shows how much is written
	 */
	SqliteCapture(Database database, Path live, Path target, RevisionNaming naming, Gauge gauge) {
		this.database = database;
		this.live = live;
		this.target = target;
		this.naming = naming;
		this.gauge = gauge;
	}

	/**
	 * Write the copy.
	 * @param busyTimeout how long to wait for locks of others
	 * @return what was written
	 */
	Capture run(Duration busyTimeout) {
		try (Connection connection = SqliteConnections.openLive(this.live, busyTimeout)) {
			PrivateFiles.createFile(this.target);
			connection.setAutoCommit(false);
			DatabaseContent content = copyFiles(connection);
			if (content == null) {
				content = copyPages(connection);
			}
			if (!SqliteFiles.hasDatabaseHeader(this.target)) {
				throw new IOException("SQLite reported success but wrote no database");
			}
			return new Capture(this.database, content.history().revision(), content.history().digest(),
					content.tables(), Map.of("sqlite-jdbc", SqliteConnections.driverVersion()));
		}
		catch (FileAlreadyExistsException ex) {
			throw new MigrationException(MigrationErrorCode.BACKUP_EXISTS,
					"'%s' exists already, so no backup was written.".formatted(this.target), "Choose another name.",
					ex);
		}
		catch (SQLException | IOException ex) {
			throw BackupFailures.translate(ex, this.target);
		}
	}

	private @Nullable DatabaseContent copyFiles(Connection connection) throws SQLException, IOException {
		try (SqliteFileCopy copy = SqliteFileCopy.prepare(this.live, this.target)) {
			if (copy == null) {
				return null;
			}
			beginToRead(connection);
			copy.start(connection);
			DatabaseContent content = readContent(connection);
			boolean copied = copy.finish(this.gauge);
			connection.rollback();
			return copied ? content : null;
		}
	}

	private DatabaseContent copyPages(Connection connection) throws SQLException {
		// With a read transaction open before, no writer can make the copy start over.
		beginToRead(connection);
		int code = SqliteConnections.copy(connection, this.target, this.gauge);
		if (code != SQLiteErrorCode.SQLITE_OK.code) {
			throw failure(code);
		}
		DatabaseContent content = readContent(connection);
		connection.rollback();
		return content;
	}

	private static void beginToRead(Connection connection) throws SQLException {
		Queries.number(connection, "SELECT count(*) FROM sqlite_master");
	}

	private DatabaseContent readContent(Connection connection) throws SQLException {
		return SqliteContent.read(connection, this.database.historyTable(), this.naming);
	}

	private MigrationException failure(int code) {
		if (code == SQLiteErrorCode.SQLITE_FULL.code) {
			return BackupFailures.noSpace(this.target, null);
		}
		SqliteResult result = SqliteResult.of(code);
		boolean damaged = result == SqliteResult.CORRUPT || result == SqliteResult.NOT_A_DATABASE;
		return new MigrationException(MigrationErrorCode.BACKUP_FAILED,
				"SQLite could not write the backup: %s.".formatted(SqliteConnections.describe(code)),
				damaged ? "Check that the database is sound, with its application stopped: sqlite3 <database> 'PRAGMA integrity_check'"
						: "Check the disks of the database and of '%s': the log of the operating system names their errors."
							.formatted(this.target.getParent()));
	}

}
