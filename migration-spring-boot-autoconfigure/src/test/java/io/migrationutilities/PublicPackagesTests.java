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

package io.migrationutilities;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the list of packages that applications may import.
 */
class PublicPackagesTests {

	private static final List<String> PUBLIC = List.of("io.migrationutilities", "io.migrationutilities.autoconfigure");

	private static final String INTERNAL = " * Applications do not import this package.";

	private static final Path PROJECT = Path.of("..");

	private static final Path SOURCES = Path.of("src", "main", "java");

	private static final Pattern PACKAGE = Pattern.compile("^package (.*);$", Pattern.MULTILINE);

	@Test
	void everyOtherPackageSaysThatItIsInternal() {
		List<Path> descriptions = modules().flatMap(PublicPackagesTests::sources)
			.filter((file) -> file.endsWith("package-info.java"))
			.toList();
		assertThat(descriptions).hasSizeGreaterThan(PUBLIC.size());
		assertThat(descriptions).filteredOn((file) -> !read(file).lines().toList().contains(INTERNAL))
			.map(PublicPackagesTests::packageOf)
			.containsExactlyInAnyOrderElementsOf(PUBLIC);
	}

	@Test
	void everyPackageIsDescribed() {
		assertThat(modules().flatMap(PublicPackagesTests::sources)).isNotEmpty()
			.allSatisfy((file) -> assertThat(file.resolveSibling("package-info.java")).exists());
	}

	private static Stream<Path> modules() {
		return list(PROJECT).filter((directory) -> directory.getFileName().toString().startsWith("migration-"))
			.map((directory) -> directory.resolve(SOURCES))
			.filter(Files::isDirectory);
	}

	private static Stream<Path> list(Path directory) {
		try (Stream<Path> files = Files.list(directory)) {
			return files.toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<Path> sources(Path directory) {
		try (Stream<Path> files = Files.walk(directory)) {
			return files.filter((file) -> file.toString().endsWith(".java")).toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String packageOf(Path file) {
		Matcher matcher = PACKAGE.matcher(read(file));
		assertThat(matcher.find()).isTrue();
		return matcher.group(1);
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
