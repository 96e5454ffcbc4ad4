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

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationLock;
import io.migrationutilities.backup.DatabaseKind;

/**
 * What a run needs to know about the kind of database it changes. One instance serves one
 * connection.
 */
interface DatabaseDialect {

	/**
	 * Return how transactions begin and end.
	 * @return the transaction control
	 */
	TransactionControl getTransactionControl();

	/**
	 * Return whether the database can roll back schema changes.
	 * @param connection the connection
	 * @return whether a run can be all-or-nothing
	 * @throws SQLException if the database can't be asked
	 */
	boolean isAtomic(Connection connection) throws SQLException;

	/**
	 * Make the database refuse, or accept again, to write through a connection.
	 * @param connection the connection
	 * @param readOnly whether to refuse
	 * @throws SQLException if that fails
	 */
	void setReadOnly(Connection connection, boolean readOnly) throws SQLException;

	/**
	 * Prepare a connection for a transaction that changes the schema.
	 * @param connection the connection
	 * @param rebuildsTables whether tables will be rebuilt
	 * @throws SQLException if that fails
	 */
	void prepareTransaction(Connection connection, boolean rebuildsTables) throws SQLException;

	/**
	 * Undo what was set on a connection.
	 * @param connection the connection
	 * @throws SQLException if that fails
	 */
	void release(Connection connection) throws SQLException;

	/**
	 * Keep other instances out.
	 * @param session the session of the run
	 * @param owner who takes the lock
	 * @param timeout how long to wait for it
	 * @return the lock
	 * @throws Exception if it can't be had
	 */
	RunLock acquireLock(LiquibaseSession session, String owner, Duration timeout) throws Exception;

	/**
	 * Keep other writers out from now on, where the database can: what is backed up is
	 * then what is changed.
	 * @param session the session of the run
	 * @param timeout how long to wait for them
	 * @throws Exception if they don't end
	 */
	void keepWritersOut(LiquibaseSession session, Duration timeout) throws Exception;

	/**
	 * Keep other instances out at once or not at all, without taking Liquibase's own
	 * lock.
	 * @param session a session
	 * @param owner who takes the lock
	 * @return the lock
	 * @throws Exception if it can't be had
	 */
	RunLock keepInstancesOut(LiquibaseSession session, String owner) throws Exception;

	/**
	 * Make sure that a lock could be had here, without taking or writing anything.
	 * @param session a session, outside a transaction
	 * @return what makes the lock
	 * @throws Exception if it could not
	 */
	String requireLockable(LiquibaseSession session) throws Exception;

	/**
	 * Find out which instance holds the lock that dies with its holder, without taking or
	 * writing anything.
	 * @param session a session
	 * @return the holder, or {@code null} if there is none
	 * @throws Exception if it can't be found out
	 */
	@Nullable MigrationLock findInstance(LiquibaseSession session) throws Exception;

	/**
	 * Return the file by which instances keep each other out.
	 * @param session a session
	 * @return the file, or {@code null} if they do so in the database
	 */
	default @Nullable Path findLockFile(LiquibaseSession session) {
		return null;
	}

	/**
	 * Find out who is named in Liquibase's own lock, without writing anything.
	 * @param session a session
	 * @return the holder, dead or alive, or {@code null} if there is none
	 * @throws Exception if it can't be found out
	 */
	@Nullable MigrationLock findRow(LiquibaseSession session) throws Exception;

	/**
	 * Return whether the next run takes Liquibase's own lock over from a dead instance.
	 * @param row who is named in it
	 * @return whether it does, while no instance holds the other lock
	 */
	default boolean isTakenOver(MigrationLock row) {
		return false;
	}

	/**
	 * Find out who holds a lock that a run would wait for, without taking or writing
	 * anything.
	 * @param session a session
	 * @return the holder, or {@code null} if there is none
	 * @throws Exception if it can't be found out
	 */
	default @Nullable MigrationLock findLock(LiquibaseSession session) throws Exception {
		MigrationLock holder = findInstance(session);
		if (holder != null) {
			return holder;
		}
		MigrationLock row = findRow(session);
		return (row != null && isTakenOver(row)) ? null : row;
	}

	/**
	 * Look at the integrity of a database before it is changed.
	 * @param connection the connection
	 * @return what is wrong already
	 * @throws SQLException if it can't be looked at
	 */
	IntegrityFindings findIntegrityProblems(Connection connection) throws SQLException;

	static DatabaseDialect of(Connection connection) throws SQLException {
		return switch (DatabaseKind.of(connection)) {
			case SQLITE -> new SqliteDialect(connection);
			case POSTGRESQL -> new PostgresqlDialect(connection);
			case OTHER -> new GenericDialect();
		};
	}

}
