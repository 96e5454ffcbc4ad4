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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import liquibase.database.Database;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.file.ProcessLock;
import io.migrationutilities.work.Interruption;

/**
 * A change history as it was when it was looked at, and where to look again: one small
 * query tells whether somebody has changed it since. A checksum that somebody exchanges
 * by hand for another one stays unnoticed.
 *
 * @param history the table of the history
 * @param lock the table of Liquibase's own lock, or {@code null} if there was none
 * @param ledger the table of the runs
 * @param ledgerKind what that was
 * @param lockFile the file that instances lock, or {@code null} if they lock in the
 * database
 * @param value what the history looked like, or an empty text if there was none
 */
public record HistoryFingerprint(LiquibaseTable history, @Nullable LiquibaseTable lock, LiquibaseTable ledger,
		Ledger.Kind ledgerKind, @Nullable Path lockFile, String value) {

	private static final String NO_HISTORY = "";

	/**
	 * Look at a history for the first time.
	 * @param connection a connection to the database
	 * @param database the database as Liquibase knows it
	 * @param ledger its ledger
	 * @param lockFile the file that instances lock, or {@code null} if they lock in the
	 * database
	 * @return the fingerprint
	 * @throws SQLException if the history can't be read
	 */
	public static HistoryFingerprint of(Connection connection, Database database, Ledger ledger,
			@Nullable Path lockFile) throws SQLException {
		LiquibaseTable history = LiquibaseTable.historyOf(database);
		LiquibaseTable lock = LiquibaseTable.lockOf(database);
		HistoryFingerprint where = new HistoryFingerprint(history, lock.exists(connection) ? lock : null,
				ledger.getTable(), ledger.findKind(), lockFile, NO_HISTORY);
		return history.exists(connection) ? where.with(where.query(connection).value()) : where;
	}

	private HistoryFingerprint with(String value) {
		return new HistoryFingerprint(this.history, this.lock, this.ledger, this.ledgerKind, this.lockFile, value);
	}

	/**
	 * Look again, without Liquibase. A table that is gone, as after a restore, or that is
	 * another one, is no failure.
	 * @param connection a connection of the application, which may be left in a
	 * transaction
	 * @return what there is now
	 * @throws SQLException if the history can't be read
	 */
	public Sight look(Connection connection) throws SQLException {
		Interruption.check();
		boolean instance = this.lockFile != null && ProcessLock.holder(this.lockFile) != null;
		if (this.value.equals(NO_HISTORY)) {
			return new Sight(!this.history.exists(connection), instance);
		}
		try {
			Row row = query(connection);
			return new Sight(row.value().equals(this.value), instance || row.locked());
		}
		catch (SQLException ex) {
			if (Failures.isBusy(ex) || isThere(connection)) {
				throw ex;
			}
			return new Sight(false, instance);
		}
	}

	// PostgreSQL answers nothing more in a transaction that has failed.
	private boolean isThere(Connection connection) throws SQLException {
		if (!connection.getAutoCommit()) {
			connection.rollback();
		}
		return this.history.exists(connection) && (this.lock == null || this.lock.exists(connection))
				&& (!this.ledgerKind.isReadable() || new Ledger(connection, this.ledger).findKind().isReadable());
	}

	private Row query(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql())) {
			row.next();
			StringBuilder found = new StringBuilder();
			for (int column = 2; column <= row.getMetaData().getColumnCount(); column++) {
				found.append(row.getString(column)).append(' ');
			}
			return new Row(found.toString(), row.getInt(1) > 0);
		}
	}

	private String sql() {
		StringBuilder sql = new StringBuilder("SELECT ");
		sql.append((this.lock != null)
				? "(SELECT COUNT(*) FROM " + this.lock.sql() + " WHERE LOCKEDBY IS NOT NULL OR LOCKGRANTED IS NOT NULL)"
				: "0");
		if (this.ledgerKind.isReadable()) {
			sql.append(", (SELECT COUNT(*) FROM ").append(this.ledger.sql()).append(')');
			sql.append(", (SELECT MAX(STARTED_AT) FROM ").append(this.ledger.sql()).append(')');
			sql.append(", (SELECT SUM(DURATION_MS) FROM ").append(this.ledger.sql()).append(')');
		}
		return sql.append(", COUNT(*), MAX(ORDEREXECUTED), MAX(DATEEXECUTED), COUNT(MD5SUM), COUNT(TAG) FROM ")
			.append(this.history.sql())
			.toString();
	}

	private record Row(String value, boolean locked) {

	}

	/**
	 * The result of a second look.
	 *
	 * @param same whether the history is as it was
	 * @param locked whether somebody seems to migrate the database
	 */
	public record Sight(boolean same, boolean locked) {

	}

}
