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

package io.migrationutilities.engine;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Reads a database anew while nobody waits for it: one reading at a time, and after one
 * that failed none for a minute.
 */
final class BackgroundReading {

	private static final Log logger = LogFactory.getLog(BackgroundReading.class);

	private static final Duration PAUSE = Duration.ofMinutes(1);

	private final String name;

	private final Runnable reading;

	private final Executor executor;

	private final AtomicBoolean busy = new AtomicBoolean();

	private volatile long notBefore = System.nanoTime();

	/**
	 * Create a reading, which is not begun yet.
	 * @param name the name of the database
	 * @param reading reads
	 * @param executor has the threads to read in
	 */
	BackgroundReading(String name, Runnable reading, Executor executor) {
		this.name = name;
		this.reading = reading;
		this.executor = executor;
	}

	void request() {
		if (System.nanoTime() - this.notBefore >= 0 && this.busy.compareAndSet(false, true)) {
			execute();
		}
	}

	private void execute() {
		try {
			this.executor.execute(this::read);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The application is about to end", ex);
			this.busy.set(false);
		}
	}

	private void read() {
		try {
			this.reading.run();
		}
		catch (RuntimeException ex) {
			logger.debug("'" + this.name + "' can't be read anew", ex);
			this.notBefore = System.nanoTime() + PAUSE.toNanos();
		}
		finally {
			this.busy.set(false);
		}
	}

}
