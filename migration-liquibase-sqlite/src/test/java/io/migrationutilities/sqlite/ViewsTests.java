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
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of renaming and replacing views that other views and triggers use.
 */
class ViewsTests {

	private PlainLiquibase liquibase;

	@BeforeEach
	void createDatabase(@TempDir Path directory) throws Exception {
		this.liquibase = new PlainLiquibase(directory, true).execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)",
				"CREATE TABLE log (x TEXT)", "INSERT INTO t VALUES (1, 'x'), (2, 'y')",
				"CREATE VIEW v AS SELECT id, a FROM t",
				"CREATE VIEW direct (n) AS SELECT v.id FROM main.V AS q, v WHERE q.id = v.id",
				"CREATE VIEW \"indirect\" AS SELECT n, (SELECT count(*) FROM [v]) AS v FROM direct",
				"CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log SELECT a FROM v WHERE id = new.id; END",
				"CREATE TRIGGER onview INSTEAD OF DELETE ON direct BEGIN DELETE FROM v WHERE id = old.n; END",
				"CREATE TRIGGER own INSTEAD OF DELETE ON v BEGIN DELETE FROM t WHERE id = old.id; END");
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

	private List<String> schema() throws SQLException {
		return this.liquibase.query("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'DATABASE%'"
				+ " AND name NOT LIKE 'sqlite%' ORDER BY name");
	}

	private void assertRefused(String changes, String message) throws SQLException {
		List<String> schema = schema();
		for (String changeSet : List.of(changeSet(changes), outsideOfTransactions(changeSet(changes)))) {
			assertThatExceptionOfType(LiquibaseException.class).isThrownBy(() -> this.liquibase.update(changeSet))
				.withStackTraceContaining(message);
			assertThat(schema()).isEqualTo(schema);
			assertThat(this.liquibase.query("SELECT count(*) FROM DATABASECHANGELOG")).containsExactly("0");
		}
	}

	private void assertRenamed(String name) throws SQLException {
		assertThat(this.liquibase.query("SELECT * FROM " + name)).containsExactly("1|x", "2|y");
		assertThat(this.liquibase.query("SELECT n, v FROM indirect")).containsExactly("1|2", "2|2");
		this.liquibase.execute("DELETE FROM direct WHERE n = 2", "INSERT INTO t VALUES (3, 'z')");
		assertThat(this.liquibase.query("SELECT * FROM " + name)).containsExactly("1|x", "3|z");
		assertThat(this.liquibase.query("SELECT * FROM log")).containsExactly("z");
		assertThat(this.liquibase.query("SELECT name FROM sqlite_schema WHERE name = 'v'")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "renameView: { oldViewName: V, newViewName: n w }",
			"renameView: { oldViewName: v, newViewName: n w, schemaName: public }",
			"renameTable: { oldTableName: v, newTableName: n w }", "sql: { sql: 'ALTER VIEW v RENAME TO \"n w\"' }",
			"sql: { sql: '/* so */ alter view if exists main.[V] rename to \"n w\";' }",
			"sql: { sql: 'ALTER TABLE v RENAME TO \"n w\"' }" })
	void usedViewIsRenamedInWhatUsesIt(String change) throws Exception {
		this.liquibase.update(changeSet(change));
		assertRenamed("\"n w\"");
	}

	@Test
	void usedViewIsRenamedOutsideOfTransactions() throws Exception {
		this.liquibase.update(outsideOfTransactions(changeSet("sql: { sql: ALTER VIEW v RENAME TO w }")));
		assertRenamed("w");
	}

	@Test
	void usedViewIsRenamedByWhatIsWrittenDown() throws Exception {
		String sql = this.liquibase.updateSql(changeSet("renameView: { oldViewName: v, newViewName: w }"));
		this.liquibase.execute(sql.lines()
			.filter((line) -> !line.startsWith("--") && !line.contains("DATABASECHANGELOG"))
			.filter((line) -> !line.isBlank())
			.toArray(String[]::new));
		assertRenamed("w");
	}

	@Test
	void renameIsRolledBack() throws Exception {
		String change = changeSet("renameView: { oldViewName: v, newViewName: w }");
		this.liquibase.update(change).rollback(change, 1);
		assertThat(this.liquibase.query("SELECT * FROM v")).hasSize(2);
		assertThat(this.liquibase.query("SELECT * FROM indirect")).hasSize(2);
	}

	@Test
	void viewsThatDidNotWorkBeforeDoNotMatter() throws Exception {
		this.liquibase.execute("CREATE VIEW broken AS SELECT * FROM gone",
				"CREATE TRIGGER stale AFTER DELETE ON log BEGIN INSERT INTO gone VALUES (1); END");
		this.liquibase.update(changeSet("renameView: { oldViewName: v, newViewName: w }",
				"sql: { sql: 'CREATE OR REPLACE VIEW w AS SELECT id, a, 1 AS more FROM t' }"));
		assertThat(this.liquibase.query("SELECT sql FROM sqlite_schema WHERE name = 'broken'")).hasSize(1);
		assertThat(this.liquibase.query("SELECT * FROM indirect")).hasSize(2);
		assertThat(this.liquibase.query("SELECT * FROM w")).containsExactly("1|x|1", "2|y|1");
	}

	@Test
	void caseOfNameIsChanged() throws Exception {
		this.liquibase.update(changeSet("renameView: { oldViewName: v, newViewName: V }"));
		assertThat(this.liquibase.query("SELECT name FROM sqlite_schema WHERE type = 'view' AND name = 'V'"))
			.hasSize(1);
		assertThat(this.liquibase.query("SELECT * FROM indirect")).hasSize(2);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "renameView: { oldViewName: none, newViewName: w } | has no view 'none'",
			"renameView: { oldViewName: t, newViewName: w } | has no view 't'",
			"sql: { sql: ALTER VIEW t RENAME TO w } | has no view 't'",
			"renameView: { oldViewName: v, newViewName: t } | already",
			"sql: { sql: ALTER VIEW v RENAME TO direct } | already",
			"sql: { sql: ALTER VIEW v RENAME COLUMN a TO b } | ALTER VIEW can't alter a view but for its name on SQLite. Replace the view with CREATE OR REPLACE VIEW.",
			"sql: { sql: ALTER VIEW v OWNER TO joe } | but for its name",
			"sql: { sql: ALTER VIEW v RENAME TO a b } | but for its name",
			"sql: { sql: ALTER VIEW v ALTER COLUMN a SET DEFAULT 1 } | but for its name",
			"sql: { sql: ALTER VIEW v SET SCHEMA other } | but for its name",
			"sql: { sql: ALTER VIEW public.v RENAME TO w } | a view of schema 'public'" })
	void whatCantBeRenamedIsRefused(String change, String message) throws Exception {
		assertRefused(change, message);
	}

	@Test
	void absentViewIsFineWhereTheStatementSaysSo() throws Exception {
		this.liquibase.update(changeSet("sql: { sql: ALTER VIEW IF EXISTS none RENAME TO w }"));
		assertThat(this.liquibase.query("SELECT name FROM sqlite_schema WHERE name = 'w'")).isEmpty();
	}

	@Test
	void triggerThatUsesItsViewIsNamed() throws Exception {
		this.liquibase.execute("DROP TRIGGER own",
				"CREATE TRIGGER own INSTEAD OF DELETE ON v BEGIN INSERT INTO log SELECT a FROM v; END");
		assertRefused("renameView: { oldViewName: v, newViewName: w }", "Its name is used by its trigger 'own'.");
	}

	@Test
	void triggerThatSqliteCantCorrectIsNamed() throws Exception {
		this.liquibase
			.execute("CREATE TRIGGER odd AFTER DELETE ON log BEGIN INSERT INTO log SELECT 1 WHERE (1, 'x') IN v; END");
		assertRefused("renameView: { oldViewName: v, newViewName: w }",
				"View 'v' can't be renamed. SQLite can't correct trigger 'odd', which uses it.");
	}

	@Test
	void usedViewThatDoesNotWorkIsRefused() throws Exception {
		this.liquibase.execute("CREATE VIEW broken AS SELECT * FROM gone", "CREATE VIEW user AS SELECT * FROM broken");
		assertRefused("renameView: { oldViewName: broken, newViewName: w }",
				"View 'broken' can't be renamed. It is used by others, and does not work.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sql: { sql: \"CREATE OR REPLACE VIEW v AS SELECT id, a || '!' AS a FROM t -- v\" }",
			"sql: { sql: \"create /* or */ or -- x\\n replace view [V] as SELECT id, a || '!' AS a FROM t;\" }",
			"sql: { sql: \"CREATE OR REPLACE VIEW main.v (id, a) AS SELECT id, a || '!' FROM t\", splitStatements: false }",
			"createView: { viewName: v, replaceIfExists: true, selectQuery: \"SELECT id, a || '!' AS a FROM t\" }",
			"createView: { viewName: v, fullDefinition: true, selectQuery: \"/* new */ CREATE OR REPLACE VIEW v AS SELECT id, a || '!' AS a FROM t\" }",
			"createView: { viewName: v, fullDefinition: true, replaceIfExists: true, selectQuery: \"CREATE OR REPLACE VIEW v AS SELECT id, a || '!' AS a FROM t\" }" })
	void viewIsReplacedAndWhatUsesItGoesOn(String change) throws Exception {
		String sql = this.liquibase.updateSql(changeSet(change));
		assertThat(sql).contains("DROP VIEW IF EXISTS", "TRIGGER own").doesNotContainIgnoringCase("REPLACE VIEW");
		for (String changeSet : List.of(changeSet(change), outsideOfTransactions(changeSet(change)))) {
			this.liquibase.update(changeSet);
			assertThat(this.liquibase.query("SELECT * FROM v")).containsExactly("1|x!", "2|y!");
			assertThat(this.liquibase.query("SELECT n, v FROM indirect")).containsExactly("1|2", "2|2");
			assertThat(this.liquibase.query("SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name"))
				.containsExactly("onview", "own", "tr");
			this.liquibase.execute("DELETE FROM DATABASECHANGELOG");
		}
	}

	@Test
	void viewIsCreatedWhereThereIsNone() throws Exception {
		this.liquibase.update(changeSet("sql: { sql: CREATE OR REPLACE VIEW w AS SELECT 1 AS one }",
				"sql: { sql: \"CREATE OR REPLACE TEMP VIEW v AS SELECT 1 AS one; CREATE OR REPLACE TEMPORARY VIEW v AS SELECT 2 AS two;"
						+ " CREATE TABLE kept AS SELECT * FROM temp.v\" }"));
		assertThat(this.liquibase.query("SELECT one, two FROM w, kept")).containsExactly("1|2");
		assertThat(this.liquibase.query("SELECT count(*) FROM v")).containsExactly("2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sql: { sql: CREATE OR REPLACE VIEW v AS SELECT a FROM t }",
			"createView: { viewName: v, replaceIfExists: true, selectQuery: SELECT id AS n FROM t }" })
	void replacementThatWouldBreakWhatUsesTheViewIsRefused(String change) throws Exception {
		assertRefused(change, "view 'direct' that does not work: ");
		assertThatExceptionOfType(LiquibaseException.class)
			.isThrownBy(() -> this.liquibase.updateSql(changeSet(change)))
			.withStackTraceContaining("view 'direct' that does not work: ");
	}

	@Test
	void replacementThatWouldMakeTextsOfColumnsIsRefused() throws Exception {
		this.liquibase.execute("DROP VIEW indirect", "DROP VIEW direct", "DROP TRIGGER tr",
				"CREATE VIEW quoting AS SELECT \"a\" FROM v");
		assertRefused("sql: { sql: CREATE OR REPLACE VIEW v AS SELECT id FROM t }", "It is used by view 'quoting'.");
	}

	@Test
	void replacementThatFailsChangesNothing() throws Exception {
		assertRefused("sql: { sql: CREATE OR REPLACE VIEW v AS SELEKT }", "syntax error");
		assertRefused("sql: { sql: CREATE OR REPLACE VIEW t AS SELECT 1 }", "use DROP TABLE to delete table t");
		assertRefused("sql: { sql: CREATE OR REPLACE VIEW public.v AS SELECT 1 }", "unknown database public");
	}

}
