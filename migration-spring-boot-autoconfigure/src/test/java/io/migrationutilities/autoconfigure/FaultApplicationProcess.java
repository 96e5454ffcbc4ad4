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

package io.migrationutilities.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.Signals;

/**
 * {@link FaultApplication} in a JVM of its own.
 */
final class FaultApplicationProcess {

	private static final String JAVA = ProcessHandle.current().info().command().orElse("java");

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private final Process process;

	private final Path output;

	private FaultApplicationProcess(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	/**
	 * Start the application without waiting.
	 * @param haltAt the point at which it halts, or {@code null} to let it boot through
	 * @param arguments the arguments of the application
	 * @return the running process, which the caller has to end
	 */
	static FaultApplicationProcess start(@Nullable String haltAt, List<String> arguments) {
		return start(haltAt, System.getProperty("java.class.path"), arguments);
	}

	/**
	 * Start the application without a library, and without waiting.
	 * @param library what the name of its jar begins with
	 * @param arguments the arguments of the application
	 * @return the running process, which the caller has to end
	 */
	static FaultApplicationProcess startWithout(String library, List<String> arguments) {
		String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !Path.of(entry).getFileName().toString().startsWith(library))
			.collect(Collectors.joining(File.pathSeparator));
		return start(null, classPath, arguments);
	}

	private static FaultApplicationProcess start(@Nullable String haltAt, String classPath, List<String> arguments) {
		try {
			Path outputs = Files.createDirectories(Path.of("target", "fault-application-output"));
			Path output = Files.createTempFile(outputs, "fault-application-", ".out");
			Process process = new ProcessBuilder(Signals.heedInterrupts(command(haltAt, outputs, classPath, arguments)))
				.redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			return new FaultApplicationProcess(process, output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// The driver leaves its native library behind in the temporary directory of a killed
	// process.
	private static List<String> command(@Nullable String haltAt, Path temporary, String classPath,
			List<String> arguments) {
		List<String> command = new ArrayList<>(List.of(JAVA, "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
				"-Xshare:auto", "-Djava.io.tmpdir=" + temporary.toAbsolutePath(), "-cp", classPath));
		if (haltAt != null) {
			command.add("-D" + FaultApplication.HALT_AT + "=" + haltAt);
		}
		command.add(FaultApplication.class.getName());
		command.addAll(arguments);
		return command;
	}

	FaultApplicationProcess awaitHalted() {
		return awaitOutput(FaultApplication.HALTED);
	}

	/**
	 * Wait until the application has started and, as it has nothing to do, ended.
	 * @return this process
	 */
	FaultApplicationProcess awaitStarted() {
		int exitCode = awaitExit();
		if (exitCode != 0 || !output().contains(FaultApplication.STARTED)) {
			throw new AssertionError("The application ended with %d%n%s".formatted(exitCode, output()));
		}
		return this;
	}

	FaultApplicationProcess awaitOutput(String text) {
		Instant deadline = Instant.now().plus(PATIENCE);
		while (true) {
			boolean alive = this.process.isAlive();
			if (output().contains(text)) {
				return this;
			}
			if (!alive || Instant.now().isAfter(deadline)) {
				throw new AssertionError("'%s' did not appear%n%s".formatted(text, output()));
			}
			pause();
		}
	}

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
	 * Let the application go on from the point at which it halts.
	 * @return this process
	 */
	FaultApplicationProcess goOn() {
		try (OutputStream input = this.process.getOutputStream()) {
			input.write('\n');
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Send a signal.
	 * @param name its name, such as {@code INT}
	 * @return this process
	 */
	FaultApplicationProcess signal(String name) throws IOException {
		Signals.send(name, this.process);
		return this;
	}

	/**
	 * Send {@code SIGKILL}, and wait for the end.
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

	String output() {
		try {
			return Files.readString(this.output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void pause() {
		try {
			TimeUnit.MILLISECONDS.sleep(20);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
