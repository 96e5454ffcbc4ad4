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

import io.migrationutilities.test.PostgresqlServer;

/**
 * The databases of the tests on their PostgreSQL server. Its role {@code studio} is the
 * one of the profile {@code postgres}, and has to give the password.
 */
final class StudioServer {

	static final String USER = "studio";

	static final String PASSWORD = "studio";

	private static final PostgresqlServer SERVER = start();

	private StudioServer() {
	}

	private static PostgresqlServer start() {
		PostgresqlServer server = PostgresqlServer.shared();
		server.execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(USER, PASSWORD));
		return server;
	}

	/**
	 * Creates an empty database that belongs to the role {@code studio}.
	 * @return its JDBC URL, without user and password
	 */
	static String createDatabase() {
		String name = SERVER.createDatabase("studio");
		SERVER.execute("ALTER DATABASE \"%s\" OWNER TO %s".formatted(name, USER));
		return SERVER.url(name);
	}

}
