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

package io.migrationutilities.engine.lock;

import java.sql.SQLException;

import io.migrationutilities.MigrationException;
import io.migrationutilities.engine.session.LiquibaseSession;

/**
 * The lock of a run. It dies with its holder.
 */
@FunctionalInterface
public interface RunLock extends AutoCloseable {

	/**
	 * Make sure that the lock is still held. One that only ends with the process always
	 * is.
	 * @throws MigrationException with code {@code LOCK_LOST} if it is not
	 */
	default void requireHeld() {
	}

	/**
	 * Make sure that the lock is still held, and that whoever gets it after a loss waits
	 * until the transaction of the session has ended: a commit may take long, and go on
	 * without this process.
	 * @param session the session of the run, in its transaction
	 * @throws SQLException if the server can't be asked
	 * @throws MigrationException with code {@code LOCK_LOST} if it is not held
	 */
	default void requireHeldUntilCommit(LiquibaseSession session) throws SQLException {
		requireHeld();
	}

	/**
	 * Watch the run until the watch is closed.
	 * @param session the session of the run
	 * @return the watch
	 * @throws SQLException if the server can't be asked
	 */
	default RunWatch watch(LiquibaseSession session) throws SQLException {
		return RunWatch.NONE;
	}

	@Override
	void close();

}
