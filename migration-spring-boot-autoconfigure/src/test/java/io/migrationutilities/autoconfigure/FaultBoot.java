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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.awaitility.Awaitility;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A boot of a {@link FaultApplication} in this JVM, on a thread of its own.
 */
final class FaultBoot implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private final CompletableFuture<Void> halted = new CompletableFuture<>();

	private final CompletableFuture<Void> released = new CompletableFuture<>();

	private final CompletableFuture<ConfigurableApplicationContext> context = new CompletableFuture<>();

	private FaultBoot() {
	}

	/**
	 * Begin to boot.
	 * @param arguments the arguments of the application
	 * @return the boot, which has to be closed
	 */
	static FaultBoot begin(List<String> arguments) {
		FaultBoot boot = new FaultBoot();
		Thread thread = new Thread(() -> boot.run(arguments), "fault-boot");
		thread.setDaemon(true);
		thread.start();
		return boot;
	}

	/**
	 * Boot on this thread.
	 * @param arguments the arguments of the application
	 * @return its context
	 */
	static ConfigurableApplicationContext boot(List<String> arguments) {
		return boot(() -> {
			throw new IllegalStateException("Nobody could let the application go on");
		}, arguments);
	}

	private static ConfigurableApplicationContext boot(Runnable halt, List<String> arguments) {
		SpringApplicationBuilder builder = FaultApplication.application(halt)
			.web(WebApplicationType.NONE)
			.registerShutdownHook(false);
		leaveLoggingAlone(builder.application());
		return builder.run(arguments.toArray(String[]::new));
	}

	// Boots at the same time in one JVM would undo each other's set-up of the logging.
	private static void leaveLoggingAlone(SpringApplication application) {
		application.setListeners(application.getListeners()
			.stream()
			.filter((listener) -> !(listener instanceof LoggingApplicationListener))
			.toList());
	}

	private void run(List<String> arguments) {
		try {
			this.context.complete(boot(this::halt, arguments));
		}
		catch (Throwable ex) {
			this.context.completeExceptionally(ex);
		}
	}

	private void halt() {
		this.halted.complete(null);
		this.released.join();
	}

	/**
	 * Wait until the application halts.
	 * @return this boot
	 */
	FaultBoot awaitHalt() {
		await(CompletableFuture.anyOf(this.halted, this.context));
		if (!this.halted.isDone()) {
			throw new AssertionError("The application has started without a halt");
		}
		return this;
	}

	/**
	 * Let an application go on that halts.
	 * @return this boot
	 */
	FaultBoot goOn() {
		this.released.complete(null);
		return this;
	}

	/**
	 * Wait until the application has started.
	 * @return its context
	 */
	ConfigurableApplicationContext awaitStart() {
		return await(this.context);
	}

	/**
	 * Wait until there is a text in what this JVM writes.
	 * @param text what to look for
	 * @param output what this JVM writes during the test
	 * @return this boot
	 */
	FaultBoot awaitOutput(String text, CapturedOutput output) {
		Awaitility.await().atMost(PATIENCE).until(() -> output.getAll().contains(text) || this.context.isDone());
		if (!output.getAll().contains(text)) {
			throw new AssertionError("Not in the output: '%s'%n%s".formatted(text, output));
		}
		return this;
	}

	/**
	 * Wait until the application has failed to start.
	 * @return why it did not start
	 */
	Throwable awaitFailure() {
		Throwable failure = await(this.context.handle((context, ex) -> ex));
		if (failure == null) {
			throw new AssertionError("The application has started");
		}
		return failure;
	}

	private static <T> T await(CompletableFuture<T> future) {
		try {
			return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new AssertionError(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Let the application go on, and end it.
	 */
	@Override
	public void close() {
		goOn();
		ConfigurableApplicationContext context = await(this.context.handle((started, ex) -> started));
		if (context != null) {
			context.close();
		}
	}

}
