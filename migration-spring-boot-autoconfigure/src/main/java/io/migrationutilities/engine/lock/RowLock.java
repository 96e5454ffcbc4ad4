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

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.Objects;

import liquibase.exception.LiquibaseException;
import liquibase.lockservice.LockService;
import liquibase.lockservice.LockServiceFactory;
import liquibase.snapshot.SnapshotGeneratorFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationLock;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.LiquibaseTable;

/**
 * Liquibase's own lock: a row that says who holds it, and that stays behind when its
 * holder is killed.
 */
public final class RowLock {

	private final LiquibaseSession session;

	RowLock(LiquibaseSession session) {
		this.session = session;
	}

	/**
	 * Take the lock.
	 * @throws LiquibaseException if its table can't be written
	 * @throws SQLException if its table can't be read
	 * @throws MigrationException with code {@code LOCK_TIMEOUT} if somebody holds it
	 */
	void take() throws LiquibaseException, SQLException {
		forget();
		if (!getService().acquireLock()) {
			throw heldBy(find());
		}
	}

	/**
	 * Free the lock, whoever holds it.
	 * @throws LiquibaseException if its table can't be written
	 */
	void free() throws LiquibaseException {
		getService().releaseLock();
		forget();
	}

	/**
	 * Find out who holds the lock. Liquibase itself can't read a row that was locked by
	 * hand, without saying by whom and since when.
	 * @return the holder, or {@code null} if there is none
	 * @throws LiquibaseException if its table can't be looked for
	 * @throws SQLException if its table can't be read
	 */
	@Nullable MigrationLock find() throws LiquibaseException, SQLException {
		if (!SnapshotGeneratorFactory.getInstance().hasDatabaseChangeLogLockTable(this.session.getDatabase())) {
			return null;
		}
		try (Statement statement = this.session.getConnection().createStatement();
				ResultSet row = statement
					.executeQuery("SELECT LOCKED, LOCKEDBY, LOCKGRANTED FROM " + getTableName(this.session))) {
			return (row.next() && row.getBoolean(1)) ? holder(row) : null;
		}
	}

	private static MigrationLock holder(ResultSet row) throws SQLException {
		Timestamp since = row.getTimestamp(3);
		return new MigrationLock(Objects.requireNonNullElse(row.getString(2), "somebody"),
				(since != null) ? since.toInstant() : null);
	}

	/**
	 * Forget what Liquibase remembers of the table and of the lock. Knowledge from a
	 * transaction that was rolled back is wrong.
	 */
	static void forget() {
		LockServiceFactory.getInstance().resetAll();
	}

	private LockService getService() {
		return LockServiceFactory.getInstance().getLockService(this.session.getDatabase());
	}

	private MigrationException heldBy(@Nullable MigrationLock holder) {
		return new MigrationException(MigrationErrorCode.LOCK_TIMEOUT,
				"'" + this.session.getName() + "' is being migrated by " + LockOwner.describe(holder) + ".",
				"Wait for the other instance, then start again. If it was killed: 'migrations release-lock' frees the lock.");
	}

	public static String getTableName(LiquibaseSession session) {
		return LiquibaseTable.lockOf(session.getDatabase()).sql();
	}

}
