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
 * State of an entry of the backup directory: whether it can be relied on, as far as a
 * listing can tell without reading every byte.
 */
public enum BackupState {

	/**
	 * Complete, of the recorded size, and not known to be damaged.
	 */
	GOOD,

	/**
	 * A file is missing or has another size, the manifest was altered, or the last
	 * verification failed.
	 */
	DAMAGED,

	/**
	 * Closed to the user of this process, so nothing is known about it.
	 */
	UNREADABLE,

	/**
	 * Being written at the moment, or left behind by an interrupted backup.
	 */
	INCOMPLETE,

	/**
	 * Has no manifest, so nothing is known about it.
	 */
	NO_MANIFEST

}
