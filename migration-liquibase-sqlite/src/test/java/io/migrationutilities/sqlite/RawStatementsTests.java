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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import liquibase.statement.SqlStatement;
import liquibase.statement.core.DeleteStatement;
import liquibase.statement.core.RawParameterizedSqlStatement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RawStatements}: every statement of a text runs, whatever Liquibase
 * hands to the driver.
 */
class RawStatementsTests {

	private static final String TRIGGER = "CREATE TRIGGER count_t AFTER INSERT ON t BEGIN "
			+ "UPDATE c SET n = CASE WHEN n < 0 THEN 0 ELSE n + 1 END; UPDATE c SET n = n + 10; END";

	@TempDir
	private Path directory;

	private PlainLiquibase liquibase;

	@BeforeEach
	void createDatabase() throws Exception {
		this.liquibase = new PlainLiquibase(this.directory, true).execute("CREATE TABLE t (x)",
				"CREATE TABLE c (n INTEGER)", "INSERT INTO c VALUES (0)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "splitStatements: false", "endDelimiter: '@@'", "endDelimiter: ''", "stripComments: true",
			"splitStatements: true" })
	void runsEveryStatement(String setting) throws Exception {
		String changes = changeSet(setting,
				"INSERT INTO t VALUES ('a;?'); INSERT INTO t VALUES (2); DELETE FROM t WHERE x = 2",
				"DELETE FROM t WHERE x = 'a;?'; INSERT INTO t VALUES (4); INSERT INTO t VALUES (5)");
		this.liquibase.update(changes);
		assertThat(rows()).containsExactly("a;?");
		this.liquibase.rollback(changes, 1);
		assertThat(rows()).containsExactly("4", "5");
	}

	@ParameterizedTest
	@ValueSource(strings = { "splitStatements: false", "splitStatements: true" })
	void runsWhatFollowsANameThatLooksLikeABlock(String setting) throws Exception {
		String changes = changeSet(setting,
				"CREATE TABLE span (begin INTEGER, e INTEGER); INSERT INTO span VALUES (1, 2); INSERT INTO span VALUES (2, 3)",
				"DELETE FROM span WHERE begin = 1; DELETE FROM span WHERE begin = 2; DROP TABLE span");
		this.liquibase.update(changes);
		assertThat(this.liquibase.query("SELECT begin FROM span")).containsExactly("1", "2");
		this.liquibase.rollback(changes, 1);
		assertThat(this.liquibase.query("SELECT name FROM sqlite_schema WHERE name = 'span'")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "splitStatements: false", "splitStatements: true" })
	void keepsTheBodyOfATriggerTogether(String setting) throws Exception {
		String changes = changeSet(setting, "INSERT INTO t VALUES (1); " + TRIGGER + "; INSERT INTO t VALUES (2);",
				"DROP TRIGGER count_t; " + TRIGGER + "; DELETE FROM t; INSERT INTO t VALUES (3)");
		this.liquibase.update(changes);
		assertThat(rows()).containsExactly("1", "2");
		assertThat(this.liquibase.query("SELECT n FROM c")).containsExactly("11");
		this.liquibase.rollback(changes, 1);
		assertThat(rows()).containsExactly("3");
		assertThat(this.liquibase.query("SELECT n FROM c")).containsExactly("22");
	}

	@ParameterizedTest
	@ValueSource(strings = { "splitStatements: false", "splitStatements: true" })
	void hasNothingToDoForATextWithoutAStatement(String setting) throws Exception {
		String changes = changeSet(setting, "INSERT INTO t VALUES (1); -- that is all", "DELETE FROM t; /* all */ ; ;");
		this.liquibase.update(changes);
		assertThat(rows()).containsExactly("1");
		this.liquibase.rollback(changes, 1);
		assertThat(rows()).isEmpty();
	}

	@Test
	void altersTablesInTheMiddleOfAText() throws Exception {
		this.liquibase.update(changeSet("splitStatements: false",
				"INSERT INTO c VALUES (5); ALTER TABLE c ALTER COLUMN n SET NOT NULL; INSERT INTO c VALUES (6)",
				"SELECT 1"));
		assertThat(this.liquibase.query("SELECT n FROM c")).containsExactly("0", "5", "6");
		assertThat(this.liquibase.query("SELECT \"notnull\" FROM pragma_table_info('c')")).containsExactly("1");
	}

	@Test
	void writesEveryStatementDown() throws Exception {
		String sql = this.liquibase.updateSql(
				changeSet("splitStatements: false", "INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)", "SELECT 1"));
		assertThat(sql).contains("INSERT INTO t VALUES (1);", "INSERT INTO t VALUES (2);");
	}

	@Test
	void joinsOnlyWhatBelongsTogether() {
		SqlStatement other = new DeleteStatement(null, null, "t");
		assertThat(join("SELECT 1", "SELECT 2")).containsExactly("SELECT 1", "SELECT 2");
		assertThat(join("CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT 1", "END", "SELECT 2"))
			.containsExactly("CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT 1;\nEND;\n", "SELECT 2");
		assertThat(join("CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT 1", "SELECT 2"))
			.containsExactly("CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT 1", "SELECT 2");
		SqlStatement open = new RawParameterizedSqlStatement("CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT 1");
		assertThat(RawStatements.join(List.of(open, other, open))).containsExactly(open, other, open);
	}

	private static List<String> join(String... texts) {
		return RawStatements.join(Stream.of(texts).<SqlStatement>map(RawParameterizedSqlStatement::new).toList())
			.stream()
			.map(RawStatements::textOf)
			.toList();
	}

	private List<String> rows() throws Exception {
		return this.liquibase.query("SELECT x FROM t ORDER BY rowid");
	}

	private static String changeSet(String setting, String sql, String rollback) {
		return String.join("\n",
				Arrays.asList("- changeSet:", "    id: '1'", "    author: ada", "    changes:", "    - sql:",
						"        " + setting, "        sql: \"" + sql + "\"", "    rollback:", "    - sql:",
						"        " + setting, "        sql: \"" + rollback + "\"", ""));
	}

}
