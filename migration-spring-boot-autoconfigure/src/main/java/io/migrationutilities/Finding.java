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

import org.jspecify.annotations.Nullable;

/**
 * Something that was looked at by {@link MigrationUtilities#diagnose()}.
 *
 * @param subject what was looked at, in a word or two
 * @param severity how it is
 * @param message what was found
 * @param hint what to do, or {@code null} if there is nothing to do
 * @param code the code that an operation would fail with, or {@code null} if none would
 */
public record Finding(String subject, Severity severity, String message, @Nullable String hint,
		@Nullable MigrationErrorCode code) {

	/**
	 * Create a finding of something that is as it should be.
	 * @param subject what was looked at
	 * @param message what was found
	 * @return the finding
	 */
	public static Finding ok(String subject, String message) {
		return new Finding(subject, Severity.OK, message, null, null);
	}

	/**
	 * Create a finding of something that a failure tells of.
	 * @param subject what was looked at
	 * @param failure what an operation would fail with
	 * @return the finding
	 */
	public static Finding error(String subject, MigrationException failure) {
		return new Finding(subject, Severity.ERROR, String.valueOf(failure.getMessage()), failure.getHint(),
				failure.getCode());
	}

	/**
	 * Return this finding for a case in which it keeps nothing from being done.
	 * @return this finding as a warning, unless it was none of an error
	 */
	public Finding asWarning() {
		return (this.severity == Severity.ERROR)
				? new Finding(this.subject, Severity.WARNING, this.message, this.hint, this.code) : this;
	}

	/**
	 * State of the thing that was looked at.
	 */
	public enum Severity {

		/**
		 * As it should be.
		 */
		OK,

		/**
		 * Worth knowing; nothing fails because of it.
		 */
		WARNING,

		/**
		 * Something is going to fail because of it.
		 */
		ERROR

	}

}
