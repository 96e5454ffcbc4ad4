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

import io.migrationutilities.sqlite.Constraint.Kind;

/**
 * Edits of a table at one of its columns, when they are refused, and which facts about
 * the table they change.
 */
enum RandomEdit {

	RENAME {

		@Override
		TableDefinition apply(TableDefinition table, ColumnDefinition column) {
			return table.renamedTo("new \"t\"");
		}

		@Override
		Predicate<String> changes(TableDefinition table, ColumnDefinition column) {
			return "table"::equals;
		}

	},

	ADD_COLUMN {

		@Override
		TableDefinition apply(TableDefinition table, ColumnDefinition column) {
			return new ColumnEdits(table)
				.add("/* a */ added " + (table.strict() ? "TEXT" : "VARCHAR(3)") + " NOT NULL DEFAULT ',' -- b");
		}

		@Override
		Predicate<String> changes(TableDefinition table, ColumnDefinition column) {
			return (fact) -> "columns".equals(fact) || fact.startsWith("added ");
		}

	},

	DROP_COLUMN {

		@Override
		TableDefinition apply(TableDefinition table, ColumnDefinition column) {
			return new ColumnEdits(table).drop(column.name());
		}

		@Override
		boolean isRefused(TableDefinition table, ColumnDefinition column) {
			boolean used = !ColumnUses.find(table, column).isEmpty();
			return used
					|| table.columns().stream().allMatch((other) -> other == column || other.generated().isPresent());
		}

		@Override
		Predicate<String> changes(TableDefinition table, ColumnDefinition column) {
			return (fact) -> "columns".equals(fact) || isOf(column).test(fact) || isKeyOf(column).test(fact);
		}

	},

	SET_NOT_NULL {

		@Override
		TableDefinition apply(TableDefinition table, ColumnDefinition column) {
			return new ColumnEdits(table).setNotNull(column.name());
		}

		@Override
		boolean isRefused(TableDefinition table, ColumnDefinition column) {
			return column.has(Kind.NOT_NULL);
		}

		@Override
		Predicate<String> changes(TableDefinition table, ColumnDefinition column) {
			return (column.name() + " not null")::equals;
		}

	},

	DROP_NOT_NULL {

		@Override
		TableDefinition apply(TableDefinition table, ColumnDefinition column) {
			return new ColumnEdits(table).dropNotNull(column.name());
		}

		@Override
		boolean isRefused(TableDefinition table, ColumnDefinition column) {
			return !column.has(Kind.NOT_NULL);
		}

		@Override
		Predicate<String> changes(TableDefinition table, ColumnDefinition column) {
			return (column.name() + " not null")::equals;
		}

	},

	SET_COLLATION {

		@Override
		TableDefinition apply(TableDefinition table, ColumnDefinition column) {
			return new ColumnEdits(table).setCollation(column.name(), "rtrim");
		}

		@Override
		Predicate<String> changes(TableDefinition table, ColumnDefinition column) {
			return (fact) -> fact.equals(column.name() + " collation") || isKeyOf(column).test(fact);
		}

	},

	DROP_DEFAULT {

		@Override
		TableDefinition apply(TableDefinition table, ColumnDefinition column) {
			return new ColumnEdits(table).dropDefault(column.name());
		}

		@Override
		boolean isRefused(TableDefinition table, ColumnDefinition column) {
			return column.defaultValue().isEmpty();
		}

		@Override
		Predicate<String> changes(TableDefinition table, ColumnDefinition column) {
			return (column.name() + " default")::equals;
		}

	},

	ADD_UNIQUE {

		@Override
		TableDefinition apply(TableDefinition table, ColumnDefinition column) {
			return new ConstraintEdits(table).add("CONSTRAINT added UNIQUE (" + SqlName.quote(column.name()) + ")");
		}

		@Override
		boolean isRefused(TableDefinition table, ColumnDefinition column) {
			return table.allConstraints(Kind.UNIQUE).stream().anyMatch((unique) -> isOn(unique, column));
		}

		@Override
		Predicate<String> changes(TableDefinition table, ColumnDefinition column) {
			return isKeyOf(column);
		}

	},

	DROP_UNIQUE {

		@Override
		TableDefinition apply(TableDefinition table, ColumnDefinition column) {
			return new ConstraintEdits(table).drop(Kind.UNIQUE, List.of(column.name()));
		}

		@Override
		boolean isRefused(TableDefinition table, ColumnDefinition column) {
			return !ADD_UNIQUE.isRefused(table, column);
		}

		@Override
		Predicate<String> changes(TableDefinition table, ColumnDefinition column) {
			return isKeyOf(column);
		}

	},

	DROP_FOREIGN_KEY {

		@Override
		TableDefinition apply(TableDefinition table, ColumnDefinition column) {
			return new ConstraintEdits(table).drop(Kind.FOREIGN_KEY, List.of(column.name()));
		}

		@Override
		boolean isRefused(TableDefinition table, ColumnDefinition column) {
			return table.allConstraints(Kind.FOREIGN_KEY).stream().filter((key) -> isOn(key, column)).count() != 1;
		}

		@Override
		Predicate<String> changes(TableDefinition table, ColumnDefinition column) {
			return (fact) -> fact.startsWith("foreign key [" + SqlName.fold(column.name()) + "] to ");
		}

	};

	abstract TableDefinition apply(TableDefinition table, ColumnDefinition column);

	/**
	 * Whether the edit must be refused.
	 * @param table the table
	 * @param column the column
	 * @return whether it must
	 */
	boolean isRefused(TableDefinition table, ColumnDefinition column) {
		return false;
	}

	/**
	 * Return which facts the edit may change.
	 * @param table the table
	 * @param column the column
	 * @return the facts
	 */
	abstract Predicate<String> changes(TableDefinition table, ColumnDefinition column);

	private static boolean isOn(Constraint constraint, ColumnDefinition column) {
		return SqlName.fold(constraint.columns()).equals(SqlName.fold(List.of(column.name())));
	}

	private static Predicate<String> isOf(ColumnDefinition column) {
		return (fact) -> fact.startsWith(column.name() + " ");
	}

	private static Predicate<String> isKeyOf(ColumnDefinition column) {
		String name = SqlName.fold(column.name());
		return (fact) -> (fact.startsWith("key ") || fact.startsWith("foreign key ")) && fact.contains(name);
	}

}
