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

import java.util.List;
import java.util.Optional;

import io.migrationutilities.sql.SqlRange;

/**
 * A column of a stored table
 * (<a href="https://sqlite.org/lang_createtable.html#coldef">Column Definitions</a>).
 *
 * @param name its name
 * @param type its declared type as written, empty if it has none
 * @param typeRange where the type is written, or would be
 * @param constraints its constraints
 * @param range where the column is written
 */
public record ColumnDefinition(String name, String type, SqlRange typeRange, List<Constraint> constraints,
		SqlRange range) {

	public List<Constraint> constraints(Constraint.Kind kind) {
		return this.constraints.stream().filter((constraint) -> constraint.kind() == kind).toList();
	}

	public boolean has(Constraint.Kind kind) {
		return !constraints(kind).isEmpty();
	}

	/**
	 * Return the default; SQLite takes the last one.
	 * @return the default
	 */
	public Optional<ColumnConstraint.Default> defaultValue() {
		return last(ColumnConstraint.Default.class);
	}

	/**
	 * Return the collating sequence; SQLite takes the last one.
	 * @return the collating sequence
	 */
	public Optional<ColumnConstraint.Collate> collate() {
		return last(ColumnConstraint.Collate.class);
	}

	public Optional<ColumnConstraint.Generated> generated() {
		return last(ColumnConstraint.Generated.class);
	}

	private <T extends Constraint> Optional<T> last(Class<T> kind) {
		return this.constraints.stream().filter(kind::isInstance).map(kind::cast).reduce((first, second) -> second);
	}

}
