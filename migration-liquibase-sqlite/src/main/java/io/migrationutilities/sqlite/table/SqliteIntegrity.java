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

package io.migrationutilities.sqlite.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/**
 * Looks at the integrity of a whole SQLite database.
 */
public final class SqliteIntegrity {

	private SqliteIntegrity() {
	}

	/**
	 * Find what SQLite accepts until it is used: rows that violate foreign keys, foreign
	 * keys to what is no key or does not exist, and views and triggers that do not
	 * compile.
	 * @param connection a connection to the database
	 * @return how often each finding was made, by its description
	 * @throws SQLException if the database can't be read
	 */
	public static Map<String, Long> findProblems(Connection connection) throws SQLException {
		return SchemaFindings.find(new SqliteSession(connection));
	}

}
