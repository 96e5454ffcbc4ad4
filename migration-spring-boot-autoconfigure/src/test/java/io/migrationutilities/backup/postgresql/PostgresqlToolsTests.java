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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.backup.BackupStrategyContractTests;
import io.migrationutilities.backup.RequiresPostgresqlTools;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PostgresqlTools}.
 */
@RequiresPostgresqlTools
class PostgresqlToolsTests {

	@TempDir
	private Path directory;

	private ToolScripts scripts;

	@BeforeEach
	void createScripts() {
		this.scripts = new ToolScripts(this.directory);
	}

	private static PostgresqlToolSettings commands(String pgDump, String pgRestore) {
		return new PostgresqlToolSettings(pgDump, pgRestore, null, null, Duration.ofSeconds(1), Duration.ofMinutes(1));
	}

	private static void assertUnavailable(PostgresqlToolSettings settings, int server, String... parts) {
		assertThat(BackupStrategyContractTests.refusal(MigrationErrorCode.BACKUP_UNAVAILABLE,
				() -> PostgresqlTools.find(settings, server)))
			.hasMessageContainingAll(parts);
	}

	@Test
	void findsProgramsOfTheMachine() {
		PostgresqlTools tools = PostgresqlTools.find(PostgresqlToolSettings.DEFAULTS, 15);
		assertThat(tools.pgDump()).singleElement().asString().endsWith("/pg_dump");
		assertThat(tools.pgRestore()).singleElement().asString().endsWith("/pg_restore");
		assertThat(tools.seeFiles()).isTrue();
	}

	@Test
	void refusesProgramsThatAreOlderThanTheServer() {
		assertThat(BackupStrategyContractTests.refusal(MigrationErrorCode.BACKUP_UNAVAILABLE,
				() -> PostgresqlTools.find(PostgresqlToolSettings.DEFAULTS, 99)))
			.hasMessageMatching(
					"pg_dump \\d+\\.\\d+ \\('.*/pg_dump'\\) is older than the server, which is of version 99.*")
			.satisfies((ex) -> assertThat(ex.getHint()).contains("apt-get install postgresql-client-99",
					"apk add postgresql99-client", "runImage"));
	}

	@Test
	void refusesProgramsWhoseDumpsTheServerWouldNotTakeBack() {
		this.scripts.script("pg_dump", "echo 'pg_dump (PostgreSQL) 17.6'");
		assertUnavailable(this.scripts.settings(), 15, "pg_dump 17.6", "can't be restored into the server again",
				"version 15");
		assertThat(PostgresqlTools.find(this.scripts.settings(), 17).version()).isEqualTo("17.6");
		assertThat(PostgresqlTools.find(this.scripts.settings(), 0, 15).version()).isEqualTo("17.6");
		this.scripts.script("pg_dump", "echo 'pg_dump (PostgreSQL) 16.1'");
		assertThat(PostgresqlTools.find(this.scripts.settings(), 15).version()).isEqualTo("16.1");
		assertThat(BackupStrategyContractTests.refusal(MigrationErrorCode.BACKUP_UNAVAILABLE,
				() -> PostgresqlTools.find(this.scripts.settings(), 15, 17)))
			.hasMessageContaining("older than the pg_dump 17 that wrote the backup");
	}

	@Test
	void takesConfiguredFileDirectoryOrCommand() {
		String file = this.directory.resolve("pg_dump").toString();
		for (String value : List.of(file, this.directory.toString())) {
			PostgresqlTools tools = PostgresqlTools.find(commands(value, null), 15);
			assertThat(tools.pgDump()).containsExactly(file);
			assertThat(tools.pgRestore()).containsExactly(this.directory.resolve("pg_restore").toString());
			assertThat(tools.psql()).containsExactly(this.directory.resolve("psql").toString());
			assertThat(tools.seeFiles()).isTrue();
		}
		for (String value : List.of("nice " + file, "env A=b " + this.directory + "/pg_dump")) {
			PostgresqlTools tools = PostgresqlTools.find(commands(value, null), 15);
			assertThat(String.join(" ", tools.pgDump())).isEqualTo(value);
			assertThat(String.join(" ", tools.psql())).isEqualTo(value.replace("pg_dump", "psql"));
			assertThat(tools.seeFiles()).isFalse();
		}
	}

	@Test
	void completesACommandThatRunsProgramsElsewhere() {
		this.scripts.script("docker", "shift 3; exec " + this.directory + "/\"$@\"");
		String docker = this.directory.resolve("docker").toString();
		PostgresqlTools tools = PostgresqlTools.find(commands(docker + " exec -i db", null), 15);
		assertThat(tools.pgDump()).containsExactly(docker, "exec", "-i", "db", "pg_dump");
		assertThat(tools.pgRestore()).containsExactly(docker, "exec", "-i", "db", "pg_restore");
		assertThat(PostgresqlTools.find(commands(null, docker + " exec -i db pg_restore"), 15).pgDump())
			.containsExactly(docker, "exec", "-i", "db", "pg_dump");
	}

	@Test
	void pathMayHoldSpaces() throws Exception {
		Path spaced = Files.createDirectory(this.directory.resolve("two words"));
		new ToolScripts(spaced);
		assertThat(PostgresqlTools.find(commands(spaced.resolve("pg_dump").toString(), null), 15).pgDump())
			.containsExactly(spaced.resolve("pg_dump").toString());
	}

	@Test
	void refusesWhatCannotBeRunOrIsNotPgDump() {
		assertUnavailable(commands("/nowhere/pg_dump", null), 15, "'/nowhere/pg_dump' can't be run", "No such file");
		this.scripts.script("pg_dump", "echo 'pg_dump 3'");
		assertUnavailable(this.scripts.settings(), 15, "says 'pg_dump 3'", "not PostgreSQL's pg_dump");
		this.scripts.script("pg_dump", "echo 'no such container: db' >&2; exit 1");
		assertUnavailable(this.scripts.settings(), 15, "can't be run", "no such container: db");
		this.scripts.script("pg_dump", "kill -9 $$");
		assertUnavailable(this.scripts.settings(), 15, "can't be run", "killed by signal 9");
		this.scripts.script("pg_dump", "echo 'pg_dump (PostgreSQL) 9.6.24'");
		assertUnavailable(this.scripts.settings(), 15, "pg_dump 9.6.24", "older than the server");
	}

	@Test
	void compressesOnlyWithWhatIsFast() {
		assertThat(compression("15.4 (Debian 15.4-1)")).isEqualTo("0");
		assertThat(compression("16.1")).isEqualTo("zstd:1");
		assertThat(compression("16beta1")).isEqualTo("zstd:1");
		PostgresqlToolSettings lz4 = new PostgresqlToolSettings(this.directory.toString(), null, null, "lz4",
				Duration.ofSeconds(1), Duration.ofMinutes(1));
		assertThat(PostgresqlTools.find(lz4, 15).compression(lz4)).isEqualTo("lz4");
	}

	private String compression(String version) {
		this.scripts.script("pg_dump", "echo 'pg_dump (PostgreSQL) " + version + "'");
		return PostgresqlTools.find(this.scripts.settings(), 15).compression(this.scripts.settings());
	}

}
