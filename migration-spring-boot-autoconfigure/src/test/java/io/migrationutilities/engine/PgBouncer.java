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

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.postgresql.ds.PGSimpleDataSource;

import io.migrationutilities.test.ChildProcess;
import io.migrationutilities.test.PostgresqlServer;

/**
 * A real PgBouncer between a test and the server, ended with the test.
 */
public final class PgBouncer implements AutoCloseable {

	public static final String INSTALL = "PgBouncer is not installed: apt-get install pgbouncer";

	private final ChildProcess process;

	private final PGSimpleDataSource dataSource;

	private PgBouncer(ChildProcess process, PGSimpleDataSource dataSource) {
		this.process = process;
		this.dataSource = dataSource;
	}

	public static boolean isInstalled() {
		return find().isPresent();
	}

	private static Optional<Path> find() {
		return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin"))
			.map((directory) -> Path.of(directory, "pgbouncer"))
			.filter(Files::isExecutable)
			.findFirst();
	}

	/**
	 * Start a pooler.
	 * @param studio the database behind it
	 * @param mode its pool mode
	 * @param directory for its configuration
	 * @return the pooler
	 * @throws IOException if it can't be started
	 */
	public static PgBouncer start(PostgresqlFixture studio, String mode, Path directory) throws IOException {
		int port = freePort();
		Path configuration = directory.resolve("pgbouncer.ini");
		Files.writeString(configuration, """
				[databases]
				%1$s = host=localhost port=%2$d user=%3$s
				[pgbouncer]
				listen_addr = localhost
				listen_port = %4$d
				unix_socket_dir =
				auth_type = any
				pool_mode = %5$s
				ignore_startup_parameters = extra_float_digits
				""".formatted(studio.database(), studio.server().port(), PostgresqlServer.SUPERUSER, port, mode));
		List<String> command = new ArrayList<>(List.of(find().orElseThrow().toString()));
		if ("root".equals(System.getProperty("user.name"))) {
			command.addAll(List.of("-u", "nobody"));
		}
		command.add(configuration.toString());
		ChildProcess process = ChildProcess.start(command);
		PGSimpleDataSource dataSource = studio.server().dataSource(studio.database());
		dataSource.setPortNumbers(new int[] { port });
		PgBouncer bouncer = new PgBouncer(process, dataSource);
		bouncer.awaitStart();
		return bouncer;
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private void awaitStart() {
		try {
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(this::accepts);
		}
		catch (RuntimeException ex) {
			close();
			throw ex;
		}
	}

	private boolean accepts() {
		try (Connection connection = this.dataSource.getConnection()) {
			return true;
		}
		catch (SQLException ex) {
			return false;
		}
	}

	public PGSimpleDataSource dataSource() {
		return this.dataSource;
	}

	@Override
	public void close() {
		this.process.kill();
	}

}
