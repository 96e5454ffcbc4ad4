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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tables that others refer to are dropped as PostgreSQL drops them: not at all, or with
 * the foreign keys, and the rows of the others stay.
 */
class DroppedTablesTests {

	private static final List<String> CHILDREN = List.of("10|1", "11|1", "12|2");

	private static final List<String> PETS = List.of("20|1", "21|null");

	@TempDir
	private Path directory;

	private PlainLiquibase family(boolean foreignKeys) throws SQLException {
		return new PlainLiquibase(this.directory, foreignKeys).execute(
				"CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT)",
				"CREATE TABLE child (id INTEGER PRIMARY KEY, p INTEGER NOT NULL REFERENCES parent ON DELETE CASCADE)",
				"CREATE TABLE pet (id INTEGER PRIMARY KEY, owner INTEGER, CONSTRAINT fk_owner FOREIGN KEY (owner)"
						+ " REFERENCES Parent (id) ON DELETE SET NULL)",
				"CREATE TABLE toy (child INTEGER REFERENCES child ON DELETE CASCADE, name TEXT)",
				"INSERT INTO parent VALUES (1, 'ada'), (2, 'bob')",
				"INSERT INTO child VALUES (10, 1), (11, 1), (12, 2)", "INSERT INTO pet VALUES (20, 1), (21, NULL)",
				"INSERT INTO toy VALUES (10, 'ball')");
	}

	private static String changeSet(String... changes) {
		return """
				- changeSet:
				    id: 1
				    author: ada
				    changes:
				      - %s
				""".formatted(String.join("\n      - ", changes));
	}

	private static String outsideOfTransactions(String changeSet) {
		return changeSet.replace("author: ada", "author: ada\n    runInTransaction: false");
	}

	private static void assertRows(PlainLiquibase liquibase) throws SQLException {
		assertThat(liquibase.query("SELECT id, p FROM child")).isEqualTo(CHILDREN);
		assertThat(liquibase.query("SELECT id, owner FROM pet")).isEqualTo(PETS);
		assertThat(liquibase.query("SELECT * FROM toy")).containsExactly("10|ball");
	}

	@ParameterizedTest
	@ValueSource(strings = { "dropTable: { tableName: parent }", "dropTable: { tableName: PARENT, schemaName: main }",
			"sql: { sql: DROP TABLE parent }", "sql: { sql: 'drop table if exists \"Parent\";' }",
			"sql: { sql: 'DROP TABLE main.[parent]' }", "sql: { sql: DROP TABLE parent RESTRICT }",
			"sql: { sql: '/* gone */ DROP TABLE `parent` -- now' }" })
	void referencedTableIsRefused(String drop) throws Exception {
		for (boolean foreignKeys : new boolean[] { true, false }) {
			PlainLiquibase liquibase = family(foreignKeys);
			for (String changes : List.of(changeSet(drop), outsideOfTransactions(changeSet(drop)),
					changeSet("dropDefaultValue: { tableName: pet, columnName: owner }", drop))) {
				assertRefused(liquibase, changes);
			}
			assertThat(liquibase.query("SELECT * FROM parent")).containsExactly("1|ada", "2|bob");
			liquibase.execute("DROP TABLE toy", "DROP TABLE pet", "DROP TABLE child", "DROP TABLE parent");
		}
	}

	private static void assertRefused(PlainLiquibase liquibase, String changes) throws SQLException {
		assertThatExceptionOfType(LiquibaseException.class).isThrownBy(() -> liquibase.update(changes))
			.withStackTraceContaining("can't be dropped")
			.withStackTraceContaining("'child', 'pet'")
			.withStackTraceContaining("cascadeConstraints");
		assertRows(liquibase);
		assertThat(liquibase.query("SELECT count(*) FROM DATABASECHANGELOG")).containsExactly("0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "dropTable: { tableName: parent, cascadeConstraints: true }",
			"sql: { sql: DROP TABLE parent CASCADE }", "sql: { sql: 'DROP TABLE IF EXISTS main.\"PARENT\" CASCADE;' }",
			"sql: { sql: DROP TABLE parent CASCADE CONSTRAINTS }" })
	void foreignKeysGoWithTableAndRowsStay(String drop) throws Exception {
		for (boolean foreignKeys : new boolean[] { true, false }) {
			for (boolean transaction : new boolean[] { true, false }) {
				PlainLiquibase liquibase = family(foreignKeys);
				String changes = changeSet(drop);
				assertThat(liquibase.updateSql(changes)).contains("DROP TABLE", "MIGRATION_child", "MIGRATION_pet")
					.doesNotContain("CASCADE;", "CONSTRAINTS");
				liquibase.update(transaction ? changes : outsideOfTransactions(changes));
				assertRows(liquibase);
				assertThat(liquibase.query("SELECT name FROM sqlite_schema WHERE name = 'parent'")).isEmpty();
				assertThat(liquibase.query("PRAGMA foreign_key_list(child)")).isEmpty();
				assertThat(liquibase.query("PRAGMA foreign_key_list(pet)")).isEmpty();
				assertThat(liquibase.query("PRAGMA foreign_key_list(toy)")).hasSize(1);
				liquibase.execute("INSERT INTO child VALUES (13, 99)");
				liquibase.execute("DROP TABLE toy", "DROP TABLE pet", "DROP TABLE child",
						"DELETE FROM DATABASECHANGELOG");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "DROP TABLE toy, pet", "DROP TABLE IF EXISTS none, toy CASCADE", "TRUNCATE toy",
			"TRUNCATE TABLE parent CASCADE", "DROP VIEW pets CASCADE", "DROP VIEW pets, toys", "DROP INDEX ix, iy" })
	void dropsThatOnlyPostgresqlKnowsChangeNothing(String sql) throws Exception {
		PlainLiquibase liquibase = family(true).execute("CREATE VIEW pets AS SELECT * FROM pet",
				"CREATE VIEW toys AS SELECT * FROM toy", "CREATE INDEX ix ON toy (name)",
				"CREATE INDEX iy ON pet (owner)");
		String schema = "SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'DATABASE%' ORDER BY rowid";
		List<String> before = liquibase.query(schema);
		for (String changes : List.of(changeSet("sql: { sql: \"" + sql + "\" }"),
				outsideOfTransactions(changeSet("sql: { sql: \"" + sql + "\" }")))) {
			assertThatExceptionOfType(LiquibaseException.class).isThrownBy(() -> liquibase.update(changes))
				.withStackTraceContaining("SQLite ");
			assertThatExceptionOfType(LiquibaseException.class).isThrownBy(() -> liquibase.updateSql(changes));
			assertRows(liquibase);
			assertThat(liquibase.query(schema)).isEqualTo(before);
			assertThat(liquibase.query("SELECT count(*) FROM DATABASECHANGELOG")).containsExactly("0");
		}
	}

	@Test
	void columnsThatReferToTwoTablesKeepTheOtherForeignKey() throws Exception {
		PlainLiquibase liquibase = family(true).execute("CREATE TABLE other (id INTEGER PRIMARY KEY)",
				"CREATE TABLE both (a INTEGER REFERENCES parent REFERENCES other, b INTEGER REFERENCES parent)");
		liquibase.update(changeSet("dropTable: { tableName: parent, cascadeConstraints: true }"));
		assertThat(liquibase.query("SELECT \"table\" FROM pragma_foreign_key_list('both')")).containsExactly("other");
	}

	@ParameterizedTest
	@ValueSource(strings = { "CASCADE", "SET NULL", "RESTRICT", "NO ACTION" })
	void tableMayReferToItself(String action) throws Exception {
		for (boolean transaction : new boolean[] { true, false }) {
			PlainLiquibase liquibase = new PlainLiquibase(this.directory, true).execute(
					"CREATE TABLE tree (id INTEGER PRIMARY KEY, up INTEGER REFERENCES Tree ON DELETE " + action + ")",
					"INSERT INTO tree VALUES (1, NULL), (2, 1)");
			String changes = changeSet("dropTable: { tableName: tree }");
			liquibase.update(transaction ? changes : outsideOfTransactions(changes));
			assertThat(liquibase.query("SELECT name FROM sqlite_schema WHERE name = 'tree'")).isEmpty();
			liquibase.execute("DELETE FROM DATABASECHANGELOG");
		}
	}

	@Test
	void tablesAreDroppedOneAfterTheOther() throws Exception {
		PlainLiquibase liquibase = family(true);
		liquibase.update(changeSet("dropTable: { tableName: toy }", "dropTable: { tableName: pet }",
				"sql: { sql: DROP TABLE child; DROP TABLE parent }", "sql: { sql: DROP TABLE IF EXISTS parent }",
				"sql: { sql: DROP TABLE IF EXISTS parent CASCADE }"));
		assertThat(liquibase
			.query("SELECT name FROM sqlite_schema WHERE name NOT LIKE 'DATABASE%'" + " AND name NOT LIKE 'sqlite%'"))
			.isEmpty();
	}

	@Test
	void orderDoesNotMatterWhereForeignKeysAreNotEnforced() throws Exception {
		PlainLiquibase liquibase = family(false);
		liquibase.update(changeSet("dropTable: { tableName: parent }",
				"sql: { sql: DROP TABLE child; DROP TABLE toy; DROP TABLE IF EXISTS pet }"));
		assertThat(liquibase.query("SELECT name FROM sqlite_schema WHERE name IN ('parent', 'child', 'pet', 'toy')"))
			.isEmpty();
	}

	@Test
	void foreignKeyThatIsDroppedBeforeDoesNotCount() throws Exception {
		PlainLiquibase liquibase = family(true);
		liquibase.update(changeSet("sql: { sql: ALTER TABLE child DROP CONSTRAINT child_p_fkey }",
				"dropForeignKeyConstraint: { baseTableName: pet, constraintName: fk_owner }",
				"dropTable: { tableName: parent }"));
		assertRows(liquibase);
	}

	@Test
	void temporaryTableOfThatNameIsNotReferenced() throws Exception {
		PlainLiquibase liquibase = family(true);
		liquibase.update(changeSet("sql: { sql: CREATE TEMP TABLE parent (x); DROP TABLE parent }",
				"sql: { sql: CREATE TEMP TABLE parent (x); DROP TABLE temp.parent }"));
		assertThat(liquibase.query("SELECT * FROM parent")).hasSize(2);
		assertRows(liquibase);
	}

	@Test
	void rollbackDropsNoReferencedTable() throws Exception {
		PlainLiquibase liquibase = new PlainLiquibase(this.directory, true);
		String changes = changeSet(
				"createTable: { tableName: a, columns: [ { column: { name: id, type: int, constraints: { primaryKey: true } } } ] }");
		liquibase.update(changes);
		liquibase.execute("INSERT INTO a VALUES (1)", "CREATE TABLE b (a INTEGER REFERENCES a ON DELETE CASCADE)",
				"INSERT INTO b VALUES (1)");
		assertThatExceptionOfType(LiquibaseException.class).isThrownBy(() -> liquibase.rollback(changes, 1))
			.withStackTraceContaining("Table 'a' can't be dropped")
			.withStackTraceContaining("'b'");
		assertThat(liquibase.query("SELECT * FROM b")).containsExactly("1");
	}

	@ParameterizedTest
	@CsvSource({ "true, true", "true, false", "false, true", "false, false" })
	void newTableTakesThePlaceOfTheOldOne(boolean foreignKeys, boolean transaction) throws Exception {
		String sql = changeSet("sql: { sql: \"CREATE TABLE parent_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL,"
				+ " up INTEGER REFERENCES parent (id));"
				+ " INSERT INTO parent_new (id, name) SELECT id, name FROM parent; DROP TABLE parent;"
				+ " ALTER TABLE parent_new RENAME TO parent\" }");
		String changes = changeSet(
				"createTable: { tableName: parent_new, columns: [ { column: { name: id, type: int, constraints: { primaryKey: true } } },"
						+ " { column: { name: name, type: text } } ] }",
				"sql: { sql: INSERT INTO parent_new SELECT id FROM parent }".replace("SELECT id", "SELECT *"),
				"dropTable: { tableName: parent }", "renameTable: { oldTableName: parent_new, newTableName: parent }");
		for (String rebuild : List.of(sql, changes)) {
			PlainLiquibase liquibase = family(foreignKeys);
			liquibase.update(transaction ? rebuild : outsideOfTransactions(rebuild));
			assertRows(liquibase);
			assertThat(liquibase.query("SELECT id, name FROM parent")).containsExactly("1|ada", "2|bob");
			assertThat(liquibase.query("SELECT lower(\"table\") FROM pragma_foreign_key_list('child')"))
				.containsExactly("parent");
			assertThat(liquibase.query("PRAGMA foreign_key_check")).isEmpty();
			liquibase.execute("DROP TABLE toy", "DROP TABLE pet", "DROP TABLE child", "DROP TABLE parent",
					"DELETE FROM DATABASECHANGELOG");
		}
	}

	@Test
	void newTableWithoutTheRowsIsRefused() throws Exception {
		PlainLiquibase liquibase = family(true);
		assertThatExceptionOfType(LiquibaseException.class)
			.isThrownBy(() -> liquibase
				.update(changeSet("sql: { sql: \"CREATE TABLE parent_new (id INTEGER PRIMARY KEY, name TEXT);"
						+ " INSERT INTO parent_new SELECT * FROM parent WHERE id = 1; DROP TABLE parent;"
						+ " ALTER TABLE parent_new RENAME TO parent\" }")))
			.withStackTraceContaining("rows of table 'child' that violate FOREIGN KEY (p) to 'parent': 1");
		assertRows(liquibase);
		assertThat(liquibase.query("SELECT count(*) FROM parent")).containsExactly("2");
	}

	@Test
	void rowsThatWereKeptElsewhereComeBack() throws Exception {
		PlainLiquibase liquibase = family(true);
		liquibase
			.update(changeSet("sql: { sql: \"CREATE TEMPORARY TABLE kept AS SELECT * FROM parent; DROP TABLE parent;"
					+ " CREATE TABLE IF NOT EXISTS parent (id INTEGER PRIMARY KEY, name TEXT NOT NULL);"
					+ " INSERT INTO parent SELECT * FROM kept; DROP TABLE kept\" }"));
		assertRows(liquibase);
		assertThat(liquibase.query("SELECT * FROM parent")).containsExactly("1|ada", "2|bob");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void foreignKeysThatWentWithTheOldTableAreNoticed(boolean foreignKeys) throws Exception {
		PlainLiquibase liquibase = family(foreignKeys);
		String rename = "sql: { sql: \"ALTER TABLE parent RENAME TO parent_old;"
				+ " CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT NOT NULL);"
				+ " INSERT INTO parent SELECT * FROM parent_old; DROP TABLE parent_old\" }";
		for (String changes : List.of(changeSet(rename), outsideOfTransactions(changeSet(rename)))) {
			assertThatExceptionOfType(LiquibaseException.class).isThrownBy(() -> liquibase.update(changes))
				.withStackTraceContaining("Table 'parent_old' can't be dropped")
				.withStackTraceContaining("'child', 'pet'");
			assertRows(liquibase);
		}
	}

}
