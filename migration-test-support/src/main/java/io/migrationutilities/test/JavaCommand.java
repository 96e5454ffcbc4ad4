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

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Starts a Java program in a JVM of its own, which is tuned for a short life.
 */
public final class JavaCommand {

	private static final String JAVA = ProcessHandle.current().info().command().orElse("java");

	private final List<Path> classPath;

	private final List<String> launch;

	// The programs of tests are short: a third of their time would go to the compiler.
	private final List<String> options = new ArrayList<>(List.of("-Xmx128m", "-XX:+UseSerialGC",
			"-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=2", "-Xshare:auto"));

	private final List<String> arguments = new ArrayList<>();

	private final Map<String, String> environment = new HashMap<>();

	private @Nullable Path directory;

	private @Nullable JavaCommand training;

	private JavaCommand(List<Path> classPath, List<String> launch) {
		this.classPath = classPath;
		this.launch = launch;
	}

	/**
	 * Launch a class of the class path of the tests.
	 * @param main the class
	 * @return the command
	 */
	public static JavaCommand of(Class<?> main) {
		return new JavaCommand(ClassArchives.classPath(), List.of(main.getName()));
	}

	/**
	 * Launch a class of a part of the class path of the tests.
	 * @param main the class
	 * @param entries which entries the class path has
	 * @return the command
	 */
	public static JavaCommand of(Class<?> main, Predicate<Path> entries) {
		List<Path> classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map((entry) -> Path.of(entry).toAbsolutePath())
			.filter(entries)
			.toList();
		return new JavaCommand(classPath, List.of(main.getName()));
	}

	/**
	 * Launch an executable jar.
	 * @param jar the jar
	 * @return the command
	 */
	public static JavaCommand ofJar(Path jar) {
		return new JavaCommand(List.of(jar.toAbsolutePath()), List.of("-jar", jar.toAbsolutePath().toString()));
	}

	/**
	 * Launch a class of another class path.
	 * @param main its name
	 * @param classPath the class path, which may have wildcards
	 * @return the command
	 */
	public static JavaCommand of(String main, List<Path> classPath) {
		return new JavaCommand(classPath, List.of(main));
	}

	/**
	 * Add options of the JVM.
	 * @param options the options
	 * @return this command
	 */
	public JavaCommand options(String... options) {
		this.options.addAll(List.of(options));
		return this;
	}

	/**
	 * Add arguments of the program.
	 * @param arguments the arguments
	 * @return this command
	 */
	public JavaCommand arguments(List<String> arguments) {
		this.arguments.addAll(arguments);
		return this;
	}

	/**
	 * Add arguments of the program.
	 * @param arguments the arguments
	 * @return this command
	 */
	public JavaCommand arguments(String... arguments) {
		return arguments(List.of(arguments));
	}

	/**
	 * Set environment variables.
	 * @param environment the variables
	 * @return this command
	 */
	public JavaCommand environment(Map<String, String> environment) {
		this.environment.putAll(environment);
		return this;
	}

	/**
	 * Set the working directory.
	 * @param directory the directory
	 * @return this command
	 */
	public JavaCommand directory(Path directory) {
		this.directory = directory;
		return this;
	}

	/**
	 * Let the program begin with the classes that another one had loaded, so that it
	 * starts in half the time. The other one runs once in a build.
	 * @param training a program of the same class path, which ends by itself
	 * @return this command
	 */
	public JavaCommand trainedBy(JavaCommand training) {
		this.training = training;
		return this;
	}

	/**
	 * Start the program without waiting.
	 * @return the process, which the caller has to end
	 */
	public ChildProcess start() {
		return ChildProcess.start(builder(command()));
	}

	/**
	 * Let another program start the program.
	 * @param launcher the other program and its arguments
	 * @return the process, which the caller has to end
	 */
	public ChildProcess startBy(List<String> launcher) {
		List<String> command = new ArrayList<>(launcher);
		command.addAll(command());
		return ChildProcess.start(builder(command));
	}

	/**
	 * Start the program at a terminal of its own, as {@code script} provides one.
	 * @param input what is typed at the terminal, followed by the end of input
	 * @param commandLine what a shell runs there, {@code $APPLICATION} being the program
	 * with its arguments
	 * @return the process, whose standard output is all that the terminal shows
	 */
	public ChildProcess startAtTerminal(String input, String commandLine) {
		String application = command().stream().map((word) -> "'" + word + "'").collect(Collectors.joining(" "));
		environment(Map.of("TERM", "xterm", "SHELL", "/bin/sh"));
		try {
			Path typed = Files.writeString(Files.createTempFile(ChildProcess.outputs(), "child-", ".in"), input);
			ProcessBuilder builder = builder(List.of("script", "--quiet", "--return", "--command",
					commandLine.replace("$APPLICATION", application), "/dev/null"));
			return ChildProcess.start(builder.redirectInput(Redirect.from(typed.toFile())));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private ProcessBuilder builder(List<String> command) {
		ProcessBuilder builder = new ProcessBuilder(Signals.heedInterrupts(command));
		if (this.directory != null) {
			builder.directory(this.directory.toFile());
		}
		builder.environment().putAll(this.environment);
		return builder;
	}

	private List<String> command() {
		JavaCommand training = this.training;
		return command((training != null) ? ClassArchives.optionsFor(this.classPath, training) : List.of());
	}

	// The driver of SQLite leaves its native library behind in the temporary directory of
	// a killed process.
	List<String> command(List<String> archiving) {
		List<String> command = new ArrayList<>(List.of(JAVA));
		command.addAll(archiving);
		command.addAll(this.options);
		command.add("-Djava.io.tmpdir=" + ChildProcess.outputs());
		if (!this.launch.contains("-jar")) {
			command.addAll(List.of("-cp",
					this.classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator))));
		}
		command.addAll(this.launch);
		command.addAll(this.arguments);
		return command;
	}

}
