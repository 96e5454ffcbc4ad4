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

package io.migrationutilities.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;

import io.migrationutilities.test.PostgresqlServer;

/**
 * An application with a database of its own on a PostgreSQL server.
 */
public class PostgresqlFixture extends EngineFixture {

	private static final String TABLES = "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables"
			+ " WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND lower(tablename) NOT LIKE '%lock'"
			+ " ORDER BY 1";

	private static final String SCHEMA = "SELECT c.relkind, n.nspname, c.relname, a.attname, a.atttypid::regtype,"
			+ " a.attnotnull, i.indisvalid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
			+ " LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
			+ " LEFT JOIN pg_index i ON i.indexrelid = c.oid"
			+ " WHERE n.nspname NOT IN ('pg_catalog', 'pg_toast', 'information_schema')"
			+ " AND lower(c.relname) NOT LIKE '%lock%' ORDER BY 1, 2, 3, 4";

	private final PostgresqlServer server;

	private final String database;

	private final List<String> roles = new ArrayList<>();

	public PostgresqlFixture(Path directory) {
		this(directory, PostgresqlServer.shared());
	}

	public PostgresqlFixture(Path directory, PostgresqlServer server) {
		this(directory, server, server.createDatabase());
	}

	private PostgresqlFixture(Path directory, PostgresqlServer server, String database) {
		super(directory, server.url(database) + "?user=" + PostgresqlServer.SUPERUSER);
		this.server = server;
		this.database = database;
		withoutBackups();
	}

	public PostgresqlServer server() {
		return this.server;
	}

	public String database() {
		return this.database;
	}

	/**
	 * Create a role that may log in with the password {@code secret} and nothing else.
	 * @return its name
	 */
	public String createRole() {
		String role = this.server.createRole("secret");
		this.roles.add(role);
		return role;
	}

	/**
	 * Drop the database, and with it every session that a test left behind, and the
	 * roles.
	 */
	public void drop() {
		this.server.execute("DROP DATABASE \"" + this.database + "\" WITH (FORCE)");
		this.roles.forEach((role) -> this.server.execute("DROP ROLE " + role));
	}

	/**
	 * Expect that no session is connected to the database any more. The server ends one a
	 * moment after its client has gone.
	 */
	public void expectNoSessions() {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(this::sessions, List::isEmpty);
	}

	/**
	 * Return the sessions that are connected to the database.
	 * @return their application names
	 */
	public List<String> sessions() {
		return this.server
			.queryIn("postgres",
					"SELECT coalesce(string_agg(application_name, chr(10)), '') FROM pg_stat_activity WHERE datname = '"
							+ this.database + "'")
			.lines()
			.toList();
	}

	/**
	 * Terminate the sessions of the database that a condition holds for.
	 * @param condition a condition on {@code pg_stat_activity}
	 * @return how many there were
	 */
	public int terminate(String condition) {
		return Integer.parseInt(this.server.queryIn("postgres",
				"SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity WHERE datname = '" + this.database
						+ "' AND " + condition));
	}

	@Override
	public List<String> tables() {
		return query(TABLES).lines().toList();
	}

	@Override
	public String ledger() {
		return query(
				"SELECT KIND, FROM_REVISION, TO_REVISION, OUTCOME, ERROR_CODE FROM MIGRATION_RUN ORDER BY STARTED_AT");
	}

	@Override
	public String content() {
		try (Connection connection = connect()) {
			StringBuilder content = new StringBuilder(query(connection, SCHEMA));
			for (String table : tables()) {
				content.append("\n# ").append(table).append('\n').append(query(connection, "SELECT * FROM " + table));
			}
			return content.toString();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
