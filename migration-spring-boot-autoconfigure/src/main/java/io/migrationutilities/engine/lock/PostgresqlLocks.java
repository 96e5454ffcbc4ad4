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
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.LockSession;
import io.migrationutilities.MigrationLock;
import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.PostgresqlDialect;

/**
 * PostgreSQL: an advisory lock keeps other instances out, Liquibase's own lock a plain
 * Liquibase. Writers go on until a change set locks their tables.
 */
final class PostgresqlLocks extends DatabaseLocks {

	private final PostgresqlDialect dialect;

	PostgresqlLocks(LiquibaseSession session, PostgresqlDialect dialect) {
		super(session);
		this.dialect = dialect;
	}

	@Override
	public RunLock acquire(String owner, Duration timeout, Duration lockWait) throws Exception {
		return lock(owner, (connection, lock) -> {
			connection.setOwner(owner);
			this.dialect.prepareRun(getSession().getConnection(), lockWait);
			lock.acquire(getSession(), timeout);
		});
	}

	@Override
	RunLock keepInstancesOut(String owner) throws Exception {
		return lock(owner, (connection, lock) -> lock.takeAdvisoryLock(getSession()));
	}

	private RunLock lock(String owner, Taking taking) throws Exception {
		LockConnection connection = LockConnection.open(getSession(), owner);
		try {
			PoolerCheck.refuseSharedSessions(getSession(), connection.get());
			PostgresqlRunLock lock = new PostgresqlRunLock(getSession(), connection, owner);
			taking.take(connection, lock);
			return lock;
		}
		catch (Exception ex) {
			connection.close();
			throw ex;
		}
	}

	@Override
	public String requireLockable() throws SQLException {
		try (LockConnection connection = LockConnection.open(getSession(), "migration-utilities diagnosis")) {
			PoolerCheck.refuseSharedSessions(getSession(), connection.get());
			return "an advisory lock, through sessions that are lent to nobody else";
		}
	}

	@Override
	public @Nullable MigrationLock findInstance() throws SQLException {
		return AdvisoryLock.of(getSession().getDatabase()).find(getSession().getConnection());
	}

	@Override
	public Optional<LockSession> findSession() throws SQLException {
		return PostgresqlAccess.askAsLogin(getSession().getConnection(),
				AdvisoryLock.of(getSession().getDatabase())::findSession);
	}

	@Override
	public void terminate(LockSession found) throws SQLException {
		new LockTermination(getSession(), AdvisoryLock.of(getSession().getDatabase())).terminate(found);
	}

	@Override
	public boolean leavesRowBehind() {
		return true;
	}

	@Override
	public boolean isTakenOver(MigrationLock row) {
		return PostgresqlRunLock.isOurs(row);
	}

	@FunctionalInterface
	private interface Taking {

		void take(LockConnection connection, PostgresqlRunLock lock) throws Exception;

	}

}
