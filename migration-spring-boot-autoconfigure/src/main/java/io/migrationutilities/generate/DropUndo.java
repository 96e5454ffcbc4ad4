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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import liquibase.change.Change;

import io.migrationutilities.generate.Schema.Column;
import io.migrationutilities.generate.Schema.Table;

/**
 * Brings back the structure of what is dropped.
 */
final class DropUndo {

	private final Changes changes;

	private final ConstraintMatcher matcher;

	private final Set<Object> restored = new HashSet<>();

	DropUndo(Changes changes, ConstraintMatcher matcher) {
		this.changes = changes;
		this.matcher = matcher;
	}

	/**
	 * Bring a table back.
	 * @param table the table
	 * @return the changes that do
	 */
	List<Change> of(Table table) {
		List<Change> undo = new ArrayList<>(List.of(this.changes.createTable(table)));
		table.uniques().forEach((key) -> undo.add(this.changes.addUnique(table, key)));
		table.indexes().forEach((index) -> undo.add(this.changes.createIndex(table, index)));
		table.checks().forEach((check) -> undo.add(this.changes.addCheck(table, check)));
		table.foreignKeys().forEach((key) -> undo.add(this.changes.addForeignKey(table, key)));
		return undo;
	}

	/**
	 * Bring a column back, with the constraints and indexes that go with it. Of several
	 * columns the first to be dropped is the last to come back, when all columns of a
	 * constraint are there.
	 * @param table the table
	 * @param column the column
	 * @return the changes that do
	 */
	List<Change> of(Table table, Column column) {
		List<Change> undo = new ArrayList<>(List.of(this.changes.addColumn(table, column)));
		table.uniques()
			.stream()
			.filter((key) -> isLost(key, key.columns(), column))
			.forEach((key) -> undo.add(this.changes.addUnique(table, key)));
		table.indexes()
			.stream()
			.filter((index) -> isLost(index, index.columns(), column))
			.forEach((index) -> undo.add(this.changes.createIndex(table, index)));
		table.checks()
			.stream()
			.filter((check) -> isLost(check, check.columns(), column))
			.forEach((check) -> undo.add(this.changes.addCheck(table, check)));
		table.foreignKeys()
			.stream()
			.filter((key) -> isLost(key, key.columns(), column))
			.forEach((key) -> undo.add(this.changes.addForeignKey(table, key)));
		return undo;
	}

	private boolean isLost(Object part, List<String> columns, Column column) {
		return this.matcher.contains(columns, column) && this.restored.add(part);
	}

}
