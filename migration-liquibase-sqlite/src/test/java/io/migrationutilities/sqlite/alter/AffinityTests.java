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
import java.sql.DriverManager;
import java.sql.SQLException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.sqlite.table.SqliteSession;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Affinity}, which SQLite has to agree with.
 */
class AffinityTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "INTEGER", "bigint", "POINT", "CHARINT", "VARCHAR(20)", "clob", "TEXT",
			"character large", "BLOB", "blobtext", "REAL", "double precision", "FLOAT", "floating point",
			"decimal(9,2)", "BOOLEAN", "DATE", "timestamp", "uuid", "STRING", "XINTBLOB", "realblob" })
	void isThatOfSqlite(String type) throws SQLException {
		assertThat(Affinity.of(type)).isEqualTo(ofSqlite(type));
	}

	// SQLite declares the columns of a query by their affinity alone.
	private static Affinity ofSqlite(String type) throws SQLException {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
			SqliteSession session = new SqliteSession(connection);
			session.execute("CREATE TABLE t (a " + type + ")");
			session.execute("CREATE TABLE copy AS SELECT a FROM t");
			return switch (session.strings("SELECT type FROM pragma_table_info('copy')").get(0)) {
				case "INT" -> Affinity.INTEGER;
				case "TEXT" -> Affinity.TEXT;
				case "REAL" -> Affinity.REAL;
				case "NUM" -> Affinity.NUMERIC;
				default -> Affinity.BLOB;
			};
		}
	}

}
