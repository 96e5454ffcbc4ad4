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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.database.Queries;
import io.migrationutilities.database.SqlState;
import io.migrationutilities.sql.SqlDialect;

/**
 * PostgreSQL: schema changes roll back, and settings of the session, which the connection
 * may have to itself or not, refuse to write.
 */
public final class PostgresqlDialect implements DatabaseDialect {

	private static final Log logger = LogFactory.getLog(PostgresqlDialect.class);

	// An index that somebody else builds right now is invalid until it is finished. Which
	// table it belongs to is hidden from roles that may not know.
	private static final String INVALID_INDEXES = """
			SELECT n.nspname, i.relname, t.relname, pg_catalog.format('DROP INDEX %I.%I', n.nspname, i.relname)
			FROM pg_index x
			JOIN pg_class i ON i.oid = x.indexrelid
			JOIN pg_class t ON t.oid = x.indrelid
			JOIN pg_namespace n ON n.oid = i.relnamespace
			WHERE NOT x.indisvalid AND i.relkind = 'i' AND t.relkind <> 'p' AND n.nspname <> 'pg_toast'
			AND NOT EXISTS (SELECT 1 FROM pg_stat_progress_create_index p
				WHERE p.datid = (SELECT oid FROM pg_database WHERE datname = current_database())
				AND coalesce(p.relid, t.oid) = t.oid AND p.pid <> pg_backend_pid())
			""";

	private static final String LOCK_TIMEOUT = "lock_timeout";

	// Those for queries of the application are too short for many a schema change.
	private static final List<String> TIMEOUTS = List.of("statement_timeout", "idle_in_transaction_session_timeout");

	private final TransactionControl transactionControl = new TransactionControl.Postgresql();

	private final SessionSettings settings;

	private boolean ownsSession;

	private boolean limitsLockWait;

	public PostgresqlDialect(Connection connection) throws SQLException {
		this.settings = new SessionSettings(connection);
		this.ownsSession = PostgresqlAccess.isDirect(connection);
	}

	@Override
	public TransactionControl getTransactionControl() {
		return this.transactionControl;
	}

	@Override
	public SqlDialect getSqlDialect() {
		return SqlDialect.POSTGRESQL;
	}

	@Override
	public boolean isAtomic(Connection connection) {
		return true;
	}

	// Behind a pooler the setting could stay on a session that others are given next.
	@Override
	public void setReadOnly(Connection connection, boolean readOnly) throws SQLException {
		if (!readOnly) {
			this.settings.restore("default_transaction_read_only");
		}
		else if (this.ownsSession) {
			this.settings.set("default_transaction_read_only", "on");
		}
	}

	@Override
	public void prepareTransaction(Connection connection, boolean rebuildsTables) {
	}

	@Override
	public void release(Connection connection) throws SQLException {
		this.settings.restoreAll();
	}

	// Both functions have newer names since PostgreSQL 13, and serve older servers too
	// (https://www.postgresql.org/docs/current/functions-info.html).
	@Override
	public @Nullable String findTransactionId(Connection connection) throws SQLException {
		return Queries.string(connection, "SELECT txid_current()::text");
	}

	@Override
	public TransactionFate findFate(Connection connection, @Nullable String id) throws SQLException {
		String status = (id != null) ? findStatus(connection, id) : null;
		if (status == null) {
			return TransactionFate.UNKNOWN;
		}
		return switch (status) {
			case "committed" -> TransactionFate.COMMITTED;
			case "aborted" -> TransactionFate.ROLLED_BACK;
			case "in progress" -> TransactionFate.IN_PROGRESS;
			default -> TransactionFate.UNKNOWN;
		};
	}

	// A server that has crashed has forgotten the transactions of which nothing was on
	// disk
	// yet, and takes their ids for those of the future.
	private static @Nullable String findStatus(Connection connection, String id) throws SQLException {
		try {
			return Queries.string(connection, "SELECT txid_status(?::bigint)", id);
		}
		catch (SQLException ex) {
			if (SqlState.INVALID_VALUE.is(ex)) {
				return "aborted";
			}
			throw ex;
		}
	}

	@Override
	public IntegrityFindings findIntegrityProblems(Connection connection) throws SQLException {
		Map<String, Long> problems = new TreeMap<>();
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(INVALID_INDEXES)) {
			while (row.next()) {
				problems.put("index '" + row.getString(1) + "." + row.getString(2) + "' of table '" + row.getString(3)
						+ "' that is not valid", 1L);
			}
		}
		return new IntegrityFindings(problems);
	}

	// A failed CREATE or REINDEX INDEX CONCURRENTLY leaves it behind.
	@Override
	public List<Leftover> findLeftovers(Connection connection) throws SQLException {
		return Queries.list(connection, INVALID_INDEXES,
				(row) -> new Leftover(
						row.getString(2), "Index '%s.%s' of table '%s' is not valid, drop it first: %s"
							.formatted(row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
						row.getString(4)));
	}

	/**
	 * Prepare a connection that is known to have its session for itself for a run. A
	 * schema change that waits for a lock stops everybody who comes after it; what a
	 * killed process began would go on.
	 * @param connection the connection
	 * @param lockWait how long statements may wait for locks
	 * @throws SQLException if the server can't be asked
	 */
	public void prepareRun(Connection connection, Duration lockWait) throws SQLException {
		this.ownsSession = true;
		this.settings.allowIdleness();
		this.settings.giveUpOnDeadHost();
		if ("0".equals(this.settings.get(LOCK_TIMEOUT))) {
			this.limitsLockWait = true;
			setLockWait(lockWait);
		}
		for (String timeout : TIMEOUTS) {
			String former = this.settings.get(timeout);
			if (!"0".equals(former)) {
				logger.info("The run is not held to %s = %s of its user".formatted(timeout, former));
				this.settings.set(timeout, "0");
			}
		}
		if (connection.getMetaData().getDatabaseMajorVersion() >= 14) {
			try {
				this.settings.set("client_connection_check_interval", "1s");
			}
			catch (SQLException ex) {
				logger.debug("The server's platform can't notice that a client has gone", ex);
			}
		}
	}

	@Override
	public void setLockWait(Duration lockWait) throws SQLException {
		if (this.limitsLockWait) {
			this.settings.set(LOCK_TIMEOUT, Math.max(1, Math.min(lockWait.toMillis(), Integer.MAX_VALUE)) + "ms");
		}
	}

}
