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

import java.util.Optional;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationLock;
import io.migrationutilities.engine.session.LiquibaseSession;

/**
 * Releases Liquibase's own lock, a row that stays behind when its holder is killed. Our
 * lock, which does not, is taken first: what lives is not robbed.
 */
public final class LockRelease {

	private static final Log logger = LogFactory.getLog(LockRelease.class);

	private final String owner;

	public LockRelease(String owner) {
		this.owner = owner;
	}

	/**
	 * Release the lock.
	 * @param session a session
	 * @return who held it, or empty if there was nothing to release
	 * @throws Exception if it can't be released, such as while an instance of ours runs
	 */
	public Optional<MigrationLock> release(LiquibaseSession session) throws Exception {
		DatabaseLocks locks = DatabaseLocks.of(session);
		refuseLivingInstance(session, locks.findInstance());
		if (locks.findRow() == null) {
			return Optional.empty();
		}
		try (RunLock lock = locks.keepInstancesOut(this.owner)) {
			MigrationLock row = locks.findRow();
			if (row != null) {
				session.getTransaction().beginPassThrough();
				new RowLock(session).free();
				session.getTransaction().endPassThrough();
				logger.info("Released the lock on '" + session.getName() + "' of " + LockOwner.describe(row));
			}
			return Optional.ofNullable(row);
		}
	}

	private static void refuseLivingInstance(LiquibaseSession session, @Nullable MigrationLock holder) {
		if (holder != null) {
			throw new MigrationException(MigrationErrorCode.LOCK_TIMEOUT,
					"'" + session.getName() + "' is being migrated by " + LockOwner.describe(holder)
							+ ": the lock is not released.",
					"Wait for the instance to finish, or end it: its lock ends with its process. If its host does not "
							+ "answer any more: 'migrations release-lock --terminate' ends its session.");
		}
	}

}
