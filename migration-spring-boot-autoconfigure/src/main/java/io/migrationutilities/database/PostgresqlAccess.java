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

package io.migrationutilities.database;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.util.HostSpec;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.URLCoder;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;

/**
 * The way to a PostgreSQL server beside any pool: for connections of our own, and for the
 * server's tools. It leads to the very host that the data source is connected to, also
 * where the JDBC URL names several.
 */
public final class PostgresqlAccess {

	// These are meant for the connections of an application: a limit on reading would end
	// a
	// backup, and the host is already chosen.
	private static final Set<PGProperty> NOT_OURS = Set.of(PGProperty.SOCKET_TIMEOUT, PGProperty.TARGET_SERVER_TYPE,
			PGProperty.LOAD_BALANCE_HOSTS, PGProperty.READ_ONLY, PGProperty.APPLICATION_NAME,
			PGProperty.DEFAULT_ROW_FETCH_SIZE, PGProperty.PREFER_QUERY_MODE, PGProperty.AUTOSAVE);

	private static final List<String> TIMEOUTS = List.of("statement_timeout", "lock_timeout",
			"idle_in_transaction_session_timeout", "idle_session_timeout", "transaction_timeout");

	// As a number: the text of a time depends on settings of the session.
	private static final String IDENTITY = "SELECT pg_catalog.concat(d.oid, ' ', "
			+ "pg_catalog.date_part('epoch', pg_catalog.pg_postmaster_start_time())::numeric) "
			+ "FROM pg_catalog.pg_database d WHERE d.datname = current_database()";

	private final Properties properties;

	private final String host;

	private final int port;

	private final String database;

	private final String identity;

	private PostgresqlAccess(Properties properties, HostSpec host, String database, String identity) {
		this.properties = properties;
		this.host = host.getHost();
		this.port = host.getPort();
		this.database = database;
		this.identity = identity;
	}

	/**
	 * Return whether a connection leads straight to the server, so that its session is
	 * not lent to others. Poolers answer for the server when a connection is opened, with
	 * a process number of their own making.
	 * @param connection the connection
	 * @return whether it certainly has its session for itself
	 * @throws SQLException if the server can't be asked
	 */
	public static boolean isDirect(Connection connection) throws SQLException {
		return connection.isWrapperFor(PGConnection.class)
				&& Queries.string(connection, "SELECT pg_catalog.pg_backend_pid()")
					.equals(String.valueOf(connection.unwrap(PGConnection.class).getBackendPID()));
	}

	/**
	 * Return whether a session is in a transaction, failed or not, as the server has said
	 * in its last answer.
	 * @param connection the connection
	 * @return whether it is; {@code true} if the driver can't tell
	 * @throws SQLException if the connection is closed
	 */
	public static boolean isInTransaction(Connection connection) throws SQLException {
		return !connection.isWrapperFor(BaseConnection.class)
				|| connection.unwrap(BaseConnection.class).getTransactionState() != TransactionState.IDLE;
	}

	/**
	 * Find the way to the server of a database.
	 * @param source the database
	 * @return the way
	 * @throws MigrationException with code {@code DATABASE_UNAVAILABLE} if the database
	 * can't be asked
	 */
	public static PostgresqlAccess of(BackupSource source) {
		try (Connection connection = source.dataSource().getConnection()) {
			DatabaseMetaData metaData = connection.getMetaData();
			Properties properties = properties(metaData, source.connectionSettings().get());
			HostSpec host = connection.unwrap(BaseConnection.class).getQueryExecutor().getHostSpec();
			return new PostgresqlAccess(properties, host, connection.getCatalog(),
					Queries.string(connection, IDENTITY));
		}
		catch (SQLException ex) {
			throw unavailable(ex);
		}
	}

	private static Properties properties(DatabaseMetaData metaData, List<ConnectionSettings> candidates)
			throws SQLException {
		String url = metaData.getURL();
		String user = metaData.getUserName();
		Properties properties = new Properties();
		candidates.stream()
			.filter((settings) -> settings.user() == null || settings.user().equals(user))
			.filter((settings) -> settings.user() != null || settings.url().equals(url))
			.min(Comparator.comparing((settings) -> !settings.url().equals(url)))
			.ifPresent((settings) -> {
				settings.properties().forEach(properties::setProperty);
				set(properties, PGProperty.USER, settings.user());
				set(properties, PGProperty.PASSWORD, settings.password());
			});
		Properties parsed = Objects.requireNonNullElse(Driver.parseURL(url, properties), properties);
		Properties flat = new Properties();
		parsed.stringPropertyNames().forEach((name) -> flat.setProperty(name, parsed.getProperty(name)));
		NOT_OURS.forEach((property) -> flat.remove(property.getName()));
		if (flat.getProperty(PGProperty.USER.getName()) == null) {
			flat.setProperty(PGProperty.USER.getName(), user);
		}
		flat.setProperty(PGProperty.TCP_KEEP_ALIVE.getName(), "true");
		return flat;
	}

	private static void set(Properties properties, PGProperty property, @Nullable String value) {
		if (value != null) {
			properties.setProperty(property.getName(), value);
		}
	}

	public String host() {
		return this.host;
	}

	public int port() {
		return this.port;
	}

	public String database() {
		return this.database;
	}

	/**
	 * Return a setting of the driver.
	 * @param property which one
	 * @return its value, or {@code null} if it is not set
	 */
	public @Nullable String get(PGProperty property) {
		return this.properties.getProperty(property.getName());
	}

	/**
	 * Open a connection to the database, without any of its time limits. Behind a pooler
	 * the limits stay, since the session may be lent to others.
	 * @param applicationName what {@code pg_stat_activity} shows, at most 63 bytes of it
	 * @return the connection
	 * @throws SQLException if it can't be opened, or leads to another database
	 */
	public Connection open(String applicationName) throws SQLException {
		Connection connection = open(this.database, applicationName);
		try {
			if (!this.identity.equals(Queries.string(connection, IDENTITY))) {
				throw new PSQLException("The connection settings lead to another server than the data source",
						PSQLState.CONNECTION_REJECTED);
			}
			return connection;
		}
		catch (SQLException ex) {
			connection.close();
			throw ex;
		}
	}

	/**
	 * Open a connection to a database of the same server.
	 * @param database its name
	 * @param applicationName what {@code pg_stat_activity} shows
	 * @return the connection
	 * @throws SQLException if it can't be opened
	 */
	public Connection open(String database, String applicationName) throws SQLException {
		Properties own = new Properties();
		own.putAll(this.properties);
		for (PGProperty address : List.of(PGProperty.PG_HOST, PGProperty.PG_PORT, PGProperty.PG_DBNAME)) {
			own.remove(address.getName());
		}
		String url = "jdbc:postgresql://%s:%d/%s".formatted(this.host, this.port, URLCoder.encode(database));
		Connection connected = new Driver().connect(url, own);
		if (connected == null) {
			throw new PSQLException("The driver does not accept " + url, PSQLState.CONNECTION_UNABLE_TO_CONNECT);
		}
		Connection connection = InterruptibleConnection.of(connected);
		try {
			prepare(connection, applicationName);
			return connection;
		}
		catch (SQLException ex) {
			connection.close();
			throw ex;
		}
	}

	private static void prepare(Connection connection, String applicationName) throws SQLException {
		if (!isDirect(connection)) {
			return;
		}
		String timeouts = "SELECT pg_catalog.set_config(name, '0', false) FROM pg_catalog.pg_settings WHERE name IN ('"
				+ String.join("', '", TIMEOUTS) + "')";
		Queries.string(connection, timeouts);
		Queries.string(connection, "SELECT pg_catalog.set_config('application_name', ?, false)", applicationName);
	}

	public static MigrationException unavailable(SQLException ex) {
		return new MigrationException(MigrationErrorCode.DATABASE_UNAVAILABLE,
				"The PostgreSQL database can't be asked: %s.".formatted(ex.getMessage()),
				"Check that the server runs and accepts connections of this user.", ex);
	}

	@Override
	public String toString() {
		return "%s:%d/%s".formatted(this.host, this.port, this.database);
	}

}
