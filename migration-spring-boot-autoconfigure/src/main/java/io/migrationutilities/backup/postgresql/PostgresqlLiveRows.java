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
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Map;

import io.migrationutilities.database.Queries;

/**
 * Counts the rows of a live database while others write. Reading locks out nobody but
 * those who alter a table, and neither waits for them nor counts for long.
 */
final class PostgresqlLiveRows {

	private static final Duration LIMIT = Duration.ofMinutes(1);

	private PostgresqlLiveRows() {
	}

	/**
	 * Count the rows of every table as of one moment.
	 * @param connection a connection to the database, outside a transaction
	 * @return the number of rows, by table name as in manifests
	 * @throws SQLException if the tables can't be read, or not in time
	 */
	static Map<String, Long> count(Connection connection) throws SQLException {
		boolean autoCommit = connection.getAutoCommit();
		connection.setAutoCommit(false);
		try {
			limit(connection);
			long endsAt = System.nanoTime() + LIMIT.toNanos();
			Map<String, Long> rows = PostgresqlContent.rows(connection, () -> System.nanoTime() < endsAt);
			if (System.nanoTime() >= endsAt) {
				throw new SQLTimeoutException("counting its rows takes more than " + LIMIT.toSeconds() + " s");
			}
			return rows;
		}
		finally {
			connection.rollback();
			connection.setAutoCommit(autoCommit);
		}
	}

	private static void limit(Connection connection) throws SQLException {
		Queries.execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
				"SET LOCAL statement_timeout = " + LIMIT.toMillis(), "SET LOCAL lock_timeout = 5000");
	}

}
