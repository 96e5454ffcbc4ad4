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
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.migrationutilities.sql.SqlToken;
import io.migrationutilities.sqlite.table.Refusals;
import io.migrationutilities.sqlite.table.SchemaFindings;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.SqliteSchema;
import io.migrationutilities.sqlite.table.SqliteSession;
import io.migrationutilities.sqlite.table.TokenCursor;
import io.migrationutilities.sqlite.table.TriggerDefinition;

/**
 * Renames and replaces views, which SQLite can't: they are dropped and created again, and
 * with them their triggers. What uses them goes on to work.
 */
public final class StoredViews {

	private final SqliteSession session;

	private final SqliteSchema schema;

	public StoredViews(Connection connection) {
		this.session = new SqliteSession(connection);
		this.schema = new SqliteSchema(this.session);
	}

	/**
	 * Find a view.
	 * @param name its name in any case
	 * @return its name, none if there is no such view
	 * @throws SQLException if the schema can't be read
	 */
	public List<String> find(String name) throws SQLException {
		return this.session.strings("SELECT name FROM sqlite_schema WHERE type = 'view' AND name = ? COLLATE NOCASE",
				name);
	}

	/**
	 * Replace a view that may exist.
	 * @param <E> the failure of a statement
	 * @param view the name of the view
	 * @param creation the statements that drop the view and create it
	 * @param execution the way to execute the statements that create its triggers
	 * @throws SQLException if the database fails
	 * @throws E if a statement fails
	 */
	public <E extends Exception> void replace(String view, BrokenObjects.Statement<E> creation, Execution<E> execution)
			throws SQLException, E {
		if (find(view).isEmpty()) {
			creation.execute();
			return;
		}
		List<String> triggers = ofView(view).stream().map(TriggerDefinition::sql).toList();
		boolean used = !triggers.isEmpty() || isUsed(view);
		Map<String, Long> faults = used ? faults() : Map.of();
		List<String> columns = used ? columns(view) : List.of();
		creation.execute();
		execution.execute(triggers);
		if (used) {
			Refusals.refuseFaults(SchemaFindings.difference(faults, faults()));
			refuseSilentUses(view, columns);
		}
	}

	private void refuseSilentUses(String view, List<String> columnsBefore) throws SQLException {
		Set<String> columns = SqlName.fold(columns(view));
		for (String column : columnsBefore) {
			if (!columns.contains(SqlName.fold(column))) {
				new SilentUses(this.schema, view).refuse(column);
			}
		}
	}

	/**
	 * Rename a view.
	 * @param <E> the failure of a statement
	 * @param rename what to rename
	 * @param execution the way to execute statements
	 * @throws SQLException if the database fails
	 * @throws E if a statement fails
	 */
	public <E extends Exception> void rename(ViewRename rename, Execution<E> execution) throws SQLException, E {
		String view = rename.view();
		if (find(view).isEmpty()) {
			if (rename.ifExists()) {
				return;
			}
			throw Refusals.refused("The SQLite database has no view '%s'.".formatted(view), "Correct the change set.");
		}
		refuseTriggersThatUseTheirView(view);
		boolean used = !SqlName.same(view, rename.newName()) && isUsed(view);
		Map<String, Long> faults = used ? faults() : Map.of();
		List<String> statements = statements(view, rename.newName(), used);
		try {
			execution.execute(statements);
		}
		catch (Exception ex) {
			refuseUser(rename, ex);
			throw ex;
		}
		if (used) {
			Refusals.refuseFaults(SchemaFindings.difference(faults, faults()));
		}
	}

	private void refuseUser(ViewRename rename, Exception failure) throws SQLException {
		Optional<String> user = new BrokenObjects(this.session, rename.view(), List.of()).user(failure);
		if (user.isPresent()) {
			throw Refusals.refused("View '%s' can't be renamed. SQLite can't correct %s, which uses it.".formatted(
					rename.view(), user.get()), "Drop what uses the view first, and create it again afterwards.");
		}
	}

	private void refuseTriggersThatUseTheirView(String view) throws SQLException {
		for (TriggerDefinition trigger : ofView(view)) {
			if (trigger.namesUsed().contains(view)) {
				throw Refusals.refused("View '%s' can't be renamed. Its name is used by its trigger '%s'."
					.formatted(view, trigger.name()), "Drop the trigger first, and create it again afterwards.");
			}
		}
	}

	private List<String> statements(String view, String newName, boolean used) throws SQLException {
		List<String> statements = new ArrayList<>();
		statements.add("DROP VIEW " + SqlName.inMain(view));
		if (used) {
			statements.addAll(renameInUsers(view, newName));
		}
		for (String sql : this.schema.definitions(view)) {
			statements.add(renamed(sql, newName));
		}
		return statements;
	}

	// SQLite puts the new name of a table into all that uses it. A table of the same
	// columns takes the place of the view for that.
	private List<String> renameInUsers(String view, String newName) throws SQLException {
		List<String> columns = columns(view);
		if (columns.isEmpty()) {
			throw Refusals.refused(
					"View '%s' can't be renamed. It is used by others, and does not work.".formatted(view),
					"Correct the view first, or drop what uses it.");
		}
		return List.of("CREATE TABLE %s %s".formatted(SqlName.inMain(view), SqlName.list(columns)),
				"ALTER TABLE %s RENAME TO %s".formatted(SqlName.inMain(view), SqlName.quote(newName)),
				"DROP TABLE " + SqlName.inMain(newName));
	}

	private boolean isUsed(String view) throws SQLException {
		return this.schema.views()
			.stream()
			.anyMatch((other) -> !SqlName.same(other.name(), view) && other.namesUsed().contains(view))
				|| this.schema.triggers().stream().anyMatch((trigger) -> trigger.namesUsed().contains(view));
	}

	private Map<String, Long> faults() throws SQLException {
		return SchemaFindings.find(this.session, Set.of());
	}

	private List<String> columns(String view) {
		try {
			return this.schema.settableColumns(view);
		}
		catch (SQLException ex) {
			// SQLite does not know the columns of a view that does not work.
			return List.of();
		}
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

	/**
	 * Executes statements.
	 *
	 * @param <E> the failure of a statement
	 */
	@FunctionalInterface
	public interface Execution<E extends Exception> {

		void execute(List<String> statements) throws E;

	}

}
