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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A directory with scripts in place of the client programs of PostgreSQL.
 */
public final class ToolScripts {

	private final Path directory;

	private final PostgresqlTools real = PostgresqlTools.find(PostgresqlToolSettings.DEFAULTS, 15);

	/**
	 * Create scripts that only call the real programs.
	 * @param directory where to create them
	 */
	public ToolScripts(Path directory) {
		this.directory = directory;
		script("pg_dump", "exec " + realPgDump() + " \"$@\"");
		script("pg_restore", "exec " + String.join(" ", this.real.pgRestore()) + " \"$@\"");
		script("psql", "exec " + String.join(" ", this.real.psql()) + " \"$@\"");
	}

	public Path directory() {
		return this.directory;
	}

	String realPgDump() {
		return String.join(" ", this.real.pgDump());
	}

	/**
	 * Replace a program, except for its answer to the question for its version.
	 * @param tool its name
	 * @param body what it does instead
	 * @return these scripts
	 */
	ToolScripts replace(String tool, String body) {
		String version = "if [ \"$1\" = --version ]; then echo '" + tool + " (PostgreSQL) " + this.real.version()
				+ "'; exit 0; fi\n";
		return script(tool, version + body);
	}

	/**
	 * Let {@code pg_restore} stop before it restores into a database, without an end.
	 * @param begun the file that it then writes its process number to
	 * @return these scripts
	 */
	public ToolScripts hangRestores(Path begun) {
		return script("pg_restore", """
				case "$*" in *--dbname*) echo $$ > %s; exec sleep 3600;; esac
				exec %s "$@"
				""".formatted(begun, String.join(" ", this.real.pgRestore())));
	}

	ToolScripts script(String tool, String body) {
		try {
			Path file = this.directory.resolve(tool);
			Files.writeString(file, "#!/bin/sh\n" + body + "\n");
			Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return settings that name these scripts.
	 * @return the settings
	 */
	PostgresqlToolSettings settings() {
		return settings(Duration.ofSeconds(30), Duration.ofMinutes(5));
	}

	PostgresqlToolSettings settings(Duration lockWaitTimeout, Duration timeout) {
		return settings(this.directory.toString(), lockWaitTimeout, timeout);
	}

	static PostgresqlToolSettings settings(@Nullable String command, Duration lockWaitTimeout, Duration timeout) {
		return new PostgresqlToolSettings(command, command, 2, null, lockWaitTimeout, timeout);
	}

}
