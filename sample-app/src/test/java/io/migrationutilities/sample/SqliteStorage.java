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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/**
 * {@link StudioStorage} in a file of SQLite.
 *
 * @param file the file, which need not exist yet
 */
record SqliteStorage(Path file) implements StudioStorage {

	private static final String SCHEMA = """
			WITH own AS (SELECT * FROM sqlite_schema
				WHERE tbl_name NOT LIKE 'DATABASECHANGELOG%' AND tbl_name NOT LIKE 'sqlite_%')
			SELECT own.name, 'has', c.name, c.type, c."notnull", c.dflt_value, c.pk
				FROM own JOIN pragma_table_info(own.name) c WHERE own.type = 'table'
			UNION ALL SELECT own.name, 'refers to', f."table", f."from", f."to", f.on_delete, NULL
				FROM own JOIN pragma_foreign_key_list(own.name) f WHERE own.type = 'table'
			UNION ALL SELECT tbl_name, 'is indexed by', name, sql, NULL, NULL, NULL
				FROM own WHERE type = 'index' AND sql IS NOT NULL
			ORDER BY 1, 2, 3, 4""";

	@Override
	public Connection open() throws SQLException {
		try {
			Files.createDirectories(this.file.toAbsolutePath().getParent());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return DriverManager.getConnection("jdbc:sqlite:" + this.file + "?foreign_keys=true");
	}

	@Override
	public String schema() {
		return SCHEMA;
	}

	@Override
	public String definitions() {
		return "SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2";
	}

	@Override
	public String tables() {
		return "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1";
	}

	@Override
	public List<String> checks() {
		return List.of("SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
				"SELECT * FROM pragma_foreign_key_check");
	}

}
