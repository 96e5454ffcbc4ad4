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

package io.migrationutilities.generate;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.generate.Schema.Check;
import io.migrationutilities.generate.Schema.Column;
import io.migrationutilities.generate.Schema.ForeignKey;
import io.migrationutilities.generate.Schema.Index;
import io.migrationutilities.generate.Schema.Table;

/**
 * Tells which constraints and indexes are the same, by what they say and not by their
 * names.
 */
final class ConstraintMatcher {

	private final Schema names;

	/**
	 * Create a matcher.
	 * @param names compares names as the database does
	 */
	ConstraintMatcher(Schema names) {
		this.names = names;
	}

	boolean isUnique(Table table, List<String> columns) {
		return table.uniques().stream().anyMatch((key) -> this.names.isSameSet(key.columns(), columns))
				|| table.indexes()
					.stream()
					.anyMatch((index) -> index.unique() && this.names.isSameSet(index.columns(), columns))
				|| (table.primaryKey() != null && this.names.isSameSet(table.primaryKey().columns(), columns));
	}

	boolean hasIndex(Table table, Index wanted) {
		return wanted.unique() ? isUnique(table, wanted.columns())
				: indexedColumns(table).stream().anyMatch((columns) -> this.names.isSame(columns, wanted.columns()));
	}

	private static List<List<String>> indexedColumns(Table table) {
		List<List<String>> indexed = new ArrayList<>();
		table.indexes().forEach((index) -> indexed.add(index.columns()));
		table.uniques().forEach((key) -> indexed.add(key.columns()));
		if (table.primaryKey() != null) {
			indexed.add(table.primaryKey().columns());
		}
		return indexed;
	}

	@Nullable ForeignKey findForeignKey(List<ForeignKey> keys, List<String> columns) {
		return keys.stream().filter((key) -> this.names.isSameSet(key.columns(), columns)).findFirst().orElse(null);
	}

	/**
	 * Return whether a foreign key is as it should be. The action on a delete may be said
	 * by the database alone.
	 * @param wanted the foreign key as it should be
	 * @param found the foreign key as it is
	 * @return whether it is
	 */
	boolean isSame(ForeignKey wanted, ForeignKey found) {
		return this.names.isSame(wanted.table(), found.table())
				&& (found.referencedColumns().isEmpty()
						|| this.names.isSameSet(wanted.referencedColumns(), found.referencedColumns()))
				&& (ForeignKey.NO_ACTION.equals(wanted.onDelete()) || wanted.onDelete().equals(found.onDelete()));
	}

	/**
	 * Return whether a check is missing. One without a name comes with the type of a
	 * property, such as an enum; who has left it out of the table once does not want it.
	 * @param check the check
	 * @param present the table as it is
	 * @return whether it is missing
	 */
	boolean isMissing(Check check, Table present) {
		if (present.checks().stream().anyMatch((other) -> isSame(check, other))) {
			return false;
		}
		return check.named() || check.columns().stream().anyMatch((name) -> this.names.column(present, name) == null)
				|| present.checks().stream().anyMatch((other) -> isAboutTheSame(check, other));
	}

	/**
	 * Return whether another check takes the place of one.
	 * @param table the table as it should be
	 * @param present the check as it is
	 * @return whether one does
	 */
	boolean isReplaced(Table table, Check present) {
		return table.checks().stream().noneMatch((other) -> isSame(other, present))
				&& table.checks().stream().anyMatch((other) -> isAboutTheSame(other, present));
	}

	private boolean isAboutTheSame(Check check, Check other) {
		return (check.named() && other.named()) ? this.names.isSame(check.name(), other.name())
				: !check.named() && this.names.isSameSet(check.columns(), other.columns());
	}

	private static boolean isSame(Check check, Check other) {
		return Expressions.isSame(check.expression(), other.expression());
	}

	boolean contains(List<String> columns, Column column) {
		return columns.stream().anyMatch((name) -> this.names.isSame(name, column.name()));
	}

}
