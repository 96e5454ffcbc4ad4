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
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.database.DatabaseKind;
import io.migrationutilities.sql.SqlDialect;

/**
 * Prepares a connection to a kind of database for reading and for transactions. One
 * instance serves one connection.
 */
public sealed interface DatabaseDialect permits SqliteDialect, PostgresqlDialect, GenericDialect {

	/**
	 * Return how transactions begin and end.
	 * @return the transaction control
	 */
	TransactionControl getTransactionControl();

	/**
	 * Return by which rules statements are read.
	 * @return the dialect of SQL
	 */
	SqlDialect getSqlDialect();

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
	 * Return the file by which instances keep each other out.
	 * @param connection the connection
	 * @return the file, or {@code null} if they do so in the database
	 */
	default @Nullable Path findLockFile(Connection connection) {
		return null;
	}

	/**
	 * Return what the database calls the open transaction.
	 * @param connection the connection, in the transaction
	 * @return the name, or {@code null} if the database keeps no record of transactions
	 * @throws SQLException if the database can't be asked
	 */
	default @Nullable String findTransactionId(Connection connection) throws SQLException {
		return null;
	}

	/**
	 * Find out how a transaction has ended.
	 * @param connection another connection
	 * @param id what the database calls the transaction, or {@code null} if it has no
	 * name
	 * @return its fate
	 * @throws SQLException if the database can't be asked
	 */
	default TransactionFate findFate(Connection connection, @Nullable String id) throws SQLException {
		return TransactionFate.UNKNOWN;
	}

	/**
	 * Look at the integrity of a database before it is changed.
	 * @param connection the connection
	 * @return what is wrong already
	 * @throws SQLException if it can't be looked at
	 */
	IntegrityFindings findIntegrityProblems(Connection connection) throws SQLException;

	/**
	 * Find what change sets that failed outside a transaction have left behind.
	 * @param connection the connection
	 * @return what there is
	 * @throws SQLException if the database can't be asked
	 */
	default List<Leftover> findLeftovers(Connection connection) throws SQLException {
		return List.of();
	}

	/**
	 * Say how long statements may wait for locks from now on, where the database knows
	 * such a limit and the user has set none. Called outside a transaction.
	 * @param lockWait how long
	 * @throws SQLException if that fails
	 */
	default void setLockWait(Duration lockWait) throws SQLException {
	}

	static DatabaseDialect of(Connection connection) throws SQLException {
		return switch (DatabaseKind.of(connection)) {
			case SQLITE -> new SqliteDialect(connection);
			case POSTGRESQL -> new PostgresqlDialect(connection);
			case OTHER -> new GenericDialect();
		};
	}

}
