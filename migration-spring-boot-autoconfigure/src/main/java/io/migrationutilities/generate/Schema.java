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

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * The tables of a database, as far as entities can ask for them. Views, triggers, partial
 * indexes and the like, which no entity can ask for, are not in it.
 */
public final class Schema {

	private final Comparator<String> names;

	private final Map<String, Table> tables;

	private final Map<String, Sequence> sequences;

	Schema(Comparator<String> names, Collection<Table> tables, Collection<Sequence> sequences) {
		this.names = names;
		this.tables = new TreeMap<>(names);
		this.sequences = new TreeMap<>(names);
		tables.forEach((table) -> this.tables.put(table.name(), table));
		sequences.forEach((sequence) -> this.sequences.put(sequence.name(), sequence));
	}

	Schema withTables(Collection<Table> tables) {
		return new Schema(this.names, tables, this.sequences.values());
	}

	Collection<Table> tables() {
		return this.tables.values();
	}

	@Nullable Table table(String name) {
		return this.tables.get(name);
	}

	Collection<Sequence> sequences() {
		return this.sequences.values();
	}

	@Nullable Sequence sequence(String name) {
		return this.sequences.get(name);
	}

	boolean isSame(String left, String right) {
		return this.names.compare(left, right) == 0;
	}

	boolean isSame(List<String> left, List<String> right) {
		if (left.size() != right.size()) {
			return false;
		}
		for (int i = 0; i < left.size(); i++) {
			if (!isSame(left.get(i), right.get(i))) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Return whether two lists name the same columns in any order, as keys do.
	 * @param left names of columns
	 * @param right names of columns
	 * @return whether they do
	 */
	boolean isSameSet(List<String> left, List<String> right) {
		return isSame(left.stream().sorted(this.names).toList(), right.stream().sorted(this.names).toList());
	}

	@Nullable Column column(Table table, String name) {
		return table.columns().stream().filter((column) -> isSame(column.name(), name)).findFirst().orElse(null);
	}

	/**
	 * A table.
	 *
	 * @param name its name
	 * @param columns its columns in order
	 * @param primaryKey its primary key, or {@code null} if it has none
	 * @param uniques its unique constraints
	 * @param foreignKeys its foreign keys
	 * @param indexes its indexes, without those of its constraints
	 * @param checks its checks
	 * @param rows rows that it holds from the beginning, such as the first number of a
	 * generator of keys
	 */
	record Table(String name, List<Column> columns, @Nullable Key primaryKey, List<Key> uniques,
			List<ForeignKey> foreignKeys, List<Index> indexes, List<Check> checks,
			List<Map<String, @Nullable Object>> rows) {

		boolean isInPrimaryKey(String column) {
			return this.primaryKey != null && this.primaryKey.columns().contains(column);
		}

	}

	/**
	 * A column.
	 *
	 * @param name its name
	 * @param type its type, as the database writes it
	 * @param nullable whether it takes nulls
	 * @param autoIncrement whether the database numbers new rows by it
	 * @param defaultValue the expression of its default, or {@code null} if it has none
	 */
	record Column(String name, String type, boolean nullable, boolean autoIncrement, @Nullable String defaultValue) {

	}

	/**
	 * A primary key or a unique constraint.
	 *
	 * @param name its name, or {@code null} if it has none
	 * @param columns its columns in order
	 */
	record Key(@Nullable String name, List<String> columns) {

	}

	/**
	 * A foreign key.
	 *
	 * @param name its name, or {@code null} if it has none
	 * @param columns its columns
	 * @param table the table it refers to
	 * @param referencedColumns the columns it refers to
	 * @param onDelete what follows from a delete, in SQL
	 * @param onUpdate what follows from an update, in SQL
	 */
	record ForeignKey(@Nullable String name, List<String> columns, String table, List<String> referencedColumns,
			String onDelete, String onUpdate) {

		static final String NO_ACTION = "NO ACTION";

	}

	/**
	 * An index of columns.
	 *
	 * @param name its name
	 * @param columns its columns in order
	 * @param unique whether it is unique
	 */
	record Index(String name, List<String> columns, boolean unique) {

	}

	/**
	 * A check.
	 *
	 * @param name its name, or the one that the database would choose
	 * @param named whether somebody chose its name
	 * @param columns the columns in it
	 * @param expression its expression, as the database writes it
	 */
	record Check(String name, boolean named, List<String> columns, String expression) {

	}

	/**
	 * A sequence.
	 *
	 * @param name its name
	 * @param start its first number
	 * @param increment the step from number to number
	 */
	record Sequence(String name, long start, long increment) {

	}

}
