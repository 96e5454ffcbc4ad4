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
import java.util.function.Predicate;

import io.migrationutilities.MigrationException;
import io.migrationutilities.sqlite.Constraint.Check;
import io.migrationutilities.sqlite.Constraint.ForeignKey;
import io.migrationutilities.sqlite.Constraint.Kind;

/**
 * Adds and drops constraints in the statement of a table, those written at a column
 * included.
 */
final class ConstraintEdits {

	private final TableDefinition table;

	ConstraintEdits(TableDefinition table) {
		this.table = table;
	}

	/**
	 * Add a constraint.
	 * @param sql the constraint as {@code CREATE TABLE} defines it behind the columns
	 * @return the new definition
	 */
	TableDefinition add(String sql) {
		Constraint constraint = ConstraintParser.parse(sql);
		if (constraint.kind() != Kind.CHECK) {
			constraint.columns().forEach((column) -> refuseIfUnfit(constraint, this.table.column(column)));
		}
		this.table.allConstraints()
			.stream()
			.filter((other) -> isSame(constraint, other))
			.findFirst()
			.ifPresent((same) -> {
				throw refused("has %s already".formatted(same.description()));
			});
		return patch().insert(this.table.contentEnd(), ", " + constraint.range().of(sql)).apply();
	}

	private void refuseIfUnfit(Constraint constraint, ColumnDefinition column) {
		if (constraint.kind() == Kind.PRIMARY_KEY && column.generated().isPresent()) {
			throw refused("computes column '%s', which can't be in its primary key".formatted(column.name()));
		}
	}

	private static boolean isSame(Constraint added, Constraint other) {
		String name = added.name();
		String otherName = other.name();
		if (name != null && otherName != null && SqlName.same(name, otherName)) {
			return true;
		}
		return added.kind() == other.kind() && switch (added.kind()) {
			case PRIMARY_KEY -> true;
			case CHECK -> ((Check) added).expression().equals(((Check) other).expression());
			case FOREIGN_KEY -> hasColumns(other, added.columns())
					&& SqlName.same(((ForeignKey) added).table(), ((ForeignKey) other).table());
			default -> hasColumns(other, added.columns());
		};
	}

	/**
	 * Drop a constraint that has a name.
	 * @param kind its kind
	 * @param name its name
	 * @return the new definition
	 */
	TableDefinition drop(Kind kind, String name) {
		return drop(kind, "'" + name + "'", (constraint) -> {
			String other = constraint.name();
			return other != null && SqlName.same(other, name);
		});
	}

	/**
	 * Drop a constraint by its columns, whatever its name.
	 * @param kind its kind
	 * @param columns its columns in any order
	 * @return the new definition
	 */
	TableDefinition drop(Kind kind, List<String> columns) {
		return drop(kind, "(" + String.join(", ", columns) + ")", (constraint) -> hasColumns(constraint, columns));
	}

	private TableDefinition drop(Kind kind, String description, Predicate<Constraint> filter) {
		List<Constraint> found = this.table.allConstraints(kind).stream().filter(filter).toList();
		if (found.isEmpty()) {
			throw refused("has no %s %s".formatted(kind.keyword(), description));
		}
		if (found.size() > 1) {
			throw refused("has %d constraints %s %s".formatted(found.size(), kind.keyword(), description));
		}
		if (kind == Kind.PRIMARY_KEY && this.table.withoutRowid()) {
			throw refused("is WITHOUT ROWID and can't lose its primary key");
		}
		SqlRange place = found.get(0).range();
		boolean element = this.table.constraints().contains(found.get(0));
		return (element ? patch().cutElement(place) : patch().cut(place)).apply();
	}

	private static boolean hasColumns(Constraint constraint, List<String> columns) {
		return SqlName.fold(constraint.columns()).equals(SqlName.fold(columns));
	}

	private SqlPatch patch() {
		return new SqlPatch(this.table);
	}

	private MigrationException refused(String message) {
		return Refusals.refused("Table '%s' %s.".formatted(this.table.name(), message), "Correct the change set.");
	}

}
