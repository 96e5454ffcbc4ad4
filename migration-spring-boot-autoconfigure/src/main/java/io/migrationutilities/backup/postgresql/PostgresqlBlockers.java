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
import java.util.List;

import io.migrationutilities.database.Queries;

/**
 * Refuses to restore a database that has something which a restore would lose, or that
 * could not be put aside. Each query takes the name of the database.
 */
final class PostgresqlBlockers {

	private static final String SUBSCRIPTIONS = "SELECT s.subname FROM pg_catalog.pg_subscription s "
			+ "JOIN pg_catalog.pg_database d ON d.oid = s.subdbid WHERE d.datname = %s";

	private static final String REPLICATION_SLOTS = "SELECT slot_name FROM pg_catalog.pg_replication_slots WHERE database = %s";

	private static final String PREPARED_TRANSACTIONS = "SELECT gid FROM pg_catalog.pg_prepared_xacts WHERE database = %s";

	// A transaction that drops relations keeps a lock on each until it ends.
	private static final String RELATIONS_WITHOUT_LOCK = "SELECT (SELECT count(*) FROM pg_catalog.pg_class WHERE oid >= "
			+ PostgresqlObjects.FIRST_OF_USERS + " AND relpersistence <> 't') "
			+ "- pg_catalog.current_setting('max_locks_per_transaction')::bigint "
			+ "* (pg_catalog.current_setting('max_connections')::bigint "
			+ "+ pg_catalog.current_setting('max_prepared_transactions')::bigint)";

	private PostgresqlBlockers() {
	}

	/**
	 * Refuse what no kind of restore can bring back.
	 * @param session a session of the server
	 * @param database the database
	 * @throws SQLException if the server can't be asked
	 */
	static void refuseSubscriptions(Connection session, String database) throws SQLException {
		refuse(session, SUBSCRIPTIONS, database, "a restore would lose its subscriptions",
				"Drop them, and create them anew after the restore");
	}

	/**
	 * Refuse what keeps the database from being put aside.
	 * @param session a session of the server
	 * @param database the database
	 * @throws SQLException if the server can't be asked
	 */
	static void refuseUnmovable(Connection session, String database) throws SQLException {
		refuse(session, REPLICATION_SLOTS, database, "it has the replication slots",
				"Drop them (SELECT pg_drop_replication_slot('<slot>'))");
		refuse(session, PREPARED_TRANSACTIONS, database, "it has the prepared transactions",
				"End them in that database (ROLLBACK PREPARED '<transaction>')");
		List<String> sessions = PostgresqlSessions.untouchable(session, database);
		if (!sessions.isEmpty()) {
			throw PostgresqlRestoreFailures.blockedBy(
					"the user of the application is not allowed to end the sessions of others in it:", sessions,
					"End them (SELECT pg_terminate_backend(<process>)), or grant pg_signal_backend to the user");
		}
	}

	/**
	 * Refuse a database with more relations than one transaction can lock.
	 * @param session a session of the database
	 * @throws SQLException if the server can't be asked
	 */
	static void refuseTooManyToLock(Connection session) throws SQLException {
		long missing = Queries.number(session, RELATIONS_WITHOUT_LOCK);
		if (missing > 0) {
			throw PostgresqlRestoreFailures.tooManyLocks(
					"it has %d tables, indexes and sequences more than the server can lock at once".formatted(missing));
		}
	}

	private static void refuse(Connection session, String query, String database, String reason, String remedy)
			throws SQLException {
		List<String> names = Queries.strings(session, query.formatted(PostgresqlName.literal(database)));
		if (!names.isEmpty()) {
			throw PostgresqlRestoreFailures.blockedBy(reason, names, remedy);
		}
	}

}
