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
 * A constraint that only a column can have
 * (<a href="https://sqlite.org/syntax/column-constraint.html">column-constraint</a>).
 */
public sealed interface ColumnConstraint extends Constraint {

	/**
	 * A {@code NOT NULL} constraint.
	 *
	 * @param name its name
	 * @param range its place
	 * @param columns its column
	 * @param onConflict what happens on a conflict
	 */
	record NotNull(@Nullable String name, SqlRange range, List<String> columns,
			@Nullable String onConflict) implements ColumnConstraint {

		@Override
		public Kind kind() {
			return Kind.NOT_NULL;
		}

	}

	/**
	 * A {@code NULL} that says what holds anyhow, or a name of a constraint with nothing
	 * behind it, to which SQLite gives no meaning.
	 *
	 * @param name its name
	 * @param range its place
	 * @param columns its column
	 */
	record Nullability(@Nullable String name, SqlRange range, List<String> columns) implements ColumnConstraint {

		@Override
		public Kind kind() {
			return Kind.NULLABILITY;
		}

	}

	/**
	 * A {@code DEFAULT}.
	 *
	 * @param name its name
	 * @param range its place
	 * @param columns its column
	 * @param value its value as written, an expression without its parentheses
	 */
	record Default(@Nullable String name, SqlRange range, List<String> columns,
			String value) implements ColumnConstraint {

		@Override
		public Kind kind() {
			return Kind.DEFAULT;
		}

	}

	/**
	 * A {@code COLLATE}.
	 *
	 * @param name its name
	 * @param range its place
	 * @param columns its column
	 * @param collation the collating sequence
	 */
	record Collate(@Nullable String name, SqlRange range, List<String> columns,
			String collation) implements ColumnConstraint {

		@Override
		public Kind kind() {
			return Kind.COLLATE;
		}

	}

	/**
	 * The clause that makes a column a
	 * <a href="https://sqlite.org/gencol.html">generated</a> one.
	 *
	 * @param name its name
	 * @param range its place
	 * @param expression its expression
	 * @param stored whether its values are stored
	 */
	record Generated(@Nullable String name, SqlRange range, String expression,
			boolean stored) implements ColumnConstraint {

		@Override
		public List<String> columns() {
			return List.copyOf(ExpressionColumns.of(this.expression));
		}

		@Override
		public Kind kind() {
			return Kind.GENERATED;
		}

	}

}
