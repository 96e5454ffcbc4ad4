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

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.Finding;
import io.migrationutilities.MigrationException;
import io.migrationutilities.database.JdbcUrl;
import io.migrationutilities.engine.session.Failures;
import io.migrationutilities.engine.session.MigrationDatabase;
import io.migrationutilities.work.Findings;

/**
 * Looks at the connection: which database there is, by which driver and as whom.
 */
final class ConnectionDiagnosis {

	/**
	 * Look at the connection of a database.
	 * @param database the database
	 * @param findings takes what is found
	 * @return whether the database can be connected to
	 */
	boolean examine(MigrationDatabase database, Findings findings) {
		try (Connection connection = database.getConnection()) {
			DatabaseMetaData metaData = connection.getMetaData();
			findings.check("Database",
					() -> metaData.getDatabaseProductName() + " " + metaData.getDatabaseProductVersion());
			findings.check("Driver", () -> metaData.getDriverName() + " " + metaData.getDriverVersion());
			findings.check("Connection", () -> JdbcUrl.withoutSecrets(Objects.toString(metaData.getURL(), "no URL"))
					+ user(metaData.getUserName()));
			return true;
		}
		catch (Exception ex) {
			MigrationException failure = Failures.translate(ex);
			findings.add(Finding.error("Connection", failure));
			return false;
		}
	}

	private static String user(@Nullable String name) {
		return (name != null && !name.isEmpty()) ? " as '" + name + "'" : "";
	}

}
