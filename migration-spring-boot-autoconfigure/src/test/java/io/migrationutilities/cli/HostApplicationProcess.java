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

package io.migrationutilities.cli;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.migrationutilities.Signals;

/**
 * {@link HostApplication}, or another one, in a JVM of its own, from its start to its
 * end.
 *
 * @param exitCode its exit code
 * @param out its standard output
 * @param err its standard error
 */
record HostApplicationProcess(int exitCode, String out, String err) {

	private static final String JAVA = ProcessHandle.current().info().command().orElse("java");

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	/**
	 * Run the application.
	 * @param directory the working directory, which is empty but for what runs before
	 * left
	 * @param environment environment variables
	 * @param arguments the arguments
	 * @return the ended application
	 */
	static HostApplicationProcess run(Path directory, Map<String, String> environment, String... arguments)
			throws IOException, InterruptedException {
		return run(HostApplication.class, directory, environment, arguments);
	}

	/**
	 * Run another application.
	 * @param application its main class
	 * @param directory the working directory
	 * @param environment environment variables
	 * @param arguments the arguments
	 * @return the ended application
	 */
	static HostApplicationProcess run(Class<?> application, Path directory, Map<String, String> environment,
			String... arguments) throws IOException, InterruptedException {
		return start(directory, environment, Redirect.PIPE, command(application, arguments)).await();
	}

	/**
	 * Start the application.
	 * @param directory the working directory
	 * @param environment environment variables
	 * @param arguments the arguments
	 * @return the application, which has to be awaited
	 */
	static Running start(Path directory, Map<String, String> environment, String... arguments) throws IOException {
		return start(directory, environment, Redirect.PIPE, command(HostApplication.class, arguments));
	}

	/**
	 * Run the application at a terminal of its own, as {@code script} provides one.
	 * @param directory the working directory
	 * @param input what is typed at the terminal, followed by the end of input
	 * @param commandLine what a shell runs there, {@code $APPLICATION} being the
	 * application with its arguments
	 * @param arguments the arguments
	 * @return the ended application, whose standard output is all that the terminal shows
	 */
	static HostApplicationProcess runAtTerminal(Path directory, String input, String commandLine, String... arguments)
			throws IOException, InterruptedException {
		Path typed = Files.writeString(Files.createTempFile(outputs(), "host-application-", ".in"), input);
		String application = command(HostApplication.class, arguments).stream()
			.map((word) -> "'" + word + "'")
			.collect(Collectors.joining(" "));
		List<String> command = List.of("script", "--quiet", "--return", "--command",
				commandLine.replace("$APPLICATION", application), "/dev/null");
		return start(directory, Map.of("TERM", "xterm", "SHELL", "/bin/sh"), Redirect.from(typed.toFile()), command)
			.await();
	}

	private static Running start(Path directory, Map<String, String> environment, Redirect input, List<String> command)
			throws IOException {
		Path out = Files.createTempFile(outputs(), "host-application-", ".out");
		Path err = Files.createTempFile(outputs(), "host-application-", ".err");
		ProcessBuilder builder = new ProcessBuilder(Signals.heedInterrupts(command)).directory(directory.toFile())
			.redirectInput(input)
			.redirectOutput(out.toFile())
			.redirectError(err.toFile());
		builder.environment().putAll(environment);
		return new Running(builder.start(), out, err);
	}

	private static List<String> command(Class<?> application, String... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(JAVA, "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
				"-Xshare:auto", "-Djava.io.tmpdir=" + outputs(), "-cp", classPath(), application.getName()));
		command.addAll(Arrays.asList(arguments));
		return command;
	}

	private static Path outputs() throws IOException {
		return Files.createDirectories(Path.of("target", "host-application-output")).toAbsolutePath();
	}

	private static String classPath() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map((entry) -> Path.of(entry).toAbsolutePath().toString())
			.collect(Collectors.joining(File.pathSeparator));
	}

	/**
	 * The application while it runs.
	 *
	 * @param process its process
	 * @param out the file that takes its standard output
	 * @param err the file that takes its standard error
	 */
	record Running(Process process, Path out, Path err) {

		/**
		 * Wait until the application has come to a point at which it stays.
		 * @param point the point in words
		 * @param reached tells from outside whether it is there
		 * @return this
		 */
		Running awaitPoint(String point, Callable<Boolean> reached) throws Exception {
			Instant deadline = Instant.now().plus(PATIENCE);
			while (!reached.call()) {
				if (!this.process.isAlive() || Instant.now().isAfter(deadline)) {
					this.process.destroyForcibly().waitFor();
					throw new AssertionError("Not reached: %s%n%s".formatted(point, Files.readString(this.err)));
				}
				Thread.sleep(20);
			}
			return this;
		}

		/**
		 * Send a signal.
		 * @param name its name without SIG
		 * @return this
		 */
		Running signal(String name) throws IOException {
			Signals.send(name, this.process);
			return this;
		}

		/**
		 * Wait for the end of the application.
		 * @return the ended application
		 */
		HostApplicationProcess await() throws IOException, InterruptedException {
			if (!this.process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
				this.process.destroyForcibly().waitFor();
				throw new AssertionError("The application did not end%n%s".formatted(Files.readString(this.err)));
			}
			return new HostApplicationProcess(this.process.exitValue(), Files.readString(this.out),
					Files.readString(this.err));
		}

	}

}
