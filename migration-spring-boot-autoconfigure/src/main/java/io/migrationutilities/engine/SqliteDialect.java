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

package io.migrationutilities.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationLock;
import io.migrationutilities.backup.ProcessLock;
import io.migrationutilities.backup.SqliteFiles;
import io.migrationutilities.sql.SqlDialect;
import io.migrationutilities.sqlite.table.SqliteIntegrity;

/**
 * SQLite: an operating system lock on a file beside the database keeps other instances
 * out, {@code BEGIN IMMEDIATE} all other writers.
 */
final class SqliteDialect implements DatabaseDialect {

	private static final Log logger = LogFactory.getLog(SqliteDialect.class);

	private final TransactionControl transactionControl = new TransactionControl.Sqlite();

	private final boolean foreignKeys;

	SqliteDialect(Connection connection) throws SQLException {
		this.foreignKeys = queryLong(connection, "PRAGMA foreign_keys") == 1;
	}

	@Override
	public TransactionControl getTransactionControl() {
		return this.transactionControl;
	}

	@Override
	public SqlDialect getSqlDialect() {
		return SqlDialect.SQLITE;
	}

	@Override
	public boolean isAtomic(Connection connection) {
		return true;
	}

	@Override
	public void setReadOnly(Connection connection, boolean readOnly) throws SQLException {
		execute(connection, "PRAGMA query_only = " + (readOnly ? "ON" : "OFF"));
	}

	// A rebuilt table is dropped on the way, which with foreign keys enforced deletes the
	// rows that reference it (https://sqlite.org/lang_altertable.html#otheralter). The
	// setting can't be changed inside a transaction.
	@Override
	public void prepareTransaction(Connection connection, boolean rebuildsTables) throws SQLException {
		execute(connection, "PRAGMA foreign_keys = " + ((this.foreignKeys && !rebuildsTables) ? "ON" : "OFF"));
	}

	@Override
	public void release(Connection connection) throws SQLException {
		execute(connection, "PRAGMA foreign_keys = " + (this.foreignKeys ? "ON" : "OFF"));
		setReadOnly(connection, false);
	}

	@Override
	public RunLock acquireLock(LiquibaseSession session, String owner, Duration timeout) throws Exception {
		return acquireFile(session, owner, timeout);
	}

	@Override
	public RunLock keepInstancesOut(LiquibaseSession session, String owner) {
		return acquireFile(session, owner, Duration.ZERO);
	}

	private RunLock acquireFile(LiquibaseSession session, String owner, Duration timeout) {
		Optional<Path> database = SqliteFiles.locate(session.getConnection());
		if (database.isEmpty()) {
			return () -> {
			};
		}
		ProcessLock lock = ProcessLock.acquire(lockFile(database.get()), owner, timeout, (holder) -> logger
			.info("Waiting for '" + session.getName() + "': migrated by " + LockOwner.describe(holder)));
		return lock::close;
	}

	@Override
	public void keepWritersOut(LiquibaseSession session, Duration timeout) throws Exception {
		new Patience(timeout).call(session.getName(), () -> {
			begin(session);
			return null;
		});
	}

	@Override
	public String requireLockable(LiquibaseSession session) {
		Optional<Path> database = SqliteFiles.locate(session.getConnection());
		if (database.isEmpty()) {
			return "none: the database is in memory";
		}
		requireWritable(database.get());
		Path lockFile = lockFile(database.get());
		requireWritable(Files.exists(lockFile) ? lockFile : lockFile.resolveSibling(""));
		return lockFile.toString();
	}

	private static void requireWritable(Path path) {
		if (!Files.isWritable(path)) {
			throw new MigrationException(MigrationErrorCode.DATABASE_UNAVAILABLE,
					"'" + path + "' can't be written to, and no migration does without that.",
					"Give the user of this process the right to write it (check with: ls -ld '" + path + "').");
		}
	}

	@Override
	public @Nullable MigrationLock findInstance(LiquibaseSession session) {
		Path lockFile = findLockFile(session);
		return (lockFile != null) ? ProcessLock.holder(lockFile) : null;
	}

	@Override
	public @Nullable Path findLockFile(LiquibaseSession session) {
		return SqliteFiles.locate(session.getConnection()).map(SqliteDialect::lockFile).orElse(null);
	}

	@Override
	public IntegrityFindings findIntegrityProblems(Connection connection) throws SQLException {
		return new IntegrityFindings(SqliteIntegrity.findProblems(connection));
	}

	static Path lockFile(Path database) {
		return database.resolveSibling(database.getFileName() + ".migrate.lock");
	}

	private void begin(LiquibaseSession session) throws SQLException {
		session.getTransaction().begin();
		MigrationLock rowLock = findRow(session);
		if (rowLock != null) {
			session.getTransaction().rollback();
			throw lockedByRow(session, rowLock);
		}
	}

	private MigrationException lockedByRow(LiquibaseSession session, MigrationLock rowLock) {
		String table = session.getDatabase().getDatabaseChangeLogLockTableName();
		return new MigrationException(MigrationErrorCode.DATABASE_LOCKED,
				"Liquibase's own lock in table " + table + " is held by " + LockOwner.describe(rowLock) + ".",
				"If no Liquibase is running any more: 'migrations release-lock' frees the lock. Then start again.");
	}

	// Read without Liquibase, whose listLocks() fails on SQLite with a
	// ClassCastException.
	@Override
	public @Nullable MigrationLock findRow(LiquibaseSession session) throws SQLException {
		String table = session.getDatabase().getDatabaseChangeLogLockTableName();
		String quoted = '"' + table.replace("\"", "\"\"") + '"';
		if (!exists(session.getConnection(), table)) {
			return null;
		}
		try (Statement statement = session.getConnection().createStatement();
				ResultSet row = statement.executeQuery(
						"SELECT LOCKEDBY, LOCKGRANTED FROM " + quoted + " WHERE LOCKED IN (1, '1', 'true', 'TRUE')")) {
			return row.next() ? new MigrationLock(String.valueOf(row.getString(1)), instant(row.getObject(2))) : null;
		}
	}

	private @Nullable Instant instant(@Nullable Object granted) {
		return (granted instanceof Number millis) ? Instant.ofEpochMilli(millis.longValue()) : null;
	}

	private boolean exists(Connection connection, String table) throws SQLException {
		return tables(connection).stream().anyMatch(table::equalsIgnoreCase);
	}

	private List<String> tables(Connection connection) throws SQLException {
		List<String> tables = new ArrayList<>();
		try (Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery("SELECT name FROM sqlite_schema WHERE type = 'table'")) {
			while (rows.next()) {
				tables.add(rows.getString(1));
			}
		}
		return tables;
	}

	private long queryLong(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
			return row.next() ? row.getLong(1) : 0;
		}
	}

	private void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
