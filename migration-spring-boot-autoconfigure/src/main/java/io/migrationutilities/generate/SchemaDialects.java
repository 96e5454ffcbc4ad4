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
import io.migrationutilities.database.DatabaseKind;

/**
 * Knows the databases whose schemas can be compared.
 */
final class SchemaDialects {

	private SchemaDialects() {
	}

	static SchemaDialect of(Connection connection) throws SQLException {
		return switch (DatabaseKind.of(connection)) {
			case SQLITE -> new SqliteSchemaDialect(false);
			case POSTGRESQL -> new PostgresqlSchemaDialect(false);
			case OTHER -> throw new MigrationException(MigrationErrorCode.NOT_AVAILABLE,
					"A database of the kind " + connection.getMetaData().getDatabaseProductName()
							+ " can't be compared with the entities.",
					"Generate an empty change set with --no-autogenerate, and fill it in.");
		};
	}

	static String namespaceOf(Connection connection) throws SQLException {
		return (DatabaseKind.of(connection) == DatabaseKind.POSTGRESQL) ? Namespaces.current(connection) : "main";
	}

}
