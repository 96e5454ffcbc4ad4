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

package io.migrationutilities.cli;

/**
 * Thrown where a command can't be carried out for a reason that has nothing to do with
 * the database.
 */
class CommandException extends RuntimeException {

	private final int exitCode;

	private final String hint;

	/**
	 * Create an exception.
	 * @param exitCode the exit code of the command
	 * @param message what happened
	 * @param hint what to do
	 */
	CommandException(int exitCode, String message, String hint) {
		super(message);
		this.exitCode = exitCode;
		this.hint = hint;
	}

	int getExitCode() {
		return this.exitCode;
	}

	String getHint() {
		return this.hint;
	}

}
