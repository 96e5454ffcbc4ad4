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

package io.migrationutilities.generate;

import java.util.List;

import liquibase.change.Change;
import org.jspecify.annotations.Nullable;

/**
 * Something that a database lacks, has too much of, or has otherwise, with the change
 * that removes the difference.
 *
 * @param description the difference in words, such as {@code add column task.priority}
 * @param change the change that makes the database what it should be
 * @param rollback the changes that undo it, from what the database has now; empty if
 * Liquibase can do that by itself
 * @param hazard what the change may lose, or {@code null} if it can lose nothing
 * @param column the column that is added or dropped, or {@code null} for any other
 * difference
 */
record Difference(String description, Change change, List<Change> rollback, @Nullable String hazard,
		@Nullable ColumnOfTable column) {

	static Difference of(String description, Change change) {
		return new Difference(description, change, List.of(), null, null);
	}

	Difference undoneBy(Change... changes) {
		return new Difference(this.description, this.change, List.of(changes), this.hazard, this.column);
	}

	Difference undoneBy(List<Change> changes) {
		return new Difference(this.description, this.change, List.copyOf(changes), this.hazard, this.column);
	}

	Difference losing(@Nullable String what) {
		return new Difference(this.description, this.change, this.rollback, what, this.column);
	}

	Difference about(String table, String name, String type) {
		return new Difference(this.description, this.change, this.rollback, this.hazard,
				new ColumnOfTable(table, name, type));
	}

	/**
	 * A column that is added or dropped.
	 *
	 * @param table its table
	 * @param name its name
	 * @param type its type, as the database writes it
	 */
	record ColumnOfTable(String table, String name, String type) {

	}

}
