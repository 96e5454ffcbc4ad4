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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.migrationutilities.database.Queries;

/**
 * The settings of a PostgreSQL session in the transaction of a run. What
 * {@code SET LOCAL} sets ends with a commit
 * (<a href="https://www.postgresql.org/docs/current/sql-set.html">SET</a>); in the one
 * transaction of a run it ends with the change set instead.
 */
final class TransactionSettings {

	// The server lists no role. What is set for the transaction itself can't be set
	// again.
	private static final String SETTINGS = """
			SELECT 'role', current_setting('role'), 'none' UNION ALL
			SELECT lower(name), setting, reset_val FROM pg_settings WHERE source = 'session'
			AND name NOT IN ('transaction_isolation', 'transaction_read_only', 'transaction_deferrable')""";

	// Settings of applications have a dot and no value before they are first set.
	private static final String NAMED = """
			SELECT value FROM (
				SELECT coalesce(current_setting(name, true), CASE WHEN name LIKE '%.%' THEN '' END) AS value
				FROM (SELECT ?::text AS name) given) found
			WHERE value IS NOT NULL""";

	private static final String ROLE = "role";

	private static final String SET_LOCAL = "SELECT set_config(%s, %s, true)";

	// Functions in other languages than SQL's may do so too.
	private static final String FUNCTIONS_SET = """
			SELECT EXISTS (SELECT 1 FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
			JOIN pg_language l ON l.oid = p.prolang
			WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')
			AND (l.lanname NOT IN ('sql', 'plpgsql', 'c') OR p.prosrc ~* '\\m(set_config|set|execute)\\M'))""";

	private final Map<String, String> named = new LinkedHashMap<>();

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
	 * Remember settings that statements are going to set by name, once in a run. The
	 * server does not list all of them.
	 * @param connection the connection
	 * @param statements the statements
	 * @throws SQLException if the server can't be asked
	 */
	void rememberNamed(Connection connection, SessionStatements statements) throws SQLException {
		for (String name : statements.getSetLocally()) {
			if (!this.named.containsKey(name)) {
				Queries.strings(connection, NAMED, name).forEach((value) -> this.named.put(name, value));
			}
		}
	}

	/**
	 * Return what gives the settings the values that a commit would leave. Another role
	 * may have no right to set the others, so that it comes first.
	 * @param connection the connection
	 * @param statements what was executed since the last commit
	 * @return the statements to execute
	 * @throws SQLException if the server can't be asked
	 */
	List<String> restore(Connection connection, SessionStatements statements) throws SQLException {
		this.functionsSet |= statements.createsRoutine();
		Map<String, String> values = new LinkedHashMap<>(this.named);
		values.keySet().retainAll(statements.getSetLocally());
		if (statements.mayChangeSettings(this.functionsSet)) {
			collectChanged(read(connection), values);
			this.named.clear();
		}
		values.keySet().removeIf(statements::setsForSession);
		List<String> restoring = values.entrySet()
			.stream()
			.sorted(Comparator.comparing((setting) -> !ROLE.equals(setting.getKey())))
			.map((setting) -> SET_LOCAL.formatted(literal(setting.getKey()), literal(setting.getValue())))
			.collect(Collectors.toCollection(ArrayList::new));
		if (statements.setsForSession()) {
			Queries.execute(connection, restoring.toArray(String[]::new));
			this.remembered = read(connection);
			return List.of();
		}
		return restoring;
	}

	private void collectChanged(Map<String, Setting> present, Map<String, String> values) {
		Set<String> names = new LinkedHashSet<>(present.keySet());
		names.addAll(this.remembered.keySet());
		for (String name : names) {
			Setting now = present.get(name);
			Setting before = this.remembered.get(name);
			String value = (before != null) ? before.value() : (now != null) ? now.resetValue() : "";
			if (now == null || !value.equals(now.value())) {
				values.put(name, value);
			}
		}
	}

	// Backslashes mean themselves, whatever 'standard_conforming_strings' is.
	private static String literal(String value) {
		return "E'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
	}

	private record Setting(String value, String resetValue) {

	}

}
