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
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A constraint of a stored table, for those who compare tables. The PRAGMAs of SQLite
 * tell neither the names of constraints nor their checks.
 *
 * @param kind its kind
 * @param name its name, or the one by which it can be dropped
 * @param named whether it has a name of its own
 * @param columns the columns that it is about, or uses
 * @param expression the expression of a check, or {@code null}
 */
public record StoredConstraint(Kind kind, String name, boolean named, List<String> columns,
		@Nullable String expression) {

	private static final Map<Constraint.Kind, Kind> KINDS = Map.of(Constraint.Kind.PRIMARY_KEY, Kind.PRIMARY_KEY,
			Constraint.Kind.UNIQUE, Kind.UNIQUE, Constraint.Kind.FOREIGN_KEY, Kind.FOREIGN_KEY, Constraint.Kind.CHECK,
			Kind.CHECK);

	/**
	 * Read the constraints of a table.
	 * @param sql the statement that SQLite stores
	 * @return its keys, foreign keys and checks
	 */
	public static List<StoredConstraint> read(String sql) {
		TableDefinition table = CreateTableParser.parse(sql);
		ConstraintNames names = new ConstraintNames(table);
		return table.allConstraints()
			.stream()
			.filter((constraint) -> KINDS.containsKey(constraint.kind()))
			.map((constraint) -> of(constraint, names))
			.toList();
	}

	private static StoredConstraint of(Constraint constraint, ConstraintNames names) {
		Kind kind = Objects.requireNonNull(KINDS.get(constraint.kind()));
		String name = constraint.name();
		String expression = (constraint instanceof Constraint.Check check) ? check.expression() : null;
		return new StoredConstraint(kind, (name != null) ? name : names.choose(constraint), name != null,
				constraint.columns(), expression);
	}

	/**
	 * The kinds of constraints.
	 */
	public enum Kind {

		/**
		 * A primary key.
		 */
		PRIMARY_KEY,

		/**
		 * A unique constraint.
		 */
		UNIQUE,

		/**
		 * A foreign key.
		 */
		FOREIGN_KEY,

		/**
		 * A check.
		 */
		CHECK

	}

}
