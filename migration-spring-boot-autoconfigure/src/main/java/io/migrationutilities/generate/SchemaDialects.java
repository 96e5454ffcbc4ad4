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

package io.migrationutilities.generate;

import java.sql.Connection;
import java.sql.SQLException;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;

/**
 * Knows the databases whose schemas can be compared.
 */
final class SchemaDialects {

	private SchemaDialects() {
	}

	static SchemaDialect of(Connection connection) throws SQLException {
		String product = connection.getMetaData().getDatabaseProductName();
		return switch (product) {
			case "SQLite" -> new SqliteSchemaDialect(false);
			case "PostgreSQL" -> new PostgresqlSchemaDialect(false);
			default -> throw new MigrationException(MigrationErrorCode.NOT_AVAILABLE,
					"A database of the kind " + product + " can't be compared with the entities.",
					"Generate an empty change set with --no-autogenerate, and fill it in.");
		};
	}

	static String namespaceOf(Connection connection) throws SQLException {
		return "PostgreSQL".equals(connection.getMetaData().getDatabaseProductName()) ? Namespaces.current(connection)
				: "main";
	}

}
