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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.BlockingSession;
import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.database.Queries;
import io.migrationutilities.work.Background;

/**
 * Watch of a run on PostgreSQL, through the connection of its lock. The server sees no
 * deadlock where one of those who wait is a thread of the application.
 */
final class PostgresqlRunWatch implements RunWatch {

	private static final Log logger = LogFactory.getLog(PostgresqlRunWatch.class);

	private static final Duration INTERVAL = Duration.ofMillis(500);

	private static final int INTERVALS_PER_LOOK = 2;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final String DRIVER = "org.postgresql.";

	// The session of the run is idle in its transaction. Everything that sessions of the
	// same client and user have begun since then waits for it, and has done so for a
	// while.
	private static final String WAITING = """
			WITH run AS (
				SELECT * FROM pg_stat_activity WHERE pid = ? AND state LIKE 'idle in transaction%'
				AND state_change < clock_timestamp() - interval '5 seconds'
			), begun AS (
				SELECT a.*, CASE WHEN a.wait_event_type = 'Lock' THEN run.pid = ANY (pg_blocking_pids(a.pid)) ELSE FALSE END
					AS waits
				FROM run JOIN pg_stat_activity a ON a.client_addr IS NOT DISTINCT FROM run.client_addr
					AND a.state = 'active' AND a.query_start >= run.state_change AND a.pid <> pg_backend_pid()
			)
			SELECT pid, usename, application_name, left(regexp_replace(query, '\\s+', ' ', 'g'), 200),
				clock_timestamp() - query_start > interval '5 seconds'
			FROM begun WHERE waits AND NOT EXISTS (SELECT 1 FROM begun WHERE NOT waits) ORDER BY query_start
			""";

	// A prepared transaction has no process: it is 0.
	private static final String BLOCKERS = """
			SELECT b.pid, a.usename, a.application_name,
				coalesce(a.state, CASE WHEN a.backend_type <> 'client backend' THEN a.backend_type END),
				extract(epoch FROM clock_timestamp() - a.xact_start)::bigint,
				left(regexp_replace(a.query, '\\s+', ' ', 'g'), 200)
			FROM (SELECT DISTINCT unnest(pg_blocking_pids(?::int)) AS pid) b LEFT JOIN pg_stat_activity a ON a.pid = b.pid
			WHERE b.pid <> 0
			ORDER BY a.xact_start
			""";

	private static final String PREPARED_BLOCKERS = """
			SELECT DISTINCT 0, p.owner, p.gid, 'prepared', extract(epoch FROM clock_timestamp() - p.prepared)::bigint, NULL
			FROM pg_locks waiting
			JOIN pg_locks held ON held.granted AND held.pid IS NULL AND held.locktype = waiting.locktype
				AND held.database IS NOT DISTINCT FROM waiting.database
				AND held.relation IS NOT DISTINCT FROM waiting.relation
				AND held.transactionid IS NOT DISTINCT FROM waiting.transactionid
			JOIN pg_prepared_xacts p ON held.virtualtransaction = '-1/' || p.transaction::text
			WHERE waiting.pid = ? AND NOT waiting.granted
			""";

	private final Connection connection;

	private final long process;

	private final Thread runner = Thread.currentThread();

	private final CountDownLatch closed = new CountDownLatch(1);

	private final CompletableFuture<?> watching;

	private volatile @Nullable String cancelled;

	private volatile List<BlockingSession> blockers = List.of();

	private long suspicious;

	private int intervals;

	/**
	 * Begin to watch this thread, which applies the change sets.
	 * @param connection the connection of the lock
	 * @param process the process of the server that works for the run
	 */
	PostgresqlRunWatch(Connection connection, long process) {
		this.connection = connection;
		this.process = process;
		this.watching = Background.run("migration-watch", this::watch);
	}

	private @Nullable Void watch() throws InterruptedException {
		try {
			while (!this.closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
				lookForBlockers();
				if (++this.intervals % INTERVALS_PER_LOOK == 0) {
					look();
				}
			}
		}
		catch (SQLException ex) {
			logger.debug("The run can't be watched any longer", ex);
		}
		return null;
	}

	private void lookForBlockers() throws SQLException {
		List<BlockingSession> found = new ArrayList<>(ask(BLOCKERS));
		found.addAll(ask(PREPARED_BLOCKERS));
		if (!found.isEmpty()) {
			this.blockers = List.copyOf(found);
		}
	}

	private List<BlockingSession> ask(String query) throws SQLException {
		return PostgresqlAccess.askAsLogin(this.connection,
				(login) -> Queries.list(login, query, PostgresqlRunWatch::readBlocker, this.process));
	}

	private static BlockingSession readBlocker(ResultSet row) throws SQLException {
		Object age = row.getObject(5);
		return new BlockingSession(row.getInt(1), row.getString(2), row.getString(3), row.getString(4),
				(age instanceof Number seconds) ? Duration.ofSeconds(seconds.longValue()) : null, row.getString(6));
	}

	@Override
	public List<BlockingSession> getBlockers() {
		return this.blockers;
	}

	private void look() throws SQLException {
		List<Waiting> waiting = PostgresqlAccess.askAsLogin(this.connection,
				(login) -> Queries.list(login, WAITING, Waiting::read, this.process));
		if (waiting.isEmpty() || !waiting.get(0).isLong()) {
			this.suspicious = 0;
			return;
		}
		Waiting first = waiting.get(0);
		if (waitsForAnswer()) {
			this.cancelled = first.description();
			logger.warn("Cancelling a statement that waits for the transaction of the run, which waits for it: "
					+ first.description());
			PostgresqlAccess.askAsLogin(this.connection,
					(login) -> Queries.isTrue(login, "SELECT pg_cancel_backend(?)", first.process()));
		}
		else if (++this.suspicious == PATIENCE.toSeconds()) {
			logger.warn(
					"A statement waits for the transaction of the run. If the change set waits for it in turn, end its"
							+ " session: " + first.description());
		}
	}

	// The session of the run has nothing to answer, so that it waits for another one.
	private boolean waitsForAnswer() {
		return Stream.of(this.runner.getStackTrace())
			.anyMatch(
					(frame) -> frame.getClassName().startsWith(DRIVER) && frame.getMethodName().startsWith("receive"));
	}

	@Override
	public @Nullable String findCancelled() {
		return this.cancelled;
	}

	@Override
	public void close() {
		this.closed.countDown();
		this.watching.join();
	}

	/**
	 * A session that waits for the run.
	 */
	private record Waiting(int process, String description, boolean isLong) {

		static Waiting read(ResultSet row) throws SQLException {
			return new Waiting(row.getInt(1), "session %d of user '%s' ('%s'): %s".formatted(row.getInt(1),
					row.getString(2), row.getString(3), row.getString(4)), row.getBoolean(5));
		}

	}

}
