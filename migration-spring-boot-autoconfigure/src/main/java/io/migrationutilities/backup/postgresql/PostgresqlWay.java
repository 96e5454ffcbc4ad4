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

package io.migrationutilities.backup.postgresql;

import java.util.stream.Stream;

/**
 * A way of a restore of PostgreSQL, the best first.
 */
enum PostgresqlWay {

	/** A new database takes the place of the live one. */
	SWAP("new-database", "into a new database, which then takes the place of this one"),

	/** One transaction replaces the content of the live one. */
	SCRIPT("one-transaction", "in one transaction");

	private final String id;

	private final String description;

	PostgresqlWay(String id, String description) {
		this.id = id;
		this.description = description;
	}

	static PostgresqlWay of(String id) {
		return Stream.of(values()).filter((way) -> way.id.equals(id)).findFirst().orElseThrow();
	}

	/**
	 * Return the name that manifests record.
	 * @return the name
	 */
	String id() {
		return this.id;
	}

	/**
	 * Return how it restores, in words.
	 * @return the description
	 */
	String description() {
		return this.description;
	}

}
