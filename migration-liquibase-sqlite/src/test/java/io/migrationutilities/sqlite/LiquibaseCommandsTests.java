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

import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import liquibase.Scope;
import liquibase.change.Change;
import liquibase.change.core.DropDefaultValueChange;
import liquibase.database.Database;
import liquibase.exception.LiquibaseException;
import liquibase.logging.LogService;
import liquibase.logging.Logger;
import liquibase.sql.SqlConfiguration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * What else Liquibase does with a database than to update it and to roll it back.
 */
class LiquibaseCommandsTests {

	private static final String REBUILD = """
			- changeSet:
			    id: rebuild
			    author: ada
			    changes:
			      - addNotNullConstraint: { tableName: parent, columnName: code, columnDataType: text }
			""";

	private static final String NEW_TABLE = """
			- changeSet:
			    id: new-table
			    author: ada
			    changes:
			      - createTable: { tableName: t, columns: [ { column: { name: id, type: int } } ] }
			      - addColumn: { tableName: t, columns: [ { column: { name: a, type: int } } ] }
			      - addUniqueConstraint: { tableName: t, columnNames: a, constraintName: u_a }
			""";

	private PlainLiquibase liquibase;

	@BeforeEach
	void createDatabase(@TempDir Path directory) throws Exception {
		this.liquibase = new PlainLiquibase(directory, true).execute(
				"CREATE TABLE parent (id INTEGER PRIMARY KEY, code TEXT DEFAULT 'x')",
				"CREATE TABLE child (p INTEGER REFERENCES parent ON DELETE CASCADE)",
				"INSERT INTO parent VALUES (1, 'a')", "INSERT INTO child VALUES (1)");
	}

	@Test
	void writtenRebuildKeepsChildrenWhereForeignKeysAreEnforced() throws Exception {
		String sql = this.liquibase.updateSql(REBUILD);
		this.liquibase.execute(Stream.of(sql.split(";\\R"))
			.map((statement) -> Pattern.compile("^--.*$", Pattern.MULTILINE).matcher(statement).replaceAll("").strip())
			.filter((statement) -> !statement.isEmpty())
			.toArray(String[]::new));
		assertThat(this.liquibase.query("SELECT p FROM child")).containsExactly("1");
		assertThat(this.liquibase.query("SELECT \"notnull\" FROM pragma_table_info('parent')")).containsExactly("0",
				"1");
	}

	@Test
	void eachPreviewBeginsWithSchemaAsItIs() throws Exception {
		List<String> previews = new ArrayList<>();
		this.liquibase.run(NEW_TABLE, (liquibase) -> {
			for (int i = 0; i < 2; i++) {
				previews.add(PlainLiquibase.updateSql(liquibase));
			}
			liquibase.update("");
		});
		assertThat(rebuild(previews.get(1))).isNotEmpty().isEqualTo(rebuild(previews.get(0)));
		assertThat(this.liquibase.query("SELECT name FROM pragma_table_info('t')")).containsExactly("id", "a");
	}

	private static List<String> rebuild(String sql) {
		return sql.lines().filter((line) -> line.contains("MIGRATION_") || line.contains("PRAGMA")).toList();
	}

	@Test
	void previewLeavesConnectionAsItIs() throws Exception {
		this.liquibase.run(REBUILD, (liquibase) -> {
			PlainLiquibase.updateSql(liquibase);
			this.liquibase.assertUnchanged(liquibase.getDatabase());
		});
	}

	@Test
	void rollbackOfWhatHasNotRunIsWrittenAsAlterTable() throws Exception {
		StringWriter sql = new StringWriter();
		this.liquibase.run(NEW_TABLE, (liquibase) -> liquibase.futureRollbackSQL("", sql));
		assertThat(sql.toString()).containsSubsequence("ALTER TABLE \"t\" DROP CONSTRAINT \"u_a\";",
				"ALTER TABLE \"t\" DROP COLUMN \"a\";", "DROP TABLE t;");
	}

	@Test
	void rollbackOfWhatHasRunIsWrittenAsRebuild() throws Exception {
		StringWriter sql = new StringWriter();
		this.liquibase.update(NEW_TABLE).run(NEW_TABLE, (liquibase) -> liquibase.rollback(1, "", sql));
		assertThat(sql.toString()).contains("MIGRATION_t").contains("DROP TABLE t;").doesNotContain("DROP CONSTRAINT");
	}

	@Test
	void updatesRollsBackAndUpdatesForTest() throws Exception {
		this.liquibase.run(NEW_TABLE + REBUILD, (liquibase) -> {
			liquibase.updateTestingRollback("");
			this.liquibase.assertUnchanged(liquibase.getDatabase());
		});
		assertThat(this.liquibase.query("SELECT id FROM DATABASECHANGELOG")).containsExactly("new-table", "rebuild");
		assertThat(this.liquibase.query("SELECT p FROM child")).containsExactly("1");
	}

	@Test
	void dropsAllTablesWhateverTheirForeignKeys() throws Exception {
		this.liquibase.execute("CREATE TABLE a (id INTEGER PRIMARY KEY, b INTEGER CONSTRAINT fk REFERENCES b (id))",
				"CREATE TABLE b (id INTEGER PRIMARY KEY, a INTEGER REFERENCES a (id))",
				"CREATE VIEW v AS SELECT * FROM a", "INSERT INTO a VALUES (1, NULL)", "INSERT INTO b VALUES (1, 1)",
				"UPDATE a SET b = 1");
		this.liquibase.run(REBUILD, (liquibase) -> {
			liquibase.dropAll();
			this.liquibase.assertUnchanged(liquibase.getDatabase());
		});
		assertThat(this.liquibase.query("SELECT name FROM sqlite_schema")).isEmpty();
	}

	@Test
	void historyTableOfOldVersionIsUpgraded() throws Exception {
		this.liquibase.execute("CREATE TABLE DATABASECHANGELOG (ID VARCHAR(63) NOT NULL, AUTHOR VARCHAR(63) NOT NULL,"
				+ " FILENAME VARCHAR(200) NOT NULL, DATEEXECUTED TEXT NOT NULL, MD5SUM VARCHAR(32), LIQUIBASE VARCHAR(10),"
				+ " CONTEXTS VARCHAR(100), PRIMARY KEY (ID, AUTHOR, FILENAME))",
				"INSERT INTO DATABASECHANGELOG (ID, AUTHOR, FILENAME, DATEEXECUTED) VALUES ('0', 'bob', 'old', '2012-01-01')");
		this.liquibase.update(REBUILD);
		assertThat(this.liquibase.query("SELECT ID, ORDEREXECUTED, EXECTYPE FROM DATABASECHANGELOG"))
			.containsExactly("0|-1|EXECUTED", "rebuild|0|EXECUTED");
	}

	@Test
	void changeNeedsNoChangeSet() throws Exception {
		DropDefaultValueChange change = new DropDefaultValueChange();
		change.setTableName("parent");
		change.setColumnName("code");
		this.liquibase.run(REBUILD, (liquibase) -> {
			execute(change, liquibase.getDatabase());
			liquibase.getDatabase().commit();
			this.liquibase.assertUnchanged(liquibase.getDatabase());
		});
		assertThat(this.liquibase.query("SELECT dflt_value FROM pragma_table_info('parent')")).containsExactly("null",
				"null");
		assertThat(this.liquibase.query("SELECT p FROM child")).containsExactly("1");
	}

	@Test
	void closingRollsBackWhatIsNotCommitted() throws Exception {
		this.liquibase.run(REBUILD, (liquibase) -> {
			for (Change change : liquibase.getDatabaseChangeLog().getChangeSets().get(0).getChanges()) {
				execute(change, liquibase.getDatabase());
			}
			liquibase.getDatabase().close();
		});
		assertThat(this.liquibase.query("SELECT \"notnull\" FROM pragma_table_info('parent')")).containsExactly("0",
				"0");
	}

	private static void execute(Change change, Database database) throws LiquibaseException {
		database.executeStatements(change, null, List.of());
	}

	@Test
	void logsAlterationsAtLevelOfSql() throws Exception {
		Logger logger = mock(Logger.class);
		LogService logs = mock(LogService.class);
		given(logs.getLog(any())).willReturn(logger);
		Scope.child(Map.of(Scope.Attr.logService.name(), logs, SqlConfiguration.SHOW_AT_LOG_LEVEL.getKey(), Level.INFO),
				() -> this.liquibase.update(REBUILD));
		then(logger).should().log(Level.INFO, "ALTER TABLE \"parent\" ALTER COLUMN \"code\" SET NOT NULL", null);
	}

	@Test
	void refusalSaysWhatToDo() throws Exception {
		this.liquibase.execute("INSERT INTO parent VALUES (2, NULL)");
		assertThatExceptionOfType(LiquibaseException.class).isThrownBy(() -> this.liquibase.update(REBUILD))
			.withMessageContaining("Rows of table 'parent' violate")
			.withMessageContaining("Correct the rows");
	}

}
