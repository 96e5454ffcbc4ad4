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

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationLock;
import io.migrationutilities.database.Queries;
import io.migrationutilities.database.SqlState;
import io.migrationutilities.engine.session.Failures;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.LiquibaseTable;
import io.migrationutilities.engine.session.Patience;
import io.migrationutilities.engine.session.SessionTransaction;
import io.migrationutilities.work.Interruption;
import io.migrationutilities.work.Interruption.Deferral;

/**
 * The lock of a run on PostgreSQL:
 * <ol>
 * <li>an advisory lock on a connection of its own, which dies with its holder.</li>
 * <li>Liquibase's row lock, so that a plain Liquibase is kept out too. A row of ours is
 * left behind by a dead holder while we hold the advisory lock: it is taken over.</li>
 * </ol>
 */
final class PostgresqlRunLock implements RunLock {

	private static final Log logger = LogFactory.getLog(PostgresqlRunLock.class);

	static final String MARKER = "Migration Utilities: ";

	private static final int OWNER_LENGTH = 255;

	private final String name;

	private final String rowTable;

	private final String rowOwner;

	private final LiquibaseTable lockTable;

	private final LiquibaseTable historyTable;

	private final LockConnection connection;

	private final AdvisoryLock advisoryLock;

	private long process;

	private @Nullable LiquibaseSession rowTaker;

	private boolean tableCreated;

	/**
	 * Create a lock that is not acquired yet.
	 * @param session the session of the run
	 * @param connection the connection that the lock is to live on, closed with it
	 * @param owner who takes the lock
	 */
	PostgresqlRunLock(LiquibaseSession session, LockConnection connection, String owner) {
		this.name = session.getName();
		this.lockTable = LiquibaseTable.lockOf(session.getDatabase());
		this.historyTable = LiquibaseTable.historyOf(session.getDatabase());
		this.rowTable = this.lockTable.sql();
		this.rowOwner = (MARKER + owner).substring(0, Math.min(OWNER_LENGTH, MARKER.length() + owner.length()));
		this.connection = connection;
		this.advisoryLock = AdvisoryLock.of(session.getDatabase());
	}

	/**
	 * Acquire the lock.
	 * @param session the session of the run
	 * @param timeout how long to wait for it
	 * @throws Exception if it can't be had
	 */
	void acquire(LiquibaseSession session, Duration timeout) throws Exception {
		try {
			new Patience(timeout).call(this.name, () -> {
				take(session);
				return null;
			});
		}
		catch (Exception ex) {
			free();
			throw ex;
		}
	}

	/**
	 * Return whether a row was taken by an instance, not by a plain Liquibase.
	 * @param rowHolder who is named in the row
	 * @return whether it was
	 */
	static boolean isOurs(MigrationLock rowHolder) {
		return rowHolder.owner().startsWith(MARKER);
	}

	private void take(LiquibaseSession session) throws Exception {
		if (this.process == 0) {
			takeAdvisoryLock(session);
		}
		SessionTransaction transaction = session.getTransaction();
		transaction.begin();
		try {
			boolean missing = !this.lockTable.exists(session.getConnection());
			takeRow(session);
			transaction.commit();
			this.tableCreated = missing;
			this.rowTaker = session;
		}
		catch (Exception ex) {
			transaction.rollback();
			throw ex;
		}
	}

	/**
	 * Take the advisory lock alone, unless somebody else holds it.
	 * @param session the session of the run
	 * @throws SQLException if the server can't be asked
	 * @throws MigrationException with code {@code LOCK_TIMEOUT} if somebody else holds it
	 */
	void takeAdvisoryLock(LiquibaseSession session) throws SQLException {
		Connection own = this.connection.get();
		if (!this.advisoryLock.tryTake(own)) {
			MigrationLock holder = this.advisoryLock.find(own);
			throw new MigrationException(MigrationErrorCode.LOCK_TIMEOUT,
					"'" + this.name + "' is being migrated by " + LockOwner.describe(holder) + ".",
					"Wait for the other instance, or end it, then start again.");
		}
		this.process = PoolerCheck.processOf(own);
		if (!this.advisoryLock.isHeldBy(session.getConnection(), this.process)) {
			throw new MigrationException(MigrationErrorCode.DATABASE_UNAVAILABLE,
					"Two connections to '" + this.name + "' lead to two different servers.",
					"Name the server to migrate in 'spring.liquibase.url', then start again.");
		}
	}

	// All in one transaction: no death on the way leaves a row behind that is not marked
	// as ours.
	private void takeRow(LiquibaseSession session) throws Exception {
		RowLock row = new RowLock(session);
		MigrationLock holder = row.find();
		if (holder != null && isOurs(holder)) {
			logger.warn("Taking over the lock row of '" + this.name + "' that " + holder.owner() + " left behind");
			row.free();
		}
		row.take();
		updateRow(session.getConnection(), "LOCKEDBY = ? WHERE ID = 1");
	}

	private boolean updateRow(Connection updating, String assignments) throws SQLException {
		try (PreparedStatement statement = updating
			.prepareStatement("UPDATE " + this.rowTable + " SET " + assignments)) {
			statement.setString(1, this.rowOwner);
			return statement.executeUpdate() > 0;
		}
	}

	@Override
	public void requireHeld() {
		try {
			if (!this.advisoryLock.isHeldBy(this.connection.get(), this.process)) {
				throw lost("the server does not know of it any more", null);
			}
		}
		catch (SQLException ex) {
			throw lost(Failures.rootMessage(ex), ex);
		}
	}

	// Taking the row over waits for the one who has locked it.
	@Override
	public void requireHeldUntilCommit(LiquibaseSession session) throws SQLException {
		try (PreparedStatement statement = session.getConnection()
			.prepareStatement("SELECT 1 FROM " + this.rowTable + " WHERE ID = 1 AND LOCKEDBY = ? FOR UPDATE")) {
			statement.setString(1, this.rowOwner);
			try (ResultSet row = statement.executeQuery()) {
				if (!row.next()) {
					throw lost("its row is not marked as ours any more", null);
				}
			}
		}
		requireHeld();
	}

	@Override
	public RunWatch watch(LiquibaseSession session) throws SQLException {
		return new PostgresqlRunWatch(this.connection.get(), PoolerCheck.processOf(session.getConnection()));
	}

	private MigrationException lost(String reason, @Nullable Throwable cause) {
		return new MigrationException(MigrationErrorCode.LOCK_LOST,
				"The lock on '" + this.name + "' was lost: " + reason + ".",
				"What was not committed is rolled back. Find out what ended the connection of the lock: "
						+ "the server's log says it. Then start again.",
				cause);
	}

	@Override
	public void close() {
		try {
			free();
		}
		finally {
			this.connection.close();
		}
	}

	private void free() {
		try (Deferral deferral = Interruption.defer()) {
			free(this.connection.get());
		}
		catch (SQLException ex) {
			if (SqlState.of(ex) == SqlState.LOST) {
				logger.debug("The connection of the lock on '" + this.name + "' is lost: the server frees the lock, "
						+ "the next run takes over the row", ex);
			}
			else {
				logger.warn("The lock on '" + this.name + "' could not be freed: " + Failures.rootMessage(ex));
			}
		}
		finally {
			RowLock.forget();
		}
	}

	private void free(Connection own) throws SQLException {
		try {
			if (this.rowTaker != null && !(this.tableCreated && dropTable(own))) {
				freeRow(own, this.rowTaker);
			}
		}
		finally {
			this.advisoryLock.free(own);
		}
	}

	// A database that has no history after the run had none before, and gets back the
	// state without the table as well. Another one that was restored has another row.
	private boolean dropTable(Connection own) throws SQLException {
		own.setAutoCommit(false);
		try {
			if (!this.lockTable.exists(own) || this.historyTable.exists(own)) {
				return false;
			}
			Queries.execute(own, "LOCK TABLE " + this.rowTable + " IN ACCESS EXCLUSIVE MODE NOWAIT");
			boolean ours = Queries.isTrue(own,
					"SELECT count(*) = 1 AND bool_and(LOCKED AND LOCKEDBY = ?) FROM " + this.rowTable, this.rowOwner);
			if (ours) {
				Queries.execute(own, "DROP TABLE " + this.rowTable);
				own.commit();
			}
			return ours;
		}
		catch (SQLException ex) {
			if (SqlState.of(ex) == SqlState.LOST) {
				throw ex;
			}
			logger.debug("The table of the lock on '" + this.name + "' stays", ex);
			return false;
		}
		finally {
			own.rollback();
			own.setAutoCommit(true);
		}
	}

	// The session that took the row may do what ours may not, and may be lost where ours
	// is not. A restore may have brought back a database that has no lock table yet.
	private void freeRow(Connection own, LiquibaseSession taker) throws SQLException {
		try {
			if (!freeRow(own)) {
				freeRow(taker);
			}
		}
		catch (SQLException ex) {
			if (SqlState.NO_RIGHT.is(ex) && freeRow(taker)) {
				return;
			}
			if (!SqlState.UNDEFINED.is(ex)) {
				throw ex;
			}
		}
	}

	private boolean freeRow(LiquibaseSession taker) throws SQLException {
		if (taker.getConnection().isClosed()) {
			return false;
		}
		SessionTransaction transaction = taker.getTransaction();
		transaction.begin();
		try {
			boolean freed = freeRow(taker.getConnection());
			transaction.commit();
			return freed;
		}
		finally {
			transaction.rollback();
		}
	}

	private boolean freeRow(Connection freeing) throws SQLException {
		return updateRow(freeing, "LOCKED = FALSE, LOCKGRANTED = NULL, LOCKEDBY = NULL WHERE ID = 1 AND LOCKEDBY = ?");
	}

}
