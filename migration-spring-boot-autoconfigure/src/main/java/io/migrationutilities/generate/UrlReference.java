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
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.Predicate;

import io.migrationutilities.engine.session.MigrationDatabase;

/**
 * The schema of another database, which is only read.
 */
final class UrlReference implements ReferenceSource {

	private final String url;

	private final Properties login = new Properties();

	UrlReference(String url, GeneratorSettings settings) {
		this.url = url;
		if (settings.referenceUser() != null) {
			this.login.setProperty("user", settings.referenceUser());
		}
		if (settings.referencePassword() != null) {
			this.login.setProperty("password", settings.referencePassword());
		}
	}

	@Override
	public Schema read(MigrationDatabase database, SchemaDialect dialect, Predicate<String> excluded)
			throws SQLException {
		try (Connection connection = connect()) {
			if (SchemaDialects.of(connection).getClass() != dialect.getClass()) {
				throw GeneratorFailures.refused("The database to compare with is of another kind.",
						"Name a database of the same kind as that of the application.");
			}
			return dialect.read(connection, SchemaDialects.namespaceOf(connection), excluded);
		}
	}

	private Connection connect() {
		try {
			return DriverManager.getConnection(this.url, this.login);
		}
		catch (SQLException ex) {
			throw GeneratorFailures.refused("The database to compare with can't be connected to: " + ex.getMessage(),
					"Correct the URL, and set migration.generate.reference-username and "
							+ "migration.generate.reference-password as environment variables.",
					ex);
		}
	}

}
