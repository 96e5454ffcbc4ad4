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

package io.migrationutilities.engine.preview;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.regex.Pattern;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.database.SqlState;

/**
 * Counts rows without keeping writers waiting, and for a limited time.
 */
final class RowCounter {

	private static final Log logger = LogFactory.getLog(RowCounter.class);

	private static final Pattern MISSING_MESSAGES = Pattern.compile("no such (table|column)");

	private final Connection connection;

	private final long endsAt;

	private boolean missing;

	/**
	 * Create a counter.
	 * @param connection a connection that can't write
	 * @param limit how long all counts may take together
	 */
	RowCounter(Connection connection, Duration limit) {
		this.connection = connection;
		this.endsAt = System.nanoTime() + limit.toNanos();
	}

	/**
	 * Count.
	 * @param query returns the number
	 * @return the number, or {@code null} if it can't be found out
	 */
	@Nullable Long count(String query) {
		this.missing = false;
		long left = Duration.ofNanos(this.endsAt - System.nanoTime()).toSeconds();
		if (left <= 0) {
			return null;
		}
		try (Statement statement = this.connection.createStatement()) {
			statement.setEscapeProcessing(false);
			statement.setQueryTimeout(Math.toIntExact(left));
			try (ResultSet row = statement.executeQuery(query)) {
				return row.next() ? row.getLong(1) : null;
			}
		}
		catch (SQLException ex) {
			logger.debug("Rows can't be counted", ex);
			this.missing = isOfMissing(ex);
			return null;
		}
	}

	/**
	 * Return whether the last count failed because a table or column is not there.
	 * @return whether it did
	 */
	boolean isMissing() {
		return this.missing;
	}

	private static boolean isOfMissing(SQLException ex) {
		return SqlState.UNDEFINED.is(ex)
				|| (ex.getMessage() != null && MISSING_MESSAGES.matcher(ex.getMessage()).find());
	}

}
