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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds that the tests of all modules start processes and servers through this module
 * only, so that none escapes the tags.
 */
class OneHarnessTests {

	private static final List<String> MEANS = List.of("ProcessBuilder", "Runtime.getRuntime().exec",
			"EmbeddedPostgres");

	@Test
	void testsHaveNoOtherMeansToStartProcesses() throws IOException {
		try (Stream<Path> modules = Files.list(Path.of("..").toRealPath())) {
			List<Path> tests = modules.map((module) -> module.resolve("src/test/java"))
				.filter(Files::isDirectory)
				.filter((sources) -> !sources.startsWith(Path.of("").toAbsolutePath()))
				.toList();
			assertThat(tests).hasSizeGreaterThan(2);
			assertThat(tests).allSatisfy((sources) -> assertThat(othersIn(sources)).isEmpty());
		}
	}

	private List<Path> othersIn(Path sources) throws IOException {
		try (Stream<Path> files = Files.walk(sources)) {
			return files.filter((file) -> file.toString().endsWith(".java")).filter(this::startsProcesses).toList();
		}
	}

	private boolean startsProcesses(Path file) {
		try {
			String text = Files.readString(file);
			return MEANS.stream().anyMatch(text::contains);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

}
