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
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.database.Queries;
import io.migrationutilities.file.PrivateFiles;
import io.migrationutilities.work.ByteCount;
import io.migrationutilities.work.Gauge;

/**
 * Writes a script that restores a backup into the database that is there, in one
 * transaction. The content of the database is dropped, the text that {@code pg_restore}
 * writes follows, then the rows are counted. Only the last line commits: a script that
 * ends early changes nothing.
 */
final class PostgresqlRestoreScript {

	private static final String BEGIN = """
			BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
			SELECT pg_catalog.txid_current();
			SET LOCAL search_path = '';
			SET LOCAL statement_timeout = 0;
			SET LOCAL lock_timeout = %d;
			SET LOCAL client_min_messages = error;
			""";

	// Those of our session, which psql does not have.
	private static final String TAKE_LIMITS_FOR_DEAD_HOSTS = "SELECT pg_catalog.format(E'SET LOCAL %I = %L;\\n', name, setting) "
			+ "FROM pg_catalog.pg_settings WHERE name LIKE 'tcp\\_%'";

	private static final String COUNT_ROWS = """
			DECLARE
				expected record;
				stored pg_catalog.regclass;
				number bigint;
				actual bigint;
			BEGIN
				FOR expected IN SELECT * FROM unnest(ARRAY[%s]::text[], ARRAY[%s]::bigint[]) t (name, number)
				LOOP
					IF pg_catalog.to_regclass(expected.name) IS NULL THEN
						RAISE EXCEPTION 'The backup is %s: table %% is missing', expected.name;
					END IF;
					actual := 0;
					FOR stored IN SELECT c.oid FROM pg_catalog.pg_class c WHERE c.relkind = 'r'
							AND c.oid IN (SELECT pg_catalog.to_regclass(expected.name) UNION
								SELECT relid FROM pg_catalog.pg_partition_tree(pg_catalog.to_regclass(expected.name)))
							AND %s = pg_catalog.to_regclass(expected.name)
					LOOP
						EXECUTE pg_catalog.format('SELECT count(*) FROM ONLY %%s', stored) INTO number;
						actual := actual + number;
					END LOOP;
					IF actual <> expected.number THEN
						RAISE EXCEPTION 'The backup is %s: table %% has %% rows instead of %%', expected.name, actual,
							expected.number;
					END IF;
				END LOOP;
			END
			""";

	private static final String EXECUTE_ALL = """
			DECLARE
				statement text;
			BEGIN
				FOR statement IN %s
				LOOP
					EXECUTE statement;
				END LOOP;
			END
			""";

	// What can't be recorded here is recorded after the restore.
	private static final String EXECUTE_ALL_OR_NONE = """
			BEGIN
				%s
			EXCEPTION WHEN OTHERS THEN
				NULL;
			END
			""";

	private static final String REQUIRE_CLAIM = """
			BEGIN
				IF NOT %s THEN
					RAISE EXCEPTION 'the process that restores has ended';
				END IF;
			END
			""";

	private static final int MAX_TAIL = 8 * 1024;

	private static final int BUFFER_SIZE = 64 * 1024;

	private final PostgresqlTools tools;

	private final PostgresqlArchive archive;

	private final BackupManifest manifest;

	private final String lockTable;

	private final List<String> record;

	private final Path directory;

	private final Gauge gauge;

	private final @Nullable String searchPath;

	/**
	 * Create a script.
	 * @param tools the programs
	 * @param archive the backup
	 * @param manifest its manifest
	 * @param lockTable the table of Liquibase's own lock, which is freed
	 * @param record the statements that record the restore
	 * @param directory a private directory
	 * @param gauge shows how much is written
	 * @param searchPath the search path to load with, or {@code null} for none, as
	 * {@code pg_restore} has it
	 */
	PostgresqlRestoreScript(PostgresqlTools tools, PostgresqlArchive archive, BackupManifest manifest, String lockTable,
			List<String> record, Path directory, Gauge gauge, @Nullable String searchPath) {
		this.searchPath = searchPath;
		this.tools = tools;
		this.archive = archive;
		this.manifest = manifest;
		this.lockTable = lockTable;
		this.record = record;
		this.directory = directory;
		this.gauge = gauge;
	}

	/**
	 * Write the script.
	 * @param session a session of the database, which it must not outlive
	 * @param claim a claim of that session
	 * @param lockTimeout how long to wait for locks of others
	 * @param timeout how long {@code pg_restore} may take
	 * @return the file
	 * @throws SQLException if the database can't be asked
	 * @throws IOException if it can't be written
	 */
	Path write(Connection session, String claim, Duration lockTimeout, Duration timeout)
			throws SQLException, IOException {
		Path file = this.directory.resolve("restore.sql");
		PrivateFiles.createFile(file);
		append(file, BEGIN.formatted(Math.max(1, lockTimeout.toMillis())));
		append(file, String.join("", Queries.strings(session, TAKE_LIMITS_FOR_DEAD_HOSTS)));
		PostgresqlRestoreSelection selection = PostgresqlRestoreSelection.of(this.archive.contents(this.tools),
				session);
		append(file, selection.dropAddedExtensions());
		append(file, PostgresqlObjects.dropOurs(selection.schemas()));
		append(file, PostgresqlObjects.RESET_DEFAULT_PRIVILEGES);
		List<String> options = new ArrayList<>(List.of("--single-transaction", "--no-subscriptions", "--file=-"));
		// A program that doesn't see our files has to do without: CREATE EXTENSION is for
		// missing ones only.
		if (this.tools.seeFiles()) {
			options.add("--use-list=" + writeList(selection));
		}
		run(options, timeout, (output) -> {
			try (OutputStream stream = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
				if (this.searchPath != null) {
					PostgresqlSearchPath.copyHead(output, stream, this.searchPath);
				}
				copy(output, stream);
			}
		});
		removeCommit(file);
		append(file, "SET LOCAL search_path = '';\n");
		append(file, perform(countRows()));
		append(file, perform(EXECUTE_ALL.formatted(PostgresqlLockRow.updates(this.lockTable))));
		if (!this.record.isEmpty()) {
			append(file, perform(EXECUTE_ALL_OR_NONE.formatted(String.join(";\n", this.record) + ";")));
		}
		append(file, perform(REQUIRE_CLAIM.formatted(PostgresqlClaim.isHeld(PostgresqlName.literal(claim)))));
		append(file, "COMMIT;\n");
		return file;
	}

	private void copy(InputStream output, OutputStream stream) throws IOException {
		ByteCount count = new ByteCount(this.gauge, this.manifest.totalSize());
		byte[] buffer = new byte[BUFFER_SIZE];
		for (int length = output.read(buffer); length >= 0; length = output.read(buffer)) {
			stream.write(buffer, 0, length);
			count.add(length);
		}
	}

	private Path writeList(PostgresqlRestoreSelection selection) throws IOException {
		Path list = this.directory.resolve("restore.list");
		Files.deleteIfExists(list);
		PrivateFiles.createFile(list);
		append(list, selection.list());
		return list;
	}

	private static void append(Path file, String text) throws IOException {
		try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.APPEND)) {
			writer.write(text);
		}
	}

	// Without its option for one transaction, pg_restore would commit after the large
	// objects; with it, before anything was counted.
	private static void removeCommit(Path file) throws IOException {
		try (RandomAccessFile script = new RandomAccessFile(file.toFile(), "rw")) {
			byte[] tail = new byte[(int) Math.min(script.length(), MAX_TAIL)];
			long start = script.length() - tail.length;
			script.seek(start);
			script.readFully(tail);
			int commit = new String(tail, StandardCharsets.ISO_8859_1).lastIndexOf("\nCOMMIT;\n");
			if (commit < 0) {
				throw new IOException("The script of pg_restore has no end");
			}
			script.setLength(start + commit + 1);
		}
	}

	// As a literal: between dollars a name could end the block.
	private static String perform(String block) {
		return "DO " + PostgresqlName.literal(block) + ";\n";
	}

	private String countRows() {
		Map<String, Long> tables = this.manifest.tables();
		String names = tables.keySet().stream().map(PostgresqlName::literal).collect(Collectors.joining(", "));
		String numbers = tables.values().stream().map(String::valueOf).collect(Collectors.joining(", "));
		return COUNT_ROWS.formatted(names, numbers, PostgresqlRestoreFailures.DIFFERENT, PostgresqlContent.LOADED_INTO,
				PostgresqlRestoreFailures.DIFFERENT);
	}

	private void run(List<String> options, Duration timeout, PostgresqlProcess.OutputReader reader) throws IOException {
		List<String> command = new ArrayList<>(this.tools.pgRestore());
		command.addAll(options);
		try (PostgresqlProcess process = PostgresqlProcess.start(this.archive.withInput(command, this.tools), reader)) {
			PostgresqlProcess.Result result = process.await(timeout, MigrationErrorCode.RESTORE_FAILED);
			if (!result.isSuccess()) {
				throw PostgresqlRestoreFailures.ofProgram("pg_restore", result);
			}
		}
	}

}
