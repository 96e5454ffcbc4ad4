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
import java.util.Set;
import java.util.TreeSet;

import io.migrationutilities.sqlite.table.Refusals;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.SqliteAlterationException;
import io.migrationutilities.sqlite.table.SqliteSchema;
import io.migrationutilities.sqlite.table.TriggerDefinition;
import io.migrationutilities.sqlite.table.ViewDefinition;

/**
 * Finds uses of a column, in triggers and views, about which SQLite does not complain
 * when the column is gone: it takes a name in double quotes that no column has for
 * <a href="https://sqlite.org/quirks.html#dblquote">a string</a>, and never fires a
 * trigger for an update of such a column.
 */
final class SilentUses {

	private final SqliteSchema schema;

	private final String table;

	SilentUses(SqliteSchema schema, String table) {
		this.schema = schema;
		this.table = table;
	}

	/**
	 * Refuse to drop a column that is used so.
	 * @param column the column
	 * @throws SQLException if the schema can't be read
	 */
	void refuse(String column) throws SQLException {
		Set<String> sources = sources(this.schema, this.table);
		for (TriggerDefinition trigger : this.schema.triggers()) {
			boolean own = sources.contains(SqlName.fold(trigger.table()));
			boolean updated = own && trigger.updatedColumns().stream().anyMatch((name) -> SqlName.same(name, column));
			boolean reads = own || sources.stream().anyMatch(trigger.namesUsed()::contains);
			if (updated || (reads && trigger.namesUsed().quotes(column))) {
				throw used(column, "trigger '" + trigger.name() + "'");
			}
		}
		for (ViewDefinition view : this.schema.views()) {
			if (sources.stream().anyMatch(view.namesUsed()::contains) && view.namesUsed().quotes(column)) {
				throw used(column, "view '" + view.name() + "'");
			}
		}
	}

	/**
	 * Return a table, and all views that hand its columns on.
	 * @param schema the schema
	 * @param table the table
	 * @return the folded names of the table and the views
	 * @throws SQLException if the schema can't be read
	 */
	static Set<String> sources(SqliteSchema schema, String table) throws SQLException {
		Set<String> sources = new TreeSet<>(Set.of(SqlName.fold(table)));
		boolean added;
		do {
			added = false;
			for (ViewDefinition view : schema.views()) {
				added |= sources.stream().anyMatch(view.namesUsed()::contains)
						&& sources.add(SqlName.fold(view.name()));
			}
		}
		while (added);
		return sources;
	}

	private SqliteAlterationException used(String column, String user) {
		return Refusals.used(column, this.table, user);
	}

}
