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

package io.migrationutilities.engine.session;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.migrationutilities.database.Queries;

/**
 * The settings of a PostgreSQL session in the transaction of a run. What
 * {@code SET LOCAL} sets ends with a commit
 * (<a href="https://www.postgresql.org/docs/current/sql-set.html">SET</a>); in the one
 * transaction of a run it ends with the change set instead.
 */
final class TransactionSettings {

	// The server lists no role; another role may have no right to set the others, so it
	// comes first. What is set for the transaction itself can't be set again.
	private static final String SETTINGS = """
			SELECT 'role', current_setting('role'), 'none' UNION ALL
			SELECT lower(name), setting, reset_val FROM pg_settings WHERE source = 'session'
			AND name NOT IN ('transaction_isolation', 'transaction_read_only', 'transaction_deferrable')""";

	private static final String SET_LOCAL = "SELECT set_config(?, ?, true)";

	// Functions in other languages than SQL's may do so too.
	private static final String FUNCTIONS_SET = """
			SELECT EXISTS (SELECT 1 FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
			JOIN pg_language l ON l.oid = p.prolang
			WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
			AND (l.lanname NOT IN ('sql', 'plpgsql', 'c') OR p.prosrc ~* '\\m(set_config|set|execute)\\M'))""";

	private final Map<String, String> own = new LinkedHashMap<>();

	private Map<String, Setting> remembered = Map.of();

	private boolean functionsSet;

	/**
	 * Remember the settings with which the transaction begins.
	 * @param connection the connection
	 * @throws SQLException if the server can't be asked
	 */
	void remember(Connection connection) throws SQLException {
		this.remembered = read(connection);
		this.functionsSet = Queries.isTrue(connection, FUNCTIONS_SET);
	}

	private static Map<String, Setting> read(Connection connection) throws SQLException {
		Map<String, Setting> settings = new LinkedHashMap<>();
		Queries.list(connection, SETTINGS,
				(row) -> settings.put(row.getString(1), new Setting(row.getString(2), row.getString(3))));
		return settings;
	}

	/**
	 * Remember the settings of applications that statements are going to set.
	 * @param connection the connection
	 * @param statements the statements
	 * @throws SQLException if the server can't be asked
	 */
	void rememberOwn(Connection connection, SessionStatements statements) throws SQLException {
		for (String name : statements.getOwnSetLocally()) {
			if (!this.own.containsKey(name)) {
				String value = Queries.string(connection, "SELECT coalesce(current_setting(?, true), '')", name);
				this.own.put(name, String.valueOf(value));
			}
		}
	}

	/**
	 * Give the settings the values that a commit would leave.
	 * @param connection the connection
	 * @param statements what was executed since the last commit
	 * @throws SQLException if the server refuses it
	 */
	void restore(Connection connection, SessionStatements statements) throws SQLException {
		this.functionsSet |= statements.createsRoutine();
		if (!statements.mayChangeSettings(this.functionsSet)) {
			return;
		}
		Map<String, Setting> present = read(connection);
		Set<String> names = new LinkedHashSet<>(present.keySet());
		names.addAll(this.remembered.keySet());
		names.removeIf(statements::setsForSession);
		for (String name : names) {
			Setting now = present.get(name);
			String value = (now != null) ? now.resetValue() : "";
			Setting before = this.remembered.get(name);
			if (before != null) {
				value = before.value();
			}
			if (now == null || !value.equals(now.value())) {
				Queries.string(connection, SET_LOCAL, name, value);
			}
		}
		restoreOwn(connection, statements);
		if (statements.setsForSession()) {
			this.remembered = read(connection);
		}
	}

	private void restoreOwn(Connection connection, SessionStatements statements) throws SQLException {
		for (Map.Entry<String, String> setting : this.own.entrySet()) {
			if (!statements.setsForSession(setting.getKey())) {
				Queries.string(connection, SET_LOCAL, setting.getKey(), setting.getValue());
			}
		}
		this.own.clear();
	}

	private record Setting(String value, String resetValue) {

	}

}
