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
import java.util.HashMap;
import java.util.Map;

import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.database.Queries;

/**
 * Settings of a PostgreSQL session that get their former values back, which may be those
 * of a pool and not the server's own.
 */
public final class SessionSettings {

	private final Connection connection;

	private final Map<String, String> formerValues = new HashMap<>();

	public SessionSettings(Connection connection) {
		this.connection = connection;
	}

	String get(String name) throws SQLException {
		return Queries.string(this.connection, "SELECT current_setting(?)", name);
	}

	/**
	 * Set a setting for the session.
	 * @param name its name
	 * @param value its value
	 * @throws SQLException if the server refuses it
	 */
	public void set(String name, String value) throws SQLException {
		String former = get(name);
		apply(name, value);
		this.formerValues.putIfAbsent(name, former);
	}

	/**
	 * Let the session be idle for any time, such as while a backup is taken.
	 * @throws SQLException if the server can't be asked
	 */
	public void allowIdleness() throws SQLException {
		if (this.connection.getMetaData().getDatabaseMajorVersion() >= 14) {
			set("idle_session_timeout", "0");
		}
	}

	/**
	 * Let the server notice that the host of this process has vanished, and free what the
	 * session has locked.
	 * @throws SQLException if the server can't be asked
	 */
	public void giveUpOnDeadHost() throws SQLException {
		for (Map.Entry<String, Integer> limit : PostgresqlAccess.findLimitsForDeadHosts(this.connection).entrySet()) {
			set(limit.getKey(), String.valueOf(limit.getValue()));
		}
	}

	/**
	 * Give a setting its former value, if it was set.
	 * @param name its name
	 * @throws SQLException if the server can't be asked
	 */
	void restore(String name) throws SQLException {
		String former = this.formerValues.get(name);
		if (former != null) {
			apply(name, former);
			this.formerValues.remove(name);
		}
	}

	/**
	 * Give all settings their former values.
	 * @throws SQLException if the server can't be asked
	 */
	public void restoreAll() throws SQLException {
		for (String name : this.formerValues.keySet().toArray(String[]::new)) {
			restore(name);
		}
	}

	private void apply(String name, String value) throws SQLException {
		Queries.string(this.connection, "SELECT set_config(?, ?, false)", name, value);
	}

}
