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

package io.migrationutilities.engine.session;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.MigrationErrorCode;

/**
 * Tries again while something holds that may pass, such as a lock of another connection.
 * In rollback-journal mode SQLite lets nobody read, nor even connect, while another
 * process writes a large transaction or commits
 * (<a href="https://sqlite.org/lockingv3.html">locking</a>).
 */
public final class Patience {

	private static final Log logger = LogFactory.getLog(Patience.class);

	private static final Duration RETRY_INTERVAL = Duration.ofMillis(100);

	private static final Set<MigrationErrorCode> LOCKED = EnumSet.of(MigrationErrorCode.DATABASE_LOCKED,
			MigrationErrorCode.LOCK_TIMEOUT);

	private final Duration timeout;

	private final Predicate<Exception> passing;

	/**
	 * Create a patience for locks.
	 * @param timeout how long to try
	 */
	public Patience(Duration timeout) {
		this(timeout, (ex) -> LOCKED.contains(Failures.translate(ex).getCode()));
	}

	/**
	 * Create a patience.
	 * @param timeout how long to try
	 * @param passing tells which failures may be over soon
	 */
	public Patience(Duration timeout, Predicate<Exception> passing) {
		this.timeout = timeout;
		this.passing = passing;
	}

	/**
	 * Call something that changes nothing when it fails.
	 * @param <T> the type of the result
	 * @param name the name of the database
	 * @param callable what to call, again and again while it fails with what may pass
	 * @return the result
	 * @throws Exception what the last call threw
	 */
	public <T> T call(String name, Callable<T> callable) throws Exception {
		long start = System.nanoTime();
		boolean waiting = false;
		while (true) {
			try {
				return callable.call();
			}
			catch (Exception ex) {
				if (!this.passing.test(ex)
						|| Duration.ofNanos(System.nanoTime() - start).compareTo(this.timeout) >= 0) {
					throw ex;
				}
				if (!waiting) {
					logger.info("Waiting for '" + name + "': " + Failures.translate(ex).getMessage());
					waiting = true;
				}
			}
			Thread.sleep(RETRY_INTERVAL.toMillis());
		}
	}

}
