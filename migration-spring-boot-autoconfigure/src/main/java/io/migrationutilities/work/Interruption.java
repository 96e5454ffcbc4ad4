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

package io.migrationutilities.work;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;

/**
 * An interrupt of the thread of an operation has this effect: no more work is begun, the
 * statement or program that runs is ended, and what was begun is undone. The thread stays
 * interrupted for its caller to see; what undoes, and what must not stop half way,
 * {@linkplain #defer() defers} the interruption until it is done.
 */
public final class Interruption {

	private static final ThreadLocal<@Nullable Deferral> deferral = new ThreadLocal<>();

	private Interruption() {
	}

	/**
	 * Return whether this thread was interrupted, now or before the interruption was
	 * deferred.
	 * @return whether it was
	 */
	public static boolean isPending() {
		Deferral current = deferral.get();
		return Thread.currentThread().isInterrupted() || (current != null && current.pending);
	}

	public static boolean isDeferred() {
		return deferral.get() != null;
	}

	/**
	 * Begin no more work if this thread was interrupted. Does nothing while interruptions
	 * are deferred.
	 * @throws MigrationException with code {@code INTERRUPTED} if it was
	 */
	public static void check() {
		if (!isDeferred() && isPending()) {
			throw failure(null);
		}
	}

	/**
	 * Do the following to its end, whether or not this thread is or gets interrupted.
	 * @return ends the deferral when it is closed, by the same thread
	 */
	public static Deferral defer() {
		return new Deferral(deferral.get());
	}

	/**
	 * Say that an operation was interrupted.
	 * @param cause what it failed with, which tells the state of the database if it knows
	 * @return the exception to throw
	 */
	public static MigrationException failure(@Nullable Throwable cause) {
		if (!(cause instanceof MigrationException known)) {
			return failure("Interrupted before it was done.", cause);
		}
		return (known.getCode() == MigrationErrorCode.INTERRUPTED) ? known
				: new MigrationException(MigrationErrorCode.INTERRUPTED, "Interrupted before it was done.",
						"Start again.", known.getDatabaseState(), known.getBackup(), known);
	}

	/**
	 * Say that a wait was interrupted, and keep the thread interrupted.
	 * @param message what was interrupted
	 * @param cause what ended the wait
	 * @return the exception to throw
	 */
	public static MigrationException failure(String message, InterruptedException cause) {
		Thread.currentThread().interrupt();
		return failure(message, (Throwable) cause);
	}

	private static MigrationException failure(String message, @Nullable Throwable cause) {
		return new MigrationException(MigrationErrorCode.INTERRUPTED, message, "Start again.", cause);
	}

	/**
	 * A time in which interruptions have to wait.
	 */
	public static final class Deferral implements AutoCloseable {

		private final @Nullable Deferral outer;

		private final boolean pending;

		private Deferral(@Nullable Deferral outer) {
			this.outer = outer;
			this.pending = Thread.interrupted() || (outer != null && outer.pending);
			deferral.set(this);
		}

		@Override
		public void close() {
			deferral.set(this.outer);
			if (this.pending) {
				Thread.currentThread().interrupt();
			}
		}

	}

}
