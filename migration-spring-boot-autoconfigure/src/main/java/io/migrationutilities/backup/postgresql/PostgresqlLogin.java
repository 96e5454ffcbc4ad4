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

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import org.postgresql.ssl.LibPQFactory;
import org.postgresql.ssl.NonValidatingFactory;

import io.migrationutilities.backup.ScratchDirectory;
import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.file.PrivateFiles;

/**
 * The login of a client program of PostgreSQL: a
 * <a href="https://www.postgresql.org/docs/current/libpq-connect.html">connection
 * string</a> without secrets, and the password in a file of its own, which ends with this
 * object. A program that runs where our files are not gets the password in its
 * environment, and connects from there by its own means.
 */
final class PostgresqlLogin implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(PostgresqlLogin.class);

	private static final String PREFIX = "migration-utilities-pgpass-";

	private static final Duration TAKES_LOCK_WITHIN = Duration.ofMinutes(1);

	// Settings that the driver and libpq share, with the same values.
	private static final Map<PGProperty, String> SETTINGS = Map.ofEntries(Map.entry(PGProperty.SSL_MODE, "sslmode"),
			Map.entry(PGProperty.SSL_ROOT_CERT, "sslrootcert"), Map.entry(PGProperty.SSL_CERT, "sslcert"),
			Map.entry(PGProperty.SSL_KEY, "sslkey"), Map.entry(PGProperty.CHANNEL_BINDING, "channel_binding"),
			Map.entry(PGProperty.GSS_ENC_MODE, "gssencmode"), Map.entry(PGProperty.KERBEROS_SERVER_NAME, "krbsrvname"));

	// Those of our own sessions.
	private static final Map<String, String> LIMITS_FOR_DEAD_SERVERS = Map.of("keepalives_idle", "10",
			"keepalives_interval", "5", "keepalives_count", "4");

	private static final Set<String> KNOWN_FACTORIES = Set.of(NonValidatingFactory.class.getName(),
			LibPQFactory.class.getName());

	// Environment variables of libpq that don't say where to connect to.
	private static final Set<String> HARMLESS_VARIABLES = Set.of("PGPASSFILE", "PGSYSCONFDIR", "PGLOCALEDIR");

	private final PostgresqlAccess access;

	private final boolean seesFiles;

	private final boolean knowsTimeout;

	private final @Nullable ScratchDirectory password;

	private PostgresqlLogin(PostgresqlAccess access, boolean seesFiles, boolean knowsTimeout,
			@Nullable ScratchDirectory password) {
		this.access = access;
		this.seesFiles = seesFiles;
		this.knowsTimeout = knowsTimeout;
		this.password = password;
	}

	/**
	 * Prepare a login.
	 * @param access the way to the server
	 * @param tools the programs that are going to use it
	 * @return the login
	 * @throws IOException if the password can't be written
	 */
	static PostgresqlLogin create(PostgresqlAccess access, PostgresqlTools tools) throws IOException {
		String password = access.get(PGProperty.PASSWORD);
		ScratchDirectory file = (password != null && tools.seeFiles()) ? writePassword(password) : null;
		return new PostgresqlLogin(access, tools.seeFiles(), tools.knowTcpUserTimeout(), file);
	}

	private static ScratchDirectory writePassword(String password) throws IOException {
		Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
		sweep(temporary);
		ScratchDirectory directory = ScratchDirectory.create(temporary, PREFIX + ProcessHandle.current().pid() + "-");
		try {
			PrivateFiles.createFile(directory.path());
			String escaped = password.replace("\\", "\\\\").replace(":", "\\:");
			Files.writeString(directory.path(), "*:*:*:*:" + escaped + "\n", StandardOpenOption.WRITE);
			return directory;
		}
		catch (IOException ex) {
			directory.close();
			throw ex;
		}
	}

	// Left behind by processes that were killed. One that has just begun may not have
	// taken its lock yet.
	private static void sweep(Path temporary) {
		Instant young = Instant.now().minus(TAKES_LOCK_WITHIN);
		List<Path> old = new ArrayList<>();
		try (DirectoryStream<Path> children = Files.newDirectoryStream(temporary, PREFIX + "*")) {
			for (Path child : children) {
				if (PrivateFiles.findOtherOwner(child) == null
						&& Files.getLastModifiedTime(child).toInstant().isBefore(young)) {
					old.add(child);
				}
			}
			ScratchDirectory.sweep(old, PREFIX);
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("Password files of processes that were killed can't be deleted", ex);
		}
	}

	/**
	 * Return the connection string for the database itself.
	 * @param applicationName what {@code pg_stat_activity} shows
	 * @return the connection string, without secrets
	 */
	String connectionString(String applicationName) {
		return connectionString(this.access.database(), applicationName);
	}

	/**
	 * Return the connection string for a database of the server.
	 * @param database the database
	 * @param applicationName what {@code pg_stat_activity} shows
	 * @return the connection string, without secrets
	 */
	String connectionString(String database, String applicationName) {
		Map<String, @Nullable String> parameters = new LinkedHashMap<>();
		if (this.seesFiles) {
			addAddress(parameters);
		}
		parameters.put("user", this.access.get(PGProperty.USER));
		parameters.put("dbname", database);
		parameters.put("application_name", applicationName);
		parameters.put("options", options());
		return parameters.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() != null)
			.map((entry) -> entry.getKey() + "=" + quote(entry.getValue()))
			.collect(Collectors.joining(" "));
	}

	private void addAddress(Map<String, @Nullable String> parameters) {
		parameters.put("host", this.access.host().replaceAll("^\\[|]$", ""));
		parameters.put("port", Integer.toString(this.access.port()));
		parameters.put("passfile", (this.password != null) ? this.password.path().toString() : null);
		parameters.put("connect_timeout", "30");
		LIMITS_FOR_DEAD_SERVERS.forEach(parameters::put);
		if (this.knowsTimeout) {
			parameters.put("tcp_user_timeout", "30000");
		}
		SETTINGS.forEach((property, name) -> parameters.put(name, this.access.get(property)));
		// Only the driver knows this one, its default.
		parameters.remove("gssencmode", "allow");
		String ssl = this.access.get(PGProperty.SSL);
		if (ssl != null && !"false".equals(ssl)) {
			// The driver's meaning of ssl=true.
			parameters.putIfAbsent("sslmode", "verify-full");
		}
		if (NonValidatingFactory.class.getName().equals(this.access.get(PGProperty.SSL_FACTORY))) {
			parameters.computeIfPresent("sslmode", (name, mode) -> mode.startsWith("verify") ? "require" : mode);
		}
	}

	/**
	 * Return the option that makes {@code pg_dump} and {@code pg_restore} work as the
	 * role of the data source.
	 * @return the option, or nothing where the login is that role
	 */
	List<String> roleOption() {
		String role = this.access.role();
		return (role != null) ? List.of("--role=" + role) : List.of();
	}

	/**
	 * Say which settings of the data source a program does not know.
	 * @return a sentence behind a space, or nothing
	 */
	String describeUnknown() {
		String factory = this.access.get(PGProperty.SSL_FACTORY);
		return (factory == null || KNOWN_FACTORIES.contains(factory)) ? ""
				: " It does not know sslfactory=%s: say by sslmode and sslrootcert whom to trust.".formatted(factory);
	}

	// What the user has set comes last, and so counts.
	private @Nullable String options() {
		String ours = this.access.limitsForDeadHosts()
			.entrySet()
			.stream()
			.map((limit) -> "-c " + limit.getKey() + "=" + limit.getValue())
			.collect(Collectors.joining(" "));
		String given = this.access.get(PGProperty.OPTIONS);
		String all = Stream.of(ours, Objects.requireNonNullElse(given, ""))
			.filter((text) -> !text.isBlank())
			.collect(Collectors.joining(" "));
		return all.isEmpty() ? null : all;
	}

	private static String quote(String value) {
		return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
	}

	/**
	 * Set the environment of a program: nothing there may lead it to another server, and
	 * its messages are in English.
	 * @param builder the program
	 * @return the same program
	 */
	ProcessBuilder applyTo(ProcessBuilder builder) {
		Map<String, String> environment = builder.environment();
		environment.keySet().removeIf((name) -> name.startsWith("PG") && !HARMLESS_VARIABLES.contains(name));
		environment.put("LC_ALL", "C");
		environment.remove("LANGUAGE");
		String password = this.access.get(PGProperty.PASSWORD);
		if (!this.seesFiles && password != null) {
			environment.put("PGPASSWORD", password);
		}
		return builder;
	}

	@Override
	public void close() {
		if (this.password != null) {
			this.password.close();
		}
	}

}
