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

package io.migrationutilities.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packaged application in a JVM of its own. Its output is kept in files below
 * {@code target/sample-app-output} for a look at failures.
 */
final class SampleApplicationProcess {

	static final String JAVA = ProcessHandle.current().info().command().orElse("java");

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final Pattern STARTED = Pattern.compile("Started CrewStudioApplication in ");

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+) ");

	private final Process process;

	private final Path standardOutput;

	private final Path standardError;

	private SampleApplicationProcess(Process process, Path standardOutput, Path standardError) {
		this.process = process;
		this.standardOutput = standardOutput;
		this.standardError = standardError;
	}

	/**
	 * Starts the application with exactly the given arguments and does not wait.
	 * @param launch what to start, see {@link SampleApplicationLayout}
	 * @param directory the working directory
	 * @param arguments the arguments of the application
	 * @return the running process, which the caller has to end
	 */
	static SampleApplicationProcess start(List<String> launch, Path directory, List<String> arguments) {
		try {
			Path outputs = Files.createDirectories(Path.of("target", "sample-app-output"));
			Path standardOutput = Files.createTempFile(outputs, "sample-app-", ".out");
			Path standardError = Files.createFile(Path.of(standardOutput.toString().replaceFirst("out$", "err")));
			Process process = new ProcessBuilder(command(launch, outputs, arguments)).directory(directory.toFile())
				.redirectOutput(standardOutput.toFile())
				.redirectError(standardError.toFile())
				.start();
			return new SampleApplicationProcess(process, standardOutput, standardError);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// The driver leaves its native library behind in the temporary directory of a killed
	// process.
	private static List<String> command(List<String> launch, Path temporary, List<String> arguments) {
		List<String> command = new ArrayList<>(List.of(JAVA, "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
				"-Djava.io.tmpdir=" + temporary.toAbsolutePath()));
		command.addAll(launch);
		command.addAll(arguments);
		return command;
	}

	/**
	 * Waits until the application has started.
	 * @return this process
	 * @throws AssertionError with the output if it ends or takes too long
	 */
	SampleApplicationProcess awaitStarted() {
		return awaitOutput(STARTED);
	}

	/**
	 * Waits until the application has written something that matches.
	 * @param pattern what to look for in the standard output
	 * @return this process
	 * @throws AssertionError with the output if it ends before or takes too long
	 */
	SampleApplicationProcess awaitOutput(Pattern pattern) {
		Instant deadline = Instant.now().plus(PATIENCE);
		while (true) {
			boolean alive = this.process.isAlive();
			if (pattern.matcher(standardOutput()).find()) {
				return this;
			}
			if (!alive || Instant.now().isAfter(deadline)) {
				throw new AssertionError("'%s' did not appear%n%s".formatted(pattern, output()));
			}
			pause();
		}
	}

	/**
	 * Waits until the process ends by itself.
	 * @return its exit code
	 * @throws AssertionError with the output if it takes too long
	 */
	int awaitExit() {
		try {
			if (this.process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
				return this.process.exitValue();
			}
			throw new AssertionError("The application did not end%n%s".formatted(output()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Sends {@code SIGTERM}, as a service manager does, and waits for the end.
	 * @return the exit code, 143 if the signal ended the application
	 */
	int stop() {
		this.process.destroy();
		return awaitExit();
	}

	/**
	 * Sends {@code SIGKILL}, which leaves the application no time, and waits for the end.
	 * @return the exit code, 137 if the signal ended the application
	 */
	int kill() {
		this.process.destroyForcibly();
		return awaitExit();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * The address of something the started application serves.
	 * @param path the path, which starts with a slash
	 * @return the address on the loopback interface
	 */
	URI uri(String path) {
		Matcher port = PORT.matcher(standardOutput());
		if (!port.find()) {
			throw new AssertionError("The application serves nothing%n%s".formatted(output()));
		}
		return URI.create("http://127.0.0.1:" + port.group(1) + path);
	}

	String standardOutput() {
		return read(this.standardOutput);
	}

	String standardError() {
		return read(this.standardError);
	}

	String output() {
		return standardOutput() + standardError();
	}

	private String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void pause() {
		try {
			TimeUnit.MILLISECONDS.sleep(50);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
