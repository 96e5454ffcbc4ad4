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
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Directories in which the client programs of PostgreSQL may be on this machine.
 */
final class PostgresqlToolDirectories {

	// Debian, Red Hat, Alpine, Homebrew on both kinds of Mac, the installer on a Mac.
	private static final Map<String, String> VERSION_DIRECTORIES = Map.of("/usr/lib/postgresql", "*/bin", "/usr",
			"pgsql-*/bin", "/usr/libexec", "postgresql*", "/opt/homebrew/opt", "postgresql@*/bin", "/usr/local/opt",
			"postgresql@*/bin", "/Library/PostgreSQL", "*/bin");

	private PostgresqlToolDirectories() {
	}

	/**
	 * Return the directories of the {@code PATH}, then the usual ones.
	 * @return the directories, which may not exist
	 */
	static List<Path> all() {
		Stream<Path> onPath = Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
			.filter((entry) -> !entry.isEmpty())
			.map(Path::of);
		Stream<Path> usual = VERSION_DIRECTORIES.entrySet()
			.stream()
			.flatMap((entry) -> matching(Path.of(entry.getKey()), entry.getValue()).stream());
		return Stream.concat(onPath, usual).distinct().toList();
	}

	private static List<Path> matching(Path parent, String glob) {
		String name = glob.replaceAll("/.*", "");
		String rest = glob.substring(name.length()).replaceFirst("^/", "");
		List<Path> matching = new ArrayList<>();
		try (DirectoryStream<Path> children = Files.newDirectoryStream(parent, name)) {
			children.forEach((child) -> matching.add(child.resolve(rest)));
		}
		catch (IOException ex) {
			return List.of();
		}
		return matching;
	}

	// Debian's wrapper chooses a version by what it finds in arguments and environment:
	// another one for the dump, perhaps, than for the question which version it is.
	static boolean isWrapper(Path tool) {
		try {
			return "pg_wrapper".equals(String.valueOf(tool.toRealPath().getFileName()));
		}
		catch (IOException ex) {
			return true;
		}
	}

}
