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
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.postgresql.core.BaseConnection;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.database.SqlState;
import io.migrationutilities.engine.session.Failures;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.SessionSettings;
import io.migrationutilities.work.Interruption;
import io.migrationutilities.work.Interruption.Deferral;

/**
 * The connection that a lock lives on: one of our own, that no pool tests, limits or
 * closes. Where the credentials for that are not known, or the server is hidden behind
 * connections that can't be unwrapped, a second one of the data source.
 */
final class LockConnection implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(LockConnection.class);

	private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

	private final Connection connection;

	private final SessionSettings settings;

	private final boolean initialAutoCommit;

	private final int initialTimeout;

	private LockConnection(Connection connection) throws SQLException {
		this.connection = connection;
		this.settings = new SessionSettings(connection);
		this.initialAutoCommit = connection.getAutoCommit();
		this.initialTimeout = connection.getNetworkTimeout();
		connection.setAutoCommit(true);
		connection.setNetworkTimeout(Runnable::run, (int) ANSWER_TIMEOUT.toMillis());
	}

	/**
	 * Open a connection. It is idle outside a transaction whenever it is not asked.
	 * @param session the session of the run
	 * @param owner who takes the lock, for others to see
	 * @return the connection
	 * @throws SQLException if it can't be opened
	 */
	static LockConnection open(LiquibaseSession session, String owner) throws SQLException {
		try {
			return prepare(openOwn(session, owner));
		}
		catch (SQLException ex) {
			if (SqlState.of(ex) != SqlState.CREDENTIALS && !(ex instanceof SQLFeatureNotSupportedException)) {
				throw ex;
			}
			logger.debug("The lock has no connection of its own", ex);
			return prepare(borrow(session, ex));
		}
	}

	private static Connection openOwn(LiquibaseSession session, String owner) throws SQLException {
		if (!session.getConnection().isWrapperFor(BaseConnection.class)) {
			throw new SQLFeatureNotSupportedException("The data source does not tell which server it leads to");
		}
		return PostgresqlAccess.of(session.getBackupSource()).open(owner);
	}

	private static Connection borrow(LiquibaseSession session, SQLException reason) {
		try {
			return session.getMigrationDatabase().getConnection();
		}
		catch (MigrationException ex) {
			ex.addSuppressed(reason);
			throw new MigrationException(MigrationErrorCode.DATABASE_UNAVAILABLE,
					"The lock on '" + session.getName() + "' needs a connection beside that of the data source, and "
							+ "none could be opened: " + Failures.rootMessage(reason) + "; " + ex.getMessage(),
					"Set 'spring.liquibase.url', 'user' and 'password', or let the pool have two connections.", ex);
		}
	}

	private static LockConnection prepare(Connection connection) throws SQLException {
		try {
			return new LockConnection(connection);
		}
		catch (SQLException ex) {
			connection.close();
			throw ex;
		}
	}

	/**
	 * Let others see who takes the lock, and the server keep it for as long as it takes.
	 * @param owner who takes it
	 * @throws SQLException if the server can't be asked
	 */
	void setOwner(String owner) throws SQLException {
		this.settings.set("application_name", owner);
		this.settings.allowIdleness();
		this.settings.giveUpOnDeadHost();
	}

	Connection get() {
		return this.connection;
	}

	@Override
	public void close() {
		try (Deferral deferral = Interruption.defer(); Connection closing = this.connection) {
			this.settings.restoreAll();
			closing.setNetworkTimeout(Runnable::run, this.initialTimeout);
			closing.setAutoCommit(this.initialAutoCommit);
		}
		catch (SQLException ex) {
			logger.debug("The connection of the lock could not be reset", ex);
		}
	}

}
