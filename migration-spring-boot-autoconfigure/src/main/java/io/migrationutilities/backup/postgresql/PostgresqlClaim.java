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

import io.migrationutilities.database.Queries;

/**
 * Tells whether the process that uses a name on a server still lives: a session of it
 * holds a lock of that name, and loses it when it ends. {@code pg_locks} shows the locks
 * of all databases to everybody.
 */
final class PostgresqlClaim {

	private static final int LOCK_CLASS = 0x4D555449;

	private PostgresqlClaim() {
	}

	/**
	 * Claim a name until the session ends.
	 * @param session the session
	 * @param name the name
	 * @throws SQLException if the server can't be asked
	 */
	static void take(Connection session, String name) throws SQLException {
		// Shared, since the hashes of two names may be equal.
		Queries.string(session, "SELECT pg_catalog.pg_advisory_lock_shared(?, pg_catalog.hashtext(?))", LOCK_CLASS,
				name);
	}

	/**
	 * Return a condition in SQL.
	 * @param name an expression for the name
	 * @return whether a session holds the claim
	 */
	static String isHeld(String name) {
		return ("EXISTS (SELECT 1 FROM pg_catalog.pg_locks l WHERE l.locktype = 'advisory' AND l.granted "
				+ "AND l.objsubid = 2 AND l.classid = %d AND l.objid = pg_catalog.hashtext(%s)::pg_catalog.oid)")
			.formatted(LOCK_CLASS, name);
	}

}
