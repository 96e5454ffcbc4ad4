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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.migrationutilities.sqlite.alter.Alteration.DropColumn;
import io.migrationutilities.sqlite.alter.Alteration.IfTableExists;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.SqliteSchema;
import io.migrationutilities.sqlite.table.SqliteSession;
import io.migrationutilities.sqlite.table.StoredTable;

/**
 * Plans alterations, those of one table together, in the order of their first ones.
 */
final class AlterationPlanner {

	private final SqliteSession session;

	private final SqliteSchema schema;

	AlterationPlanner(SqliteSession session) {
		this.session = session;
		this.schema = new SqliteSchema(session);
	}

	/**
	 * Plan alterations, or refuse them. Nothing is changed.
	 * @param alterations the alterations
	 * @return the plans, one for each table
	 * @throws SQLException if the schema can't be read
	 */
	List<TablePlan> plan(List<Alteration> alterations) throws SQLException {
		Map<String, List<Alteration>> byTable = new LinkedHashMap<>();
		for (Alteration alteration : alterations) {
			if (alteration instanceof IfTableExists conditional) {
				if (this.schema.hasTable(alteration.table())) {
					add(byTable, conditional.alteration());
				}
			}
			else {
				add(byTable, alteration);
			}
		}
		List<TablePlan> plans = new ArrayList<>();
		for (List<Alteration> ofTable : byTable.values()) {
			plans.add(planTable(ofTable));
		}
		return plans;
	}

	private static void add(Map<String, List<Alteration>> byTable, Alteration alteration) {
		byTable.computeIfAbsent(SqlName.fold(alteration.table()), (table) -> new ArrayList<>()).add(alteration);
	}

	private TablePlan planTable(List<Alteration> alterations) throws SQLException {
		StoredTable table = this.schema.table(alterations.get(0).table());
		AlteredTable altered = new AlteredTable(table, alterations);
		for (Alteration alteration : alterations) {
			if (alteration instanceof DropColumn drop) {
				new SilentUses(this.schema, table.definition().name()).refuse(drop.column());
			}
		}
		String temporaryName = this.schema.unusedName("MIGRATION_" + table.definition().name());
		return new TablePlan(table, altered, temporaryName,
				altered.isRebuilt() ? rebuild(table, altered, temporaryName) : altered.nativeStatements());
	}

	private List<String> rebuild(StoredTable table, AlteredTable altered, String temporaryName) throws SQLException {
		return new TableRebuild(table, altered, temporaryName).statements(this.schema.hasStatistics(),
				this.session.isOn("legacy_alter_table"));
	}

}
