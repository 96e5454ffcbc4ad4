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

package io.migrationutilities.backup.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.MigrationException;
import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.database.Queries;
import io.migrationutilities.work.Background;
import io.migrationutilities.work.Interruption;
import io.migrationutilities.work.Interruption.Deferral;

/**
 * Puts a database in the place of another one by renaming both in one transaction, of a
 * session in a third database:
 * <ol>
 * <li>the new database gets what no dump contains;</li>
 * <li>renaming the live one locks it: connections that are being opened wait, and reach
 * the new one or fail; the server waits up to 5 seconds for sessions to end, while
 * another session of ours ends them;</li>
 * <li>renaming the new one and the commit follow at once.</li>
 * </ol>
 * A kill on the way leaves the name to one of both databases.
 */
final class PostgresqlSwap {

	private static final Log logger = LogFactory.getLog(PostgresqlSwap.class);

	private static final String SESSION = "migration-utilities swap";

	private static final long POLL_MILLIS = 50;

	private static final Duration OUTCOME_TIMEOUT = Duration.ofSeconds(30);

	private final PostgresqlAccess access;

	private final Connection session;

	private final String live;

	private final Duration lockTimeout;

	/**
	 * Create a swap.
	 * @param access the way to the live database
	 * @param session a session in another database, outside any transaction
	 * @param lockTimeout how long to wait for others that change the live database's
	 * properties
	 */
	PostgresqlSwap(PostgresqlAccess access, Connection session, Duration lockTimeout) {
		this.access = access;
		this.session = session;
		this.live = access.database();
		this.lockTimeout = lockTimeout;
	}

	/**
	 * Find out whether the properties of the live database can be copied, and change
	 * nothing.
	 * @param replacement the database that is going to take its place
	 * @throws SQLException if they can't be copied
	 */
	void rehearse(String replacement) throws SQLException {
		this.session.setAutoCommit(false);
		try {
			PostgresqlDatabaseProperties.copy(this.session, this.live, replacement);
		}
		finally {
			this.session.rollback();
			this.session.setAutoCommit(true);
		}
	}

	/**
	 * Swap the databases.
	 * @param replacement the database that takes the place of the live one
	 * @return the name under which the live one is kept
	 * @throws SQLException if it can't be done and nothing was changed
	 * @throws MigrationException if it is not known whether it was done
	 */
	String run(String replacement) throws SQLException {
		Interruption.check();
		try (Deferral deferral = Interruption.defer()) {
			return swap(replacement);
		}
	}

	private String swap(String replacement) throws SQLException {
		String previous = PostgresqlPreviousDatabase.nameFor(this.live);
		long process = Queries.number(this.session, "SELECT pg_catalog.pg_backend_pid()");
		try (Connection observer = this.access.open(this.session.getCatalog(), SESSION)) {
			CompletableFuture<Void> renamed = Background.run("postgresql-swap", () -> {
				rename(replacement, previous);
				return null;
			});
			endSessionsUntil(renamed, observer, replacement);
			commit(observer, process, previous);
			return previous;
		}
	}

	private void rename(String replacement, String previous) throws SQLException {
		this.session.setAutoCommit(false);
		try (Statement statement = this.session.createStatement()) {
			statement.execute("SET LOCAL lock_timeout = " + this.lockTimeout.toMillis());
			PostgresqlDatabaseProperties.copy(this.session, this.live, replacement);
			statement.execute("COMMENT ON DATABASE %s IS %s".formatted(Queries.quote(this.live),
					PostgresqlName.literal(PostgresqlPreviousDatabase.commentFor(this.live))));
			rename(statement, this.live, previous);
			rename(statement, replacement, this.live);
		}
		catch (SQLException ex) {
			rollback(ex);
			throw ex;
		}
	}

	private void rollback(SQLException cause) {
		try {
			this.session.rollback();
			this.session.setAutoCommit(true);
		}
		catch (SQLException ex) {
			cause.addSuppressed(ex);
		}
	}

	private static void rename(Statement statement, String from, String to) throws SQLException {
		statement.execute("ALTER DATABASE %s RENAME TO %s".formatted(Queries.quote(from), Queries.quote(to)));
	}

	private void endSessionsUntil(CompletableFuture<Void> renamed, Connection observer, String replacement)
			throws SQLException {
		boolean interrupted = false;
		while (true) {
			try {
				renamed.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
				break;
			}
			catch (TimeoutException ex) {
				endSessions(observer, this.live);
				endSessions(observer, replacement);
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
			catch (ExecutionException ex) {
				throw (ex.getCause() instanceof SQLException cause) ? cause : new SQLException(ex.getCause());
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void endSessions(Connection observer, String database) {
		try {
			PostgresqlSessions.end(observer, database);
		}
		catch (SQLException ex) {
			logger.debug("The sessions of others can't be ended", ex);
		}
	}

	private void commit(Connection observer, long process, String previous) throws SQLException {
		try {
			this.session.commit();
			this.session.setAutoCommit(true);
		}
		catch (SQLException ex) {
			rollback(ex);
			if (!isCommitted(observer, process, previous, ex)) {
				throw ex;
			}
		}
	}

	private static boolean isCommitted(Connection observer, long process, String previous, SQLException cause) {
		long deadline = System.nanoTime() + OUTCOME_TIMEOUT.toNanos();
		try {
			while (exists(observer, "pg_catalog.pg_stat_activity WHERE state <> 'idle' AND pid = " + process)) {
				if (System.nanoTime() > deadline) {
					throw PostgresqlRestoreFailures.unknown(String.valueOf(cause.getMessage()), cause);
				}
				Queries.strings(observer, "SELECT pg_catalog.pg_sleep(0.1)");
			}
			return exists(observer, "pg_catalog.pg_database WHERE datname = " + PostgresqlName.literal(previous));
		}
		catch (SQLException ex) {
			cause.addSuppressed(ex);
			throw PostgresqlRestoreFailures.unknown(String.valueOf(cause.getMessage()), cause);
		}
	}

	private static boolean exists(Connection observer, String rows) throws SQLException {
		return Queries.number(observer, "SELECT count(*) FROM " + rows) > 0;
	}

}
