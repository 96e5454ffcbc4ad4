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

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.autoconfigure.ChildJvmTraining;
import io.migrationutilities.test.ChildProcess;
import io.migrationutilities.test.JavaCommand;

/**
 * {@link HostApplication}, or another one, in a JVM of its own, from its start to its
 * end.
 *
 * @param exitCode its exit code
 * @param out its standard output
 * @param err its standard error
 */
record HostApplicationProcess(int exitCode, String out, String err) {

	/**
	 * Run the application.
	 * @param directory the working directory, which is empty but for what runs before
	 * left
	 * @param environment environment variables
	 * @param arguments the arguments
	 * @return the ended application
	 */
	static HostApplicationProcess run(Path directory, Map<String, String> environment, String... arguments) {
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
			String... arguments) {
		return new Running(command(application, directory, environment, arguments).start()).await();
	}

	/**
	 * Start the application.
	 * @param directory the working directory
	 * @param environment environment variables
	 * @param arguments the arguments
	 * @return the application, which has to be awaited
	 */
	static Running start(Path directory, Map<String, String> environment, String... arguments) {
		return new Running(command(HostApplication.class, directory, environment, arguments).start());
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
	static HostApplicationProcess runAtTerminal(Path directory, String input, String commandLine, String... arguments) {
		return new Running(
				command(HostApplication.class, directory, Map.of(), arguments).startAtTerminal(input, commandLine))
			.await();
	}

	/**
	 * Use {@link HostApplication} in this JVM to prepare a database, which is quicker
	 * than a command.
	 * @param database the file of the database, beside which the backups are
	 * @param changeLog the changelog
	 * @param work what to do
	 */
	static void prepare(Path database, String changeLog, Consumer<MigrationUtilities> work) {
		prepare(work, "--spring.datasource.url=jdbc:sqlite:" + database,
				"--migration.backup.directory=" + database.resolveSibling("backups"),
				"--spring.liquibase.change-log=" + changeLog);
	}

	/**
	 * Use {@link HostApplication} in this JVM to prepare a database, which is quicker
	 * than a command.
	 * @param work what to do
	 * @param arguments the arguments
	 */
	static void prepare(Consumer<MigrationUtilities> work, String... arguments) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(HostApplication.class)
			.web(WebApplicationType.NONE)
			.registerShutdownHook(false)
			.properties("migration.upgrade.on-boot=false")
			.run(arguments)) {
			work.accept(context.getBean(MigrationUtilities.class));
		}
	}

	private static JavaCommand command(Class<?> application, Path directory, Map<String, String> environment,
			String... arguments) {
		return JavaCommand.of(application)
			.trainedBy(ChildJvmTraining.command())
			.directory(directory)
			.environment(environment)
			.arguments(arguments);
	}

	/**
	 * The application while it runs.
	 *
	 * @param process its process
	 */
	record Running(ChildProcess process) {

		/**
		 * Wait until the application has come to a point at which it stays.
		 * @param point the point in words
		 * @param reached tells from outside whether it is there
		 * @return this
		 */
		Running awaitPoint(String point, Callable<Boolean> reached) {
			this.process.awaitPoint(point, reached);
			return this;
		}

		/**
		 * Send a signal.
		 * @param name its name without SIG
		 * @return this
		 */
		Running signal(String name) {
			this.process.signal(name);
			return this;
		}

		/**
		 * Wait for the end of the application.
		 * @return the ended application
		 */
		HostApplicationProcess await() {
			return new HostApplicationProcess(this.process.awaitExit(), this.process.standardOutput(),
					this.process.standardError());
		}

	}

}
