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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.database.Queries;

/**
 * The client programs of PostgreSQL, of one version. {@code pg_dump} refuses servers that
 * are newer than itself, and what a newer one writes may not load into an older server:
 * of those that are found the nearest version is taken.
 */
final class PostgresqlTools {

	private static final String PG_DUMP = "pg_dump";

	private static final String PG_RESTORE = "pg_restore";

	private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) ((\\d+)[.\\w]*)");

	private static final Duration VERSION_TIMEOUT = Duration.ofSeconds(30);

	private static final int ZSTD_SINCE = 16;

	// Programs of this version and later begin everything that they restore by setting
	// transaction_timeout, which is an error on servers before it.
	private static final int TRANSACTION_TIMEOUT_SINCE = 17;

	private static final int TCP_USER_TIMEOUT_SINCE = 12;

	private final List<String> pgDump;

	private final List<String> pgRestore;

	private final String version;

	private final int major;

	private PostgresqlTools(List<String> pgDump, List<String> pgRestore, String version, int major) {
		this.pgDump = pgDump;
		this.pgRestore = pgRestore;
		this.version = version;
		this.major = major;
	}

	/**
	 * Find the programs for a server.
	 * @param settings where they are, if that is known
	 * @param server the major version of the server
	 * @return the programs
	 * @throws MigrationException with code {@code BACKUP_UNAVAILABLE} if there are none
	 * that fit
	 */
	static PostgresqlTools find(PostgresqlToolSettings settings, int server) {
		return find(settings, server, 0);
	}

	/**
	 * Find the programs for a backup, and for a server that it is restored into.
	 * @param settings where they are, if that is known
	 * @param server the major version of the server, or 0 if there is none
	 * @param archive the major version that wrote the backup, or 0 if there is none
	 * @return the programs
	 * @throws MigrationException with code {@code BACKUP_UNAVAILABLE} if there are none
	 * that fit
	 */
	static PostgresqlTools find(PostgresqlToolSettings settings, int server, int archive) {
		List<PostgresqlTools> found = all(settings);
		return found.stream()
			.filter((tools) -> tools.misfit(server, archive) == null)
			.min(Comparator.comparingInt((tools) -> tools.major))
			.orElseThrow(() -> unavailable(found, server, archive));
	}

	private static List<PostgresqlTools> all(PostgresqlToolSettings settings) {
		if (settings.pgDump() != null || settings.pgRestore() != null) {
			return List.of(configured(settings));
		}
		return PostgresqlToolDirectories.all().stream().map(PostgresqlTools::in).flatMap(Optional::stream).toList();
	}

	private static PostgresqlTools configured(PostgresqlToolSettings settings) {
		List<String> given = command(Objects.requireNonNullElse(settings.pgDump(), settings.pgRestore()),
				(settings.pgDump() != null) ? PG_DUMP : PG_RESTORE);
		List<String> pgDump = (settings.pgDump() != null) ? given : sibling(given, PG_DUMP);
		List<String> pgRestore = (settings.pgRestore() != null) ? command(settings.pgRestore(), PG_RESTORE)
				: sibling(given, PG_RESTORE);
		return of(pgDump, pgRestore);
	}

	private @Nullable String misfit(int server, int archive) {
		if (this.major < server) {
			return "is older than the server, which is of version %d, and so can't dump it".formatted(server);
		}
		if (this.major < archive) {
			return "is older than the pg_dump %d that wrote the backup, and so can't read it".formatted(archive);
		}
		if (server > 0 && this.major >= TRANSACTION_TIMEOUT_SINCE && server < TRANSACTION_TIMEOUT_SINCE) {
			return "writes what can't be restored into the server again, which is only of version %d".formatted(server);
		}
		return null;
	}

	private static List<String> command(String value, String tool) {
		String text = value.strip();
		Path path = toPath(text);
		if (path != null && Files.isDirectory(path)) {
			return List.of(path.resolve(tool).toString());
		}
		if (path != null && (Files.exists(path) || !text.matches(".*\\s.*"))) {
			return List.of(text);
		}
		List<String> words = new ArrayList<>(Arrays.asList(text.split("\\s+")));
		String last = words.get(words.size() - 1);
		if (!last.substring(last.lastIndexOf('/') + 1).startsWith(tool)) {
			words.add(tool);
		}
		return List.copyOf(words);
	}

	private static @Nullable Path toPath(String text) {
		try {
			return Path.of(text);
		}
		catch (InvalidPathException ex) {
			return null;
		}
	}

	private static List<String> sibling(List<String> command, String tool) {
		List<String> sibling = new ArrayList<>(command);
		String last = sibling.remove(sibling.size() - 1);
		sibling.add(last.substring(0, last.lastIndexOf('/') + 1) + tool);
		return List.copyOf(sibling);
	}

	private static Optional<PostgresqlTools> in(Path directory) {
		Path pgDump = directory.resolve(PG_DUMP);
		Path pgRestore = directory.resolve(PG_RESTORE);
		if (!Files.isExecutable(pgDump) || !Files.isExecutable(pgRestore)
				|| PostgresqlToolDirectories.isWrapper(pgDump)) {
			return Optional.empty();
		}
		try {
			return Optional.of(of(List.of(pgDump.toString()), List.of(pgRestore.toString())));
		}
		catch (MigrationException ex) {
			return Optional.empty();
		}
	}

	private static PostgresqlTools of(List<String> pgDump, List<String> pgRestore) {
		String answer = askVersion(pgDump);
		askVersion(pgRestore);
		Matcher matcher = VERSION.matcher(answer);
		if (!matcher.find()) {
			throw new MigrationException(MigrationErrorCode.BACKUP_UNAVAILABLE,
					"'%s --version' says '%s', which is not PostgreSQL's pg_dump.".formatted(String.join(" ", pgDump),
							answer.strip()),
					"Correct migration.backup.postgresql.pg-dump, or remove it to have the programs looked for.");
		}
		return new PostgresqlTools(pgDump, pgRestore, matcher.group(1), Integer.parseInt(matcher.group(2)));
	}

	private static String askVersion(List<String> command) {
		List<String> question = new ArrayList<>(command);
		question.add("--version");
		StringBuilder answer = new StringBuilder();
		try (PostgresqlProcess process = PostgresqlProcess.start(new ProcessBuilder(question),
				(output) -> answer.append(new String(output.readNBytes(1024), StandardCharsets.UTF_8)))) {
			PostgresqlProcess.Result result = process.await(VERSION_TIMEOUT, MigrationErrorCode.BACKUP_UNAVAILABLE);
			if (result.exitCode() == 0) {
				return answer.toString();
			}
			throw notRunnable(command, result.describe(), null);
		}
		catch (IOException ex) {
			throw notRunnable(command, String.valueOf(ex.getMessage()), ex);
		}
	}

	private static MigrationException notRunnable(List<String> command, String reason, @Nullable Exception cause) {
		return new MigrationException(MigrationErrorCode.BACKUP_UNAVAILABLE,
				"'%s' can't be run: %s".formatted(String.join(" ", command), reason),
				"Correct migration.backup.postgresql.pg-dump and pg-restore, or remove them to have the programs "
						+ "looked for on the PATH and in the usual directories.",
				cause);
	}

	private static MigrationException unavailable(List<PostgresqlTools> found, int server, int archive) {
		int needed = (server > 0) ? server : archive;
		return found.stream()
			.max(Comparator.comparingInt((tools) -> tools.major))
			.map((tools) -> new MigrationException(MigrationErrorCode.BACKUP_UNAVAILABLE,
					"pg_dump %s ('%s') %s.".formatted(tools.version, String.join(" ", tools.pgDump),
							tools.misfit(server, archive)),
					howToInstall(needed)))
			.orElseGet(() -> new MigrationException(MigrationErrorCode.BACKUP_UNAVAILABLE,
					"No pg_dump was found, neither on the PATH nor where PostgreSQL's client programs usually are; "
							+ "version %d is needed.".formatted(needed),
					howToInstall(needed)));
	}

	private static String howToInstall(int server) {
		return String.format(Locale.ROOT,
				"Install the client programs of version %1$d: apt-get install postgresql-client-%1$d (Debian, Ubuntu; "
						+ "newer versions are in the PGDG repository), apk add postgresql%1$d-client (Alpine), or for an "
						+ "image of spring-boot:build-image a run image with that package (spring-boot.build-image.runImage). "
						+ "Or name a command that runs them elsewhere: migration.backup.postgresql.pg-dump=docker exec -i <container>",
				server);
	}

	/**
	 * Return whether the programs see the files of this machine. A command of several
	 * words may run them in a container, where only streams reach.
	 * @return whether they can read and write files here
	 */
	boolean seeFiles() {
		return this.pgDump.size() == 1 && this.pgRestore.size() == 1;
	}

	/**
	 * Return whether the programs can be told when to give up on a server that has
	 * vanished.
	 * @return whether they know {@code tcp_user_timeout}
	 */
	boolean knowTcpUserTimeout() {
		return this.major >= TCP_USER_TIMEOUT_SINCE;
	}

	List<String> pgDump() {
		return this.pgDump;
	}

	List<String> pgRestore() {
		return this.pgRestore;
	}

	List<String> psql() {
		return sibling(this.pgRestore, "psql");
	}

	/**
	 * Return a {@code psql} that runs a script, and ends with its first error.
	 * @param database the connection string
	 * @param role the role that it takes, or {@code null} if the login has all rights
	 * @return the command
	 */
	List<String> psqlScript(String database, @Nullable String role) {
		List<String> command = new ArrayList<>(psql());
		command.addAll(List.of("--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--no-password",
				"--set=ON_ERROR_STOP=1", "--set=VERBOSITY=verbose", "--dbname=" + database));
		if (role != null) {
			command.add("--command=SET ROLE " + Queries.quote(role));
		}
		command.add("--file=-");
		return command;
	}

	/**
	 * Make sure that {@code psql} is there too, which a restore in one transaction needs.
	 * @throws MigrationException with code {@code BACKUP_UNAVAILABLE} if it is not
	 */
	void requirePsql() {
		try {
			askVersion(psql());
		}
		catch (MigrationException ex) {
			throw (ex.getCode() != MigrationErrorCode.BACKUP_UNAVAILABLE) ? ex
					: new MigrationException(ex.getCode(),
							"A user without the right to create databases needs psql for a restore: " + ex.getMessage(),
							"Install psql beside pg_restore, or grant: ALTER ROLE <user> CREATEDB.", ex);
		}
	}

	String version() {
		return this.version;
	}

	/**
	 * Return how {@code pg_dump} compresses. Unless the user says otherwise that is
	 * nothing that it knows only gzip for, which takes ten times as long as the dump
	 * itself.
	 * @param settings the settings
	 * @return the value of its option {@code --compress}
	 */
	String compression(PostgresqlToolSettings settings) {
		return Objects.requireNonNullElse(settings.compress(), (this.major >= ZSTD_SINCE) ? "zstd:1" : "0");
	}

}
