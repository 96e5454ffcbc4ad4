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

package io.migrationutilities.engine.session;

import java.sql.SQLException;

/**
 * Decides about statements that run outside a transaction, each of which is done wholly
 * or not at all.
 */
public interface StatementRetry {

	/** Repeats nothing. */
	StatementRetry NONE = new StatementRetry() {

		@Override
		public void prepare(String sql) {
		}

		@Override
		public boolean isRepeated(String sql, SQLException failure) {
			return false;
		}

	};

	/**
	 * Prepare for a statement.
	 * @param sql the statement
	 * @throws SQLException if the database can't be asked
	 */
	void prepare(String sql) throws SQLException;

	/**
	 * Decide, perhaps after a pause, whether to execute a statement again.
	 * @param sql the statement
	 * @param failure why it failed
	 * @return whether to execute it again
	 * @throws SQLException if the database can't be asked
	 */
	boolean isRepeated(String sql, SQLException failure) throws SQLException;

}
