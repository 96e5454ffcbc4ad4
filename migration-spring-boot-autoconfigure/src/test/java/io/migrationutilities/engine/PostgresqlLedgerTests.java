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

import java.nio.file.Path;
import java.sql.SQLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.migrationutilities.backup.RequiresPostgresqlTools;
import io.migrationutilities.backup.postgresql.PostgresqlBackupStrategy;
import io.migrationutilities.backup.postgresql.PostgresqlToolSettings;
import io.migrationutilities.engine.session.Ledger;
import io.migrationutilities.test.UsesPostgresql;

/**
 * Tests for {@link Ledger} on PostgreSQL.
 */
@RequiresPostgresqlTools
@UsesPostgresql
class PostgresqlLedgerTests extends LedgerContractTests {

	@Override
	EngineFixture createFixture(Path directory) {
		return new PostgresqlFixture(directory).strategy(new PostgresqlBackupStrategy(PostgresqlToolSettings.DEFAULTS));
	}

	@AfterEach
	void dropStudio() {
		((PostgresqlFixture) studio()).drop();
	}

	@Override
	String schema() {
		return "public";
	}

	@Test
	@Override
	void restoresALedgerOfTheVersionBefore() throws SQLException {
		super.restoresALedgerOfTheVersionBefore();
	}

}
