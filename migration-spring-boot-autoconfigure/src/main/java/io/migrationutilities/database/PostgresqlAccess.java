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
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

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
import io.migrationutilities.work.Interruption;

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

	// The host of a session may vanish without a word, and what the session has locked
	// stays locked until the server gives up, by default after two hours.
	private static final Map<String, Integer> LIMITS_FOR_DEAD_HOSTS = Map.of("tcp_keepalives_idle", 10,
			"tcp_keepalives_interval", 5, "tcp_keepalives_count", 4, "tcp_user_timeout", 30_000);

	// As a number: the text of a time depends on settings of the session.
	private static final String IDENTITY = "SELECT pg_catalog.concat(d.oid, ' ', "
			+ "pg_catalog.date_part('epoch', pg_catalog.pg_postmaster_start_time())::numeric) "
			+ "FROM pg_catalog.pg_database d WHERE d.datname = current_database()";

	private static final String NO_ROLE = "none";

	private static final String TOO_MANY_CONNECTIONS = "53300";

	private static final Duration TAKES_TO_END = Duration.ofSeconds(2);

	private static final Duration RETRY = Duration.ofMillis(50);

	private static final String CURRENT_ROLE = "SELECT current_user";

	private static final String SEARCH_PATH = "SELECT pg_catalog.current_setting('search_path')";

	private final Properties properties;

	private final String host;

	private final int port;

	private final String database;

	private final String identity;

	private final String role;

	private final String searchPath;

	private final Map<String, Integer> limits;

	private PostgresqlAccess(Properties properties, HostSpec host, Connection connection) throws SQLException {
		this.properties = properties;
		this.host = host.getHost();
		this.port = host.getPort();
		this.database = connection.getCatalog();
		this.identity = Queries.string(connection, IDENTITY);
		this.role = Queries.string(connection, CURRENT_ROLE);
		this.searchPath = Queries.string(connection, SEARCH_PATH);
		this.limits = isDirect(connection) ? findLimitsForDeadHosts(connection) : Map.of();
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
			return new PostgresqlAccess(properties, host, connection);
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
	 * Return the settings that our own sessions have for the case that their host
	 * vanishes, for the sessions of programs. A pooler would refuse them.
	 * @return the settings, by name
	 */
	public Map<String, Integer> limitsForDeadHosts() {
		return this.limits;
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
	 * Return the role that the data source works as, where that is not its login. A pool
	 * may have set it on each of its connections.
	 * @return the role, or {@code null} if it is the login
	 */
	public @Nullable String role() {
		return this.role.equals(get(PGProperty.USER)) ? null : this.role;
	}

	/**
	 * Open a connection to the database, without any of its time limits, with the role
	 * and the search path of the data source. Behind a pooler its settings stay, since
	 * the session may be lent to others.
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
			if (isDirect(connection)) {
				set(connection, SEARCH_PATH, "search_path", this.searchPath);
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
		Connection connected = connect(url, own);
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

	// The server takes a moment to end a session of ours that was closed just before.
	private static @Nullable Connection connect(String url, Properties own) throws SQLException {
		long deadline = System.nanoTime() + TAKES_TO_END.toNanos();
		while (true) {
			try {
				return new Driver().connect(url, own);
			}
			catch (SQLException ex) {
				if (!TOO_MANY_CONNECTIONS.equals(ex.getSQLState()) || System.nanoTime() > deadline) {
					throw ex;
				}
				LockSupport.parkNanos(RETRY.toNanos());
				Interruption.check();
			}
		}
	}

	private void prepare(Connection connection, String applicationName) throws SQLException {
		if (!isDirect(connection)) {
			return;
		}
		set(connection, CURRENT_ROLE, "role", this.role);
		String timeouts = "SELECT pg_catalog.set_config(name, '0', false) FROM pg_catalog.pg_settings WHERE name IN ('"
				+ String.join("', '", TIMEOUTS) + "')";
		Queries.string(connection, timeouts);
		setSetting(connection, "application_name", applicationName);
		for (Map.Entry<String, Integer> limit : findLimitsForDeadHosts(connection).entrySet()) {
			setSetting(connection, limit.getKey(), String.valueOf(limit.getValue()));
		}
	}

	private static void set(Connection connection, String question, String setting, String value) throws SQLException {
		if (!Queries.string(connection, question).equals(value)) {
			setSetting(connection, setting, value);
		}
	}

	private static void setSetting(Connection connection, String name, String value) throws SQLException {
		Queries.string(connection, "SELECT pg_catalog.set_config(?, ?, false)", name, value);
	}

	/**
	 * Ask a question as the login of a session, whatever role it has taken: a role may
	 * neither see what the sessions of its own members do nor end them.
	 * @param <T> the type of the answer
	 * @param connection the session, outside a transaction
	 * @param question the question
	 * @return the answer
	 * @throws SQLException if the server refuses it
	 */
	public static <T> T askAsLogin(Connection connection, Question<T> question) throws SQLException {
		String role = Queries.string(connection, "SELECT pg_catalog.current_setting('role')");
		if (NO_ROLE.equals(role)) {
			return question.ask(connection);
		}
		setSetting(connection, "role", NO_ROLE);
		try {
			return question.ask(connection);
		}
		finally {
			setSetting(connection, "role", role);
		}
	}

	/**
	 * Find the settings with which the server notices within half a minute that the host
	 * of a session has vanished.
	 * @param connection the session
	 * @return the values of those that are not as small already, by name
	 * @throws SQLException if the server can't be asked
	 */
	public static Map<String, Integer> findLimitsForDeadHosts(Connection connection) throws SQLException {
		List<Map.Entry<String, Long>> settings = Queries.list(connection,
				"SELECT name, setting FROM pg_catalog.pg_settings WHERE name LIKE 'tcp%'",
				(row) -> Map.entry(row.getString(1), row.getLong(2)));
		Map<String, Integer> limits = new TreeMap<>();
		for (Map.Entry<String, Long> setting : settings) {
			Integer limit = LIMITS_FOR_DEAD_HOSTS.get(setting.getKey());
			if (limit != null && (setting.getValue() <= 0 || setting.getValue() > limit)) {
				limits.put(setting.getKey(), limit);
			}
		}
		return limits;
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

	/**
	 * A question to the server.
	 *
	 * @param <T> the type of the answer
	 */
	@FunctionalInterface
	public interface Question<T> {

		/**
		 * Ask the question.
		 * @param connection through which to ask
		 * @return the answer
		 * @throws SQLException if the server refuses it
		 */
		T ask(Connection connection) throws SQLException;

	}

}
