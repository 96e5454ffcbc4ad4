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
import java.util.Set;
import java.util.concurrent.Callable;

import liquibase.changelog.ChangeSet;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.DatabaseState;
import io.migrationutilities.database.SqlState;
import io.migrationutilities.database.SqliteResult;
import io.migrationutilities.engine.plan.RunKind;
import io.migrationutilities.engine.session.Failures;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.Patience;
import io.migrationutilities.engine.session.Revisions.Key;
import io.migrationutilities.engine.session.TransactionFate;

/**
 * Looks at the database after a run has failed, through a connection that the run did not
 * use. What is said about the database was seen in it: PostgreSQL tells how transactions
 * have ended; elsewhere the row of the run is the first write of its transaction, and
 * there if anything was committed.
 */
final class Aftermath {

	private static final Log logger = LogFactory.getLog(Aftermath.class);

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private Aftermath() {
	}

	/**
	 * Look at the database, and let the run know of what is committed.
	 * @param run the failed run, whose transaction was rolled back
	 * @param failure what failed
	 * @return the state of the database
	 */
	static DatabaseState look(MigrationRun run, Throwable failure) {
		RunState state = run.state();
		if (state.isPartlyCommitted()) {
			return DatabaseState.PARTLY_CHANGED;
		}
		// Without a transaction the database refuses to write.
		if (!state.hasBegun()) {
			return DatabaseState.UNCHANGED;
		}
		if (state.isCommitting() && SqliteResult.of(failure) == SqliteResult.INPUT_OUTPUT_ERROR) {
			// Where the disk fails at the end of a commit, SQLite may find the commit in
			// its log when it opens the database the next time.
			return DatabaseState.UNKNOWN;
		}
		boolean endedByOthers = run.session().isEndedByOthers();
		try {
			TransactionFate fate = patiently(run, () -> fateOf(run));
			if (fate == TransactionFate.COMMITTED) {
				state.setPartlyCommitted(committed(run));
				return DatabaseState.PARTLY_CHANGED;
			}
			return (fate == TransactionFate.ROLLED_BACK && !endedByOthers) ? DatabaseState.UNCHANGED
					: DatabaseState.UNKNOWN;
		}
		catch (Exception ex) {
			logger.warn("'" + run.name() + "' can't be looked at after the failure: " + Failures.rootMessage(ex));
			return DatabaseState.UNKNOWN;
		}
	}

	/**
	 * Return whether the last transaction of a run is committed, although the answer to
	 * the commit did not arrive.
	 * @param run the run
	 * @return whether the database says so
	 */
	static boolean isCommitted(MigrationRun run) {
		String id = run.state().getTransactionId();
		try {
			return id != null
					&& patiently(run, () -> ended(run.session().reconnect(), id)) == TransactionFate.COMMITTED;
		}
		catch (Exception ex) {
			logger.debug("The fate of the transaction can't be found out", ex);
			return false;
		}
	}

	private static TransactionFate patiently(MigrationRun run, Callable<TransactionFate> question) throws Exception {
		return new Patience(PATIENCE, Aftermath::mayPass).call(run.name(), question);
	}

	private static TransactionFate ended(LiquibaseSession session, @Nullable String id) throws SQLException {
		TransactionFate fate = session.findFate(id);
		if (fate == TransactionFate.IN_PROGRESS) {
			throw new SQLException("The transaction of the run has not ended yet.",
					SqlState.CONNECTION_FAILURE.state());
		}
		return fate;
	}

	private static boolean mayPass(Throwable failure) {
		SqlState state = SqlState.of(failure);
		return state == SqlState.LOST || state == SqlState.UNREACHABLE || Failures.isBusy(failure);
	}

	private static TransactionFate fateOf(MigrationRun run) throws Exception {
		LiquibaseSession session = run.session().reconnect();
		TransactionFate fate = ended(session, run.state().getTransactionId());
		if (fate != TransactionFate.UNKNOWN) {
			return fate;
		}
		boolean recorded = session.getLedger().findOutcome(run.recorder().getId()) != null;
		return recorded ? TransactionFate.COMMITTED : TransactionFate.ROLLED_BACK;
	}

	private static List<String> committed(MigrationRun run) throws Exception {
		Set<Key> history = run.session().get().readHistoryKeys();
		boolean upgrade = run.kind() == RunKind.UPGRADE;
		return run.state()
			.getPlan()
			.changeSets()
			.stream()
			.filter((changeSet) -> history.contains(Key.of(changeSet)) == upgrade)
			.map((changeSet) -> nameOf(run, changeSet))
			.toList();
	}

	private static String nameOf(MigrationRun run, ChangeSet changeSet) {
		return (run.session().findRevisions() != null) ? run.session().findRevisions().nameOf(Key.of(changeSet))
				: changeSet.getId();
	}

}
