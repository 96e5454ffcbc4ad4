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

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.database.Queries;

/**
 * The database that a restore has replaced. It is kept under a name that tells what it
 * is, and has a comment that tells whose it is: a user's database of such a name is none
 * of ours.
 */
final class PostgresqlPreviousDatabase {

	private static final Log logger = LogFactory.getLog(PostgresqlPreviousDatabase.class);

	private static final String INFIX = "_before_restore_";

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);

	private static final int MAX_NAME_BYTES = 63;

	private static final SecureRandom random = new SecureRandom();

	private PostgresqlPreviousDatabase() {
	}

	/**
	 * Return a new name.
	 * @param database the name of the database that is going to be replaced
	 * @return a name that no database has
	 */
	static String nameFor(String database) {
		String suffix = "%s%s_%04x".formatted(INFIX, TIME.format(LocalDateTime.now(Clock.systemUTC())),
				random.nextInt(0x10000));
		ByteBuffer room = ByteBuffer.allocate(MAX_NAME_BYTES - suffix.length());
		StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(database), room, true);
		return StandardCharsets.UTF_8.decode(room.flip()) + suffix;
	}

	static String commentFor(String database) {
		return "Content of database %s before a restore by Migration Utilities".formatted(Queries.quote(database));
	}

	/**
	 * Drop what is kept of a database. A database in use is left.
	 * @param session a session of the server
	 * @param database the name of the database
	 * @return the names of the dropped databases
	 * @throws SQLException if the server can't be asked
	 */
	static List<String> drop(Connection session, String database) throws SQLException {
		List<String> dropped = new ArrayList<>();
		String kept = "SELECT datname FROM pg_catalog.pg_database WHERE pg_catalog.strpos(datname, '%s') > 0 "
			.formatted(INFIX) + "AND pg_catalog.shobj_description(oid, 'pg_database') = "
				+ PostgresqlName.literal(commentFor(database)) + " ORDER BY 1";
		for (String name : Queries.strings(session, kept)) {
			try {
				Queries.execute(session, "DROP DATABASE IF EXISTS " + Queries.quote(name));
				dropped.add(name);
			}
			catch (SQLException ex) {
				logger.warn(
						"The previous database '%s' can't be dropped and is left: %s".formatted(name, ex.getMessage()));
			}
		}
		return dropped;
	}

}
