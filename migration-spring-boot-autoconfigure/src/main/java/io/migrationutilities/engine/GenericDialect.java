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

import liquibase.exception.LiquibaseException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationLock;
import io.migrationutilities.sql.SqlDialect;

/**
 * Any other database: transactions by JDBC, and Liquibase's own lock, which unlike the
 * others stays behind when its holder is killed.
 */
final class GenericDialect implements DatabaseDialect {

	private static final Log logger = LogFactory.getLog(GenericDialect.class);

	private final TransactionControl transactionControl = new TransactionControl.Jdbc();

	@Override
	public TransactionControl getTransactionControl() {
		return this.transactionControl;
	}

	@Override
	public SqlDialect getSqlDialect() {
		return SqlDialect.GENERIC;
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
		RowLock lock = new RowLock(session);
		SessionTransaction transaction = session.getTransaction();
		transaction.beginPassThrough();
		try {
			new Patience(timeout).call(session.getName(), () -> {
				lock.take();
				return null;
			});
		}
		finally {
			transaction.endPassThrough();
		}
		return () -> release(session, lock);
	}

	@Override
	public void keepWritersOut(LiquibaseSession session, Duration timeout) {
	}

	@Override
	public RunLock keepInstancesOut(LiquibaseSession session, String owner) {
		return () -> {
		};
	}

	@Override
	public String requireLockable(LiquibaseSession session) {
		return "Liquibase's own, which stays behind when its holder is killed";
	}

	@Override
	public @Nullable MigrationLock findInstance(LiquibaseSession session) {
		return null;
	}

	@Override
	public @Nullable MigrationLock findRow(LiquibaseSession session) throws Exception {
		return new RowLock(session).find();
	}

	private void release(LiquibaseSession session, RowLock lock) {
		try {
			session.getTransaction().beginPassThrough();
			lock.free();
			session.getTransaction().endPassThrough();
		}
		catch (LiquibaseException | SQLException ex) {
			RowLock.forget();
			logger.warn("Liquibase's lock on '" + session.getName() + "' could not be released", ex);
		}
	}

}
