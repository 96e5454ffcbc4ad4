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
import java.time.Instant;
import java.util.concurrent.Callable;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;

/**
 * Tries again while another connection holds the lock of the database. In
 * rollback-journal mode SQLite lets nobody read, nor even connect, while another process
 * writes a large transaction or commits
 * (<a href="https://sqlite.org/lockingv3.html">locking</a>).
 */
final class Patience {

	private static final Log logger = LogFactory.getLog(Patience.class);

	private static final Duration RETRY_INTERVAL = Duration.ofMillis(100);

	private final Duration timeout;

	Patience(Duration timeout) {
		this.timeout = timeout;
	}

	/**
	 * Call something that changes nothing when it fails.
	 * @param <T> the type of the result
	 * @param name the name of the database
	 * @param callable what to call, again and again while the database is locked
	 * @return the result
	 * @throws Exception what the last call threw
	 */
	<T> T call(String name, Callable<T> callable) throws Exception {
		Instant deadline = Instant.now().plus(this.timeout);
		boolean waiting = false;
		while (true) {
			try {
				return callable.call();
			}
			catch (Exception ex) {
				MigrationException failure = Failures.translate(ex);
				if (failure.getCode() != MigrationErrorCode.DATABASE_LOCKED || Instant.now().isAfter(deadline)) {
					throw ex;
				}
				if (!waiting) {
					logger.info("Waiting for '" + name + "': " + failure.getMessage());
					waiting = true;
				}
			}
			Thread.sleep(RETRY_INTERVAL.toMillis());
		}
	}

}
