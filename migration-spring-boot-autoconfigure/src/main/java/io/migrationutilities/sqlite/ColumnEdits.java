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

import io.migrationutilities.MigrationException;
import io.migrationutilities.sqlite.Constraint.Kind;

/**
 * Adds, drops and changes columns in the statement of a table.
 */
final class ColumnEdits {

	private final TableDefinition table;

	ColumnEdits(TableDefinition table) {
		this.table = table;
	}

	/**
	 * Add a column behind the others.
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
		return patch().insert(this.table.lastColumn().range().end(), ", " + column.range().of(sql)).apply();
	}

	/**
	 * Drop a column with the constraints that are only its own.
	 * @param name the name of the column
	 * @return the new definition
	 */
	TableDefinition drop(String name) {
		ColumnDefinition column = this.table.column(name);
		List<String> uses = ColumnUses.find(this.table, column);
		if (!uses.isEmpty()) {
			throw Refusals.refused("Column '%s' of table '%s' can't be dropped. It is used by %s.".formatted(
					column.name(), this.table.name(), String.join(", ", uses)), "Drop what uses the column first.");
		}
		if (isLastOrdinary(column)) {
			throw refused("Table '%s' can't lose its last ordinary column '%s'.", column.name());
		}
		return patch().cutElement(column.range()).apply();
	}

	private boolean isLastOrdinary(ColumnDefinition column) {
		return this.table.columns().stream().noneMatch((other) -> other != column && other.generated().isEmpty());
	}

	TableDefinition setNotNull(String name) {
		ColumnDefinition column = this.table.column(name);
		if (column.has(Kind.NOT_NULL)) {
			throw refused("Table '%s' has NOT NULL on column '%s' already.", column.name());
		}
		return set(column, Kind.NULLABILITY, "NOT NULL");
	}

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

	TableDefinition dropDefault(String name) {
		return drop(name, Kind.DEFAULT);
	}

	/**
	 * Set the collating sequence of a column, whatever it was.
	 * @param name the name of the column
	 * @param collation the name of the collating sequence
	 * @return the new definition
	 */
	TableDefinition setCollation(String name, String collation) {
		return set(this.table.column(name), Kind.COLLATE, "COLLATE " + SqlName.quote(collation));
	}

	TableDefinition dropCollation(String name) {
		return drop(name, Kind.COLLATE);
	}

	/**
	 * Replace the declared type of a column.
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
		TableDefinition changed = replaceType(this.table.column(name).typeRange(), parsed.type());
		if (!changed.column(name).type().equals(parsed.type())) {
			throw Refusals.commentInType();
		}
		return changed;
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
		present.stream().skip(1).forEach((constraint) -> patch.cut(constraint.range()));
		return patch.apply();
	}

	private TableDefinition drop(String name, Kind kind) {
		ColumnDefinition column = this.table.column(name);
		if (!column.has(kind)) {
			throw refused("Table '%s' has no " + kind.keyword() + " on column '%s'.", column.name());
		}
		SqlPatch patch = patch();
		column.constraints(kind).forEach((constraint) -> patch.cut(constraint.range()));
		return patch.apply();
	}

	private SqlPatch patch() {
		return new SqlPatch(this.table);
	}

	private MigrationException refused(String message, String column) {
		return Refusals.refused(message.formatted(this.table.name(), column), "Correct the change set.");
	}

}
