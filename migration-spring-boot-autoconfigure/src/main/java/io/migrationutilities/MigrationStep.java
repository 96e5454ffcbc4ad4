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

package io.migrationutilities;

/**
 * The steps of a run, in order.
 */
public enum MigrationStep {

	/**
	 * Looks whether there is anything to do.
	 */
	CHECK_UP_TO_DATE,

	/**
	 * Takes the lock that keeps other instances out, and looks again.
	 */
	LOCK,

	/**
	 * Works out which change sets are to run, and refuses what can't be done safely.
	 */
	PLAN,

	/**
	 * Takes the backup.
	 */
	BACKUP,

	/**
	 * Verifies the backup.
	 */
	VERIFY,

	/**
	 * Changes the database.
	 */
	APPLY,

	/**
	 * Checks the integrity of the changed database before it is committed.
	 */
	CHECK,

	/**
	 * Records the run in the database and commits it.
	 */
	RECORD,

	/**
	 * Gives the lock back.
	 */
	UNLOCK

}
