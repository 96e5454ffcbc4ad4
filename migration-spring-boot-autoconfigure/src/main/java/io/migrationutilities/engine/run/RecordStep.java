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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.Assert;

import io.migrationutilities.MigrationStep;
import io.migrationutilities.RunReport.Outcome;
import io.migrationutilities.database.SqlState;
import io.migrationutilities.engine.lock.DatabaseLocks;
import io.migrationutilities.engine.lock.RunLock;
import io.migrationutilities.engine.plan.MigrationPlan.Segment;
import io.migrationutilities.engine.session.Failures;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.Patience;

/**
 * Eighth step of a run: writes the ledger row in the same transaction as what it records,
 * and commits both.
 */
final class RecordStep {

	private static final Log logger = LogFactory.getLog(RecordStep.class);

	private final MigrationSettings settings;

	RecordStep(MigrationSettings settings) {
		this.settings = settings;
	}

	void record(MigrationRun run, Segment segment) throws Exception {
		run.enter(MigrationStep.RECORD);
		LiquibaseSession session = run.session().get();
		if (!session.getTransaction().isActive()) {
			DatabaseLocks.of(session).begin(this.settings.lockTimeout());
		}
		boolean last = run.state().getPlan().isLast(segment);
		run.recorder().record(session, run.report(last ? Outcome.SUCCEEDED : Outcome.RUNNING, null));
		if (last) {
			session.getLedger().endUnfinished(run.recorder().getId());
		}
		RunLock lock = run.state().getLock();
		Assert.state(lock != null, "The run has no lock");
		lock.requireHeldUntilCommit(session);
		run.state().setTransactionId(session.getDialect().findTransactionId(session.getConnection()));
		run.state().setCommitting();
		try {
			commit(session);
		}
		catch (Exception ex) {
			if (SqlState.of(ex) != SqlState.LOST || !Aftermath.isCommitted(run)) {
				throw ex;
			}
			logger.warn("The answer to the commit of '" + run.name() + "' was lost, but the database has done it");
		}
		run.state().endCommit(last);
	}

	// In rollback-journal mode SQLite can't commit while somebody reads; the transaction
	// stays open and the commit may be tried again
	// (https://sqlite.org/lang_transaction.html). Others have rolled back by then, and
	// would commit nothing the second time.
	private void commit(LiquibaseSession session) throws Exception {
		new Patience(this.settings.lockTimeout(), Failures::isBusy).call(session.getName(), () -> {
			session.getTransaction().commit();
			return null;
		});
	}

}
