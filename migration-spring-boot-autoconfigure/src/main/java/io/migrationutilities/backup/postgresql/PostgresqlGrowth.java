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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.database.Queries;
import io.migrationutilities.work.Gauge;

/**
 * Shows by the size of a database how much of a backup is loaded into it. A database is
 * larger than its dump by its indexes, and more where the dump is compressed: the best
 * estimate is the size of the live one.
 */
final class PostgresqlGrowth {

	private static final Log logger = LogFactory.getLog(PostgresqlGrowth.class);

	private final Connection session;

	private final String loaded;

	private final Gauge gauge;

	private final long start;

	private final long expected;

	/**
	 * Create an instance, before the backup is loaded.
	 * @param session a session of the server, at rest
	 * @param live the live database
	 * @param loaded the database that the backup is loaded into
	 * @param backup the size of the backup in bytes
	 * @param gauge shows how much is loaded
	 */
	PostgresqlGrowth(Connection session, String live, String loaded, long backup, Gauge gauge) {
		this.session = session;
		this.loaded = loaded;
		this.gauge = gauge;
		this.start = sizeOf(loaded);
		this.expected = Math.max(backup, sizeOf(live));
	}

	/**
	 * Look at the size, and show it.
	 */
	void look() {
		this.gauge.show(Math.max(0, sizeOf(this.loaded) - this.start), this.expected);
	}

	// A size that is not known is no reason to stop.
	private long sizeOf(String database) {
		try {
			return Queries.number(this.session,
					"SELECT pg_catalog.pg_database_size(%s::name)".formatted(PostgresqlName.literal(database)));
		}
		catch (SQLException ex) {
			logger.debug("The size of '%s' is not known".formatted(database), ex);
			return 0;
		}
	}

}
