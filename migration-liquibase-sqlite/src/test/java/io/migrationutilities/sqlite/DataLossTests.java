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
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.test.TakesLong;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What Liquibase alone does to a SQLite database, and must not happen with this jar on
 * the class path.
 */
class DataLossTests {

	private static final String ADD_COLUMN = """
			- changeSet:
			    id: 1
			    author: ada
			    changes:
			      - addColumn:
			          tableName: parent
			          columns:
			            - column: { name: added, type: int, defaultValueNumeric: 7, constraints: { nullable: false } }
			""";

	private static final String REBUILD = """
			- changeSet:
			    id: 1
			    author: ada
			    changes:
			      - addNotNullConstraint: { tableName: parent, columnName: name, columnDataType: text }
			      - addUniqueConstraint: { tableName: parent, columnNames: name, constraintName: u }
			""";

	private PlainLiquibase liquibase;

	@BeforeEach
	void createDatabase(@TempDir Path directory) throws Exception {
		this.liquibase = new PlainLiquibase(directory, true).execute(
				"CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT)",
				"CREATE TABLE child (id INTEGER PRIMARY KEY, p INTEGER REFERENCES parent ON DELETE CASCADE)",
				"CREATE TABLE log (entry TEXT)",
				"CREATE TRIGGER child_insert AFTER INSERT ON child BEGIN INSERT INTO log"
						+ " SELECT 'child of ' || name FROM parent WHERE id = new.p; END",
				"CREATE VIEW family AS SELECT name, count(*) AS children FROM parent JOIN child ON p = parent.id GROUP BY name",
				"INSERT INTO parent VALUES (1, 'ada'), (2, 'bob')",
				"INSERT INTO child VALUES (10, 1), (11, 1), (12, 2)");
	}

	@Test
	void childrenWithCascadeSurviveAddColumn() throws Exception {
		this.liquibase.update(ADD_COLUMN);
		assertThat(this.liquibase.query("SELECT id, p FROM child")).containsExactly("10|1", "11|1", "12|2");
		assertThat(this.liquibase.query("SELECT * FROM parent")).containsExactly("1|ada|7", "2|bob|7");
		assertThatAllWorks();
	}

	@Test
	void childrenWithCascadeSurviveRebuild() throws Exception {
		this.liquibase.update(REBUILD);
		assertThat(this.liquibase.query("SELECT id, p FROM child")).containsExactly("10|1", "11|1", "12|2");
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> this.liquibase.execute("INSERT INTO parent VALUES (3, 'ada')"));
		assertThatAllWorks();
	}

	@Test
	void newColumnKeepsDefaultAndNotNull() throws Exception {
		this.liquibase.update(ADD_COLUMN).execute("INSERT INTO parent (id) VALUES (3)");
		assertThat(this.liquibase.query("SELECT added FROM parent WHERE id = 3")).containsExactly("7");
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> this.liquibase.execute("INSERT INTO parent VALUES (4, 'x', NULL)"));
	}

	@Test
	void triggersAndViewsOfOtherTablesStillWork() throws Exception {
		this.liquibase.update(REBUILD).execute("INSERT INTO child VALUES (13, 2)");
		assertThat(this.liquibase.query("SELECT entry FROM log ORDER BY rowid DESC LIMIT 1"))
			.containsExactly("child of bob");
		assertThat(this.liquibase.query("SELECT * FROM family ORDER BY name")).containsExactly("ada|2", "bob|2");
		assertThat(this.liquibase.query("SELECT name FROM sqlite_schema WHERE sql LIKE '%\\_temporary%' ESCAPE '\\'"))
			.isEmpty();
	}

	@Test
	void dropColumnDrops() throws Exception {
		this.liquibase.execute("ALTER TABLE child ADD COLUMN note TEXT", "CREATE INDEX child_note ON child (note)");
		this.liquibase.update("""
				- changeSet:
				    id: 1
				    author: ada
				    changes:
				      - dropColumn: { tableName: child, columnName: note }
				""");
		assertThat(this.liquibase.query("SELECT name FROM pragma_table_info('child')")).containsExactly("id", "p");
		assertThat(this.liquibase.query("SELECT * FROM child")).containsExactly("10|1", "11|1", "12|2");
		assertThatAllWorks();
	}

	@Test
	void dropColumnDropsSeveral() throws Exception {
		this.liquibase.execute("ALTER TABLE child ADD COLUMN a TEXT", "ALTER TABLE child ADD COLUMN b TEXT");
		this.liquibase.update("""
				- changeSet:
				    id: 1
				    author: ada
				    changes:
				      - dropColumn:
				          tableName: child
				          columns:
				            - column: { name: a }
				            - column: { name: b }
				""");
		assertThat(this.liquibase.query("SELECT name FROM pragma_table_info('child')")).containsExactly("id", "p");
	}

	@TakesLong
	@Test
	void addsColumnsInDatabaseOf500Tables() throws Exception {
		this.liquibase.execute(
				Stream
					.of(Stream.of("BEGIN"), IntStream.range(0, 500)
						.mapToObj("CREATE TABLE t%d (id INTEGER PRIMARY KEY, a TEXT UNIQUE, b TEXT)"::formatted),
							Stream.of("COMMIT"))
					.flatMap((statements) -> statements)
					.toArray(String[]::new));
		this.liquibase.update("""
				- changeSet:
				    id: 1
				    author: ada
				    changes:
				""" + IntStream.range(0, 500)
			.mapToObj(
					"      - addColumn: { tableName: t%d, columns: [ { column: { name: c, type: int } } ] }\n"::formatted)
			.collect(Collectors.joining()));
		assertThat(this.liquibase.query("SELECT count(*) FROM sqlite_schema AS t, pragma_table_info(t.name) AS c"
				+ " WHERE t.name LIKE 't%' AND c.name = 'c'"))
			.isEqualTo(Collections.singletonList("500"));
	}

	private void assertThatAllWorks() throws Exception {
		assertThat(this.liquibase.query("PRAGMA integrity_check")).containsExactly("ok");
		assertThat(this.liquibase.query("PRAGMA foreign_key_check")).isEmpty();
		this.liquibase.execute("DELETE FROM parent WHERE id = 1");
		assertThat(this.liquibase.query("SELECT id FROM child")).containsExactly("12");
	}

}
