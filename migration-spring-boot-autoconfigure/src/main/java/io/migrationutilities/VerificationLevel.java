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
 * Depth of a verification. Each level includes those before it.
 */
public enum VerificationLevel {

	/**
	 * The manifest is complete and the size and SHA-256 of every file are those recorded
	 * in it: finds every changed byte.
	 */
	CHECKSUM,

	/**
	 * The database's own tool reads the whole backup, and the row counts are those
	 * recorded in the manifest.
	 */
	STRUCTURE,

	/**
	 * The backup is restored into a scratch database: integrity, foreign keys, tables,
	 * row counts and change history are checked there.
	 */
	RESTORE

}
