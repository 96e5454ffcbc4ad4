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
 * The state in which a failed operation left the database.
 */
public enum DatabaseState {

	/**
	 * Exactly as it was before.
	 */
	UNCHANGED("The database is exactly as it was before."),

	/**
	 * Between two revisions, because change sets that can't run inside a transaction, the
	 * setting {@code migration.upgrade.transaction=per-change-set}, or something that a
	 * change set called, made the run commit more than once.
	 */
	PARTLY_CHANGED("The database is between two revisions: a part of the run is committed."),

	/**
	 * Replaced by the content of a backup.
	 */
	RESTORED("The database holds the content of the backup."),

	/**
	 * Not known, because the database can't be read, or the commit failed in a way that
	 * leaves open whether it was done.
	 */
	UNKNOWN("The database could not be read after the failure, so its state is not known.");

	private final String description;

	DatabaseState(String description) {
		this.description = description;
	}

	/**
	 * Return the state in a sentence.
	 * @return the description
	 */
	public String getDescription() {
		return this.description;
	}

}
