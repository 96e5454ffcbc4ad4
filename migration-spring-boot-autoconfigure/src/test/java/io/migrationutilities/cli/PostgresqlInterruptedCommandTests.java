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

package io.migrationutilities.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.migrationutilities.backup.RequiresPostgresqlTools;
import io.migrationutilities.backup.postgresql.ToolScripts;
import io.migrationutilities.cli.HostApplicationProcess.Running;
import io.migrationutilities.test.PostgresqlServer;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for commands on PostgreSQL whose process is told to end while they are at work:
 * the server must not go on with it.
 */
@RequiresPostgresqlTools
@UsesPostgresql
class PostgresqlInterruptedCommandTests {

	private static final PostgresqlServer server = PostgresqlServer.shared();

	private static String database;

	private static String before;

	@TempDir
	private static Path backups;

	@TempDir
	private Path directory;

	@BeforeAll
	static void createDatabase(@TempDir Path references) {
		database = server.createDatabase("interrupted");
		HostApplicationProcess.prepare((utilities) -> {
			utilities.upgradeDatabase("endless-rollback");
			before = server.dump(database);
			utilities.createDatabaseBackup(backups.resolve("copy"));
		}, Stream.concat(settings(), Stream.of("--migration.backup.directory=" + references.resolve("backups")))
			.toArray(String[]::new));
	}

	@AfterAll
	static void dropDatabase() {
		server.dropDatabase(database);
	}

	@ParameterizedTest
	@CsvSource({ "INT, 130", "TERM, 143" })
	void cancelsTheUpgrade(String signal, int exitCode) throws Exception {
		HostApplicationProcess upgrade = start("upgrade", "--no-backup")
			.awaitPoint("the endless change set", () -> isActive("query LIKE '%pg_sleep%'"))
			.signal(signal)
			.await();
		assertThat(upgrade.exitCode()).isEqualTo(exitCode);
		assertThat(upgrade.err()).contains("Error: Interrupted at change set 'endless'",
				"The database is exactly as it was before.");
		assertNothingIsLeft();
	}

	@Test
	void cancelsTheDowngrade() throws Exception {
		signal(start("downgrade", "create-book", "--yes", "--no-backup"), "query LIKE '%pg_sleep%'");
		assertNothingIsLeft();
	}

	@Test
	void cancelsTheStatus() throws Exception {
		try (Connection holder = lock("databasechangelog")) {
			signal(start("status"), "wait_event_type = 'Lock'");
			assertThat(holder.isClosed()).isFalse();
		}
		assertNothingIsLeft();
	}

	@Test
	void endsTheDump() throws Exception {
		try (Connection holder = lock("book")) {
			signal(start("backup"),
					"wait_event_type = 'Lock' AND application_name LIKE 'migration-utilities dump for %'");
			assertThat(holder.isClosed()).isFalse();
		}
		assertNothingIsLeft();
	}

	@Test
	void endsTheVerification() throws Exception {
		endsTheLoad("verify", backups.resolve("copy").toString(), "--level", "restore");
	}

	@Test
	void endsTheRestore() throws Exception {
		endsTheLoad("restore", backups.resolve("copy").toString(), "--yes");
	}

	private void endsTheLoad(String... arguments) throws Exception {
		Path begun = this.directory.resolve("begun");
		Path scripts = new ToolScripts(Files.createDirectory(this.directory.resolve("scripts"))).hangRestores(begun)
			.directory();
		String[] all = Stream
			.concat(Stream.of(arguments), Stream.of("--migration.backup.postgresql.pg-restore=" + scripts))
			.toArray(String[]::new);
		HostApplicationProcess command = start(all)
			.awaitPoint("the load", () -> Files.exists(begun) && Files.size(begun) > 1)
			.signal("TERM")
			.await();
		assertInterrupted(command);
		assertThat(ProcessHandle.of(Long.parseLong(Files.readString(begun).strip()))).isEmpty();
		assertNothingIsLeft();
		assertThat(Files.readString(backups.resolve("copy.json"))).doesNotContain("\"valid\":false");
	}

	private void signal(Running command, String activity) throws Exception {
		assertInterrupted(command.awaitPoint(activity, () -> isActive(activity)).signal("TERM").await());
	}

	private void assertInterrupted(HostApplicationProcess command) {
		assertThat(command.exitCode()).as(command.err()).isEqualTo(143);
		assertThat(command.out()).isEmpty();
		assertThat(command.err()).contains("Error: Interrupted", "Try: ", "The database is exactly as it was before.");
	}

	private boolean isActive(String condition) {
		return !"0".equals(count("pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid() AND datname = '"
				+ database + "' AND " + condition));
	}

	private static String count(String rows) {
		return server.queryIn("postgres", "SELECT count(*) FROM " + rows);
	}

	private static Connection lock(String table) throws Exception {
		Connection holder = server.dataSource(database).getConnection();
		holder.setAutoCommit(false);
		try (Statement statement = holder.createStatement()) {
			statement.execute("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
		}
		return holder;
	}

	private void assertNothingIsLeft() throws IOException {
		assertThat(isActive("true")).isFalse();
		assertThat(count("pg_locks l JOIN pg_database d ON d.oid = l.database WHERE l.locktype = 'advisory' "
				+ "AND l.granted AND d.datname = '" + database + "'"))
			.isEqualTo("0");
		assertThat(count("pg_database WHERE datname LIKE 'migration_scratch_%'")).isEqualTo("0");
		assertThat(server.dump(database)).isEqualTo(before);
		assertThat(backupFiles()).isEmpty();
	}

	private List<String> backupFiles() throws IOException {
		Path store = this.directory.resolve("backups");
		if (Files.notExists(store)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(store)) {
			return files.map((file) -> file.getFileName().toString())
				.filter((name) -> !name.equals(".lock") && !name.endsWith(".failed"))
				.toList();
		}
	}

	private static Stream<String> settings() {
		return Stream.of("--spring.liquibase.change-log=classpath:cli/changelog-with-endless-change-sets.yaml",
				"--spring.datasource.url=" + server.url(database),
				"--spring.datasource.username=" + PostgresqlServer.SUPERUSER);
	}

	private Running start(String... arguments) {
		String[] all = Stream.of(Stream.of("migrations"), Stream.of(arguments), settings())
			.flatMap((part) -> part)
			.toArray(String[]::new);
		return HostApplicationProcess.start(this.directory, Map.of(), all);
	}

}
