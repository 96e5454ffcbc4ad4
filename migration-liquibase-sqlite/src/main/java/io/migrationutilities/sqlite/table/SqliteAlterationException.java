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

package io.migrationutilities.sqlite.table;

import org.jspecify.annotations.Nullable;

/**
 * Thrown where an alteration of a SQLite table is refused. It has left the database as it
 * was.
 */
public class SqliteAlterationException extends RuntimeException {

	private static final String CODE = "ALTERATION_REFUSED";

	private final String hint;

	/**
	 * Create an exception.
	 * @param message what stands against the alteration
	 * @param hint what to do
	 * @param cause the cause, or {@code null} if there is none
	 */
	public SqliteAlterationException(String message, String hint, @Nullable Throwable cause) {
		super(message, cause);
		this.hint = hint;
	}

	/**
	 * Return what stands against the alteration and what to do, also where only the
	 * exception is shown that this one is the cause of.
	 */
	@Override
	public String toString() {
		return super.toString() + " " + this.hint;
	}

	/**
	 * Return the code that stays the same in all versions and for all refusals.
	 * @return the code
	 */
	public String getCode() {
		return CODE;
	}

	/**
	 * Return what to do.
	 * @return the hint
	 */
	public String getHint() {
		return this.hint;
	}

}
