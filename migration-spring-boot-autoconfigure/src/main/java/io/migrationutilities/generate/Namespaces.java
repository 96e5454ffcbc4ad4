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

package io.migrationutilities.generate;

import java.sql.Connection;
import java.sql.SQLException;

import io.migrationutilities.database.Queries;

/**
 * The schemas of a PostgreSQL database.
 */
final class Namespaces {

	private Namespaces() {
	}

	static String current(Connection connection) throws SQLException {
		return ask(connection, "SELECT current_schema()");
	}

	/**
	 * Return the schema of the temporary tables of a session, which has some.
	 * @param connection the session
	 * @return the schema, or an unused one if there are no such tables
	 * @throws SQLException if the database can't be asked
	 */
	static String temporary(Connection connection) throws SQLException {
		return ask(connection, """
				SELECT coalesce((SELECT nspname FROM pg_catalog.pg_namespace WHERE oid = pg_my_temp_schema()),
				'pg_toast')""");
	}

	private static String ask(Connection connection, String query) throws SQLException {
		return Queries.list(connection, query, (row) -> row.getString(1)).get(0);
	}

}
