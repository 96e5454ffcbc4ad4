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

package io.migrationutilities.sqlite.alter;

import java.sql.SQLException;

import io.migrationutilities.sqlite.table.SqliteSession;

/**
 * The settings of a connection that alterations change. A transaction does not bring them
 * back.
 */
final class SessionSettings implements AutoCloseable {

	private static final String FOREIGN_KEYS = "foreign_keys";

	private static final String LEGACY_ALTER_TABLE = "legacy_alter_table";

	private final SqliteSession session;

	private final boolean foreignKeys;

	private final boolean legacyAlterTable;

	SessionSettings(SqliteSession session) throws SQLException {
		this.session = session;
		this.foreignKeys = session.isOn(FOREIGN_KEYS);
		this.legacyAlterTable = session.isOn(LEGACY_ALTER_TABLE);
	}

	/**
	 * Stop the enforcement of
	 * <a href="https://sqlite.org/pragma.html#pragma_foreign_keys">foreign keys</a>,
	 * which SQLite ignores in a transaction.
	 * @throws SQLException if the database fails
	 */
	void suspendForeignKeys() throws SQLException {
		if (this.session.isInAutoCommitMode()) {
			set(FOREIGN_KEYS, false);
		}
	}

	@Override
	public void close() throws SQLException {
		set(LEGACY_ALTER_TABLE, this.legacyAlterTable);
		set(FOREIGN_KEYS, this.foreignKeys);
	}

	private void set(String pragma, boolean value) throws SQLException {
		if (this.session.isOn(pragma) != value) {
			this.session.execute("PRAGMA %s = %s".formatted(pragma, value ? "ON" : "OFF"));
		}
	}

}
