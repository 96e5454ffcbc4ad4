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

package io.migrationutilities.benchmarks;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs {@link BenchmarkApplication} in a JVM of its own.
 */
final class ApplicationProcess {

	private final List<String> command = new ArrayList<>();

	ApplicationProcess(String classPath, String... options) {
		this.command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		this.command.addAll(List.of(options));
		this.command.addAll(List.of("-cp", classPath, BenchmarkApplication.class.getName()));
	}

	/**
	 * Start the application once for each changelog, in one JVM, each time with an empty
	 * database.
	 * @param changeLogs the changelogs
	 * @return the seconds that the last start took
	 * @throws Exception if the application fails
	 */
	double start(Path... changeLogs) throws Exception {
		List<String> command = new ArrayList<>(this.command);
		for (Path changeLog : changeLogs) {
			Files.deleteIfExists(BenchmarkApplication.database(changeLog));
			command.add(changeLog.toString());
		}
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		List<String> times;
		try (BufferedReader output = process.inputReader()) {
			times = output.lines().filter((line) -> line.startsWith(BenchmarkApplication.STARTED_IN)).toList();
		}
		if (process.waitFor() != 0 || times.size() != changeLogs.length) {
			throw new IllegalStateException("The application failed");
		}
		return Double.parseDouble(times.get(times.size() - 1).substring(BenchmarkApplication.STARTED_IN.length()));
	}

}
