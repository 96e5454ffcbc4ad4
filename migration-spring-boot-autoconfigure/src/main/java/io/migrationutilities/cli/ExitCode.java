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
 * Exit codes of commands.
 */
final class ExitCode {

	/**
	 * Done, or nothing to complain of.
	 */
	static final int OK = 0;

	/**
	 * Refused or failed.
	 */
	static final int ERROR = 1;

	/**
	 * Done, and what was looked at is not as it should be.
	 */
	static final int DIFFERENCES = 2;

	/**
	 * The arguments are wrong, {@code EX_USAGE} of {@code sysexits.h}.
	 */
	static final int USAGE = 64;

	private ExitCode() {
	}

}
