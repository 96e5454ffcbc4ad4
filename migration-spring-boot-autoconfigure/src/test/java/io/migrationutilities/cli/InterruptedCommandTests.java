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
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.cli.HostApplicationProcess.Running;
import io.migrationutilities.file.ProcessLock;
import io.migrationutilities.test.StartsProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for commands on SQLite whose process is told to end while they are at work.
 */
@StartsProcesses
class InterruptedCommandTests {

	private static final String CHANGELOG = "classpath:cli/changelog-with-endless-change-sets.yaml";

	@TempDir
	private static Path references;

	private static byte[] before;

	@TempDir
	private Path directory;

	@BeforeAll
	static void createDatabase() throws Exception {
		HostApplicationProcess.prepare(references.resolve("studio.db"), CHANGELOG,
				(utilities) -> utilities.upgradeDatabase("endless-rollback"));
		before = Files.readAllBytes(references.resolve("studio.db"));
	}

	@BeforeEach
	void copyDatabase() throws IOException {
		Files.write(this.directory.resolve("studio.db"), before);
	}

	@ParameterizedTest
	@CsvSource({ "INT, 130", "TERM, 143" })
	void rollsBackTheUpgrade(String signal, int exitCode) throws Exception {
		HostApplicationProcess upgrade = start("upgrade").awaitPoint("the endless change set", this::hasBegun)
			.signal(signal)
			.await();
		assertThat(upgrade.exitCode()).isEqualTo(exitCode);
		assertThat(upgrade.out()).isEmpty();
		assertThat(upgrade.err().lines())
			.anySatisfy((line) -> assertThat(line).isEqualTo(
					"Error: Interrupted at change set 'endless' in cli/changelog-with-endless-change-sets.yaml."))
			.anySatisfy((line) -> assertThat(line).startsWith("Try: ").endsWith("there is nothing to restore."))
			.anySatisfy((line) -> assertThat(line).isEqualTo("Database: The database is exactly as it was before."));
		assertNothingIsLeft(2);
		prepare((utilities) -> assertThat(utilities.upgradeDatabase("endless-rollback").applied()).isEmpty());
	}

	@Test
	void answersWithOneJsonValue() throws Exception {
		HostApplicationProcess upgrade = start("upgrade", "--no-backup", "--json")
			.awaitPoint("the endless change set", this::hasBegun)
			.signal("TERM")
			.await();
		assertThat(upgrade.out().lines()).hasSize(1);
		JsonNode error = JsonMapper.shared().readTree(upgrade.out()).path("error");
		assertThat(error.path("code").asString()).isEqualTo("INTERRUPTED");
		assertThat(error.path("databaseState").asString()).isEqualTo("UNCHANGED");
		assertNothingIsLeft(0);
	}

	@Test
	void rollsBackTheDowngrade() throws Exception {
		HostApplicationProcess downgrade = start("downgrade", "create-book", "--yes", "--no-backup")
			.awaitPoint("the endless rollback", this::hasBegun)
			.signal("INT")
			.await();
		assertThat(downgrade.exitCode()).isEqualTo(130);
		assertThat(downgrade.err()).contains("Error: Interrupted at change set 'endless-rollback'");
		assertNothingIsLeft(0);
	}

	@Test
	void stopsWaitingForTheLockOfAnotherInstance() throws Exception {
		try (ProcessLock lock = lock("studio.db.migrate.lock")) {
			HostApplicationProcess upgrade = signalWaiting("upgrade");
			assertThat(upgrade.err()).contains("Error: Interrupted while waiting for the lock", "held by the test");
			assertThat(lock).isNotNull();
		}
		assertNothingIsLeft(0);
	}

	@Test
	void stopsWaitingForTheBackupDirectory() throws Exception {
		Files.createDirectory(this.directory.resolve("backups"));
		try (ProcessLock lock = lock("backups/.lock")) {
			HostApplicationProcess backup = signalWaiting("backup");
			assertThat(backup.err()).contains("Error: Interrupted while waiting for the lock", "held by the test");
			assertThat(lock).isNotNull();
		}
		assertNothingIsLeft(0);
	}

	@Test
	void leavesTheDatabaseAloneThatARestoreWaitsFor() throws Exception {
		prepare((utilities) -> utilities.createDatabaseBackup(this.directory.resolve("copy.db")));
		HostApplicationProcess restore;
		try (Connection writer = connect(); Statement statement = writer.createStatement()) {
			statement.execute("BEGIN IMMEDIATE");
			restore = start("restore", "copy.db", "--yes")
				.awaitPoint("the safety copy",
						() -> backups().stream().anyMatch((name) -> name.matches("studio-.*json")))
				.signal("TERM")
				.await();
		}
		assertThat(restore.exitCode()).isEqualTo(143);
		assertThat(restore.err()).contains("Error: Interrupted", "The database is exactly as it was before.");
		assertNothingIsLeft(2);
	}

	private void prepare(Consumer<MigrationUtilities> work) {
		HostApplicationProcess.prepare(this.directory.resolve("studio.db"), CHANGELOG, work);
	}

	private HostApplicationProcess signalWaiting(String verb) throws Exception {
		Path log = this.directory.resolve("application.log");
		HostApplicationProcess command = start(verb, "--logging.file.name=" + log.getFileName())
			.awaitPoint("the wait", () -> Files.exists(log) && Files.readString(log).contains("Waiting for "))
			.signal("TERM")
			.await();
		assertThat(command.exitCode()).isEqualTo(143);
		assertThat(command.out()).isEmpty();
		return command;
	}

	private ProcessLock lock(String file) {
		return ProcessLock.acquire(this.directory.resolve(file), "the test", Duration.ZERO, (holder) -> {
		});
	}

	private boolean hasBegun() {
		return Files.exists(this.directory.resolve("begun"));
	}

	private void assertNothingIsLeft(int backupFiles) throws Exception {
		assertThat(Files.readAllBytes(this.directory.resolve("studio.db"))).isEqualTo(before);
		assertThat(this.directory.resolve("studio.db-journal")).doesNotExist();
		assertThat(backups()).hasSize(backupFiles).allMatch((name) -> name.matches("studio-[^.]+\\.db(\\.json)?"));
		lock("studio.db.migrate.lock").close();
		try (Connection writer = connect(); Statement statement = writer.createStatement()) {
			statement.execute("BEGIN IMMEDIATE");
		}
	}

	private List<String> backups() throws IOException {
		Path backups = this.directory.resolve("backups");
		if (Files.notExists(backups)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(backups)) {
			return files.map((file) -> file.getFileName().toString())
				.filter((name) -> !name.equals(".lock") && !name.endsWith(".failed"))
				.toList();
		}
	}

	private Connection connect() throws Exception {
		return DriverManager.getConnection("jdbc:sqlite:" + this.directory.resolve("studio.db") + "?busy_timeout=0");
	}

	private Running start(String... arguments) {
		List<String> all = new ArrayList<>(List.of("migrations"));
		all.addAll(Arrays.asList(arguments));
		all.addAll(
				List.of("--spring.liquibase.change-log=" + CHANGELOG, "--spring.datasource.url=jdbc:sqlite:studio.db"));
		return HostApplicationProcess.start(this.directory, Map.of(), all.toArray(String[]::new));
	}

}
