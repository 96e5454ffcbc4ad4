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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupReason;
import io.migrationutilities.BackupState;
import io.migrationutilities.BackupVerification;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.Finding;
import io.migrationutilities.Migration;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationState;
import io.migrationutilities.MigrationStatus;
import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.StoredBackup;
import io.migrationutilities.VerificationLevel;

import static org.mockito.Mockito.mock;

/**
 * Command lines for tests, on a database that is a mock.
 */
final class CommandLineFixture {

	static final Migration BOOK = new Migration("create-book", "create-book", "ada", "changelog.yaml",
			"createTable tableName=book", MigrationState.APPLIED, Instant.parse("2026-11-22T10:00:00Z"), "42", null,
			true);

	static final Migration SHELF = new Migration("add-shelf", "add-shelf", "ada", "changelog.yaml",
			"Where the book stands", MigrationState.PENDING, null, null, null, true);

	static final BackupManifest MANIFEST = new BackupManifest(1, "20261122T110000000Z-aaaaaa",
			BackupReason.BEFORE_UPGRADE, Instant.parse("2026-11-22T11:00:00Z"), Duration.ofMillis(120),
			new BackupManifest.Database("sqlite", "3.53.4", "studio.db", null, "DATABASECHANGELOG"), "create-book",
			"ab", Map.of("book", 2L), List.of(new BackupManifest.BackupFile("studio.db", 8192, "cd")),
			new BackupManifest.Application("studio", "1.0"), Map.of(), List.of(), null);

	static final DatabaseBackup BACKUP = new DatabaseBackup(Path.of("/backups/studio.db"), MANIFEST);

	static final StoredBackup STORED_BACKUP = new StoredBackup("studio.db", BACKUP.path(), BackupState.GOOD, 9000,
			MANIFEST, null, null);

	static final BackupVerification GOOD = new BackupVerification(true, 8192, 1, List.of(), VerificationLevel.STRUCTURE,
			Duration.ofMillis(30));

	static final BackupVerification BAD = new BackupVerification(false, 8191, 1,
			List.of("'studio.db' has 8191 bytes instead of 8192."), VerificationLevel.CHECKSUM, Duration.ofMillis(3));

	static final Finding NO_PROGRAMS = Finding.error("Programs",
			new MigrationException(MigrationErrorCode.BACKUP_UNAVAILABLE, "No pg_dump was found.", "Install it."));

	private final StringWriter out = new StringWriter();

	private final StringWriter err = new StringWriter();

	private final MigrationUtilities database = mock(MigrationUtilities.class);

	private Confirmation confirmation = (question) -> {
		throw new AssertionError("Nobody should be asked: " + question);
	};

	private boolean terminal;

	static MigrationStatus status(@Nullable String current, List<Migration> pending, List<Migration> unknown,
			List<Migration> changed) {
		return new MigrationStatus(current, "add-shelf", pending.isEmpty() && unknown.isEmpty() && changed.isEmpty(),
				pending, 2, unknown, changed, null);
	}

	MigrationUtilities database() {
		return this.database;
	}

	CommandLineFixture confirmation(Confirmation confirmation) {
		this.confirmation = confirmation;
		return this;
	}

	CommandLineFixture onTerminal() {
		this.terminal = true;
		return this;
	}

	/**
	 * Run a command whose words are separated by blanks.
	 * @param commandLine the verb and its arguments
	 * @return the exit code
	 */
	int run(String commandLine) {
		CommandLineRun run = run();
		OptionalInt exitCode = run.parse(split(commandLine));
		return exitCode.isPresent() ? exitCode.getAsInt() : run.execute((verb) -> this.database);
	}

	CommandLineRun run() {
		Clock clock = Clock.fixed(Instant.parse("2026-11-22T13:30:00Z"), ZoneOffset.UTC);
		return new CommandLineRun("migrations", new PrintWriter(this.out, true), this.terminal,
				new PrintWriter(this.err, true), MigrationsCommand.verbs(clock, this.confirmation),
				new CommandProgress(new PrintWriter(this.err, true), clock, Map.of()));
	}

	private static List<String> split(String commandLine) {
		return Arrays.stream(commandLine.split(" ")).filter((argument) -> !argument.isEmpty()).toList();
	}

	String out() {
		return this.out.toString();
	}

	String err() {
		return this.err.toString();
	}

}
