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

package io.migrationutilities.sqlite;

import java.util.List;
import java.util.stream.Stream;

import io.migrationutilities.sqlite.Constraint.ForeignKey;

/**
 * Finds what else in the statement of a table uses a column. Its own constraints go with
 * it unless they say something about other columns too, or are the primary key
 * (<a href="https://sqlite.org/lang_altertable.html#altertabdropcol">ALTER TABLE DROP
 * COLUMN</a>).
 */
final class ColumnUses {

	private final TableDefinition table;

	private final ColumnDefinition column;

	private ColumnUses(TableDefinition table, ColumnDefinition column) {
		this.table = table;
		this.column = column;
	}

	/**
	 * Find what uses a column.
	 * @param table the table
	 * @param column its column
	 * @return what uses it, as it is called in messages
	 */
	static List<String> find(TableDefinition table, ColumnDefinition column) {
		ColumnUses uses = new ColumnUses(table, column);
		return Stream
			.of(column.constraints().stream().filter(uses::isNotItsOwn),
					table.columns()
						.stream()
						.filter((other) -> other != column)
						.flatMap((other) -> other.constraints().stream())
						.filter(uses::isUser),
					table.constraints().stream().filter(uses::isUser))
			.flatMap((constraints) -> constraints)
			.map(Constraint::description)
			.toList();
	}

	private boolean isNotItsOwn(Constraint constraint) {
		return switch (constraint.kind()) {
			case PRIMARY_KEY -> true;
			case CHECK -> constraint.columns().stream().anyMatch((name) -> !isColumn(name) && isOther(name));
			default -> false;
		};
	}

	private boolean isUser(Constraint constraint) {
		return constraint.columns().stream().anyMatch(this::isColumn)
				|| (constraint instanceof ForeignKey key && SqlName.same(key.table(), this.table.name())
						&& key.referencedColumns().stream().anyMatch(this::isColumn));
	}

	private boolean isColumn(String name) {
		return SqlName.same(name, this.column.name());
	}

	private boolean isOther(String name) {
		return this.table.findColumn(name).isPresent();
	}

}
