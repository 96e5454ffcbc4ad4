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

package io.migrationutilities.backup.postgresql;

import java.util.HashMap;
import java.util.Map;

import javax.sql.DataSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.backup.BackupStrategy;
import io.migrationutilities.backup.BackupStrategyContractTests;
import io.migrationutilities.backup.RequiresPostgresqlTools;
import io.migrationutilities.test.PostgresqlServer;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PostgresqlBackupStrategy}.
 */
@RequiresPostgresqlTools
@UsesPostgresql
class PostgresqlBackupStrategyTests extends BackupStrategyContractTests {

	private final PostgresqlServer server = PostgresqlServer.shared();

	private final Map<String, String> databases = new HashMap<>();

	@Override
	public BackupStrategy strategy() {
		return new PostgresqlBackupStrategy(PostgresqlToolSettings.DEFAULTS);
	}

	@Override
	public DataSource createDatabase(String name) {
		return this.server.dataSource(this.databases.computeIfAbsent(name, this.server::createDatabase));
	}

	@Test
	void comparesAllRowsButThatOfLiquibasesLock() {
		execute("CREATE TABLE databasechangeloglock (id INT, locked BOOLEAN, lockgranted TIMESTAMP, lockedby TEXT)",
				"INSERT INTO databasechangeloglock VALUES (1, true, now(), 'a pod')");
		DatabaseBackup first = create();
		execute("UPDATE databasechangeloglock SET lockgranted = now(), lockedby = 'another pod'");
		assertThat(strategy().holdsSameData(first, create())).isTrue();
		execute("DROP TABLE databasechangeloglock");
		DatabaseBackup withoutRow = create();
		assertThat(strategy().holdsSameData(first, withoutRow)).isFalse();
		execute("UPDATE account SET balance = 80 WHERE id = 1");
		assertThat(strategy().holdsSameData(withoutRow, create())).isFalse();
	}

	@AfterEach
	void dropDatabases() {
		this.databases.values().forEach(this.server::dropDatabase);
	}

}
