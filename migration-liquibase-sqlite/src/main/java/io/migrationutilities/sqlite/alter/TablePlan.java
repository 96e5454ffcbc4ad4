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
import java.util.Set;
import java.util.stream.Collectors;

import io.migrationutilities.sqlite.table.Constraint.Kind;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.StoredTable;
import io.migrationutilities.sqlite.table.TableDefinition;

/**
 * A way to alter a table.
 *
 * @param table the table before
 * @param altered what it becomes
 * @param temporaryName the name of the altered table until it has its own
 * @param statements what SQLite executes for that, in order
 */
record TablePlan(StoredTable table, AlteredTable altered, String temporaryName, List<String> statements) {

	String tableName() {
		return this.table.definition().name();
	}

	boolean isRebuild() {
		return this.altered.isRebuilt();
	}

	Set<String> droppedColumns() {
		return this.table.definition()
			.columns()
			.stream()
			.map((column) -> SqlName.fold(column.name()))
			.filter((column) -> !this.altered.kept().contains(column))
			.collect(Collectors.toSet());
	}

	boolean addsForeignKey() {
		return foreignKeys(this.altered.definition()) > foreignKeys(this.table.definition());
	}

	private static int foreignKeys(TableDefinition definition) {
		return definition.allConstraints(Kind.FOREIGN_KEY).size();
	}

}
