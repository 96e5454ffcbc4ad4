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

package io.migrationutilities.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.util.Assert;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationLock;

/**
 * A lock between processes, and between the threads of one, on a file of its own. The
 * operating system holds it, so that it dies with its holder; the file stays. The file
 * must be on a file system with working locks, and nothing else may open it.
 */
public final class ProcessLock implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(ProcessLock.class);

	private static final long POLL_MILLIS = 100;

	private static final Duration NOTICE_INTERVAL = Duration.ofSeconds(10);

	private final LockFile file;

	private boolean closed;

	private ProcessLock(LockFile file) {
		this.file = file;
	}

	/**
	 * Acquire the lock, waiting for its holder.
	 * @param file the lock file, created if it does not exist; its directory must exist
	 * @param owner who acquires the lock, told to others that wait
	 * @param timeout how long to wait at most; with zero there is one attempt
	 * @param onWait called with the holder when waiting begins, and about every ten
	 * seconds after that
	 * @return the lock
	 * @throws MigrationException with code {@code LOCK_TIMEOUT} if the holder did not
	 * release it in time, with {@code INTERRUPTED} if the thread was interrupted
	 * meanwhile, and with {@code DATABASE_UNAVAILABLE} if the file can't be locked
	 */
	public static ProcessLock acquire(Path file, String owner, Duration timeout, Consumer<MigrationLock> onWait) {
		Assert.notNull(file, "'file' must not be null");
		Assert.hasText(owner, "'owner' must not be empty");
		LockFile lockFile = LockFile.of(file);
		long start = System.nanoTime();
		long nextNotice = 0;
		while (true) {
			MigrationLock holder = lockFile.tryAcquire(new MigrationLock(owner, Instant.now()));
			if (holder == null) {
				return new ProcessLock(lockFile);
			}
			long waited = System.nanoTime() - start;
			if (waited >= timeout.toNanos()) {
				throw timedOut(file, holder, "within " + timeout.toSeconds() + " s");
			}
			if (waited >= nextNotice) {
				nextNotice = waited + NOTICE_INTERVAL.toNanos();
				onWait.accept(holder);
			}
			pause(file, holder);
		}
	}

	private static void pause(Path file, MigrationLock holder) {
		try {
			Thread.sleep(POLL_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new MigrationException(MigrationErrorCode.INTERRUPTED,
					"Interrupted while waiting for the lock '%s', held by %s.".formatted(file, holder.owner()),
					"Start again.", ex);
		}
	}

	private static MigrationException timedOut(Path file, MigrationLock holder, String when) {
		String since = (holder.since() != null) ? " since " + holder.since() : "";
		return new MigrationException(MigrationErrorCode.LOCK_TIMEOUT,
				"The lock '%s' was not released %s: held by %s%s.".formatted(file, when, holder.owner(), since),
				"Wait for the holder to finish, or end it: the lock ends with its process. Don't delete the file.");
	}

	/**
	 * Return who holds the lock at the moment. Writes nothing and creates nothing.
	 * @param file the lock file
	 * @return the holder, or {@code null} if nobody holds it
	 * @throws MigrationException with code {@code DATABASE_UNAVAILABLE} if the file can't
	 * be read
	 */
	public static @Nullable MigrationLock holder(Path file) {
		Assert.notNull(file, "'file' must not be null");
		return LockFile.of(file).holder();
	}

	/**
	 * Release the lock. Does nothing if it was released before.
	 */
	@Override
	public synchronized void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		boolean interrupted = Thread.interrupted();
		try {
			this.file.release();
		}
		catch (IOException ex) {
			logger.warn("The owner could not be removed from the lock file '%s'".formatted(this.file), ex);
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

}
