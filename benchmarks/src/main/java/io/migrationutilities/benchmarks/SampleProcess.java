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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packaged sample application in a JVM of its own, from the start of the process.
 */
final class SampleProcess {

	private static final Pattern PEAK_MEMORY = Pattern.compile("(?m)^VmHWM:\\s*(\\d+) kB$");

	private final Path jar;

	private final Path directory;

	SampleProcess(Path jar, Path directory) {
		this.jar = jar;
		this.directory = directory;
	}

	/**
	 * Boot the application until it says something, then kill it.
	 * @param text what it says on its standard output
	 * @param arguments the arguments of the application
	 * @return the seconds from the start of the process to that
	 * @throws Exception if the application ends before
	 */
	double bootUntil(String text, String... arguments) throws Exception {
		long start = System.nanoTime();
		Process process = builder(List.of(), arguments).start();
		try (BufferedReader output = process.inputReader()) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				if (line.contains(text)) {
					return (System.nanoTime() - start) / 1e9;
				}
			}
			throw new IllegalStateException("The application did not say '" + text + "'");
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	/**
	 * Run a command to its end.
	 * @param arguments the arguments of the application
	 * @return the seconds from the start of the process to its end
	 * @throws Exception if the command fails
	 */
	double run(String... arguments) throws Exception {
		long start = System.nanoTime();
		await(discarding(List.of(), arguments).start());
		return (System.nanoTime() - start) / 1e9;
	}

	/**
	 * Run a command to its end and look at its memory meanwhile.
	 * @param options options of the JVM
	 * @param arguments the arguments of the application
	 * @return the highest resident memory in MiB, the mapped pages of the JVM's files
	 * included
	 * @throws Exception if the command fails
	 */
	double peakMemory(List<String> options, String... arguments) throws Exception {
		Process process = discarding(options, arguments).start();
		Path status = Path.of("/proc", Long.toString(process.pid()), "status");
		long kilobytes = 0;
		while (process.isAlive()) {
			kilobytes = Math.max(kilobytes, readPeakMemory(status));
			Thread.sleep(1);
		}
		await(process);
		return kilobytes / 1024.0;
	}

	// Of a process that ends there is nothing left to read.
	private static long readPeakMemory(Path status) {
		try {
			Matcher matcher = PEAK_MEMORY.matcher(Files.readString(status));
			return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
		}
		catch (IOException ex) {
			return 0;
		}
	}

	private static void await(Process process) throws InterruptedException {
		if (process.waitFor() != 0) {
			throw new IllegalStateException("The command failed");
		}
	}

	private ProcessBuilder discarding(List<String> options, String... arguments) {
		return builder(options, arguments).redirectOutput(ProcessBuilder.Redirect.DISCARD);
	}

	private ProcessBuilder builder(List<String> options, String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(options);
		command.addAll(List.of("-jar", this.jar.toString()));
		command.addAll(List.of(arguments));
		return new ProcessBuilder(command).directory(this.directory.toFile())
			.redirectError(ProcessBuilder.Redirect.INHERIT);
	}

}
