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

package io.migrationutilities.engine.run;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.BlockingSession;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.database.Queries;
import io.migrationutilities.database.SqlState;
import io.migrationutilities.engine.plan.MigrationPlan.Segment;
import io.migrationutilities.engine.session.Failures;
import io.migrationutilities.engine.session.Leftover;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.StatementRetry;
import io.migrationutilities.work.Interruption;

/**
 * Tries again what could not be done because others hold a lock. A statement that waits
 * for a table keeps everybody who comes after it waiting, also those who only read
 * (<a href="https://www.postgresql.org/docs/current/explicit-locking.html">Explicit
 * Locking</a>). So it waits for a short time; then the segment is rolled back, others
 * pass, and it is done again from its beginning. A statement outside a transaction is
 * repeated alone.
 */
final class LockRetry {

	private static final Log logger = LogFactory.getLog(LockRetry.class);

	private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);

	private static final String TEMPORARY_INDEX = "_ccnew\\d*$";

	private final MigrationSettings settings;

	LockRetry(MigrationSettings settings) {
		this.settings = settings;
	}

	/**
	 * Do what a segment consists of, again and again while others hold a lock.
	 * @param run the run
	 * @param segment the segment
	 * @param steps its steps, which change nothing else than the database and the state
	 * of the run
	 * @throws Exception what made the last attempt fail
	 */
	void call(MigrationRun run, Segment segment, Steps steps) throws Exception {
		Waiting waiting = new Waiting(run);
		RunState.Mark before = run.state().mark();
		while (true) {
			try {
				steps.run();
				return;
			}
			catch (Exception ex) {
				if (!isUndone(run, segment, ex) || !waiting.pause(ex)) {
					throw ex;
				}
				run.state().reset(before);
			}
		}
	}

	// What the code of a change set waits for through a connection of its own may be the
	// run itself.
	private static boolean isUndone(MigrationRun run, Segment segment, Exception failure) throws Exception {
		LiquibaseSession session = run.session().get();
		boolean undone = segment.transactional() && isLocked(failure) && !run.state().isCommitting()
				&& run.state().getWatch().findCancelled() == null && !run.session().isEndedByOthers()
				&& (run.state().getCurrent() == null || session.getTransaction().findStatement(failure) != null);
		if (undone) {
			run.session().rollback();
			session.getHistoryService().reset();
		}
		return undone;
	}

	private static boolean isLocked(Throwable failure) {
		SqlState state = SqlState.of(failure);
		return state == SqlState.LOCKED || state == SqlState.CONFLICT;
	}

	/**
	 * Return what repeats the statements of a segment without a transaction.
	 * @param run the run
	 * @return what decides about them
	 */
	StatementRetry forStatements(MigrationRun run) {
		return new Repetition(run);
	}

	/**
	 * The time that a run has been waiting for others.
	 */
	private final class Waiting {

		private final MigrationRun run;

		private long start;

		private @Nullable Set<Integer> named;

		Waiting(MigrationRun run) {
			this.run = run;
		}

		/**
		 * Let others pass, and tell who they are.
		 * @param failure what failed
		 * @return whether there is time left for another attempt
		 * @throws InterruptedException if the thread was interrupted
		 */
		boolean pause(Exception failure) throws InterruptedException {
			long now = System.nanoTime();
			if (this.named == null) {
				this.start = now - LockRetry.this.settings.lockWait().toNanos();
			}
			Duration waited = Duration.ofNanos(now - this.start);
			if (waited.compareTo(LockRetry.this.settings.lockTimeout()) >= 0 || Interruption.isPending()) {
				return false;
			}
			List<BlockingSession> blockers = this.run.state().getWatch().getBlockers();
			tell(failure, blockers, waited);
			this.run.publish(
					new MigrationEvent.RunBlocked(this.run.name(), this.run.findCurrentRevision(), blockers, waited));
			Thread.sleep(pauseMillis());
			return true;
		}

		private void tell(Exception failure, List<BlockingSession> blockers, Duration waited) {
			String names = RunFailure.describe(blockers);
			String message = "'%s' needs a lock that others hold%s; trying again for %d s: %s".formatted(
					this.run.name(), names.isEmpty() ? "" : " (" + names + ")",
					LockRetry.this.settings.lockTimeout().minus(waited).toSeconds(), Failures.rootMessage(failure));
			Set<Integer> processes = blockers.stream().map(BlockingSession::processId).collect(Collectors.toSet());
			if (processes.equals(this.named)) {
				logger.debug(message);
			}
			else {
				logger.warn(message);
			}
			this.named = processes;
		}

		// As long as others had to wait behind the run, they have now, and a bit more, so
		// that two who wait for each other don't meet again.
		private long pauseMillis() {
			long shortest = Math.max(SHORTEST_PAUSE.toMillis(),
					Math.min(LockRetry.this.settings.lockWait().toMillis(), 2000) / 2);
			return ThreadLocalRandom.current().nextLong(shortest, 2 * shortest + 1);
		}

	}

	/**
	 * Repeats statements outside a transaction. One that works concurrently keeps nobody
	 * waiting, and may wait for long itself.
	 */
	private final class Repetition implements StatementRetry {

		private final MigrationRun run;

		private final Waiting waiting;

		private boolean patient;

		Repetition(MigrationRun run) {
			this.run = run;
			this.waiting = new Waiting(run);
		}

		@Override
		public void prepare(String sql) throws SQLException {
			boolean concurrent = sql.toUpperCase(Locale.ROOT).contains("CONCURRENTLY");
			if (concurrent != this.patient) {
				this.patient = concurrent;
				session().getDialect()
					.setLockWait(
							concurrent ? LockRetry.this.settings.lockTimeout() : LockRetry.this.settings.lockWait());
			}
		}

		@Override
		public boolean isRepeated(String sql, SQLException failure) throws SQLException {
			if (!isLocked(failure)) {
				return false;
			}
			SQLException locked = failure;
			while (locked != null) {
				if (!pause(locked)) {
					return false;
				}
				locked = tryToRemoveLeftovers(sql);
			}
			return true;
		}

		private boolean pause(SQLException failure) throws SQLException {
			try {
				return this.waiting.pause(failure);
			}
			catch (InterruptedException ex) {
				throw new SQLException(Interruption.failure("Interrupted while the run waited for a lock.", ex));
			}
		}

		private @Nullable SQLException tryToRemoveLeftovers(String sql) throws SQLException {
			try {
				removeLeftovers(sql);
				return null;
			}
			catch (SQLException ex) {
				if (!isLocked(ex)) {
					throw ex;
				}
				return ex;
			}
		}

		// Of an index that was not built it leaves one that is not valid.
		private void removeLeftovers(String sql) throws SQLException {
			List<Leftover> before = this.run.state().getLeftovers();
			for (Leftover leftover : session().getDialect().findLeftovers(session().getConnection())) {
				if (!before.contains(leftover) && sql.contains(leftover.name().replaceFirst(TEMPORARY_INDEX, ""))) {
					String removal = leftover.removal().replaceFirst("INDEX", "INDEX CONCURRENTLY");
					logger.info("'%s': %s".formatted(this.run.name(), removal));
					Queries.execute(session().getConnection(), removal);
				}
			}
		}

		private LiquibaseSession session() throws SQLException {
			try {
				return this.run.session().get();
			}
			catch (Exception ex) {
				throw new SQLException(ex);
			}
		}

	}

	/**
	 * The steps of a segment.
	 */
	@FunctionalInterface
	interface Steps {

		void run() throws Exception;

	}

}
