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

package io.migrationutilities.sql;

import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.sql.SqlToken.Kind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SqlScript}.
 */
class SqlScriptTests {

	@Test
	void splitsStatements() {
		assertThat(split("DROP TABLE a; ;DROP TABLE \"b;c\";\n-- the end; of it\n", SqlDialect.POSTGRESQL))
			.containsExactly("DROP|TABLE|a", "DROP|TABLE|\"b;c\"");
	}

	@Test
	void leavesCommentsOut() {
		assertThat(split("/* a; /* b; */ c; */ SELECT/**/1 -- ;\n;--", SqlDialect.POSTGRESQL))
			.containsExactly("SELECT|1");
		assertThat(split("/* a; /* b; */ SELECT 1", SqlDialect.SQLITE)).containsExactly("SELECT|1");
	}

	@Test
	void keepsStringsWhole() {
		assertThat(split("SELECT 'it''s; a', E'\\'; b', $x$ '; $$ ; $x$, $$;$$ ; SELECT $1", SqlDialect.POSTGRESQL))
			.containsExactly("SELECT|'it''s; a'|,|E'\\'; b'|,|$x$ '; $$ ; $x$|,|$$;$$", "SELECT|$1");
		assertThat(split("SELECT 'a\\'; SELECT 'b'", SqlDialect.POSTGRESQL)).containsExactly("SELECT|'a\\'",
				"SELECT|'b'");
	}

	@Test
	void keepsQuotedNamesWhole() {
		assertThat(split("DROP TABLE [a;b]; DROP TABLE `c``;d`; DROP TABLE \"e\"\";f\"", SqlDialect.SQLITE))
			.containsExactly("DROP|TABLE|[a;b]", "DROP|TABLE|`c``;d`", "DROP|TABLE|\"e\"\";f\"");
		assertThat(split("SELECT a[1]; SELECT 2", SqlDialect.POSTGRESQL)).containsExactly("SELECT|a|[|1|]", "SELECT|2");
	}

	@Test
	void keepsBodiesOfRoutinesWhole() {
		String trigger = "CREATE TEMP TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; SELECT CASE 1 WHEN 1 THEN 2 END; END";
		assertThat(split(trigger + "; DROP TABLE a", SqlDialect.SQLITE)).hasSize(2).last().isEqualTo("DROP|TABLE|a");
		assertThat(split("CREATE TABLE t (begin INT); DROP TABLE a", SqlDialect.POSTGRESQL)).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "DROP TABLE \"a; DROP TABLE b", "SELECT 'a; DROP TABLE b", "SELECT $a$ ; DROP TABLE b $$",
			"SELECT E'a\\'", "SELECT E'\\" })
	void marksWhatIsNeverClosed(String sql) {
		List<SqlStatement> statements = SqlScript.cut(sql, SqlDialect.POSTGRESQL);
		assertThat(statements).hasSize(1);
		assertThat(statements.get(0).isFinished()).isFalse();
		assertThat(statements.get(0).tokens()).last().extracting(SqlToken::kind).isEqualTo(Kind.UNFINISHED);
	}

	@Test
	void readsEmptyText() {
		assertThat(split("", SqlDialect.POSTGRESQL)).isEmpty();
		assertThat(split(" ;; -- nothing", SqlDialect.SQLITE)).isEmpty();
		assertThat(split("\uFEFF/* never closed", SqlDialect.SQLITE)).isEmpty();
	}

	@Test
	void saysWhereStatementsAre() {
		String sql = "\uFEFF-- the first\nDROP TABLE \"\uD83D\uDE00\"; DELETE FROM b\n/* c */;\n;;\n  SELECT 1 -- end\n";
		List<SqlStatement> statements = SqlScript.cut(sql, SqlDialect.SQLITE);
		assertThat(statements).map(SqlStatement::text)
			.containsExactly("DROP TABLE \"\uD83D\uDE00\"", "DELETE FROM b", "SELECT 1");
		assertThat(statements).map(SqlStatement::place)
			.containsExactly(new SqlPlace(2, 1), new SqlPlace(2, 17), new SqlPlace(5, 3));
		assertThat(statements).map(SqlStatement::kind)
			.containsExactly(StatementKind.DROP_TABLE, StatementKind.DELETE, StatementKind.SELECT);
		assertThat(statements).map(SqlStatement::number).containsExactly(1, 2, 3);
		assertThat(statements).map(SqlStatement::count).containsOnly(3);
		assertThat(statements.stream().map((statement) -> statement.extent().of(sql)).collect(Collectors.joining()))
			.isEqualTo(sql);
		assertThat(statements.get(1)).hasToString("DELETE, statement 2 of 3 at line 2, column 17: DELETE FROM b");
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT end FROM b; END",
			"create temporary trigger if not exists t after update of \"begin\" on a begin select 1 ; /* ; */ end",
			"CREATE TRIGGER t AFTER INSERT ON a WHEN CASE WHEN NEW.b THEN 1 END BEGIN SELECT ';'; SELECT 2; END" })
	void keepsTriggersOfSqliteWhole(String trigger) {
		assertThat(texts(trigger + ";\nDROP TABLE a", SqlDialect.SQLITE)).containsExactly(trigger, "DROP TABLE a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE TABLE trigger (begin INT)", "CREATE INDEX trigger ON a (begin)",
			"CREATE TRIGGER t AFTER INSERT ON a", "BEGIN", "SELECT CASE", "CREATE VIEW v AS SELECT (1" })
	void takesNothingElseOfSqliteForABody(String statement) {
		assertThat(texts(statement + "; DROP TABLE a", SqlDialect.SQLITE)).containsExactly(statement, "DROP TABLE a");
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1 AS end; SELECT CASE 1 WHEN 1 THEN 2 END; END",
			"create or replace procedure p(begin int) begin atomic end",
			"CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $f$BEGIN RETURN 1; END$f$",
			"CREATE RULE r AS ON INSERT TO a DO ALSO (DELETE FROM b; DELETE FROM c)" })
	void keepsRoutinesAndRulesOfPostgresqlWhole(String statement) {
		assertThat(texts(statement + "; DROP TABLE a", SqlDialect.POSTGRESQL)).containsExactly(statement,
				"DROP TABLE a");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "CREATE TABLE t (begin INT)", "BEGIN ATOMIC", "CREATE FUNCTION f() RETURN CASE 1 WHEN 1 THEN 2",
					"CREATE TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION begin()", "SELECT 1)" })
	void takesNothingElseOfPostgresqlForABody(String statement) {
		assertThat(texts(statement + "; DROP TABLE a", SqlDialect.POSTGRESQL)).containsExactly(statement,
				"DROP TABLE a");
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"CREATE PROCEDURE p() BEGIN IF a THEN BEGIN SELECT 1; END; END IF; CASE a WHEN 1 THEN SELECT 2; END CASE; END",
			"CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.b = CASE 1 WHEN 1 THEN 2 END; END",
			"CREATE ALIAS f AS $$ int f() { return 1; } $$", "DELETE FROM a WHERE b = 'END; BEGIN' END IF" })
	void keepsRoutinesOfOtherDatabasesWhole(String statement) {
		assertThat(texts(statement + "; DROP TABLE a", SqlDialect.GENERIC)).containsExactly(statement, "DROP TABLE a");
	}

	@Test
	void cutsManyStatementsInLinearTime() {
		assertThat(SqlScript.cut("INSERT INTO a VALUES ('b');\n".repeat(50_000), SqlDialect.POSTGRESQL))
			.hasSize(50_000);
		assertThat(SqlScript.cut("CREATE TRIGGER t BEGIN " + "SELECT 1;\n".repeat(50_000) + "END", SqlDialect.SQLITE))
			.hasSize(1);
	}

	private static List<String> texts(String sql, SqlDialect dialect) {
		return SqlScript.cut(sql, dialect).stream().map(SqlStatement::text).toList();
	}

	private static List<String> split(String sql, SqlDialect dialect) {
		return SqlScript.cut(sql, dialect)
			.stream()
			.map((statement) -> statement.tokens().stream().map(SqlToken::text).collect(Collectors.joining("|")))
			.toList();
	}

}
