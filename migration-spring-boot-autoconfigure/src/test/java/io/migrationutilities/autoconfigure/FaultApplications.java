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

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.context.ConfigurableApplicationContext;

import io.migrationutilities.test.ChildProcess;
import io.migrationutilities.test.JavaCommand;

/**
 * Starts {@link FaultApplication}s for a test, in processes of their own or in this one,
 * and ends those that still run after it.
 */
final class FaultApplications implements AfterEachCallback {

	private final List<ChildProcess> processes = new ArrayList<>();

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	private final List<FaultBoot> boots = new ArrayList<>();

	/**
	 * Begin a boot that halts.
	 * @param haltAt the point at which it halts, or {@code null} to let it boot through
	 * @param arguments the arguments of the application
	 * @return the process
	 */
	ChildProcess start(@Nullable String haltAt, List<String> arguments) {
		JavaCommand command = JavaCommand.of(FaultApplication.class).trainedBy(ChildJvmTraining.command());
		if (haltAt != null) {
			command.options("-D" + FaultApplication.HALT_AT + "=" + haltAt);
		}
		return start(command.arguments(arguments));
	}

	/**
	 * Boot without a library.
	 * @param library what the name of its jar begins with
	 * @param arguments the arguments of the application
	 * @return the process
	 */
	ChildProcess startWithout(String library, List<String> arguments) {
		return start(
				JavaCommand.of(FaultApplication.class, (entry) -> !entry.getFileName().toString().startsWith(library))
					.arguments(arguments));
	}

	private ChildProcess start(JavaCommand command) {
		ChildProcess process = command.start();
		this.processes.add(process);
		return process;
	}

	/**
	 * Boot in this process, which is quicker.
	 * @param arguments the arguments of the application
	 * @return the context, closed after the test
	 */
	ConfigurableApplicationContext boot(List<String> arguments) {
		ConfigurableApplicationContext context = FaultBoot.boot(arguments);
		this.contexts.add(context);
		return context;
	}

	/**
	 * Begin a boot in this process.
	 * @param arguments the arguments of the application
	 * @return the boot, ended after the test
	 */
	FaultBoot begin(List<String> arguments) {
		FaultBoot boot = FaultBoot.begin(arguments);
		this.boots.add(boot);
		return boot;
	}

	/**
	 * Boot in this process, and end the application again.
	 * @param arguments the arguments of the application
	 */
	static void bootAndClose(List<String> arguments) {
		FaultBoot.boot(arguments).close();
	}

	@Override
	public void afterEach(ExtensionContext extensionContext) {
		this.contexts.forEach(ConfigurableApplicationContext::close);
		this.contexts.clear();
		this.processes.stream().filter(ChildProcess::isAlive).forEach(ChildProcess::kill);
		this.processes.clear();
		this.boots.forEach(FaultBoot::close);
		this.boots.clear();
	}

}
