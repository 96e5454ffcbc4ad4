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
import java.sql.SQLException;
import java.util.List;

import org.springframework.util.ClassUtils;

/**
 * The kinds of database that are known by more than JDBC.
 */
public enum DatabaseKind {

	/**
	 * SQLite.
	 */
	SQLITE("sqlite"),

	/**
	 * PostgreSQL itself, by its own driver, and none of its relatives that speak its
	 * protocol but can't be dumped or locked like it.
	 */
	POSTGRESQL("postgresql"),

	/**
	 * Any other database.
	 */
	OTHER("other");

	private static final List<String> RELATIVES = List.of("Redshift", "Greenplum", "Cloudberry", "-YB-", "QuestDB");

	private final String id;

	DatabaseKind(String id) {
		this.id = id;
	}

	/**
	 * Find out which database a connection leads to.
	 * @param connection a connection to the database
	 * @return its kind
	 * @throws SQLException if the database can't be asked
	 */
	public static DatabaseKind of(Connection connection) throws SQLException {
		return switch (String.valueOf(connection.getMetaData().getDatabaseProductName())) {
			case "SQLite" -> SQLITE;
			case "PostgreSQL" -> isPostgresql(connection) ? POSTGRESQL : OTHER;
			default -> OTHER;
		};
	}

	private static boolean isPostgresql(Connection connection) throws SQLException {
		return ClassUtils.isPresent("org.postgresql.PGConnection", DatabaseKind.class.getClassLoader())
				&& isPostgresql(Queries.string(connection, "SELECT pg_catalog.version()"));
	}

	static boolean isPostgresql(String version) {
		return version.startsWith("PostgreSQL ") && RELATIVES.stream().noneMatch(version::contains);
	}

	/**
	 * Return the kind as manifests record it.
	 * @return its name in lower case
	 */
	public String id() {
		return this.id;
	}

}
