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

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

import liquibase.exception.LiquibaseException;
import liquibase.lockservice.DatabaseChangeLogLock;
import liquibase.lockservice.LockService;
import liquibase.lockservice.LockServiceFactory;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationLock;

/**
 * Any other database: transactions by JDBC, and Liquibase's own lock, which unlike the
 * others stays behind when its holder is killed.
 */
final class GenericDialect implements DatabaseDialect {

	private static final Log logger = LogFactory.getLog(GenericDialect.class);

	private static final Duration RETRY_INTERVAL = Duration.ofMillis(250);

	private final TransactionControl transactionControl = new TransactionControl.Jdbc();

	@Override
	public TransactionControl getTransactionControl() {
		return this.transactionControl;
	}

	@Override
	public boolean isAtomic(Connection connection) throws SQLException {
		DatabaseMetaData metaData = connection.getMetaData();
		return metaData.supportsSavepoints() && !metaData.dataDefinitionCausesTransactionCommit();
	}

	@Override
	public void setReadOnly(Connection connection, boolean readOnly) {
	}

	@Override
	public void prepareTransaction(Connection connection, boolean rebuildsTables) {
	}

	@Override
	public void release(Connection connection) {
	}

	@Override
	public IntegrityFindings findIntegrityProblems(Connection connection) {
		return IntegrityFindings.NONE;
	}

	@Override
	public RunLock acquireLock(LiquibaseSession session, String owner, Duration timeout) throws Exception {
		session.getTransaction().beginPassThrough();
		try {
			LockService service = LockServiceFactory.getInstance().getLockService(session.getDatabase());
			service.init();
			acquireWithin(session, service, Instant.now().plus(timeout));
			session.getTransaction().endPassThrough();
			return () -> release(session, service);
		}
		catch (Exception ex) {
			session.getTransaction().endPassThrough();
			throw ex;
		}
	}

	@Override
	public void keepWritersOut(LiquibaseSession session, Duration timeout) {
	}

	@Override
	public @Nullable MigrationLock findLock(LiquibaseSession session) throws Exception {
		LockService service = LockServiceFactory.getInstance().getLockService(session.getDatabase());
		for (DatabaseChangeLogLock lock : service.listLocks()) {
			return new MigrationLock(lock.getLockedBy(), lock.getLockGranted().toInstant());
		}
		return null;
	}

	private void acquireWithin(LiquibaseSession session, LockService service, Instant deadline) throws Exception {
		boolean waiting = false;
		while (!service.acquireLock()) {
			MigrationLock holder = findLock(session);
			String description = (holder != null) ? holder.owner() + " since " + holder.since() : "somebody";
			if (Instant.now().isAfter(deadline)) {
				throw new MigrationException(MigrationErrorCode.LOCK_TIMEOUT,
						"'" + session.getName() + "' is being migrated by " + description + ".",
						"Wait for the other instance, then start again. If it was killed, free the lock: UPDATE "
								+ session.getDatabase().getDatabaseChangeLogLockTableName()
								+ " SET LOCKED = FALSE, LOCKGRANTED = NULL, LOCKEDBY = NULL");
			}
			if (!waiting) {
				logger.info("Waiting for '" + session.getName() + "': migrated by " + description);
				waiting = true;
			}
			Thread.sleep(RETRY_INTERVAL.toMillis());
		}
	}

	private void release(LiquibaseSession session, LockService service) {
		try {
			session.getTransaction().beginPassThrough();
			service.releaseLock();
			session.getTransaction().endPassThrough();
		}
		catch (LiquibaseException | SQLException ex) {
			logger.warn("Liquibase's lock on '" + session.getName() + "' could not be released", ex);
		}
		finally {
			LockServiceFactory.getInstance().resetAll();
		}
	}

}
