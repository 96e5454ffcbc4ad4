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

package io.migrationutilities.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

import liquibase.exception.LiquibaseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Views and triggers that did not work before do not stand in the way of other tables.
 */
class BrokenObjectsTests {

	private static final String CHANGE_SET = """
			- changeSet:
			    id: 1
			    author: ada
			    runInTransaction: %s
			    changes:
			      - %s
			""";

	private PlainLiquibase liquibase;

	@BeforeEach
	void createDatabase(@TempDir Path directory) throws Exception {
		this.liquibase = new PlainLiquibase(directory, true).execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a, b)",
				"CREATE TABLE log (x)", "CREATE VIEW ok AS SELECT a FROM t", "CREATE VIEW broken AS SELECT * FROM gone",
				"CREATE VIEW \"and 'more'\" AS SELECT * FROM broken",
				"CREATE TRIGGER on_broken INSTEAD OF UPDATE ON broken BEGIN INSERT INTO log VALUES (1); END",
				"CREATE TRIGGER on_log AFTER INSERT ON log BEGIN DELETE FROM gone; END",
				"INSERT INTO t VALUES (1, 2, 3)");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "renameTable: { oldTableName: t, newTableName: n } | n | id,a,b",
			"renameColumn: { tableName: t, oldColumnName: a, newColumnName: n } | t | id,n,b",
			"sql: { sql: ALTER TABLE main.t RENAME a TO n } | t | id,n,b",
			"sql: { sql: alter table \"T\" rename to n } | n | id,a,b",
			"dropColumn: { tableName: t, columnName: b } | t | id,a", "sql: { sql: ALTER TABLE t DROP b } | t | id,a",
			"addNotNullConstraint: { tableName: t, columnName: b } | t | id,a,b" })
	void doNotStandInTheWay(String change, String table, String columns) throws Exception {
		List<String> before = brokenOnes();
		for (boolean transaction : new boolean[] { true, false }) {
			this.liquibase.updateSql(CHANGE_SET.formatted(transaction, change));
		}
		this.liquibase.update(CHANGE_SET.formatted(columns.startsWith("id,a,"), change));
		assertThat(this.liquibase.query("SELECT group_concat(name) FROM pragma_table_info('" + table + "')"))
			.containsExactly(columns);
		assertThat(brokenOnes()).isEqualTo(before);
		assertThat(this.liquibase.query("SELECT * FROM ok")).containsExactly("2");
	}

	private List<String> brokenOnes() throws SQLException {
		return this.liquibase.query(
				"SELECT type, name, sql FROM sqlite_schema WHERE type IN ('view', 'trigger') AND name <> 'ok' ORDER BY name");
	}

	@Test
	void standInTheWayOfWhatTheyUse() throws Exception {
		this.liquibase.execute("CREATE VIEW uses AS SELECT t.a FROM t JOIN gone");
		List<String> before = brokenOnes();
		for (String change : List.of("renameTable: { oldTableName: t, newTableName: n }",
				"renameColumn: { tableName: t, oldColumnName: a, newColumnName: n }")) {
			assertThatExceptionOfType(LiquibaseException.class)
				.isThrownBy(() -> this.liquibase.update(CHANGE_SET.formatted(true, change)))
				.withStackTraceContaining("error in view uses");
		}
		assertThat(brokenOnes()).isEqualTo(before);
		this.liquibase
			.update(CHANGE_SET.formatted(true, "renameColumn: { tableName: t, oldColumnName: b, newColumnName: n }"));
	}

}
