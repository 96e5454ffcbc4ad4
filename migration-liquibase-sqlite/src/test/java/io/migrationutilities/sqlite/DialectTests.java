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

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what Liquibase says to SQLite in changes that alter no table.
 */
class DialectTests {

	private static final String LOAD = """
			- changeSet:
			    id: '%s'
			    author: ada
			    changes:
			      - loadUpdateData: { tableName: parent, file: '%s.csv', primaryKey: '%s', onlyUpdate: %s }
			""";

	@TempDir
	private Path directory;

	private PlainLiquibase liquibase;

	@BeforeEach
	void createDatabase() throws Exception {
		this.liquibase = new PlainLiquibase(this.directory, true).execute(
				"CREATE TABLE parent (id INTEGER PRIMARY KEY, code TEXT, name TEXT DEFAULT 'new', at TEXT)",
				"CREATE TABLE child (p INTEGER REFERENCES parent ON DELETE CASCADE)",
				"INSERT INTO parent VALUES (1, 'a', 'eva', NULL), (2, 'b', 'tim', NULL)",
				"INSERT INTO child VALUES (1), (2)");
	}

	@Test
	void updatesRowsOfLoadedKeysAndInsertsOthers() throws Exception {
		this.liquibase.write("rows.csv", "id,code\n1,it's\n3,c\n").update(LOAD.formatted("1", "rows", "id", "false"));
		assertThat(this.liquibase.query("SELECT id, code, name FROM parent")).containsExactly("1|it's|eva", "2|b|tim",
				"3|c|new");
		assertThat(this.liquibase.query("SELECT p FROM child")).containsExactly("1", "2");
	}

	@Test
	void updatesRowsByKeyThatNothingHoldsUnique() throws Exception {
		this.liquibase.execute("UPDATE parent SET code = NULL WHERE id = 2")
			.write("rows.csv", "code,name,at\na,tom,2020-01-02T03:04:05\nNULL,sam,NULL\nx,zoe,NULL\n")
			.update(LOAD.formatted("1", "rows", "code,at", "false"))
			.write("others.csv", "code,name\nx,kim\n")
			.update(LOAD.formatted("2", "others", "code", "false"));
		assertThat(this.liquibase.query("SELECT code, name, at FROM parent")).containsExactly("a|eva|null",
				"null|sam|null", "a|tom|2020-01-02T03:04:05", "x|kim|null");
	}

	@Test
	void updatesOnly() throws Exception {
		this.liquibase.write("rows.csv", "id,code\n1,z\n3,c\n").update(LOAD.formatted("1", "rows", "id", "true"));
		assertThat(this.liquibase.query("SELECT id, code, name FROM parent")).containsExactly("1|z|eva", "2|b|tim");
	}

	@Test
	void insertsKeysWithoutOtherColumns() throws Exception {
		this.liquibase.write("rows.csv", "id\n1\n3\n").update(LOAD.formatted("1", "rows", "id", "false"));
		assertThat(this.liquibase.query("SELECT id, code, name FROM parent")).containsExactly("1|a|eva", "2|b|tim",
				"3|null|new");
	}

	@Test
	void quotesReservedWords() throws Exception {
		StringBuilder changeSets = new StringBuilder();
		for (String word : ReservedWords.ALL) {
			changeSets.append("""
					- changeSet:
					    id: 'word %1$s'
					    author: ada
					    changes:
					      - renameTable: { oldTableName: child, newTableName: '%1$s' }
					      - renameColumn: { tableName: '%1$s', oldColumnName: p, newColumnName: '%1$s' }
					      - insert: { tableName: '%1$s', columns: [ { column: { name: '%1$s', value: 2 } } ] }
					      - update: { tableName: '%1$s', columns: [ { column: { name: '%1$s', value: 1 } } ] }
					      - createIndex: { tableName: '%1$s', indexName: i, columns: [ { column: { name: '%1$s' } } ] }
					      - dropIndex: { tableName: '%1$s', indexName: i }
					      - renameColumn: { tableName: '%1$s', oldColumnName: '%1$s', newColumnName: p }
					      - renameTable: { oldTableName: '%1$s', newTableName: child }
					""".formatted(word));
		}
		this.liquibase.update(changeSets.toString());
		assertThat(this.liquibase.query("SELECT count(*), sum(p) FROM child"))
			.containsExactly("%1$d|%1$d".formatted(ReservedWords.ALL.size() + 2));
	}

	@Test
	void leavesOutUnitsOfSizes() throws Exception {
		this.liquibase.update("""
				- changeSet:
				    id: 1
				    author: ada
				    changes:
				      - createTable: { tableName: t, columns: [ { column: { name: a, type: varchar(2 char) } } ] }
				      - addColumn: { tableName: t, columns: [ { column: { name: b, type: varchar2(3 BYTE) } } ] }
				      - modifyDataType: { tableName: t, columnName: a, newDataType: varchar(4 CHAR) }
				""");
		assertThat(this.liquibase.query("SELECT name, type FROM pragma_table_info('t')"))
			.containsExactly("a|VARCHAR(4)", "b|VARCHAR(3)");
	}

}
