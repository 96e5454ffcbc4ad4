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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

import liquibase.changelog.ChangeSet;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.work.Interruption;
import io.migrationutilities.work.Interruption.Deferral;

/**
 * The transaction of a session. Without it the database refuses to write.
 */
public final class SessionTransaction {

	private static final Log logger = LogFactory.getLog(SessionTransaction.class);

	private final MigrationConnection connection;

	private final DatabaseDialect dialect;

	private boolean rebuildsTables;

	SessionTransaction(MigrationConnection connection, DatabaseDialect dialect) {
		this.connection = connection;
		this.dialect = dialect;
	}

	/**
	 * Say whether the transactions that begin from now on rebuild tables.
	 * @param rebuildsTables whether they may
	 */
	public void setRebuildsTables(boolean rebuildsTables) {
		this.rebuildsTables = rebuildsTables;
	}

	/**
	 * Say in which change sets a {@code BEGIN} and a {@code COMMIT} enclose everything
	 * else, and are passed over.
	 * @param changeSets the change sets
	 */
	public void setEnclosed(Set<ChangeSet> changeSets) {
		this.connection.setEnclosed(changeSets);
	}

	/**
	 * Return whether something other than an error of the database has ended the last
	 * transaction, so that statements may have been committed.
	 * @return whether it has
	 */
	public boolean isEndedByOthers() {
		return this.connection.isEndedByOthers();
	}

	/**
	 * Return the statement that failed last.
	 * @param failure the failure
	 * @return its text, or {@code null} if the failure is not that of a statement
	 */
	public @Nullable String findStatement(Throwable failure) {
		return this.connection.findStatement(failure);
	}

	public boolean isActive() {
		return this.connection.isInTransaction();
	}

	/**
	 * Begin the transaction of a run, or of a segment of it.
	 * @throws SQLException if it can't be begun, such as when another writer is active
	 */
	public void begin() throws SQLException {
		this.dialect.setReadOnly(getConnection(), false);
		this.dialect.prepareTransaction(getConnection(), this.rebuildsTables);
		this.connection.begin();
	}

	public void commit() throws SQLException {
		Interruption.check();
		try (Deferral deferral = Interruption.defer()) {
			this.connection.commit();
			this.dialect.setReadOnly(getConnection(), true);
		}
	}

	/**
	 * Roll the transaction back, if there is one. A failure to do so is logged only: the
	 * database rolls back whatever was not committed.
	 */
	public void rollback() {
		try (Deferral deferral = Interruption.defer()) {
			this.connection.rollback();
			this.dialect.setReadOnly(getConnection(), true);
		}
		catch (SQLException ex) {
			logger.debug("The transaction had already ended", ex);
		}
	}

	/**
	 * Let Liquibase commit for itself, without a transaction of ours.
	 * @throws SQLException if the connection can't be prepared
	 */
	public void beginPassThrough() throws SQLException {
		beginPassThrough(StatementRetry.NONE);
	}

	/**
	 * Let Liquibase commit for itself, without a transaction of ours.
	 * @param retry decides about statements outside any transaction
	 * @throws SQLException if the connection can't be prepared
	 */
	public void beginPassThrough(StatementRetry retry) throws SQLException {
		this.dialect.setReadOnly(getConnection(), false);
		this.dialect.prepareTransaction(getConnection(), false);
		this.connection.passThrough(retry);
	}

	public void endPassThrough() throws SQLException {
		this.connection.endPassThrough();
		this.dialect.setReadOnly(getConnection(), true);
	}

	private Connection getConnection() {
		return this.connection.getDelegate();
	}

}
