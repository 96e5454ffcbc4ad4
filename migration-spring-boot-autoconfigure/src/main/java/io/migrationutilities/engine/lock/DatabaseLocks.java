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

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.LockSession;
import io.migrationutilities.MigrationLock;
import io.migrationutilities.engine.session.DatabaseDialect;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.PostgresqlDialect;
import io.migrationutilities.engine.session.SqliteDialect;

/**
 * The locks of a kind of database, as one session takes and sees them.
 */
public abstract sealed class DatabaseLocks permits SqliteLocks, PostgresqlLocks, GenericLocks {

	private final LiquibaseSession session;

	DatabaseLocks(LiquibaseSession session) {
		this.session = session;
	}

	public static DatabaseLocks of(LiquibaseSession session) {
		DatabaseDialect dialect = session.getDialect();
		if (dialect instanceof SqliteDialect) {
			return new SqliteLocks(session);
		}
		return (dialect instanceof PostgresqlDialect postgresql) ? new PostgresqlLocks(session, postgresql)
				: new GenericLocks(session);
	}

	final LiquibaseSession getSession() {
		return this.session;
	}

	/**
	 * Keep other instances out.
	 * @param owner who takes the lock
	 * @param timeout how long to wait for it
	 * @param lockWait how long statements of the run may wait for locks
	 * @return the lock
	 * @throws Exception if it can't be had
	 */
	public abstract RunLock acquire(String owner, Duration timeout, Duration lockWait) throws Exception;

	/**
	 * Keep other writers out from now on, where the database can: what is backed up is
	 * then what is changed.
	 * @param timeout how long to wait for them
	 * @throws Exception if they don't end
	 */
	public void keepWritersOut(Duration timeout) throws Exception {
	}

	/**
	 * Begin the transaction of a segment, waiting for other writers where the database
	 * lets only one write.
	 * @param timeout how long to wait
	 * @throws Exception if it can't be begun
	 */
	public final void begin(Duration timeout) throws Exception {
		keepWritersOut(timeout);
		if (!this.session.getTransaction().isActive()) {
			this.session.getTransaction().begin();
		}
	}

	/**
	 * Keep other instances out at once or not at all, without taking Liquibase's own
	 * lock.
	 * @param owner who takes the lock
	 * @return the lock
	 * @throws Exception if it can't be had
	 */
	abstract RunLock keepInstancesOut(String owner) throws Exception;

	/**
	 * Make sure that a lock could be had here, without taking or writing anything. The
	 * session is outside a transaction.
	 * @return what makes the lock
	 * @throws Exception if it could not
	 */
	public abstract String requireLockable() throws Exception;

	/**
	 * Find out which instance holds the lock that dies with its holder, without taking or
	 * writing anything.
	 * @return the holder, or {@code null} if there is none
	 * @throws Exception if it can't be found out
	 */
	public abstract @Nullable MigrationLock findInstance() throws Exception;

	/**
	 * Find the session of the server that holds the lock which dies with its holder.
	 * @return the session, or empty if there is none
	 * @throws Exception if it can't be found out
	 */
	public Optional<LockSession> findSession() throws Exception {
		return Optional.empty();
	}

	/**
	 * End the session that holds the lock.
	 * @param found the session that was found
	 * @throws Exception if it can't be ended, or does not hold the lock any more
	 */
	public void terminate(LockSession found) throws Exception {
		throw new UnsupportedOperationException("The database has no sessions that hold a lock");
	}

	/**
	 * Find out who is named in Liquibase's own lock, without writing anything.
	 * @return the holder, dead or alive, or {@code null} if there is none
	 * @throws Exception if it can't be found out
	 */
	public @Nullable MigrationLock findRow() throws Exception {
		return new RowLock(this.session).find();
	}

	/**
	 * Return whether an instance that is killed leaves Liquibase's own lock behind.
	 * @return whether it does
	 */
	public boolean leavesRowBehind() {
		return false;
	}

	/**
	 * Remove what the lock of an instance that was killed has left behind and nobody
	 * waits for. Costs next to nothing where there is nothing.
	 * @param owner who does it
	 */
	public void clearTraces(String owner) {
	}

	/**
	 * Return whether the next run takes Liquibase's own lock over from a dead instance.
	 * @param row who is named in it
	 * @return whether it does, while no instance holds the other lock
	 */
	public boolean isTakenOver(MigrationLock row) {
		return false;
	}

	/**
	 * Find out who holds a lock that a run would wait for, without taking or writing
	 * anything.
	 * @return the holder, or {@code null} if there is none
	 * @throws Exception if it can't be found out
	 */
	public final @Nullable MigrationLock findLock() throws Exception {
		MigrationLock holder = findInstance();
		if (holder != null) {
			return holder;
		}
		MigrationLock row = findRow();
		return (row != null && isTakenOver(row)) ? null : row;
	}

}
