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

package io.migrationutilities.engine.session;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.database.Queries;
import io.migrationutilities.database.SqliteFiles;
import io.migrationutilities.sql.SqlDialect;
import io.migrationutilities.sqlite.table.SqliteIntegrity;

/**
 * SQLite: schema changes roll back, and {@code query_only} refuses to write.
 */
public final class SqliteDialect implements DatabaseDialect {

	private final TransactionControl transactionControl = new TransactionControl.Sqlite();

	private final boolean foreignKeys;

	SqliteDialect(Connection connection) throws SQLException {
		this.foreignKeys = Queries.number(connection, "PRAGMA foreign_keys") == 1;
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
		Queries.execute(connection, "PRAGMA query_only = " + (readOnly ? "ON" : "OFF"));
	}

	// A rebuilt table is dropped on the way, which with foreign keys enforced deletes the
	// rows that reference it (https://sqlite.org/lang_altertable.html#otheralter). The
	// setting can't be changed inside a transaction.
	@Override
	public void prepareTransaction(Connection connection, boolean rebuildsTables) throws SQLException {
		Queries.execute(connection, "PRAGMA foreign_keys = " + ((this.foreignKeys && !rebuildsTables) ? "ON" : "OFF"));
	}

	@Override
	public void release(Connection connection) throws SQLException {
		Queries.execute(connection, "PRAGMA foreign_keys = " + (this.foreignKeys ? "ON" : "OFF"));
		setReadOnly(connection, false);
	}

	@Override
	public @Nullable Path findLockFile(Connection connection) {
		return SqliteFiles.locate(connection).map(SqliteDialect::lockFile).orElse(null);
	}

	@Override
	public IntegrityFindings findIntegrityProblems(Connection connection) throws SQLException {
		return new IntegrityFindings(SqliteIntegrity.findProblems(connection));
	}

	public static Path lockFile(Path database) {
		return database.resolveSibling(database.getFileName() + ".migrate.lock");
	}

}
