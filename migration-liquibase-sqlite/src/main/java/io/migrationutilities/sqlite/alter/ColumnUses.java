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

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.migrationutilities.sqlite.table.ColumnDefinition;
import io.migrationutilities.sqlite.table.Constraint;
import io.migrationutilities.sqlite.table.Constraint.ForeignKey;
import io.migrationutilities.sqlite.table.Constraint.Kind;
import io.migrationutilities.sqlite.table.Constraint.PrimaryKey;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.TableDefinition;

/**
 * Finds what in the statement of a table, apart from the column itself, uses a column:
 * constraints, foreign keys of the table to itself included, and generated columns.
 */
final class ColumnUses {

	private final TableDefinition table;

	private final ColumnDefinition column;

	private ColumnUses(TableDefinition table, ColumnDefinition column) {
		this.table = table;
		this.column = column;
	}

	/**
	 * Find the first use of a column; one by a generated column comes before all others.
	 * @param table the table
	 * @param column its column
	 * @return what uses it
	 */
	static Optional<Constraint> findFirst(TableDefinition table, ColumnDefinition column) {
		ColumnUses uses = new ColumnUses(table, column);
		return Stream
			.concat(table.columns()
				.stream()
				.filter((other) -> other != column)
				.flatMap((other) -> other.constraints().stream()), table.constraints().stream())
			.filter(uses::isUser)
			.min(Comparator.comparing((use) -> use.kind() != Kind.GENERATED));
	}

	private boolean isUser(Constraint constraint) {
		return constraint.columns().stream().anyMatch(this::isColumn)
				|| (constraint instanceof ForeignKey key && isReferredToBy(key));
	}

	private boolean isReferredToBy(ForeignKey key) {
		List<String> primaryKey = this.table.primaryKey().map(PrimaryKey::columns).orElse(List.of());
		List<String> columns = key.referencedColumns().isEmpty() ? primaryKey : key.referencedColumns();
		return SqlName.same(key.table(), this.table.name()) && columns.stream().anyMatch(this::isColumn);
	}

	private boolean isColumn(String name) {
		return SqlName.same(name, this.column.name());
	}

}
