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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.migrationutilities.test.ChildProcess;

/**
 * Starts packaged applications for a test and ends those that still run after it.
 */
final class SampleApplications implements AfterEachCallback {

	static final Pattern STARTED = Pattern.compile("Started CrewStudioApplication in ");

	private final List<ChildProcess> processes = new ArrayList<>();

	/**
	 * Boots the web application on a free port of the loopback interface and waits until
	 * it has started.
	 * @param layout what to start
	 * @param directory the working directory
	 * @param arguments further arguments, such as {@code --spring.liquibase.change-log=…}
	 * @return the started application
	 */
	ChildProcess boot(SampleApplicationLayout layout, Path directory, String... arguments) {
		return beginBoot(layout, directory, arguments).awaitOutput(STARTED);
	}

	/**
	 * Does the same without waiting.
	 * @param layout what to start
	 * @param directory the working directory
	 * @param arguments further arguments
	 * @return the application, which has only just begun to boot
	 */
	ChildProcess beginBoot(SampleApplicationLayout layout, Path directory, String... arguments) {
		List<String> all = new ArrayList<>(List.of("--server.address=127.0.0.1", "--server.port=0"));
		all.addAll(List.of(arguments));
		return start(layout, directory, all);
	}

	/**
	 * Runs a command such as {@code migrations status} to its end.
	 * @param layout what to start
	 * @param directory the working directory
	 * @param arguments all arguments
	 * @return the ended process
	 */
	ChildProcess run(SampleApplicationLayout layout, Path directory, String... arguments) {
		ChildProcess process = start(layout, directory, List.of(arguments));
		process.awaitExit();
		return process;
	}

	@Override
	public void afterEach(ExtensionContext context) {
		this.processes.stream().filter(ChildProcess::isAlive).forEach(ChildProcess::kill);
	}

	private ChildProcess start(SampleApplicationLayout layout, Path directory, List<String> arguments) {
		ChildProcess process = layout.command().options("-Xmx256m").directory(directory).arguments(arguments).start();
		this.processes.add(process);
		return process;
	}

}
