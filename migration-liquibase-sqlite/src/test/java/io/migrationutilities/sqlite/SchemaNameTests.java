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

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The schemas of other databases are left out, wherever a changelog names them.
 */
class SchemaNameTests {

	private PlainLiquibase liquibase;

	@BeforeEach
	void createDatabase(@TempDir Path directory) throws Exception {
		this.liquibase = new PlainLiquibase(directory, true)
			.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT, code TEXT)",
					"CREATE TABLE child (id INTEGER PRIMARY KEY, p INTEGER, name TEXT, CONSTRAINT fk_p FOREIGN KEY (p)"
							+ " REFERENCES parent (id), CONSTRAINT u_n UNIQUE (name))",
					"CREATE INDEX ix ON child (name)", "CREATE VIEW v AS SELECT id FROM parent",
					"CREATE TABLE other (a INTEGER NOT NULL, b TEXT DEFAULT 'x')",
					"INSERT INTO parent VALUES (1, 'a', 'b')")
			.write("rows.csv", "id,name\n7,x\n");
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"createTable: { tableName: t, schemaName: public, columns: [ { column: { name: id, type: int } }, { column: { name: p, type: int,"
					+ " constraints: { foreignKeyName: fk, references: 'public.parent(id)' } } } ] }",
			"createTable: { tableName: t, schemaName: public, columns: [ { column: { name: p, type: int, constraints: { foreignKeyName: fk,"
					+ " referencedTableSchemaName: public, referencedTableName: parent, referencedColumnNames: id } } } ] }",
			"addColumn: { tableName: child, schemaName: public, columns: [ { column: { name: q, type: int, constraints: {"
					+ " foreignKeyName: fk, references: 'public.parent(id)' } } } ] }",
			"addColumn: { tableName: child, schemaName: public, columns: [ { column: { name: q, type: int, valueNumeric: 1 } } ] }",
			"dropColumn: { tableName: parent, schemaName: public, columnName: code }",
			"renameColumn: { tableName: parent, schemaName: public, oldColumnName: code, newColumnName: c }",
			"renameTable: { oldTableName: parent, schemaName: public, newTableName: p }",
			"dropTable: { tableName: child, schemaName: public }",
			"dropTable: { tableName: child, schemaName: public, catalogName: app, cascadeConstraints: true }",
			"createIndex: { tableName: child, schemaName: public, indexName: i, columns: [ { column: { name: p } } ] }",
			"dropIndex: { tableName: child, schemaName: public, indexName: ix }",
			"createView: { viewName: w, schemaName: public, selectQuery: 'SELECT 1 AS x' }",
			"createView: { viewName: v, schemaName: public, replaceIfExists: true, selectQuery: 'SELECT 1 AS x' }",
			"dropView: { viewName: v, schemaName: public }",
			"renameView: { oldViewName: v, schemaName: public, newViewName: w }",
			"insert: { tableName: parent, schemaName: public, columns: [ { column: { name: id, valueNumeric: 2 } } ] }",
			"update: { tableName: parent, schemaName: public, catalogName: app, columns: [ { column: { name: name, value: z } } ] }",
			"delete: { tableName: parent, schemaName: public, where: id = 1 }",
			"loadData: { tableName: parent, schemaName: public, file: rows.csv }",
			"loadUpdateData: { tableName: parent, schemaName: public, file: rows.csv, primaryKey: id }",
			"addForeignKeyConstraint: { baseTableName: other, baseTableSchemaName: public, baseColumnNames: a, referencedTableName: parent,"
					+ " referencedTableSchemaName: public, referencedColumnNames: id, constraintName: fk }",
			"dropForeignKeyConstraint: { baseTableName: child, baseTableSchemaName: public, constraintName: fk_p }",
			"dropAllForeignKeyConstraints: { baseTableName: child, baseTableSchemaName: public }",
			"addUniqueConstraint: { tableName: other, schemaName: public, columnNames: b, constraintName: u }",
			"dropUniqueConstraint: { tableName: child, schemaName: public, constraintName: u_n }",
			"addPrimaryKey: { tableName: other, schemaName: public, columnNames: a, constraintName: pk }",
			"dropPrimaryKey: { tableName: child, schemaName: public }",
			"addNotNullConstraint: { tableName: other, schemaName: public, columnName: b, columnDataType: text, defaultNullValue: n }",
			"dropNotNullConstraint: { tableName: other, schemaName: public, columnName: a, columnDataType: int }",
			"addDefaultValue: { tableName: other, schemaName: public, columnName: a, defaultValueNumeric: 1 }",
			"dropDefaultValue: { tableName: other, schemaName: public, columnName: b }",
			"modifyDataType: { tableName: other, schemaName: public, columnName: b, newDataType: varchar(20) }",
			"addAutoIncrement: { tableName: child, schemaName: public, columnName: id, columnDataType: int }",
			"mergeColumns: { tableName: parent, schemaName: public, column1Name: name, column2Name: code, joinString: ' ', finalColumnName: f,"
					+ " finalColumnType: text }",
			"addLookupTable: { existingTableName: child, existingTableSchemaName: public, existingColumnName: name, newTableName: names,"
					+ " newTableSchemaName: public, newColumnName: id, newColumnDataType: text, constraintName: fk_name }" })
	void isLeftOut(String change) throws Exception {
		String changeSet = """
				- changeSet:
				    id: 1
				    author: ada
				    changes:
				      - %s
				""".formatted(change);
		assertThat(this.liquibase.updateSql(changeSet)).doesNotContainIgnoringCase("public.").doesNotContain("app.");
		this.liquibase.update(changeSet);
		assertThat(this.liquibase.query("SELECT count(*) FROM DATABASECHANGELOG")).containsExactly("1");
		assertThat(this.liquibase.query("PRAGMA foreign_key_check")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "tableExists: { tableName: parent, schemaName: public }",
			"viewExists: { viewName: v, schemaName: public }",
			"columnExists: { tableName: parent, columnName: name, schemaName: public }",
			"indexExists: { indexName: ix, tableName: child, schemaName: public }",
			"indexExists: { indexName: ix, schemaName: public }",
			"primaryKeyExists: { tableName: parent, schemaName: public }",
			"foreignKeyConstraintExists: { foreignKeyTableName: child, foreignKeyName: fk_p, foreignKeyTableSchemaName: public }",
			"uniqueConstraintExists: { tableName: child, constraintName: u_n, schemaName: public }",
			"rowCount: { tableName: parent, schemaName: public, expectedRows: 1 }",
			"tableIsEmpty: { tableName: child, schemaName: public }" })
	void isLeftOutOfPreconditions(String precondition) throws Exception {
		this.liquibase.update("""
				- changeSet:
				    id: 1
				    author: ada
				    preConditions:
				      - onFail: HALT
				      - %s
				    changes:
				      - tagDatabase: { tag: holds }
				""".formatted(precondition));
	}

	@Test
	void temporaryTablesAreThemselves() throws Exception {
		this.liquibase
			.update("""
					- changeSet:
					    id: 1
					    author: ada
					    changes:
					      - sql: { sql: 'CREATE TEMP TABLE parent (id, name)' }
					      - insert: { tableName: parent, schemaName: temp, columns: [ { column: { name: id, valueNumeric: 5 } } ] }
					      - sql: { sql: DROP TABLE temp.parent }
					""");
		assertThat(this.liquibase.query("SELECT id FROM parent")).containsExactly("1");
	}

}
