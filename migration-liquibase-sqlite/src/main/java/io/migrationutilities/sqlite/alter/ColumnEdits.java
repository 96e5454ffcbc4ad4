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
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.sql.SqlRange;
import io.migrationutilities.sqlite.table.ColumnDefinition;
import io.migrationutilities.sqlite.table.ColumnParser;
import io.migrationutilities.sqlite.table.Constraint;
import io.migrationutilities.sqlite.table.Constraint.Kind;
import io.migrationutilities.sqlite.table.Refusals;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.SqliteAlterationException;
import io.migrationutilities.sqlite.table.TableDefinition;

/**
 * Adds, drops and changes columns in the statement of a table.
 */
final class ColumnEdits {

	private final TableDefinition table;

	ColumnEdits(TableDefinition table) {
		this.table = table;
	}

	/**
	 * Add a column behind the others. As a primary key it is {@code NOT NULL}, which
	 * SQLite leaves to the table.
	 * @param sql the column as {@code CREATE TABLE} defines it
	 * @return the new definition
	 */
	TableDefinition add(String sql) {
		ColumnDefinition column = ColumnParser.parse(sql);
		if (this.table.findColumn(column.name()).isPresent()) {
			throw refused("Table '%s' has a column '%s' already.", column.name());
		}
		if (column.has(Kind.PRIMARY_KEY) && !this.table.allConstraints(Kind.PRIMARY_KEY).isEmpty()) {
			throw refused("Table '%s' has a primary key already; column '%s' can't be one.", column.name());
		}
		TableDefinition added = patch().insert(this.table.lastColumn().range().end(), ", " + column.range().of(sql))
			.apply();
		return column.has(Kind.PRIMARY_KEY) ? new ColumnEdits(added).setNotNull(column.name(), null) : added;
	}

	TableDefinition drop(String name) {
		return drop(name, false);
	}

	/**
	 * Drop a column with all constraints that involve it. A foreign key of other columns
	 * to it is dropped only if that is asked for.
	 * @param name the name of the column
	 * @param cascade whether such foreign keys are dropped
	 * @return the new definition
	 */
	TableDefinition drop(String name, boolean cascade) {
		ColumnDefinition column = this.table.column(name);
		if (isLastOrdinary(column)) {
			throw refused("Table '%s' can't lose its last ordinary column '%s'.", column.name());
		}
		if (this.table.withoutRowid() && isInPrimaryKey(column)) {
			throw refused("Table '%s' is WITHOUT ROWID and can't lose column '%s' of its primary key.", column.name());
		}
		TableDefinition remaining = this.table;
		Optional<Constraint> use = ColumnUses.findFirst(remaining, column);
		while (use.isPresent()) {
			refuseIfDependent(use.get(), column, cascade);
			remaining = new SqlPatch(remaining).cut(use.get()).apply();
			use = ColumnUses.findFirst(remaining, remaining.column(name));
		}
		return new SqlPatch(remaining).cutElement(remaining.column(name).range()).apply();
	}

	private boolean isInPrimaryKey(ColumnDefinition column) {
		return this.table.primaryKey()
			.filter((key) -> SqlName.fold(key.columns()).contains(SqlName.fold(column.name())))
			.isPresent();
	}

	private void refuseIfDependent(Constraint use, ColumnDefinition column, boolean cascade) {
		boolean refers = use.kind() == Kind.FOREIGN_KEY
				&& !SqlName.fold(use.columns()).contains(SqlName.fold(column.name()));
		if (use.kind() == Kind.GENERATED || (refers && !cascade)) {
			throw Refusals.used(column.name(), this.table.name(), use.description());
		}
	}

	private boolean isLastOrdinary(ColumnDefinition column) {
		return this.table.columns().stream().noneMatch((other) -> other != column && other.generated().isEmpty());
	}

	/**
	 * Set {@code NOT NULL} on a column, unless it is set already.
	 * @param name the name of the column
	 * @param constraintName the name of the constraint, or {@code null}
	 * @return the new definition
	 */
	TableDefinition setNotNull(String name, @Nullable String constraintName) {
		ColumnDefinition column = this.table.column(name);
		if (column.has(Kind.NOT_NULL)) {
			return this.table;
		}
		String constraint = (constraintName != null) ? "CONSTRAINT " + SqlName.quote(constraintName) + " " : "";
		return set(column, Kind.NULLABILITY, constraint + "NOT NULL");
	}

	/**
	 * Drop {@code NOT NULL} of a column, if it is there.
	 * @param name the name of the column
	 * @return the new definition
	 */
	TableDefinition dropNotNull(String name) {
		return drop(name, Kind.NOT_NULL);
	}

	/**
	 * Set the default of a column, whatever it was.
	 * @param name the name of the column
	 * @param value the value in SQL, an expression in parentheses
	 * @return the new definition
	 */
	TableDefinition setDefault(String name, String value) {
		String sql = "c DEFAULT " + value;
		ColumnDefinition parsed = ColumnParser.parse(sql);
		if (parsed.constraints().size() != 1) {
			throw Refusals.refused("'%s' is more than a default.".formatted(Refusals.excerpt(value)),
					"Give the value in SQL, an expression in parentheses.");
		}
		ColumnDefinition column = this.table.column(name);
		if (column.generated().isPresent()) {
			throw refused("Table '%s' computes column '%s', which can't have a default.", column.name());
		}
		return set(column, Kind.DEFAULT, parsed.constraints().get(0).range().of(sql));
	}

	/**
	 * Drop the default of a column, if it is there.
	 * @param name the name of the column
	 * @return the new definition
	 */
	TableDefinition dropDefault(String name) {
		return drop(name, Kind.DEFAULT);
	}

	/**
	 * Replace the declared type of a column. One that numbers the rows stays
	 * {@code INTEGER} instead of an integer of another size, which would not number them.
	 * @param name the name of the column
	 * @param type the type, empty for none
	 * @return the new definition
	 */
	TableDefinition setType(String name, String type) {
		ColumnDefinition parsed = ColumnParser.parse("c " + type);
		if (!parsed.constraints().isEmpty()) {
			throw Refusals.refused("'%s' is more than a type.".formatted(Refusals.excerpt(type)),
					"Change the constraints of the column on their own.");
		}
		if (numbersRows(name)) {
			return keepInteger(parsed.type());
		}
		TableDefinition changed = replaceType(this.table.column(name).typeRange(), parsed.type());
		if (!changed.column(name).type().equals(parsed.type())) {
			throw Refusals.commentInType();
		}
		return changed;
	}

	private boolean numbersRows(String name) {
		return this.table.rowidColumn().filter((column) -> SqlName.same(column.name(), name)).isPresent();
	}

	private TableDefinition keepInteger(String type) {
		if (!SqlName.fold(type).contains("int")) {
			throw refused("Table '%s' numbers its rows by its primary key, which can't become '%s'.",
					Refusals.excerpt(type));
		}
		return this.table;
	}

	private TableDefinition replaceType(SqlRange place, String type) {
		if (type.isEmpty()) {
			return place.isEmpty() ? this.table : patch().cut(place).apply();
		}
		return patch().replace(place, place.isEmpty() ? " " + type : type).apply();
	}

	private TableDefinition set(ColumnDefinition column, Kind kind, String text) {
		List<Constraint> present = column.constraints(kind);
		if (present.isEmpty()) {
			return patch().insert(column.range().end(), " " + text).apply();
		}
		SqlPatch patch = patch().replace(present.get(0).range(), text);
		present.stream().skip(1).forEach(patch::cut);
		return patch.apply();
	}

	private TableDefinition drop(String name, Kind kind) {
		ColumnDefinition column = this.table.column(name);
		SqlPatch patch = patch();
		column.constraints(kind).forEach(patch::cut);
		return patch.apply();
	}

	private SqlPatch patch() {
		return new SqlPatch(this.table);
	}

	private SqliteAlterationException refused(String message, String column) {
		return Refusals.refused(message.formatted(this.table.name(), column), "Correct the change set.");
	}

}
