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

package io.migrationutilities.sample;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/**
 * {@link StudioStorage} in a database of PostgreSQL.
 *
 * @param url the JDBC URL
 * @param user the owner of the tables
 * @param password the user's password
 */
record PostgresqlStorage(String url, String user, String password) implements StudioStorage {

	private static final String DEFINITIONS = """
			SELECT table_name, 'has' AS relation, column_name AS detail, concat_ws(' ', data_type,
				character_maximum_length, is_nullable, column_default, is_identity) AS definition
				FROM information_schema.columns WHERE table_schema = 'public'
			UNION ALL SELECT conrelid::regclass::text, 'is constrained by', conname, pg_get_constraintdef(oid)
				FROM pg_constraint WHERE connamespace = 'public'::regnamespace
			UNION ALL SELECT tablename, 'is indexed by', indexname, indexdef
				FROM pg_indexes WHERE schemaname = 'public'
			ORDER BY 1, 2, 3""";

	@Override
	public Connection open() throws SQLException {
		return DriverManager.getConnection(this.url, this.user, this.password);
	}

	@Override
	public String schema() {
		return "SELECT * FROM (" + DEFINITIONS + ") own WHERE table_name NOT LIKE 'databasechangelog%'";
	}

	@Override
	public String definitions() {
		return DEFINITIONS;
	}

	@Override
	public String tables() {
		return "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1";
	}

	@Override
	public List<String> checks() {
		return List.of("SELECT conname FROM pg_constraint WHERE NOT convalidated",
				"SELECT indexrelid::regclass FROM pg_index WHERE NOT indisvalid");
	}

}
