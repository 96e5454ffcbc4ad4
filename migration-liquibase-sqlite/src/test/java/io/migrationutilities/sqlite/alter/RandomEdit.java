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
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;

import io.migrationutilities.sqlite.table.ColumnDefinition;
import io.migrationutilities.sqlite.table.Constraint.Kind;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.TableDefinition;

/**
 * Edits of a table at one of its columns, when they are refused, and which facts about
 * the table they change.
 */
enum RandomEdit {

	RENAME((table, column) -> new SqlPatch(table).rename("new \"t\"").apply(), never(), (column) -> "table"::equals),

	ADD_COLUMN((table, column) -> columns(table).add("/* a */ added TEXT NOT NULL DEFAULT ',' -- b"), never(),
			(column) -> (fact) -> "columns".equals(fact) || fact.startsWith("added ")),

	DROP_COLUMN((table, column) -> columns(table).drop(column.name()),
			(table, column) -> isComputedFrom(table, column) || isLastOrdinary(table, column)
					|| isInKeyWithoutRowid(table, column),
			(column) -> (fact) -> "columns".equals(fact) || "autoincrement".equals(fact)
					|| fact.startsWith(column.name() + " ") || isKeyWith(column, fact) || fact.endsWith(" primary key")
					|| fact.endsWith(" not null")),

	SET_NOT_NULL((table, column) -> columns(table).setNotNull(column.name(), null), never(),
			(column) -> (column.name() + " not null")::equals),

	DROP_NOT_NULL((table, column) -> columns(table).dropNotNull(column.name()), never(),
			(column) -> (column.name() + " not null")::equals),

	SET_DEFAULT((table, column) -> columns(table).setDefault(column.name(), "(1 + /* a */ 1) -- b"),
			(table, column) -> column.generated().isPresent(), (column) -> (column.name() + " default")::equals),

	DROP_DEFAULT((table, column) -> columns(table).dropDefault(column.name()), never(),
			(column) -> (column.name() + " default")::equals),

	SET_TYPE((table, column) -> columns(table).setType(column.name(), newType(table, column)), never(),
			(column) -> (column.name() + " type")::equals),

	ADD_UNIQUE((table, column) -> constraints(table).add("CONSTRAINT added UNIQUE (" + quoted(column) + ")"), never(),
			(column) -> (fact) -> isOwnKey(column, fact)),

	DROP_UNIQUE((table, column) -> constraints(table).drop(Kind.UNIQUE, List.of(column.name())),
			(table, column) -> count(table, Kind.UNIQUE, column) != 1, (column) -> (fact) -> isOwnKey(column, fact)),

	ADD_CHECK((table, column) -> constraints(table).add("CHECK (" + quoted(column) + " <> 'new')"), never(),
			(column) -> (fact) -> false),

	DROP_CHECK((table, column) -> constraints(table).drop(Kind.CHECK, List.of(column.name())),
			(table, column) -> count(table, Kind.CHECK, column) != 1, (column) -> (fact) -> false),

	ADD_FOREIGN_KEY(
			(table, column) -> constraints(table)
				.add("FOREIGN KEY (" + quoted(column) + ") REFERENCES added (x) ON DELETE CASCADE"),
			never(), (column) -> ("foreign key [" + SqlName.fold(column.name()) + "] to added [x]")::equals),

	DROP_FOREIGN_KEY((table, column) -> constraints(table).drop(Kind.FOREIGN_KEY, List.of(column.name())),
			(table, column) -> count(table, Kind.FOREIGN_KEY, column) != 1,
			(column) -> (fact) -> fact.startsWith("foreign key [" + SqlName.fold(column.name()) + "] to ")),

	ADD_PRIMARY_KEY((table, column) -> constraints(table).add("PRIMARY KEY (" + quoted(column) + ")"),
			(table, column) -> !table.allConstraints(Kind.PRIMARY_KEY).isEmpty() || column.generated().isPresent(),
			(column) -> (fact) -> fact.equals(column.name() + " primary key")
					|| fact.equals(column.name() + " not null") || isOwnKey(column, fact)),

	DROP_PRIMARY_KEY((table, column) -> constraints(table).drop(Kind.PRIMARY_KEY, List.of(column.name())),
			(table, column) -> count(table, Kind.PRIMARY_KEY, column) == 0 || table.withoutRowid(),
			(column) -> (fact) -> fact.equals(column.name() + " primary key") || "autoincrement".equals(fact)
					|| fact.equals(column.name() + " not null") || isOwnKey(column, fact));

	private final BiFunction<TableDefinition, ColumnDefinition, TableDefinition> edit;

	private final BiPredicate<TableDefinition, ColumnDefinition> refused;

	private final Function<ColumnDefinition, Predicate<String>> changes;

	RandomEdit(BiFunction<TableDefinition, ColumnDefinition, TableDefinition> edit,
			BiPredicate<TableDefinition, ColumnDefinition> refused,
			Function<ColumnDefinition, Predicate<String>> changes) {
		this.edit = edit;
		this.refused = refused;
		this.changes = changes;
	}

	TableDefinition apply(TableDefinition table, ColumnDefinition column) {
		return this.edit.apply(table, column);
	}

	/**
	 * Whether the edit must be refused.
	 * @param table the table
	 * @param column the column
	 * @return whether it must
	 */
	boolean isRefused(TableDefinition table, ColumnDefinition column) {
		return this.refused.test(table, column);
	}

	/**
	 * Whether the edit may be done twice.
	 * @return whether it may
	 */
	boolean isRepeatable() {
		return List
			.of(RENAME, SET_NOT_NULL, DROP_NOT_NULL, SET_DEFAULT, DROP_DEFAULT, SET_TYPE, ADD_CHECK, ADD_FOREIGN_KEY)
			.contains(this);
	}

	/**
	 * Return which facts the edit may change.
	 * @param column the column
	 * @return the facts
	 */
	Predicate<String> changes(ColumnDefinition column) {
		return this.changes.apply(column);
	}

	private static BiPredicate<TableDefinition, ColumnDefinition> never() {
		return (table, column) -> false;
	}

	private static ColumnEdits columns(TableDefinition table) {
		return new ColumnEdits(table);
	}

	private static ConstraintEdits constraints(TableDefinition table) {
		return new ConstraintEdits(table);
	}

	private static String quoted(ColumnDefinition column) {
		return SqlName.quote(column.name());
	}

	// A key that is the rowid is another one with another type.
	private static String newType(TableDefinition table, ColumnDefinition column) {
		if (count(table, Kind.PRIMARY_KEY, column) > 0) {
			return column.type();
		}
		return table.strict() ? "ANY" : "\"new type\" (3)";
	}

	private static boolean isComputedFrom(TableDefinition table, ColumnDefinition column) {
		return table.allConstraints(Kind.GENERATED)
			.stream()
			.anyMatch((generated) -> !column.constraints().contains(generated)
					&& SqlName.fold(generated.columns()).contains(SqlName.fold(column.name())));
	}

	private static boolean isInKeyWithoutRowid(TableDefinition table, ColumnDefinition column) {
		return table.withoutRowid() && table.allConstraints(Kind.PRIMARY_KEY)
			.stream()
			.anyMatch((key) -> SqlName.fold(key.columns()).contains(SqlName.fold(column.name())));
	}

	private static boolean isLastOrdinary(TableDefinition table, ColumnDefinition column) {
		return table.columns().stream().allMatch((other) -> other == column || other.generated().isPresent());
	}

	private static long count(TableDefinition table, Kind kind, ColumnDefinition column) {
		return table.allConstraints(kind)
			.stream()
			.filter((constraint) -> SqlName.fold(constraint.columns()).equals(SqlName.fold(List.of(column.name()))))
			.count();
	}

	private static boolean isOwnKey(ColumnDefinition column, String fact) {
		String columns = "key [" + SqlName.fold(column.name()) + "]";
		return fact.equals(columns) || fact.startsWith("foreign " + columns);
	}

	private static boolean isKeyWith(ColumnDefinition column, String fact) {
		return (fact.startsWith("key [") || fact.startsWith("foreign key ["))
				&& fact.contains(SqlName.fold(column.name()));
	}

}
