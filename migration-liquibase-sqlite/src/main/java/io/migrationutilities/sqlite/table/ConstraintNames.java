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

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.sqlite.table.Constraint.Kind;

/**
 * Finds the constraints of a table by their names. Changelogs that run on PostgreSQL,
 * too, drop constraints that were created without a name by the name that PostgreSQL
 * <a href="https://www.postgresql.org/docs/current/ddl-constraints.html">chooses</a>: it
 * is made of the table, the columns and the kind, and a number if it is taken.
 */
public final class ConstraintNames {

	private static final Set<Kind> NAMED = Set.of(Kind.PRIMARY_KEY, Kind.UNIQUE, Kind.CHECK, Kind.FOREIGN_KEY,
			Kind.NOT_NULL);

	private final TableDefinition table;

	private final Map<String, Integer> taken = new HashMap<>();

	ConstraintNames(TableDefinition table) {
		this.table = table;
	}

	/**
	 * Find constraints by a name.
	 * @param table the table
	 * @param name the name
	 * @return the constraints with that name; if there are none, the one without a name
	 * that PostgreSQL calls so
	 */
	public static List<Constraint> find(TableDefinition table, String name) {
		List<Constraint> constraints = table.allConstraints()
			.stream()
			.filter((constraint) -> NAMED.contains(constraint.kind()))
			.toList();
		List<Constraint> named = constraints.stream().filter((constraint) -> isSame(constraint.name(), name)).toList();
		ConstraintNames names = new ConstraintNames(table);
		return !named.isEmpty() ? named
				: constraints.stream()
					.filter((constraint) -> constraint.name() == null && isSame(names.choose(constraint), name))
					.toList();
	}

	private static boolean isSame(@Nullable String left, String right) {
		return left != null && SqlName.same(left, right);
	}

	/**
	 * Choose the name of a constraint that has none.
	 * @param constraint the next such constraint, in the order of the table
	 * @return the name
	 */
	String choose(Constraint constraint) {
		String name = SqlName.fold(String.join("_", parts(constraint)));
		int number = this.taken.merge(name, 0, (before, zero) -> before + 1);
		return (number == 0) ? name : name + number;
	}

	private List<String> parts(Constraint constraint) {
		String columns = String.join("_", constraint.columns());
		String name = this.table.name();
		return switch (constraint.kind()) {
			case PRIMARY_KEY -> List.of(name, "pkey");
			case UNIQUE -> List.of(name, columns, "key");
			case FOREIGN_KEY -> List.of(name, columns, "fkey");
			case NOT_NULL -> List.of(name, columns, "not_null");
			default -> (constraint.columns().size() == 1) ? List.of(name, columns, "check") : List.of(name, "check");
		};
	}

}
