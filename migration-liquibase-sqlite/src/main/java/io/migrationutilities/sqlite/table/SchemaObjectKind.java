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

/**
 * The kind of an object of the schema.
 */
enum SchemaObjectKind {

	/**
	 * A table with its columns.
	 */
	TABLE("a table"),

	/**
	 * A table with the columns of a query, which SQLite stores with its columns.
	 */
	TABLE_AS_SELECT("a table made by a query"),

	/**
	 * A <a href="https://sqlite.org/vtab.html">virtual table</a>.
	 */
	VIRTUAL_TABLE("a virtual table"),

	/**
	 * An index that is not unique.
	 */
	INDEX("an index"),

	/**
	 * A unique index.
	 */
	UNIQUE_INDEX("a unique index"),

	/**
	 * A trigger.
	 */
	TRIGGER("a trigger"),

	/**
	 * A view.
	 */
	VIEW("a view");

	private final String description;

	SchemaObjectKind(String description) {
		this.description = description;
	}

	String description() {
		return this.description;
	}

}
