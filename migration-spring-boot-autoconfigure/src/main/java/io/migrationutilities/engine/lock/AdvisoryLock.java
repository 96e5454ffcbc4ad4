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

package io.migrationutilities.engine.lock;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

import liquibase.database.Database;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.LockSession;
import io.migrationutilities.MigrationLock;
import io.migrationutilities.database.Queries;
import io.migrationutilities.file.Sha256;

/**
 * A session-level advisory lock of PostgreSQL (<a href=
 * "https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS">
 * manual</a>). The server frees it as soon as the session ends, by whatever means.
 *
 * @param key identifies it within the database
 */
record AdvisoryLock(long key) {

	private static final String PREFIX = "io.migrationutilities";

	private static final String GRANTED = " WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 "
			+ "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
			+ "AND l.classid::bigint = ? AND l.objid::bigint = ?";

	/**
	 * Return the lock of a change history. Names that differ in nothing but case may or
	 * may not mean the same table: they share a lock.
	 * @param database the database it is in
	 * @return the lock
	 */
	static AdvisoryLock of(Database database) {
		return of(database.getLiquibaseSchemaName(), database.getDatabaseChangeLogLockTableName());
	}

	static AdvisoryLock of(@Nullable String schema, String table) {
		return new AdvisoryLock(hash(PREFIX + ' ' + (schema + '.' + table).toLowerCase(Locale.ROOT)));
	}

	// The first eight bytes.
	private static long hash(String name) {
		String digest = Sha256.of(name.getBytes(StandardCharsets.UTF_8));
		return Long.parseUnsignedLong(digest.substring(0, 2 * Long.BYTES), 16);
	}

	/**
	 * Take the lock, unless somebody else holds it.
	 * @param connection the connection it is to live on
	 * @return whether it was taken
	 * @throws SQLException if the server can't be asked
	 */
	boolean tryTake(Connection connection) throws SQLException {
		return Queries.isTrue(connection, "SELECT pg_try_advisory_lock(?)", this.key);
	}

	/**
	 * Free the lock.
	 * @param connection the connection it lives on
	 * @throws SQLException if the server can't be asked
	 */
	void free(Connection connection) throws SQLException {
		Queries.isTrue(connection, "SELECT pg_advisory_unlock(?)", this.key);
	}

	/**
	 * Return whether a session holds the lock.
	 * @param connection through which to ask
	 * @param pid the process of the session
	 * @return whether it does
	 * @throws SQLException if the server can't be asked
	 */
	boolean isHeldBy(Connection connection, long pid) throws SQLException {
		return Queries.isTrue(connection, "SELECT count(*) = 1 FROM pg_locks l" + GRANTED + " AND l.pid = ?", classId(),
				objectId(), pid);
	}

	/**
	 * Find out who holds the lock.
	 * @param connection through which to ask
	 * @return the holder, or {@code null} if there is none
	 * @throws SQLException if the server can't be asked
	 */
	@Nullable MigrationLock find(Connection connection) throws SQLException {
		return Queries
			.list(connection,
					"SELECT a.application_name, a.backend_start FROM pg_locks l "
							+ "LEFT JOIN pg_stat_activity a ON a.pid = l.pid" + GRANTED,
					this::holder, classId(), objectId())
			.stream()
			.findFirst()
			.orElse(null);
	}

	/**
	 * Find the session that holds the lock.
	 * @param connection through which to ask
	 * @return the session, or empty if there is none
	 * @throws SQLException if the server can't be asked
	 */
	Optional<LockSession> findSession(Connection connection) throws SQLException {
		return Queries
			.list(connection,
					"SELECT a.pid, a.application_name, a.usename, host(a.client_addr), a.backend_start, a.state, "
							+ "a.state_change FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid" + GRANTED,
					AdvisoryLock::session, classId(), objectId())
			.stream()
			.findFirst();
	}

	private static LockSession session(ResultSet row) throws SQLException {
		return new LockSession(row.getInt(1), String.valueOf(row.getString(2)), String.valueOf(row.getString(3)),
				row.getString(4), instant(row.getTimestamp(5)), row.getString(6), instant(row.getTimestamp(7)));
	}

	private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
		return (timestamp != null) ? timestamp.toInstant() : null;
	}

	// The start of a session of another role is hidden from roles without
	// pg_read_all_stats.
	private MigrationLock holder(ResultSet row) throws SQLException {
		return new MigrationLock(String.valueOf(row.getString(1)), instant(row.getTimestamp(2)));
	}

	private long classId() {
		return this.key >>> Integer.SIZE;
	}

	private long objectId() {
		return Integer.toUnsignedLong((int) this.key);
	}

}
