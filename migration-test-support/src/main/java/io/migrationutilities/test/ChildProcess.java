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
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A process that a test started and has to end. Its output is kept in files below
 * {@code target/child-processes} for a look at failures.
 */
public final class ChildProcess implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private final Process process;

	private final Path standardOutput;

	private final Path standardError;

	private ChildProcess(Process process, Path standardOutput, Path standardError) {
		this.process = process;
		this.standardOutput = standardOutput;
		this.standardError = standardError;
	}

	/**
	 * Start a program.
	 * @param command the program and its arguments
	 * @return the process
	 */
	public static ChildProcess start(List<String> command) {
		return start(new ProcessBuilder(command));
	}

	/**
	 * Run a program to its end.
	 * @param command the program and its arguments
	 * @return the ended process
	 */
	public static ChildProcess run(String... command) {
		ChildProcess process = start(List.of(command));
		process.awaitExit();
		return process;
	}

	static ChildProcess start(ProcessBuilder builder) {
		RunningTest.requireOneOf("process", "postgresql", "browser", "packaged");
		try {
			Path standardOutput = Files.createTempFile(outputs(), "child-", ".out");
			Path standardError = Files.createFile(Path.of(standardOutput.toString().replaceFirst("out$", "err")));
			Process process = builder.redirectOutput(standardOutput.toFile())
				.redirectError(standardError.toFile())
				.start();
			return new ChildProcess(process, standardOutput, standardError);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return where the output of processes is kept.
	 * @return an absolute directory
	 */
	static Path outputs() {
		try {
			return Files.createDirectories(Path.of("target", "child-processes").toAbsolutePath());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait until the process has written a text.
	 * @param text what to look for
	 * @return this process
	 * @throws AssertionError with the output if it ends before or takes too long
	 */
	public ChildProcess awaitOutput(String text) {
		return awaitOutput(Pattern.compile(Pattern.quote(text)));
	}

	/**
	 * Wait until the process has written something that matches.
	 * @param pattern what to look for
	 * @return this process
	 * @throws AssertionError with the output if it ends before or takes too long
	 */
	public ChildProcess awaitOutput(Pattern pattern) {
		return awaitPoint("'%s' in the output".formatted(pattern), () -> pattern.matcher(output()).find());
	}

	/**
	 * Wait until the process has come to a point.
	 * @param point the point in words
	 * @param reached tells from outside whether it is there
	 * @return this process
	 * @throws AssertionError with the output if it ends before or takes too long
	 */
	public ChildProcess awaitPoint(String point, Callable<Boolean> reached) {
		Instant deadline = Instant.now().plus(PATIENCE);
		while (true) {
			boolean alive = this.process.isAlive();
			if (isReached(reached)) {
				return this;
			}
			if (!alive || Instant.now().isAfter(deadline)) {
				this.process.destroyForcibly();
				throw new AssertionError("Not reached: %s%n%s".formatted(point, output()));
			}
			pause();
		}
	}

	private static boolean isReached(Callable<Boolean> point) {
		try {
			return point.call();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void pause() {
		try {
			TimeUnit.MILLISECONDS.sleep(20);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Wait until the process ends.
	 * @return its exit code
	 * @throws AssertionError with the output if it takes too long
	 */
	public int awaitExit() {
		try {
			if (this.process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
				return this.process.exitValue();
			}
			this.process.destroyForcibly().waitFor();
			throw new AssertionError("The process did not end%n%s".formatted(output()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Wait until the process ends with success.
	 * @param text what it has written by then
	 * @return this process
	 * @throws AssertionError with the output if it fails, did not write the text or takes
	 * too long
	 */
	public ChildProcess awaitSuccess(String text) {
		int exitCode = awaitExit();
		if (exitCode != 0 || !output().contains(text)) {
			throw new AssertionError("The process ended with %d%n%s".formatted(exitCode, output()));
		}
		return this;
	}

	/**
	 * Write a line to the standard input, and end that.
	 * @param line the line
	 * @return this process
	 */
	public ChildProcess type(String line) {
		try (OutputStream input = this.process.getOutputStream()) {
			input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Send a signal.
	 * @param name its name without SIG, such as {@code INT}
	 * @return this process
	 */
	public ChildProcess signal(String name) {
		Signals.send(name, this.process);
		return this;
	}

	/**
	 * Send {@code SIGTERM}, as a service manager does, and wait for the end.
	 * @return the exit code, 143 if the signal ended the process
	 */
	public int stop() {
		this.process.destroy();
		return awaitExit();
	}

	/**
	 * Send {@code SIGKILL}, which leaves the process no time, and wait for the end.
	 * @return the exit code, 137 if the signal ended the process
	 */
	public int kill() {
		this.process.destroyForcibly();
		return awaitExit();
	}

	@Override
	public void close() {
		kill();
	}

	public boolean isAlive() {
		return this.process.isAlive();
	}

	public long pid() {
		return this.process.pid();
	}

	public String standardOutput() {
		return read(this.standardOutput);
	}

	public String standardError() {
		return read(this.standardError);
	}

	public String output() {
		return standardOutput() + standardError();
	}

	// Programs write any encoding; a character may also be half written.
	private static String read(Path file) {
		try {
			return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
