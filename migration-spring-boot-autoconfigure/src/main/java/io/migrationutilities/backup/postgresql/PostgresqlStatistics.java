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

package io.migrationutilities.backup.postgresql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.database.Queries;

/**
 * Gathers the statistics of a restored database, which no dump contains. Without them the
 * server is slow until it gathers them itself, so that a failure is only a warning.
 */
final class PostgresqlStatistics {

	private static final Log logger = LogFactory.getLog(PostgresqlStatistics.class);

	private PostgresqlStatistics() {
	}

	/**
	 * Gather the statistics.
	 * @param session a session of the database that is closed afterwards
	 * @param lockTimeout how long to wait for a table that others have locked
	 */
	static void gather(Connection session, Duration lockTimeout) {
		try {
			Queries.execute(session, "SET lock_timeout = " + lockTimeout.toMillis(), "ANALYZE");
		}
		catch (SQLException ex) {
			logger.warn("The restored database has no statistics until ANALYZE is called: " + ex.getMessage());
		}
	}

}
