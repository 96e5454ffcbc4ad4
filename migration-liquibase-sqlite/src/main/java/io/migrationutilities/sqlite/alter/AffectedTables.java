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

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.migrationutilities.sqlite.table.Refusals;
import io.migrationutilities.sqlite.table.SchemaFindings;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.SqliteSchema;
import io.migrationutilities.sqlite.table.SqliteSession;

/**
 * The tables that alterations have an effect on: those that are altered, and those that
 * refer to them. Columns that are just added have none on other tables.
 */
final class AffectedTables {

	private final SqliteSession session;

	private final List<TablePlan> plans;

	private final Map<String, Set<String>> references;

	AffectedTables(SqliteSession session, List<TablePlan> plans) throws SQLException {
		this.session = session;
		this.plans = plans;
		this.references = plans.stream().anyMatch((plan) -> plan.isRebuild() || !plan.droppedColumns().isEmpty())
				? new SqliteSchema(session).references() : Map.of();
	}

	List<TablePlan> plans() {
		return this.plans;
	}

	/**
	 * Refuse to rebuild a table where SQLite would do to the rows of others what their
	 * foreign keys say about deleted rows: it deletes all before it drops a table.
	 * @throws SQLException if the database fails
	 */
	void refuseLosses() throws SQLException {
		if (!this.session.isOn("foreign_keys")) {
			return;
		}
		for (TablePlan plan : this.plans) {
			Set<String> referring = referringTo(plan.tableName());
			if (plan.isRebuild() && !referring.isEmpty()) {
				throw Refusals.refused(
						"Table '%s' must be built again, but foreign keys are enforced in this transaction and table '%s' refers to it."
							.formatted(plan.tableName(), referring.iterator().next()),
						"Execute PRAGMA foreign_keys = OFF before the transaction.");
			}
		}
	}

	/**
	 * Count the rows of the tables that are rebuilt and of all that refer to them,
	 * directly or not.
	 * @return the number of rows by the folded name of the table
	 * @throws SQLException if the rows can't be counted
	 */
	Map<String, Long> countRows() throws SQLException {
		Map<String, Long> rows = new LinkedHashMap<>();
		Deque<String> tables = new ArrayDeque<>(rebuilt());
		while (!tables.isEmpty()) {
			String table = tables.pop();
			if (!rows.containsKey(SqlName.fold(table))) {
				rows.put(SqlName.fold(table), this.session.number("SELECT count(*) FROM " + SqlName.inMain(table)));
				tables.addAll(referringTo(table));
			}
		}
		return rows;
	}

	/**
	 * Check what SQLite accepts until it is used.
	 * @return how often each finding was made, by its description
	 * @throws SQLException if the schema can't be read
	 */
	Map<String, Long> findings() throws SQLException {
		Set<String> tables = new LinkedHashSet<>();
		for (TablePlan plan : this.plans) {
			if (plan.isRebuild() || plan.addsForeignKey() || !plan.droppedColumns().isEmpty()) {
				tables.add(plan.tableName());
				tables.addAll(referringTo(plan.tableName()));
			}
		}
		return tables.isEmpty() ? Map.of() : SchemaFindings.find(this.session, tables);
	}

	private Collection<String> rebuilt() {
		return this.plans.stream().filter(TablePlan::isRebuild).map(TablePlan::tableName).toList();
	}

	private Set<String> referringTo(String table) {
		return this.references.getOrDefault(SqlName.fold(table), Set.of());
	}

}
