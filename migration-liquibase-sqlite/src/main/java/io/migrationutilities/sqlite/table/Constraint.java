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

package io.migrationutilities.sqlite.table;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.sql.SqlRange;

/**
 * A constraint of a table or of a column
 * (<a href="https://sqlite.org/lang_createtable.html">CREATE TABLE</a>). One that is
 * written at its column has that column, so that both spellings read alike.
 */
public sealed interface Constraint
		permits ColumnConstraint, Constraint.PrimaryKey, Constraint.Unique, Constraint.Check, Constraint.ForeignKey {

	/**
	 * Return the name of the constraint.
	 * @return the name, or {@code null} if it has none
	 */
	@Nullable String name();

	/**
	 * Return where the constraint is written, its name included.
	 * @return the place in the statement
	 */
	SqlRange range();

	/**
	 * Return the columns that the constraint is about, or uses.
	 * @return the names of the columns as written
	 */
	List<String> columns();

	/**
	 * Return the kind of the constraint.
	 * @return the kind
	 */
	Kind kind();

	/**
	 * Return the constraint as it is called in messages.
	 * @return the keyword, and the name or the columns
	 */
	default String description() {
		String name = name();
		return kind().keyword() + ((name != null) ? " '" + Refusals.excerpt(name) + "'"
				: " (" + Refusals.excerpt(String.join(", ", columns())) + ")");
	}

	/**
	 * A {@code PRIMARY KEY}.
	 *
	 * @param name its name
	 * @param range its place
	 * @param key its columns in order
	 * @param onConflict what happens on a conflict
	 * @param autoincrement whether numbers are never used again
	 * (<a href="https://sqlite.org/autoinc.html">SQLite Autoincrement</a>)
	 */
	record PrimaryKey(@Nullable String name, SqlRange range, List<KeyColumn> key, @Nullable String onConflict,
			boolean autoincrement) implements Constraint {

		@Override
		public List<String> columns() {
			return KeyColumn.names(this.key);
		}

		@Override
		public Kind kind() {
			return Kind.PRIMARY_KEY;
		}

	}

	/**
	 * A {@code UNIQUE} constraint.
	 *
	 * @param name its name
	 * @param range its place
	 * @param key its columns in order
	 * @param onConflict what happens on a conflict
	 */
	record Unique(@Nullable String name, SqlRange range, List<KeyColumn> key,
			@Nullable String onConflict) implements Constraint {

		@Override
		public List<String> columns() {
			return KeyColumn.names(this.key);
		}

		@Override
		public Kind kind() {
			return Kind.UNIQUE;
		}

	}

	/**
	 * A {@code CHECK} constraint.
	 *
	 * @param name its name
	 * @param range its place
	 * @param expression its expression
	 */
	record Check(@Nullable String name, SqlRange range, String expression) implements Constraint {

		@Override
		public List<String> columns() {
			return List.copyOf(ExpressionColumns.of(this.expression));
		}

		@Override
		public Kind kind() {
			return Kind.CHECK;
		}

	}

	/**
	 * A {@code FOREIGN KEY} or {@code REFERENCES} constraint
	 * (<a href="https://sqlite.org/foreignkeys.html">SQLite Foreign Key Support</a>).
	 *
	 * @param name its name
	 * @param range its place
	 * @param columns its columns
	 * @param table the table it refers to
	 * @param referencedColumns the columns it refers to, empty for the primary key
	 * @param actions what follows the references
	 */
	record ForeignKey(@Nullable String name, SqlRange range, List<String> columns, String table,
			List<String> referencedColumns, ReferenceActions actions) implements Constraint {

		@Override
		public Kind kind() {
			return Kind.FOREIGN_KEY;
		}

	}

	/**
	 * The clauses behind the references of a foreign key.
	 *
	 * @param onDelete what follows from a delete
	 * @param onUpdate what follows from an update
	 * @param match the name behind {@code MATCH}, which SQLite ignores
	 * @param deferred whether it is checked at the end of the transaction only
	 */
	record ReferenceActions(String onDelete, String onUpdate, @Nullable String match, boolean deferred) {

	}

	/**
	 * A column of a key.
	 *
	 * @param name its name
	 * @param collation the collating sequence, or {@code null} for that of the column
	 * @param descending whether it is sorted downwards
	 */
	record KeyColumn(String name, @Nullable String collation, boolean descending) {

		static List<String> names(List<KeyColumn> key) {
			return key.stream().map(KeyColumn::name).toList();
		}

	}

	/**
	 * The kinds of constraints.
	 */
	enum Kind {

		/**
		 * A primary key.
		 */
		PRIMARY_KEY("PRIMARY KEY"),

		/**
		 * A unique constraint.
		 */
		UNIQUE("UNIQUE"),

		/**
		 * A check.
		 */
		CHECK("CHECK"),

		/**
		 * A foreign key.
		 */
		FOREIGN_KEY("FOREIGN KEY"),

		/**
		 * A constraint against null.
		 */
		NOT_NULL("NOT NULL"),

		/**
		 * A permission of null.
		 */
		NULLABILITY("NULL"),

		/**
		 * A default value.
		 */
		DEFAULT("DEFAULT"),

		/**
		 * A collating sequence.
		 */
		COLLATE("COLLATE"),

		/**
		 * A generated column.
		 */
		GENERATED("GENERATED ALWAYS AS");

		private final String keyword;

		Kind(String keyword) {
			this.keyword = keyword;
		}

		public String keyword() {
			return this.keyword;
		}

	}

}
