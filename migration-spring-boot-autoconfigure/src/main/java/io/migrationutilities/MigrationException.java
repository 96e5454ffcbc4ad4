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

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when an operation can't be done or failed. The message says what happened, the
 * {@linkplain #getHint() hint} what to do, the {@linkplain #getCode() code} is stable.
 */
public class MigrationException extends RuntimeException {

	private final MigrationErrorCode code;

	private final String hint;

	private final DatabaseState databaseState;

	private final @Nullable Path backup;

	/**
	 * Create an exception for something that left the database as it was.
	 * @param code the stable code
	 * @param message what happened
	 * @param hint what to do
	 */
	public MigrationException(MigrationErrorCode code, String message, String hint) {
		this(code, message, hint, null);
	}

	/**
	 * Create an exception for something that left the database as it was.
	 * @param code the stable code
	 * @param message what happened
	 * @param hint what to do
	 * @param cause the cause
	 */
	public MigrationException(MigrationErrorCode code, String message, String hint, @Nullable Throwable cause) {
		this(code, message, hint, DatabaseState.UNCHANGED, null, cause);
	}

	/**
	 * Create an exception.
	 * @param code the stable code
	 * @param message what happened
	 * @param hint what to do
	 * @param databaseState the state in which the database was left
	 * @param backup the backup taken before, or {@code null} if there is none
	 * @param cause the cause
	 */
	public MigrationException(MigrationErrorCode code, String message, String hint, DatabaseState databaseState,
			@Nullable Path backup, @Nullable Throwable cause) {
		super(message, cause);
		this.code = code;
		this.hint = hint;
		this.databaseState = databaseState;
		this.backup = backup;
	}

	/**
	 * Return what happened and what to do, also where only the exception is shown that
	 * this one is the cause of.
	 */
	@Override
	public String toString() {
		return super.toString() + " " + this.hint;
	}

	/**
	 * Return the stable code.
	 * @return the code
	 */
	public MigrationErrorCode getCode() {
		return this.code;
	}

	/**
	 * Return what to do.
	 * @return the hint
	 */
	public String getHint() {
		return this.hint;
	}

	/**
	 * Return the state in which the database was left.
	 * @return the state
	 */
	public DatabaseState getDatabaseState() {
		return this.databaseState;
	}

	/**
	 * Return the backup that was taken before the failure.
	 * @return the path of the backup, or {@code null} if there is none
	 */
	public @Nullable Path getBackup() {
		return this.backup;
	}

}
