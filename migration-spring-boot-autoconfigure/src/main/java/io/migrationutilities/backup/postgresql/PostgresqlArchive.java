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
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.backup.BackupInspection;
import io.migrationutilities.backup.postgresql.PostgresqlProcess.OutputReader;
import io.migrationutilities.work.ByteCount;
import io.migrationutilities.work.Gauge;

/**
 * Reads a whole backup of a PostgreSQL database with {@code pg_restore}, without a
 * server, and compares it with its manifest. {@code pg_restore --list} would accept a
 * truncated backup.
 */
final class PostgresqlArchive {

	private final PostgresqlToolSettings settings;

	private final Path backup;

	private final BackupManifest manifest;

	PostgresqlArchive(PostgresqlToolSettings settings, Path backup, BackupManifest manifest) {
		this.settings = settings;
		this.backup = backup;
		this.manifest = manifest;
	}

	/**
	 * Check the backup.
	 * @param gauge shows how much of it was read
	 * @return what is wrong, in sentences
	 */
	List<String> check(Gauge gauge) {
		try {
			return check(new PostgresqlRowCounter(new ByteCount(gauge, BackupInspection.sizeOf(this.backup))));
		}
		catch (IOException ex) {
			return List.of("'%s' can't be read: %s.".formatted(this.backup.getFileName(), ex.getMessage()));
		}
	}

	// pg_restore reads everything either way. Of rows in files of their own, which it
	// passes on as they are, a pipe would take longer than all the rest.
	private List<String> check(PostgresqlRowCounter counter) throws IOException {
		PostgresqlTools tools = PostgresqlTools.find(this.settings, 0, writtenBy());
		Map<String, Path> files = findDataFiles(tools);
		ProcessBuilder pgRestore = pgRestore(tools, "--section=data", "--file=-");
		OutputReader reader = counter::read;
		if (!files.isEmpty()) {
			pgRestore.redirectOutput(Redirect.DISCARD);
			reader = OutputReader.NOTHING;
		}
		try (PostgresqlProcess process = PostgresqlProcess.start(pgRestore, reader)) {
			for (Map.Entry<String, Path> file : files.entrySet()) {
				counter.readRows(file.getKey(), file.getValue());
			}
			PostgresqlProcess.Result result = process.await(this.settings.timeout(), MigrationErrorCode.BACKUP_FAILED);
			return result.isSuccess() ? compare(counter.rows()) : List.of(unreadable(result));
		}
	}

	private Map<String, Path> findDataFiles(PostgresqlTools tools) throws IOException {
		if (!tools.seeFiles()) {
			return Map.of();
		}
		StringBuilder contents = new StringBuilder();
		try (PostgresqlProcess process = PostgresqlProcess.start(pgRestore(tools, "--list"),
				(output) -> contents.append(new String(output.readAllBytes(), StandardCharsets.UTF_8)))) {
			PostgresqlProcess.Result result = process.await(this.settings.timeout(), MigrationErrorCode.BACKUP_FAILED);
			return result.isSuccess()
					? PostgresqlDataFiles.find(this.backup, contents.toString(), this.manifest.tables().keySet())
					: Map.of();
		}
	}

	private ProcessBuilder pgRestore(PostgresqlTools tools, String... options) {
		List<String> command = new ArrayList<>(tools.pgRestore());
		command.addAll(List.of(options));
		return withInput(command, tools);
	}

	private String unreadable(PostgresqlProcess.Result result) {
		if (result.isKilled()) {
			throw new MigrationException(
					MigrationErrorCode.BACKUP_FAILED, "'%s' could not be verified: pg_restore was stopped: %s"
						.formatted(this.backup.getFileName(), result.describe()),
					"Find out who or what stopped it, then verify again.");
		}
		return "pg_restore can't read '%s': %s".formatted(this.backup.getFileName(), result.describe());
	}

	/**
	 * Return the major version of the {@code pg_dump} that wrote the backup.
	 * @return the major version, or 0 if it is not known
	 */
	int writtenBy() {
		String version = this.manifest.tools().getOrDefault("pg_dump", "0");
		return Integer.parseInt("0" + version.replaceFirst("\\D.*", ""));
	}

	/**
	 * Find the programs that can both read the backup and restore it.
	 * @param server the major version of the server
	 * @return the programs
	 */
	PostgresqlTools tools(int server) {
		return PostgresqlTools.find(this.settings, server, writtenBy());
	}

	/**
	 * List the backup.
	 * @param tools the programs
	 * @return what {@code pg_restore --list} writes
	 * @throws IOException if it can't be read
	 */
	String contents(PostgresqlTools tools) throws IOException {
		StringBuilder contents = new StringBuilder();
		List<String> command = new ArrayList<>(tools.pgRestore());
		command.add("--list");
		try (PostgresqlProcess process = PostgresqlProcess.start(withInput(command, tools),
				(output) -> contents.append(new String(output.readAllBytes(), StandardCharsets.UTF_8)))) {
			PostgresqlProcess.Result result = process.await(this.settings.timeout(), MigrationErrorCode.RESTORE_FAILED);
			if (!result.isSuccess()) {
				throw PostgresqlRestoreFailures.ofProgram("pg_restore", result);
			}
		}
		return contents.toString();
	}

	/**
	 * Return a program with the backup as its input: by its path, or as a stream where
	 * the program does not see our files.
	 * @param command the program
	 * @param tools where it is
	 * @return the program
	 */
	ProcessBuilder withInput(List<String> command, PostgresqlTools tools) {
		if (tools.seeFiles()) {
			command.add(this.backup.toString());
			return new ProcessBuilder(command);
		}
		return new ProcessBuilder(command).redirectInput(this.backup.toFile());
	}

	// Tables of extensions are in the dump without being counted.
	private List<String> compare(Map<String, Long> found) {
		List<String> problems = new ArrayList<>();
		this.manifest.tables().forEach((table, expected) -> {
			Long actual = found.get(table);
			if (actual == null) {
				problems.add("Table '%s' is missing from '%s'.".formatted(table, this.backup.getFileName()));
			}
			else if (!actual.equals(expected)) {
				problems.add("Table '%s' in '%s' has %d rows instead of %d.".formatted(table, this.backup.getFileName(),
						actual, expected));
			}
		});
		return problems;
	}

}
