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

package io.migrationutilities.sqlite.alter;

import java.util.List;
import java.util.stream.Stream;

import io.migrationutilities.sqlite.table.SqlName;

/**
 * Treatment of the values of a column by SQLite, by
 * <a href="https://sqlite.org/datatype3.html#determination_of_column_affinity">its
 * declared type</a>, the first of these that has a part of it.
 */
enum Affinity {

	/**
	 * Numbers, and texts that look like numbers.
	 */
	INTEGER("int"),

	/**
	 * Texts.
	 */
	TEXT("char", "clob", "text"),

	/**
	 * Values as they are.
	 */
	BLOB("blob"),

	/**
	 * Numbers, all of them floating-point numbers.
	 */
	REAL("real", "floa", "doub"),

	/**
	 * Numbers, and texts that look like numbers.
	 */
	NUMERIC("");

	private final List<String> parts;

	Affinity(String... parts) {
		this.parts = List.of(parts);
	}

	static Affinity of(String type) {
		String folded = SqlName.fold(type);
		return folded.isEmpty() ? BLOB
				: Stream.of(values())
					.filter((affinity) -> affinity.parts.stream().anyMatch(folded::contains))
					.findFirst()
					.orElseThrow();
	}

}
