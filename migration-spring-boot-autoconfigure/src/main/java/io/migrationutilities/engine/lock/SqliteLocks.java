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

package io.migrationutilities.engine.lock;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationLock;
import io.migrationutilities.database.SqliteFiles;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.LiquibaseTable;
import io.migrationutilities.engine.session.Patience;
import io.migrationutilities.engine.session.SessionTransaction;
import io.migrationutilities.file.PrivateFiles;
import io.migrationutilities.file.ProcessLock;

/**
 * SQLite: an operating system lock on a file beside the database keeps other instances
 * out, {@code BEGIN IMMEDIATE} all other writers.
 */
final class SqliteLocks extends DatabaseLocks {

	private static final Log logger = LogFactory.getLog(SqliteLocks.class);

	private static final List<String> SIDE_FILES = List.of("-journal", "-wal", "-shm");

	SqliteLocks(LiquibaseSession session) {
		super(session);
	}

	@Override
	public RunLock acquire(String owner, Duration timeout, Duration lockWait) {
		return acquireFile(owner, timeout);
	}

	@Override
	RunLock keepInstancesOut(String owner) {
		return acquireFile(owner, Duration.ZERO);
	}

	private RunLock acquireFile(String owner, Duration timeout) {
		Path lockFile = findLockFile();
		if (lockFile == null) {
			return () -> {
			};
		}
		ProcessLock lock = ProcessLock.acquire(lockFile, owner, timeout, (holder) -> logger
			.info("Waiting for '" + getSession().getName() + "': migrated by " + LockOwner.describe(holder)));
		return lock::close;
	}

	private @Nullable Path findLockFile() {
		return getSession().getDialect().findLockFile(getSession().getConnection());
	}

	@Override
	public void keepWritersOut(Duration timeout) throws Exception {
		new Patience(timeout).call(getSession().getName(), () -> {
			begin();
			return null;
		});
	}

	@Override
	public String requireLockable() {
		Optional<Path> database = SqliteFiles.locate(getSession().getConnection());
		Path lockFile = findLockFile();
		if (database.isEmpty() || lockFile == null) {
			return "none: the database is in memory";
		}
		requireWritable(database.get());
		for (String suffix : SIDE_FILES) {
			Path sideFile = database.get().resolveSibling(database.get().getFileName() + suffix);
			if (PrivateFiles.exists(sideFile)) {
				requireWritable(sideFile);
			}
		}
		requireWritable(Files.exists(lockFile) ? lockFile : lockFile.resolveSibling(""));
		return lockFile.toString();
	}

	private static void requireWritable(Path path) {
		if (!Files.isWritable(path)) {
			String owner = PrivateFiles.findOtherOwner(path);
			throw new MigrationException(MigrationErrorCode.DATABASE_UNAVAILABLE,
					"'" + path + "' can't be written to, and no migration does without that"
							+ ((owner != null) ? ": it belongs to " + owner : "") + ".",
					"Give the user of this process the right to write it (check with: ls -ld '" + path + "'"
							+ ((owner != null) ? "; mend with: " + PrivateFiles.takeOver(path) : "") + ").");
		}
	}

	@Override
	public @Nullable MigrationLock findInstance() {
		Path lockFile = findLockFile();
		return (lockFile != null) ? ProcessLock.holder(lockFile) : null;
	}

	// The name of a dead owner is in the file until the next one has the lock.
	@Override
	public void clearTraces(String owner) {
		Path lockFile = findLockFile();
		if (lockFile != null && lockFile.toFile().length() > 0 && findInstance() == null) {
			ProcessLock.acquire(lockFile, owner, Duration.ZERO, (holder) -> {
			}).close();
		}
	}

	private void begin() throws SQLException {
		SessionTransaction transaction = getSession().getTransaction();
		transaction.begin();
		MigrationLock rowLock = findRow();
		if (rowLock != null) {
			transaction.rollback();
			throw lockedByRow(rowLock);
		}
	}

	private MigrationException lockedByRow(MigrationLock rowLock) {
		String table = getSession().getDatabase().getDatabaseChangeLogLockTableName();
		return new MigrationException(MigrationErrorCode.DATABASE_LOCKED,
				"Liquibase's own lock in table " + table + " is held by " + LockOwner.describe(rowLock) + ".",
				"If no Liquibase is running any more: 'migrations release-lock' frees the lock. Then start again.");
	}

	// Read without Liquibase, whose listLocks() fails on SQLite with a
	// ClassCastException.
	@Override
	public @Nullable MigrationLock findRow() throws SQLException {
		Connection connection = getSession().getConnection();
		LiquibaseTable table = LiquibaseTable.lockOf(getSession().getDatabase());
		if (!table.exists(connection)) {
			return null;
		}
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT LOCKEDBY, LOCKGRANTED FROM " + table.sql()
						+ " WHERE LOCKED IN (1, '1', 'true', 'TRUE')")) {
			return row.next() ? new MigrationLock(String.valueOf(row.getString(1)), instant(row.getObject(2))) : null;
		}
	}

	private @Nullable Instant instant(@Nullable Object granted) {
		return (granted instanceof Number millis) ? Instant.ofEpochMilli(millis.longValue()) : null;
	}

}
