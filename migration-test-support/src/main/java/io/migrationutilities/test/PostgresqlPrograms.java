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

package io.migrationutilities.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The client programs of PostgreSQL that the machine has.
 */
public final class PostgresqlPrograms {

	private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

	private PostgresqlPrograms() {
	}

	/**
	 * Tell whether there are any.
	 * @return whether there are
	 */
	public static boolean areInstalled() {
		return find().isPresent();
	}

	static String pgDump() {
		return find().orElseThrow(() -> new IllegalStateException("pg_dump is missing")).toString();
	}

	private static Optional<Path> find() {
		Stream<Path> onPath = Stream.of(System.getenv("PATH").split(":")).map(Path::of);
		return Stream.concat(versions(), onPath)
			.map((directory) -> directory.resolve("pg_dump"))
			.filter(Files::isExecutable)
			.findFirst();
	}

	private static Stream<Path> versions() {
		if (!Files.isDirectory(DEBIAN)) {
			return Stream.empty();
		}
		try (Stream<Path> versions = Files.list(DEBIAN)) {
			return versions.sorted(Comparator.reverseOrder())
				.map((version) -> version.resolve("bin"))
				.toList()
				.stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
