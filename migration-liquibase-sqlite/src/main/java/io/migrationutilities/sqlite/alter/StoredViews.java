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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import io.migrationutilities.sql.SqlToken;
import io.migrationutilities.sqlite.table.Refusals;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.SqliteSchema;
import io.migrationutilities.sqlite.table.SqliteSession;
import io.migrationutilities.sqlite.table.TokenCursor;
import io.migrationutilities.sqlite.table.TriggerDefinition;
import io.migrationutilities.sqlite.table.ViewDefinition;

/**
 * Creates views again, under another name or after they were replaced. With a view SQLite
 * drops its triggers.
 */
public final class StoredViews {

	private final SqliteSchema schema;

	public StoredViews(Connection connection) {
		this.schema = new SqliteSchema(new SqliteSession(connection));
	}

	/**
	 * Return the statements that create the triggers of a view.
	 * @param view the name of the view
	 * @return the statements
	 * @throws SQLException if the schema can't be read
	 */
	public List<String> triggers(String view) throws SQLException {
		return ofView(view).stream().map(TriggerDefinition::sql).toList();
	}

	/**
	 * Return the statements that rename a view.
	 * @param view its name
	 * @param newName its new name
	 * @return the statements in order
	 * @throws SQLException if the schema can't be read
	 */
	public List<String> rename(String view, String newName) throws SQLException {
		if (this.schema.views().stream().noneMatch((each) -> SqlName.same(each.name(), view))) {
			throw Refusals.refused("The SQLite database has no view '%s'.".formatted(view), "Correct the change set.");
		}
		refuseUses(view);
		List<String> statements = new ArrayList<>();
		statements.add("DROP VIEW " + SqlName.quote(view));
		for (String sql : this.schema.definitions(view)) {
			statements.add(renamed(sql, newName));
		}
		return statements;
	}

	private void refuseUses(String view) throws SQLException {
		for (ViewDefinition other : this.schema.views()) {
			if (!SqlName.same(other.name(), view) && other.namesUsed().contains(view)) {
				throw used(view, "view '" + other.name() + "'");
			}
		}
		for (TriggerDefinition trigger : this.schema.triggers()) {
			if (trigger.namesUsed().contains(view)) {
				throw used(view, "trigger '" + trigger.name() + "'");
			}
		}
	}

	private static RuntimeException used(String view, String user) {
		return Refusals.refused("View '%s' can't be renamed. It is used by %s.".formatted(view, user),
				"Drop what uses the view first, and create it again afterwards.");
	}

	private List<TriggerDefinition> ofView(String view) throws SQLException {
		return this.schema.triggers().stream().filter((trigger) -> SqlName.same(trigger.table(), view)).toList();
	}

	// The name of a view stands behind CREATE VIEW, that of a trigger's view behind ON.
	private static String renamed(String sql, String newName) {
		List<SqlToken> tokens = TokenCursor.significant(sql);
		int name = 2;
		if (tokens.get(1).is("TRIGGER")) {
			while (!tokens.get(name - 1).is("ON")) {
				name++;
			}
		}
		SqlToken first = tokens.get(name);
		SqlToken last = tokens.get(name + 1).is(".") ? tokens.get(name + 2) : first;
		return sql.substring(0, first.start()) + SqlName.quote(newName) + sql.substring(last.end());
	}

}
