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

import java.sql.SQLException;
import java.time.Duration;

import liquibase.exception.LiquibaseException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationLock;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.Patience;
import io.migrationutilities.engine.session.SessionTransaction;

/**
 * Any other database: Liquibase's own lock, which unlike the others stays behind when its
 * holder is killed.
 */
final class GenericLocks extends DatabaseLocks {

	private static final Log logger = LogFactory.getLog(GenericLocks.class);

	GenericLocks(LiquibaseSession session) {
		super(session);
	}

	@Override
	public RunLock acquire(String owner, Duration timeout, Duration lockWait) throws Exception {
		RowLock lock = new RowLock(getSession());
		SessionTransaction transaction = getSession().getTransaction();
		transaction.beginPassThrough();
		try {
			new Patience(timeout).call(getSession().getName(), () -> {
				lock.take();
				return null;
			});
		}
		finally {
			transaction.endPassThrough();
		}
		return () -> release(lock);
	}

	private void release(RowLock lock) {
		try {
			getSession().getTransaction().beginPassThrough();
			lock.free();
			getSession().getTransaction().endPassThrough();
		}
		catch (LiquibaseException | SQLException ex) {
			RowLock.forget();
			logger.warn("Liquibase's lock on '" + getSession().getName() + "' could not be released", ex);
		}
	}

	@Override
	RunLock keepInstancesOut(String owner) {
		return () -> {
		};
	}

	@Override
	public String requireLockable() {
		return "Liquibase's own, which stays behind when its holder is killed";
	}

	@Override
	public @Nullable MigrationLock findInstance() {
		return null;
	}

}
