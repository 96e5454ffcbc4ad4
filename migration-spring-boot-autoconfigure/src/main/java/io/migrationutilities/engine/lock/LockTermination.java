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
import java.sql.SQLException;
import java.time.Duration;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.LockSession;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.database.Queries;
import io.migrationutilities.database.SqlState;
import io.migrationutilities.engine.session.LiquibaseSession;

/**
 * Ends the session of PostgreSQL that holds the lock of an instance whose host does not
 * answer. Only a session of this library that holds the lock is ended.
 */
final class LockTermination {

	private static final Log logger = LogFactory.getLog(LockTermination.class);

	// The server cuts the name after 63 bytes.
	private static final Pattern OWNER = Pattern.compile("(?s).* \\(process \\d+ on .*|.{60,}");

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final LiquibaseSession session;

	private final AdvisoryLock lock;

	LockTermination(LiquibaseSession session, AdvisoryLock lock) {
		this.session = session;
		this.lock = lock;
	}

	void terminate(LockSession found) throws SQLException {
		Connection connection = this.session.getConnection();
		try {
			PostgresqlAccess.askAsLogin(connection, (login) -> {
				terminate(login, found);
				return true;
			});
		}
		catch (SQLException ex) {
			if (!SqlState.NO_RIGHT.is(ex)) {
				throw ex;
			}
			throw refused(found, "the present user may not end it: " + ex.getMessage(), ex);
		}
	}

	private void terminate(Connection login, LockSession found) throws SQLException {
		LockSession holder = this.lock.findSession(login).orElse(null);
		if (holder == null || !isSame(holder, found)) {
			throw new MigrationException(MigrationErrorCode.LOCK_TIMEOUT,
					"The session that was to be ended does not hold the lock on '" + this.session.getName()
							+ "' any more" + ((holder != null) ? ", but " + holder : "") + ".",
					"Nothing was ended. Look again who holds the lock.");
		}
		if (!OWNER.matcher(holder.application()).matches()) {
			throw refused(holder, "its name is not one that an instance of this library gives itself", null);
		}
		Queries.isTrue(login, "SELECT pg_terminate_backend(?)", holder.process());
		long deadline = System.nanoTime() + TIMEOUT.toNanos();
		while (this.lock.isHeldBy(login, holder.process())) {
			if (System.nanoTime() > deadline) {
				throw refused(holder, "the server has not ended it within " + TIMEOUT.toSeconds() + " s", null);
			}
			Queries.string(login, "SELECT pg_catalog.pg_sleep(0.05)");
		}
		logger.info("Ended " + holder + ", which held the lock on '" + this.session.getName() + "'");
	}

	private static boolean isSame(LockSession one, LockSession other) {
		return one.process() == other.process() && one.application().equals(other.application())
				&& ((one.since() != null) ? one.since().equals(other.since()) : other.since() == null);
	}

	private MigrationException refused(LockSession holder, String reason, @Nullable SQLException cause) {
		return new MigrationException(MigrationErrorCode.LOCK_TIMEOUT,
				"The lock on '" + this.session.getName() + "' is held by " + holder + ", which was not ended: " + reason
						+ ".",
				"Let a superuser or the user '" + holder.user() + "' do it, if that process is gone: SELECT "
						+ "pg_terminate_backend(" + holder.process() + ").",
				cause);
	}

}
