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

package io.migrationutilities.engine;

import io.migrationutilities.Finding;
import io.migrationutilities.Finding.Severity;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationLock;
import io.migrationutilities.engine.lock.DatabaseLocks;
import io.migrationutilities.engine.lock.LockOwner;
import io.migrationutilities.engine.lock.RowLock;
import io.migrationutilities.engine.session.Failures;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.work.Findings;

/**
 * Looks at the locks: who holds one, and whether one could be had.
 */
final class LockDiagnosis {

	void examine(LiquibaseSession session, Findings findings) {
		findings.check("Kind of lock", () -> DatabaseLocks.of(session).requireLockable());
		try {
			findings.add(examineHolders(session));
		}
		catch (Exception ex) {
			findings.add(Finding.error("Lock", Failures.translate(ex)));
		}
	}

	private Finding examineHolders(LiquibaseSession session) throws Exception {
		DatabaseLocks locks = DatabaseLocks.of(session);
		MigrationLock instance = locks.findInstance();
		if (instance != null) {
			return new Finding("Lock", Severity.WARNING, "It is held by " + LockOwner.describe(instance) + ".",
					"Wait for that instance; the lock ends with it.", MigrationErrorCode.LOCK_TIMEOUT);
		}
		MigrationLock row = locks.findRow();
		if (row == null) {
			return Finding.ok("Lock", "free");
		}
		if (locks.isTakenOver(row)) {
			return Finding.ok("Lock", "free: the next run takes over what " + row.owner() + " left behind");
		}
		return Finding.error("Lock",
				new MigrationException(MigrationErrorCode.DATABASE_LOCKED,
						"Liquibase's own lock in table " + RowLock.getTableName(session) + " is held by "
								+ LockOwner.describe(row) + ".",
						"Wait for that Liquibase. If it no longer runs: 'migrations release-lock' frees the lock."));
	}

}
