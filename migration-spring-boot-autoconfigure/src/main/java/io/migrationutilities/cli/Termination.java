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

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets a command end in order when its process is told to end, by {@code SIGINT} or
 * {@code SIGTERM}: interrupts its thread, and keeps the JVM from halting until it has
 * cleaned up and said so. The JVM then exits with the code that belongs to the signal,
 * whatever the command says.
 */
final class Termination implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Thread command = Thread.currentThread();

	private final PrintWriter err;

	private final Duration patience;

	private final CountDownLatch ended = new CountDownLatch(1);

	private final Thread hook = new Thread(this::endCommand, "migrations-termination");

	/**
	 * Create a termination of what this thread is going to do.
	 * @param err takes a word about a command that does not end in time
	 * @param patience how long it may take
	 */
	Termination(PrintWriter err, Duration patience) {
		this.err = err;
		this.patience = patience;
	}

	/**
	 * Begin to watch for the end of the process.
	 * @param err takes a word about a command that does not end in time
	 * @return ends the watch when it is closed
	 */
	static Termination watch(PrintWriter err) {
		Termination termination = new Termination(err, PATIENCE);
		Runtime.getRuntime().addShutdownHook(termination.hook);
		return termination;
	}

	void endCommand() {
		this.command.interrupt();
		try {
			if (!this.ended.await(this.patience.toMillis(), TimeUnit.MILLISECONDS)) {
				this.err.println("Error: Interrupted, but the command could not be stopped within "
						+ this.patience.toSeconds() + " s: it ends at once. What it had begun is undone by the "
						+ "database, or by the next command.");
				this.err.println("Try: 'migrations status' shows where the database stands.");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public void close() {
		this.ended.countDown();
		try {
			Runtime.getRuntime().removeShutdownHook(this.hook);
		}
		catch (IllegalStateException ex) {
			// The JVM is ending, and does not wait any longer.
		}
	}

}
