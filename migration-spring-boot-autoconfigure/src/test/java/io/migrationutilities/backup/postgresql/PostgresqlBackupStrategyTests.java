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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.backup.BackupStrategy;
import io.migrationutilities.backup.BackupStrategyContractTests;
import io.migrationutilities.backup.RequiresPostgresqlTools;
import io.migrationutilities.test.PostgresqlServer;
import io.migrationutilities.test.UsesPostgresql;
import io.migrationutilities.work.Gauge;

import static org.assertj.core.api.Assertions.as;
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

	@Test
	void structureIsThatOfEveryTableWhateverItsName() {
		execute("CREATE SCHEMA \"a b\"", "CREATE TABLE \"a b\".\"c d\" (id INT)", "CREATE SCHEMA a",
				"CREATE TABLE a.\"b c\" (id INT)", "CREATE TABLE \"new\nline\" (id INT)", "CREATE TABLE no_column ()",
				"INSERT INTO \"a b\".\"c d\" VALUES (1), (2)", "INSERT INTO a.\"b c\" VALUES (1)",
				"INSERT INTO \"new\nline\" VALUES (1), (2), (3)");
		DatabaseBackup backup = create();
		assertThat(backup.manifest().tables()).containsEntry("\"a b\".\"c d\"", 2L)
			.containsEntry("a.\"b c\"", 1L)
			.containsEntry("public.\"new\nline\"", 3L);
		assertThat(problems(backup)).isEmpty();
	}

	@Test
	void structureNeedsEveryRow() throws IOException {
		DatabaseBackup backup = create();
		Path file = fileOfRows(backup);
		String rows = Files.readString(file);
		Files.writeString(file, rows.substring(rows.indexOf('\n') + 1));
		assertThat(problems(backup)).singleElement(as(InstanceOfAssertFactories.STRING)).contains("rows instead of");
		Files.writeString(file, rows.substring(0, rows.indexOf("\\.")));
		assertThat(problems(backup)).singleElement(as(InstanceOfAssertFactories.STRING)).contains("have no end");
		Files.delete(file);
		assertThat(problems(backup)).singleElement(as(InstanceOfAssertFactories.STRING))
			.contains("pg_restore can't read")
			.contains(file.getFileName().toString());
		Files.writeString(file, rows);
		assertThat(problems(backup)).isEmpty();
		Files.write(backup.path().resolve("toc.dat"), new byte[] { 1, 2, 3 });
		assertThat(problems(backup)).singleElement(as(InstanceOfAssertFactories.STRING))
			.contains("pg_restore can't read");
	}

	private List<String> problems(DatabaseBackup backup) {
		return strategy().verifyStructure(backup.path(), backup.manifest(), Gauge.NONE);
	}

	private static Path fileOfRows(DatabaseBackup backup) throws IOException {
		try (Stream<Path> files = Files.list(backup.path())) {
			return files.filter((file) -> file.toString().endsWith(".dat") && !file.endsWith("toc.dat"))
				.max(Comparator.comparingLong((file) -> file.toFile().length()))
				.orElseThrow();
		}
	}

	@AfterEach
	void dropDatabases() {
		this.databases.values().forEach(this.server::dropDatabase);
	}

}
