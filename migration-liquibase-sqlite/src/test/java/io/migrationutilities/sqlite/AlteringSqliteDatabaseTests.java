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

import liquibase.change.Change;
import liquibase.exception.LiquibaseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AlteringSqliteDatabaseTests {

	private static final String CHANGE_SET = """
			- changeSet:
			    id: %s
			    author: ada
			    changes:
			""";

	@TempDir
	private Path directory;

	private PlainLiquibase liquibase;

	@BeforeEach
	void createDatabase() throws Exception {
		this.liquibase = new PlainLiquibase(this.directory, true).execute(
				"CREATE TABLE parent (id INTEGER PRIMARY KEY, code TEXT)",
				"CREATE TABLE child (id INTEGER PRIMARY KEY, p INTEGER, name TEXT DEFAULT 'x', n INTEGER)",
				"INSERT INTO parent VALUES (1, 'a'), (2, 'b')",
				"INSERT INTO child VALUES (10, 1, 'eva', 5), (11, 1, 'tim', 6), (12, 2, 'zoe', 7)");
	}

	private static String changeSet(String id, String... changes) {
		StringBuilder text = new StringBuilder(CHANGE_SET.formatted(id));
		for (String change : changes) {
			text.append("      - ").append(change).append('\n');
		}
		return text.toString();
	}

	@Test
	void altersTableOnceForConsecutiveChanges() throws Exception {
		String changes = changeSet("1",
				"addForeignKeyConstraint: { baseTableName: child, baseColumnNames: p, referencedTableName: parent,"
						+ " referencedColumnNames: id, constraintName: fk_p, onDelete: CASCADE }",
				"addUniqueConstraint: { tableName: child, columnNames: 'name, n', constraintName: u_name }",
				"addNotNullConstraint: { tableName: parent, columnName: code, columnDataType: text }",
				"dropDefaultValue: { tableName: child, columnName: name }",
				"modifyDataType: { tableName: child, columnName: n, newDataType: bigint }",
				"sql: { sql: 'ALTER TABLE child ALTER COLUMN p SET NOT NULL' }");
		assertThat(rebuilds(this.liquibase.updateSql(changes))).isEqualTo(2);
		this.liquibase.update(changes);
		assertThat(this.liquibase.query("SELECT name, type, \"notnull\", dflt_value FROM pragma_table_info('child')"))
			.containsExactly("id|INTEGER|0|null", "p|INTEGER|1|null", "name|TEXT|0|null", "n|BIGINT|0|null");
		assertThat(this.liquibase.query("SELECT \"table\", \"from\", on_delete FROM pragma_foreign_key_list('child')"))
			.containsExactly("parent|p|CASCADE");
		assertThat(this.liquibase.query("SELECT * FROM child")).containsExactly("10|1|eva|5", "11|1|tim|6",
				"12|2|zoe|7");
	}

	private static int rebuilds(String sql) {
		return sql.split("CREATE TABLE \"MIGRATION_", -1).length - 1;
	}

	@Test
	void altersTableAgainAfterOtherChange() throws Exception {
		this.liquibase.update(changeSet("1", "dropDefaultValue: { tableName: child, columnName: name }",
				"update: { tableName: child, columns: [ { column: { name: p, valueNumeric: 2 } } ] }",
				"addForeignKeyConstraint: { baseTableName: child, baseColumnNames: p, referencedTableName: parent,"
						+ " referencedColumnNames: id, constraintName: fk_p }"));
		assertThat(this.liquibase.query("SELECT DISTINCT p FROM child")).containsExactly("2");
		assertThat(this.liquibase.query("PRAGMA foreign_key_list(child)")).hasSize(1);
	}

	@Test
	void groupOfChangesHasTheResultOfOneAfterTheOther() throws Exception {
		String changes = changeSet("1",
				"addColumn: { tableName: child, columns: [ { column: { name: z, type: int, defaultValueNumeric: 1 } } ] }",
				"addDefaultValue: { tableName: child, columnName: z, defaultValueNumeric: 2 }",
				"addNotNullConstraint: { tableName: child, columnName: z, columnDataType: int }",
				"addColumn: { tableName: parent, columns: [ { column: { name: y, type: text, defaultValue: a } } ] }",
				"dropDefaultValue: { tableName: parent, columnName: y }");
		assertThat(rebuilds(this.liquibase.updateSql(changes))).isEqualTo(2);
		this.liquibase.update(changes)
			.execute("INSERT INTO child (id) VALUES (20)", "INSERT INTO parent (id) VALUES (3)");
		assertThat(this.liquibase.query("SELECT id, z FROM child ORDER BY id")).containsExactly("10|1", "11|1", "12|1",
				"20|2");
		assertThat(this.liquibase.query("SELECT y FROM parent ORDER BY id")).containsExactly("a", "a", "null");
		assertThatExceptionOfType(LiquibaseException.class)
			.isThrownBy(() -> this.liquibase
				.update(changeSet("2", "addUniqueConstraint: { tableName: child, columnNames: p, constraintName: u_p }",
						"dropUniqueConstraint: { tableName: child, constraintName: u_p }")))
			.withStackTraceContaining("Rows of table 'child' violate UNIQUE 'u_p': 2.");
	}

	@Test
	void rollsBackEachKindOfChange() throws Exception {
		List<String> before = schema();
		String changes = changeSet("1",
				"addForeignKeyConstraint: { baseTableName: child, baseColumnNames: p, referencedTableName: parent,"
						+ " referencedColumnNames: id, constraintName: fk_p }")
				+ changeSet("2", "addUniqueConstraint: { tableName: child, columnNames: name, constraintName: u_name }",
						"addNotNullConstraint: { tableName: child, columnName: name, columnDataType: text }")
				+ changeSet("3", "addDefaultValue: { tableName: child, columnName: n, defaultValueNumeric: 3 }")
				+ changeSet("4", "addColumn: { tableName: child, columns: [ { column: { name: a, type: int,"
						+ " defaultValueNumeric: 1, constraints: { nullable: false, unique: true, uniqueConstraintName: u_a } } },"
						+ " { column: { name: b, type: int, constraints: { foreignKeyName: fk_b, references: 'parent(id)' } } } ] }");
		this.liquibase.execute("DELETE FROM child WHERE id > 10");
		this.liquibase.update(changes);
		assertThat(this.liquibase.query("SELECT * FROM child")).containsExactly("10|1|eva|5|1|null");
		this.liquibase.rollback(changes, 4);
		assertThat(schema()).isEqualTo(before);
		assertThat(this.liquibase.query("SELECT * FROM child")).containsExactly("10|1|eva|5");
	}

	@Test
	void rollsBackPrimaryKeyThatWasAdded() throws Exception {
		this.liquibase.execute("CREATE TABLE t (a TEXT NOT NULL, b INTEGER NOT NULL)", "INSERT INTO t VALUES ('x', 1)");
		List<String> before = schema();
		String changes = changeSet("1", "addPrimaryKey: { tableName: t, columnNames: 'a, b', constraintName: pk_t }");
		this.liquibase.update(changes);
		assertThat(this.liquibase.query("SELECT name FROM pragma_table_info('t') WHERE pk > 0")).containsExactly("a",
				"b");
		this.liquibase.rollback(changes, 1);
		assertThat(schema()).isEqualTo(before);
	}

	private List<String> schema() throws SQLException {
		return this.liquibase.query("SELECT name, replace(sql, '\"', '') FROM sqlite_schema"
				+ " WHERE tbl_name NOT LIKE 'DATABASECHANGE%' AND sql IS NOT NULL ORDER BY name");
	}

	@Test
	void dropsPrimaryKeyAndAddsOther() throws Exception {
		this.liquibase.update(changeSet("1", "dropPrimaryKey: { tableName: child, constraintName: pk_child }",
				"addPrimaryKey: { tableName: child, columnNames: name, constraintName: pk_child }"));
		assertThat(this.liquibase.query("SELECT name FROM pragma_table_info('child') WHERE pk > 0"))
			.containsExactly("name");
		assertThat(this.liquibase.query("SELECT * FROM child")).hasSize(3);
	}

	@Test
	void mergesColumns() throws Exception {
		this.liquibase.update(changeSet("1", "mergeColumns: { tableName: child, column1Name: name, joinString: ' of ',"
				+ " column2Name: p, finalColumnName: label, finalColumnType: 'varchar(99)' }"));
		assertThat(this.liquibase.query("SELECT * FROM child ORDER BY id")).containsExactly("10|5|eva of 1",
				"11|6|tim of 1", "12|7|zoe of 2");
	}

	@Test
	void addsLookupTable() throws Exception {
		this.liquibase.update(changeSet("1", "addLookupTable: { existingTableName: child, existingColumnName: name,"
				+ " newTableName: names, newColumnName: id, newColumnDataType: text, constraintName: fk_name }"));
		assertThat(this.liquibase.query("SELECT id FROM names ORDER BY id")).containsExactly("eva", "tim", "zoe");
		assertThat(this.liquibase.query("SELECT \"table\", \"from\", \"to\" FROM pragma_foreign_key_list('child')"))
			.containsExactly("names|name|id");
	}

	@Test
	void addsAutoIncrement() throws Exception {
		this.liquibase
			.update(changeSet("1", "addAutoIncrement: { tableName: child, columnName: id, columnDataType: bigint }"));
		this.liquibase.execute("DELETE FROM child WHERE id = 12", "INSERT INTO child (p) VALUES (1)");
		assertThat(this.liquibase.query("SELECT max(id) FROM child")).containsExactly("13");
	}

	@Test
	void failingAlterationLeavesDatabaseAsItWas() throws Exception {
		List<String> before = schema();
		String changes = changeSet("1",
				"addNotNullConstraint: { tableName: child, columnName: name, columnDataType: text }",
				"addUniqueConstraint: { tableName: child, columnNames: p, constraintName: u_p }");
		assertThatExceptionOfType(LiquibaseException.class).isThrownBy(() -> this.liquibase.update(changes))
			.withMessageContaining("child")
			.withMessageContaining("u_p");
		assertThat(schema()).isEqualTo(before);
		assertThat(this.liquibase.query("SELECT count(*) FROM DATABASECHANGELOG")).containsExactly("0");
		this.liquibase.execute("DELETE FROM child WHERE id = 11").update(changes);
		assertThat(this.liquibase.query("SELECT count(*) FROM DATABASECHANGELOG")).containsExactly("1");
	}

	@Test
	void foreignKeyThatRowsViolateIsRefused() throws Exception {
		this.liquibase.execute("INSERT INTO child VALUES (13, 99, 'ida', 0)");
		assertThatExceptionOfType(LiquibaseException.class)
			.isThrownBy(() -> this.liquibase.update(changeSet("1",
					"addForeignKeyConstraint: { baseTableName: child, baseColumnNames: p, referencedTableName: parent,"
							+ " referencedColumnNames: id, constraintName: fk_p }")))
			.withMessageContaining("child")
			.withMessageContaining("parent");
		assertThat(this.liquibase.query("PRAGMA foreign_key_list(child)")).isEmpty();
	}

	// Foreign keys are not enforced while tables may be rebuilt.
	@Test
	void changeSetThatLeavesOrphansIsRefused() throws Exception {
		this.liquibase.execute("CREATE TABLE pet (owner INTEGER REFERENCES parent ON DELETE CASCADE)",
				"INSERT INTO pet VALUES (1)");
		assertThatExceptionOfType(LiquibaseException.class)
			.isThrownBy(() -> this.liquibase
				.update(changeSet("1", "dropDefaultValue: { tableName: child, columnName: name }",
						"delete: { tableName: parent, where: 'id = 1' }")))
			.withMessageContaining("'pet'")
			.withMessageContaining("'parent'");
		assertThat(this.liquibase.query("SELECT id FROM parent")).containsExactly("1", "2");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void altersOutsideOfTransactions(boolean foreignKeys) throws Exception {
		PlainLiquibase liquibase = new PlainLiquibase(this.directory, foreignKeys).execute(
				"CREATE TABLE pet (owner INTEGER REFERENCES parent ON DELETE CASCADE)", "INSERT INTO pet VALUES (1)");
		liquibase.update("""
				- changeSet:
				    id: 1
				    author: ada
				    runInTransaction: false
				    changes:
				      - addNotNullConstraint: { tableName: parent, columnName: code, columnDataType: text }
				""");
		assertThat(liquibase.query("SELECT * FROM pet")).containsExactly("1");
		assertThat(liquibase.query("SELECT \"notnull\" FROM pragma_table_info('parent')")).containsExactly("0", "1");
	}

	@Test
	void previewKnowsWhatItCreatedBefore() throws Exception {
		String changes = changeSet("1",
				"createTable: { tableName: t, columns: [ { column: { name: id, type: bigint, autoIncrement: true,"
						+ " constraints: { primaryKey: true } } }, { column: { name: a, type: int } } ] }",
				"addNotNullConstraint: { tableName: t, columnName: a, columnDataType: int }")
				+ changeSet("2", "addUniqueConstraint: { tableName: t, columnNames: a, constraintName: u_a }");
		String sql = this.liquibase.updateSql(changes);
		assertThat(rebuilds(sql)).isEqualTo(2);
		assertThat(this.liquibase.query("SELECT name FROM sqlite_schema WHERE name = 't'")).isEmpty();
		this.liquibase.update(changes);
		assertThat(this.liquibase.query("SELECT \"notnull\" FROM pragma_table_info('t')")).containsExactly("1", "1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "afterColumn: id", "beforeColumn: id", "position: 1" })
	void placesOfColumnsHaveNoEffect(String place) throws Exception {
		String change = changeSet("1",
				"addColumn: { tableName: child, columns: [ { column: { name: a, type: int, %s } } ] }"
					.formatted(place));
		this.liquibase.run(change, (liquibase) -> {
			Change add = liquibase.getDatabaseChangeLog().getChangeSets().get(0).getChanges().get(0);
			assertThat(add.warn(liquibase.getDatabase()).getMessages()).containsExactly(
					"The place of column 'a' has no effect on SQLite, which adds columns behind all others.");
		});
		this.liquibase.update(change);
		assertThat(this.liquibase.query("SELECT group_concat(name) FROM pragma_table_info('child')"))
			.containsExactly("id,p,name,n,a");
	}

	@Test
	void viewsAreReplacedWhetherTheyAreThereOrNot() throws Exception {
		String view = "createView: { viewName: v, schemaName: public, replaceIfExists: true, selectQuery: 'SELECT %s FROM parent' }";
		this.liquibase.update(changeSet("1", view.formatted("id")));
		this.liquibase.execute("CREATE TRIGGER tr INSTEAD OF UPDATE ON v BEGIN UPDATE parent SET code = new.code; END");
		this.liquibase.updateSql(changeSet("2", view.formatted("id, code")));
		this.liquibase.update(changeSet("2", view.formatted("id, code")));
		this.liquibase.execute("UPDATE v SET code = 'z'");
		assertThat(this.liquibase.query("SELECT * FROM v")).containsExactly("1|z", "2|z");
		this.liquibase.update(changeSet("3",
				"createView: { viewName: w, replaceIfExists: true, fullDefinition: true, selectQuery: 'CREATE OR REPLACE VIEW w AS SELECT 1 AS x' }",
				"createView: { viewName: w, replaceIfExists: true, fullDefinition: true, selectQuery: 'CREATE VIEW w AS SELECT 2 AS x' }"));
		assertThat(this.liquibase.query("SELECT * FROM w")).containsExactly("2");
	}

	@Test
	void viewsAreRenamedWithTheirTriggers() throws Exception {
		this.liquibase.execute("CREATE VIEW \"v\" (a, b) AS SELECT id, code FROM parent -- v",
				"CREATE TRIGGER tr INSTEAD OF UPDATE OF b ON v BEGIN UPDATE parent SET code = new.b WHERE id = old.a; END");
		String change = changeSet("1", "renameView: { oldViewName: V, newViewName: n w, schemaName: public }");
		assertThat(this.liquibase.updateSql(change)).contains("CREATE VIEW \"n w\" (a, b)", "OF b ON \"n w\" BEGIN");
		this.liquibase.update(change);
		this.liquibase.execute("UPDATE \"n w\" SET b = 'z' WHERE a = 1");
		assertThat(this.liquibase.query("SELECT * FROM \"n w\"")).containsExactly("1|z", "2|b");
		assertThat(this.liquibase.query("SELECT name FROM sqlite_schema WHERE name = 'v'")).isEmpty();
		this.liquibase.rollback(change, 1);
		assertThat(this.liquibase.query("SELECT * FROM v")).hasSize(2);
	}

	@Test
	void foreignKeysWithoutNamesAreDropped() throws Exception {
		this.liquibase
			.execute("CREATE TABLE pet (o INTEGER REFERENCES parent ON DELETE CASCADE, c INTEGER REFERENCES child"
					+ " CHECK (c > 0) UNIQUE, CONSTRAINT fk FOREIGN KEY (o) REFERENCES child, FOREIGN KEY (c) REFERENCES pet (c))",
					"INSERT INTO pet VALUES (NULL, 10)");
		this.liquibase
			.update(changeSet("1", "dropAllForeignKeyConstraints: { baseTableName: PET, baseTableSchemaName: public }",
					"dropAllForeignKeyConstraints: { baseTableName: none }",
					"dropAllForeignKeyConstraints: { baseTableName: parent }"));
		assertThat(this.liquibase.query("PRAGMA foreign_key_list(pet)")).isEmpty();
		assertThat(this.liquibase.query("SELECT * FROM pet")).containsExactly("null|10");
		assertThat(this.liquibase.query("SELECT sql LIKE '%CHECK (c > 0)%' FROM sqlite_schema WHERE name = 'pet'"))
			.containsExactly("1");
	}

	@Test
	void numbersRowsFromWhereItShall() throws Exception {
		this.liquibase.update(changeSet("1",
				"createTable: { tableName: t, columns: [ { column: { name: id, type: bigint, autoIncrement: true, startWith: 100,"
						+ " constraints: { primaryKey: true } } }, { column: { name: a, type: int } } ] }",
				"addUniqueConstraint: { tableName: t, columnNames: a, constraintName: u_a }"));
		this.liquibase.execute("INSERT INTO t (a) VALUES (1), (2)");
		assertThat(this.liquibase.query("SELECT id FROM t")).containsExactly("100", "101");
	}

	@Test
	void stepsOfNumbersAreRefused() {
		assertThatExceptionOfType(LiquibaseException.class).isThrownBy(() -> this.liquibase.update(changeSet("1",
				"createTable: { tableName: t, columns: [ { column: { name: id, type: bigint, autoIncrement: true, incrementBy: 50,"
						+ " constraints: { primaryKey: true } } } ] }")))
			.withMessageContaining("'incrementBy' of column 'id' of table 't' has no effect on SQLite");
	}

	@Test
	void sequencesAreRefused() {
		assertThatExceptionOfType(LiquibaseException.class)
			.isThrownBy(() -> this.liquibase.update(changeSet("1", "createSequence: { sequenceName: s }")))
			.withMessageContaining("createSequence has no effect on SQLite");
	}

	@Test
	void sequencesOfOtherDatabasesAreLeftOut() throws Exception {
		this.liquibase.update("""
				- changeSet:
				    id: 1
				    author: ada
				    dbms: postgresql
				    changes:
				      - createSequence: { sequenceName: s }
				""");
		assertThat(this.liquibase.query("SELECT count(*) FROM DATABASECHANGELOG")).containsExactly("0");
	}

	@Test
	void changesOfOtherDatabasesAreLeftOutOfGroup() throws Exception {
		this.liquibase.update(changeSet("1", "dropDefaultValue: { tableName: child, columnName: name }",
				"sql: { dbms: postgresql, sql: 'ALTER TABLE child ALTER COLUMN n SET NOT NULL' }",
				"sql: { dbms: sqlite, sql: 'ALTER TABLE child ALTER COLUMN p SET NOT NULL' }"));
		assertThat(this.liquibase.query("SELECT name FROM pragma_table_info('child') WHERE \"notnull\""))
			.containsExactly("p");
	}

	@Test
	void modifiesSql() throws Exception {
		this.liquibase.update("""
				- changeSet:
				    id: 1
				    author: ada
				    changes:
				      - addDefaultValue: { tableName: child, columnName: name, defaultValue: old }
				    modifySql:
				      - replace: { replace: old, with: new }
				""");
		assertThat(this.liquibase.query("SELECT dflt_value FROM pragma_table_info('child') WHERE name = 'name'"))
			.containsExactly("'new'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "CURRENT_TIMESTAMP", "now()", "lower('A' || 'B')", "(1 + 1)", "-5", "NULL" })
	void defaultsMayBeExpressions(String value) throws Exception {
		this.liquibase.update(changeSet("1",
				"addColumn: { tableName: child, columns: [ { column: { name: a, type: text, defaultValueComputed: \""
						+ value + "\" } } ] }",
				"createTable: { tableName: t, columns: [ { column: { name: id, type: int } }, { column: { name: a, type: text,"
						+ " defaultValueComputed: \"" + value + "\" } } ] }"));
		this.liquibase.execute("INSERT INTO child (id) VALUES (20)", "INSERT INTO t (id) VALUES (1)");
		assertThat(this.liquibase.query(
				"SELECT substr(t.a, 1, 12) = substr(child.a, 1, 12) OR t.a IS child.a FROM t, child WHERE child.id = 20"))
			.containsExactly("1");
	}

}
