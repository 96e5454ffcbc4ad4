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

import org.jspecify.annotations.Nullable;

import io.migrationutilities.sqlite.table.ColumnDefinition;
import io.migrationutilities.sqlite.table.Constraint;
import io.migrationutilities.sqlite.table.Constraint.ForeignKey;
import io.migrationutilities.sqlite.table.Constraint.Kind;
import io.migrationutilities.sqlite.table.Constraint.PrimaryKey;
import io.migrationutilities.sqlite.table.ConstraintNames;
import io.migrationutilities.sqlite.table.ConstraintParser;
import io.migrationutilities.sqlite.table.Refusals;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.SqliteAlterationException;
import io.migrationutilities.sqlite.table.TableDefinition;

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
	 * Add a constraint. A primary key makes its columns {@code NOT NULL}, which SQLite
	 * leaves to the table.
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
			.filter((other) -> excludes(other, constraint))
			.findFirst()
			.ifPresent((same) -> {
				throw refused("has %s already".formatted(same.description()));
			});
		TableDefinition added = patch().insert(this.table.contentEnd(), ", " + constraint.range().of(sql)).apply();
		return (constraint.kind() == Kind.PRIMARY_KEY) ? withNotNull(added, constraint.columns()) : added;
	}

	private static TableDefinition withNotNull(TableDefinition table, List<String> columns) {
		TableDefinition result = table;
		for (String column : columns) {
			result = new ColumnEdits(result).setNotNull(column, null);
		}
		return result;
	}

	private void refuseIfUnfit(Constraint constraint, ColumnDefinition column) {
		if (constraint.kind() == Kind.PRIMARY_KEY && column.generated().isPresent()) {
			throw refused("computes column '%s', which can't be in its primary key".formatted(column.name()));
		}
	}

	private static boolean excludes(Constraint present, Constraint added) {
		String name = present.name();
		String addedName = added.name();
		return (name != null && addedName != null && SqlName.same(name, addedName))
				|| (present.kind() == Kind.PRIMARY_KEY && added.kind() == Kind.PRIMARY_KEY);
	}

	/**
	 * Drop a constraint by its name. One that has none is found by the name that
	 * PostgreSQL would have given it.
	 * @param kind its kind, or {@code null} for any
	 * @param name its name
	 * @param ifExists whether its absence is fine
	 * @return the new definition
	 */
	TableDefinition drop(@Nullable Kind kind, String name, boolean ifExists) {
		List<Constraint> found = ConstraintNames.find(this.table, name)
			.stream()
			.filter((constraint) -> kind == null || constraint.kind() == kind)
			.toList();
		if (found.isEmpty() && ifExists) {
			return this.table;
		}
		return drop(single(found, (kind != null) ? kind.keyword() : "constraint", "'" + name + "'"));
	}

	/**
	 * Drop the primary key, whatever its name.
	 * @return the new definition
	 */
	TableDefinition dropPrimaryKey() {
		return drop(primaryKey());
	}

	/**
	 * Drop a constraint by its columns, whatever its name.
	 * @param kind its kind
	 * @param columns its columns in any order
	 * @return the new definition
	 */
	TableDefinition drop(Kind kind, List<String> columns) {
		List<Constraint> found = this.table.allConstraints(kind)
			.stream()
			.filter((constraint) -> hasColumns(constraint, columns))
			.toList();
		return drop(single(found, kind.keyword(), "(" + String.join(", ", columns) + ")"));
	}

	/**
	 * Drop foreign keys, whatever their names.
	 * @param referenced the table they refer to, or {@code null} for all of them
	 * @return the new definition
	 */
	TableDefinition dropForeignKeys(@Nullable String referenced) {
		return this.table.allConstraints(Kind.FOREIGN_KEY)
			.stream()
			.filter((key) -> referenced == null || SqlName.same(((ForeignKey) key).table(), referenced))
			.findFirst()
			.map((key) -> new ConstraintEdits(drop(key)).dropForeignKeys(referenced))
			.orElse(this.table);
	}

	/**
	 * Drop a constraint.
	 * @param constraint one of the table
	 * @return the new definition
	 */
	TableDefinition drop(Constraint constraint) {
		if (constraint.kind() == Kind.PRIMARY_KEY && this.table.withoutRowid()) {
			throw refused("is WITHOUT ROWID and can't lose its primary key");
		}
		return patch().cut(constraint).apply();
	}

	/**
	 * Make the primary key an {@code AUTOINCREMENT} one, unless it is one already. SQLite
	 * asks for a single column of the type {@code INTEGER}, which integers of all other
	 * types become.
	 * @param columnName its column
	 * @return the new definition
	 */
	TableDefinition setAutoincrement(String columnName) {
		ColumnDefinition column = this.table.column(columnName);
		PrimaryKey key = primaryKey();
		if (!hasColumns(key, List.of(column.name()))) {
			throw refused("has %s; only a primary key of one column can be AUTOINCREMENT".formatted(key.description()));
		}
		if (key.autoincrement()) {
			return this.table;
		}
		if (this.table.withoutRowid()) {
			throw refused("is WITHOUT ROWID and can't have an AUTOINCREMENT key");
		}
		if (!SqlName.fold(column.type()).contains("int")) {
			throw refused("has a primary key of the type '%s'; only an integer can be AUTOINCREMENT"
				.formatted(Refusals.excerpt(column.type())));
		}
		TableDefinition withoutKey = drop(key);
		TableDefinition integer = SqlName.same(column.type(), "INTEGER") ? withoutKey
				: new ColumnEdits(withoutKey).setType(columnName, "INTEGER");
		String name = (key.name() != null) ? " CONSTRAINT " + SqlName.quote(key.name()) : "";
		return new SqlPatch(integer)
			.insert(integer.column(columnName).range().end(), name + " PRIMARY KEY AUTOINCREMENT")
			.apply();
	}

	private PrimaryKey primaryKey() {
		return this.table.primaryKey().orElseThrow(() -> refused("has no primary key"));
	}

	private Constraint single(List<Constraint> found, String kind, String description) {
		if (found.isEmpty()) {
			throw refused("has no %s %s".formatted(kind, description));
		}
		if (found.size() > 1) {
			throw refused("has %d constraints %s %s".formatted(found.size(), kind, description));
		}
		return found.get(0);
	}

	private static boolean hasColumns(Constraint constraint, List<String> columns) {
		return SqlName.fold(constraint.columns()).equals(SqlName.fold(columns));
	}

	private SqlPatch patch() {
		return new SqlPatch(this.table);
	}

	private SqliteAlterationException refused(String message) {
		return Refusals.refused("Table '%s' %s.".formatted(this.table.name(), message), "Correct the change set.");
	}

}
