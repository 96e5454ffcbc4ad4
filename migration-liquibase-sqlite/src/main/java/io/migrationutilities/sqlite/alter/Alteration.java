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
import io.migrationutilities.sqlite.table.ColumnParser;
import io.migrationutilities.sqlite.table.Constraint.Kind;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.TableDefinition;

/**
 * One alteration of a table, in the words of SQL: what it makes of the definition of the
 * table. How SQLite is brought to do it is the business of {@link TableAlterer}.
 */
public sealed interface Alteration {

	/**
	 * Return the table that is altered.
	 * @return its name
	 */
	String table();

	/**
	 * Apply the alteration to the definition of the table.
	 * @param table the definition
	 * @return the new definition
	 */
	TableDefinition applyTo(TableDefinition table);

	/**
	 * Adds a column.
	 *
	 * @param table the table
	 * @param definition the column as {@code CREATE TABLE} defines it
	 * @param ifNotExists whether its presence is fine
	 */
	record AddColumn(String table, String definition, boolean ifNotExists) implements Alteration {

		public AddColumn(String table, String definition) {
			this(table, definition, false);
		}

		@Override
		public TableDefinition applyTo(TableDefinition table) {
			if (this.ifNotExists && table.findColumn(ColumnParser.parse(this.definition).name()).isPresent()) {
				return table;
			}
			return new ColumnEdits(table).add(this.definition);
		}

	}

	/**
	 * Drops a column.
	 *
	 * @param table the table
	 * @param column the column
	 * @param ifExists whether its absence is fine
	 * @param cascade whether the columns computed from it, and the foreign keys of the
	 * table to it, are dropped, too
	 */
	record DropColumn(String table, String column, boolean ifExists, boolean cascade) implements Alteration {

		public DropColumn(String table, String column) {
			this(table, column, false, false);
		}

		@Override
		public TableDefinition applyTo(TableDefinition table) {
			if (this.ifExists && table.findColumn(this.column).isEmpty()) {
				return table;
			}
			return new ColumnEdits(this.cascade ? dropComputed(table) : table).drop(this.column, this.cascade);
		}

		private TableDefinition dropComputed(TableDefinition table) {
			TableDefinition remaining = table;
			for (ColumnDefinition other : table.columns()) {
				if (isComputedFromColumn(other)) {
					remaining = new DropColumn(this.table, other.name(), true, true).applyTo(remaining);
				}
			}
			return remaining;
		}

		private boolean isComputedFromColumn(ColumnDefinition other) {
			return other.generated()
				.filter((generated) -> SqlName.fold(generated.columns()).contains(SqlName.fold(this.column)))
				.isPresent();
		}

	}

	/**
	 * Sets {@code NOT NULL} on a column.
	 *
	 * @param table the table
	 * @param column the column
	 * @param name the name of the constraint, or {@code null}
	 */
	record SetNotNull(String table, String column, @Nullable String name) implements Alteration {

		@Override
		public TableDefinition applyTo(TableDefinition table) {
			return new ColumnEdits(table).setNotNull(this.column, this.name);
		}

	}

	/**
	 * Drops {@code NOT NULL} of a column.
	 *
	 * @param table the table
	 * @param column the column
	 */
	record DropNotNull(String table, String column) implements Alteration {

		@Override
		public TableDefinition applyTo(TableDefinition table) {
			return new ColumnEdits(table).dropNotNull(this.column);
		}

	}

	/**
	 * Sets the default of a column.
	 *
	 * @param table the table
	 * @param column the column
	 * @param value the value in SQL, an expression in parentheses
	 */
	record SetDefault(String table, String column, String value) implements Alteration {

		@Override
		public TableDefinition applyTo(TableDefinition table) {
			return new ColumnEdits(table).setDefault(this.column, this.value);
		}

	}

	/**
	 * Drops the default of a column.
	 *
	 * @param table the table
	 * @param column the column
	 */
	record DropDefault(String table, String column) implements Alteration {

		@Override
		public TableDefinition applyTo(TableDefinition table) {
			return new ColumnEdits(table).dropDefault(this.column);
		}

	}

	/**
	 * Changes the declared type of a column.
	 *
	 * @param table the table
	 * @param column the column
	 * @param type the type
	 */
	record SetType(String table, String column, String type) implements Alteration {

		@Override
		public TableDefinition applyTo(TableDefinition table) {
			return new ColumnEdits(table).setType(this.column, this.type);
		}

	}

	/**
	 * Makes the primary key of a table, an integer column, an
	 * <a href="https://sqlite.org/autoinc.html">AUTOINCREMENT</a> one.
	 *
	 * @param table the table
	 * @param column the column
	 */
	record SetAutoincrement(String table, String column) implements Alteration {

		@Override
		public TableDefinition applyTo(TableDefinition table) {
			return new ConstraintEdits(table).setAutoincrement(this.column);
		}

	}

	/**
	 * Adds a constraint.
	 *
	 * @param table the table
	 * @param definition the constraint as {@code CREATE TABLE} defines it behind the
	 * columns
	 */
	record AddConstraint(String table, String definition) implements Alteration {

		@Override
		public TableDefinition applyTo(TableDefinition table) {
			return new ConstraintEdits(table).add(this.definition);
		}

	}

	/**
	 * Drops a constraint by its name.
	 *
	 * @param table the table
	 * @param kind its kind, or {@code null} for any
	 * @param name its name
	 * @param ifExists whether its absence is fine
	 */
	record DropConstraint(String table, @Nullable Kind kind, String name, boolean ifExists) implements Alteration {

		@Override
		public TableDefinition applyTo(TableDefinition table) {
			return new ConstraintEdits(table).drop(this.kind, this.name, this.ifExists);
		}

	}

	/**
	 * Drops a constraint by its columns, whatever its name.
	 *
	 * @param table the table
	 * @param kind its kind
	 * @param columns its columns in any order
	 */
	record DropConstraintOn(String table, Kind kind, List<String> columns) implements Alteration {

		@Override
		public TableDefinition applyTo(TableDefinition table) {
			return new ConstraintEdits(table).drop(this.kind, this.columns);
		}

	}

	/**
	 * Drops foreign keys, whatever their names.
	 *
	 * @param table the table
	 * @param referenced the table they refer to, or {@code null} for all foreign keys
	 */
	record DropForeignKeys(String table, @Nullable String referenced) implements Alteration {

		@Override
		public TableDefinition applyTo(TableDefinition table) {
			return new ConstraintEdits(table).dropForeignKeys(this.referenced);
		}

	}

	/**
	 * Does nothing to a table that doesn't exist.
	 *
	 * @param alteration what it does to a table that exists
	 */
	record IfTableExists(Alteration alteration) implements Alteration {

		@Override
		public String table() {
			return this.alteration.table();
		}

		@Override
		public TableDefinition applyTo(TableDefinition table) {
			return this.alteration.applyTo(table);
		}

	}

	/**
	 * Drops the primary key, whatever its name.
	 *
	 * @param table the table
	 */
	record DropPrimaryKey(String table) implements Alteration {

		@Override
		public TableDefinition applyTo(TableDefinition table) {
			return new ConstraintEdits(table).dropPrimaryKey();
		}

	}

}
