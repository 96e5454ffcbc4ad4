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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.database.Queries;
import io.migrationutilities.work.Background;

/**
 * Watch of a run on PostgreSQL, through the connection of its lock. The server sees no
 * deadlock where one of those who wait is a thread of the application.
 */
final class PostgresqlRunWatch implements RunWatch {

	private static final Log logger = LogFactory.getLog(PostgresqlRunWatch.class);

	private static final Duration INTERVAL = Duration.ofSeconds(1);

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

	private final Connection connection;

	private final long process;

	private final Thread runner = Thread.currentThread();

	private final CountDownLatch closed = new CountDownLatch(1);

	private final CompletableFuture<?> watching;

	private volatile @Nullable String cancelled;

	private long suspicious;

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
				look();
			}
		}
		catch (SQLException ex) {
			logger.debug("The run can't be watched any longer", ex);
		}
		return null;
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
