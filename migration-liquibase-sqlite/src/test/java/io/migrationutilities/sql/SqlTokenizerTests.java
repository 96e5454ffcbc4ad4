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

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.sql.SqlToken.Kind;
import io.migrationutilities.sqlite.table.Refusals;
import io.migrationutilities.sqlite.table.SqliteAlterationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SqlTokenizer} and {@link SqlToken}.
 */
class SqlTokenizerTests {

	@ParameterizedTest
	@ValueSource(strings = { "name", "_x$1", "größe", "名前", "\uD83D\uDE00", "select", "x", "X1" })
	void readsWords(String sql) {
		assertThat(only(sql)).isEqualTo(new SqlToken(Kind.WORD, sql, 0));
	}

	@Test
	void readsNamesInQuotes() {
		assertThat(only("\"a \"\"b\"").name()).isEqualTo("a \"b");
		assertThat(only("`a``b`").name()).isEqualTo("a`b");
		assertThat(only("[a \"b[]").name()).isEqualTo("a \"b[");
		assertThat(only("\"\"").name()).isEmpty();
		assertThat(only("\"\"\"\"").name()).isEqualTo("\"");
		assertThat(only("[x]").kind()).isEqualTo(Kind.QUOTED_NAME);
	}

	@Test
	void readsStringsAndBlobs() {
		assertThat(only("'it''s'")).isEqualTo(new SqlToken(Kind.STRING, "'it''s'", 0));
		assertThat(only("'it''s'").name()).isEqualTo("it's");
		assertThat(only("x'00fF'").kind()).isEqualTo(Kind.BLOB);
		assertThat(only("X''").kind()).isEqualTo(Kind.BLOB);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1", "1.", ".5", "1.5e10", "1E-3", "1e+3", "0xfF", "1_000", "0x1_0", "1.5_0e1_0" })
	void readsNumbers(String sql) {
		assertThat(only(sql).kind()).isEqualTo(Kind.NUMBER);
	}

	@ParameterizedTest
	@ValueSource(strings = { "?", "?1", ":a", "@a", "$a", "$a::b", "#1" })
	void readsParameters(String sql) {
		assertThat(only(sql).kind()).isEqualTo(Kind.PARAMETER);
	}

	@Test
	void readsTheLongestOperator() {
		assertThat(texts("a->>b->c||d|e<=f<>g<<h>=i>>j==k=l!=m-n")).containsExactly("a", "->>", "b", "->", "c", "||",
				"d", "|", "e", "<=", "f", "<>", "g", "<<", "h", ">=", "i", ">>", "j", "==", "k", "=", "l", "!=", "m",
				"-", "n");
	}

	@Test
	void readsComments() {
		assertThat(texts("a--b\n/*c*//**/d/*/*/e/* f")).containsExactly("a", "--b", "\n", "/*c*/", "/**/", "d", "/*/*/",
				"e", "/* f");
		assertThat(texts("a/*")).containsExactly("a", "/", "*");
		assertThat(texts("--")).containsExactly("--");
	}

	@Test
	void readsWhitespace() {
		assertThat(texts("\uFEFFa \t\n\f\r\u000Bb")).containsExactly("\uFEFF", "a", " \t\n\f\r\u000B", "b");
	}

	@Test
	void losesNothing() {
		String sql = "CREATE TABLE t (a /* x */ INT DEFAULT -1.5e3, \"b\"\"\" TEXT -- y\n, [c] CHECK (a <> 'z'))";
		List<SqlToken> tokens = SqlTokenizer.tokenize(sql, Refusals::notUnderstood);
		assertThat(tokens.stream().map(SqlToken::text).collect(Collectors.joining())).isEqualTo(sql);
		assertThat(tokens).allMatch((token) -> sql.substring(token.start(), token.end()).equals(token.text()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "'a", "\"a", "`a", "[a", "'a''", "x'0", "x'0'", "x'0g'", "1a", "0xg", "1.5e", "!", "^",
			"\\", "{", "$", ":", "\u0000" })
	void refusesWhatSqliteDoesNotKnow(String sql) throws SQLException {
		assertThatExceptionOfType(SqliteAlterationException.class)
			.isThrownBy(() -> SqlTokenizer.tokenize("SELECT\n " + sql, Refusals::notUnderstood))
			.withMessageContaining("line 2, column 2")
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo("ALTERATION_REFUSED"));
		assertThat(isAccepted("SELECT 1 +\n " + sql)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a::int", "a :: int", "'a", "\"a''", "`a", "[a", "x'0", "1a", "0xg",
			"a ! b ^ c \\ {d} $ :", "$$ body $$", "\u0000", ":::", "" })
	void losesNothingOfOtherDialects(String sql) {
		assertThat(SqlTokenizer.tokenizeForeign(sql).stream().map(SqlToken::text).collect(Collectors.joining()))
			.isEqualTo(sql);
	}

	@Test
	void readsCastsOfPostgresql() {
		assertThat(SqlTokenizer.tokenizeForeign("a::int")).containsExactly(new SqlToken(Kind.WORD, "a", 0),
				new SqlToken(Kind.FOREIGN, "::", 1), new SqlToken(Kind.WORD, "int", 3));
	}

	@Test
	void readsNoMoreThanTheBeginningOfAStatement() {
		assertThat(SqlTokenizer.begins("/* x */ INSERT -- y\nINTO t 'never closed", "INSERT", "INTO")).isTrue();
		assertThat(SqlTokenizer.begins("INSERT 'INTO'", "INSERT", "INTO")).isFalse();
		assertThat(SqlTokenizer.begins("INSERT", "INSERT", "INTO")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "ABORT", "ACTION", "ADD", "AFTER", "ALL", "ALTER", "ALWAYS", "ANALYZE", "AND", "AS", "ASC",
			"ATTACH", "AUTOINCREMENT", "BEFORE", "BEGIN", "BETWEEN", "BY", "CASCADE", "CASE", "CAST", "CHECK",
			"COLLATE", "COLUMN", "COMMIT", "CONFLICT", "CONSTRAINT", "CREATE", "CROSS", "CURRENT", "CURRENT_DATE",
			"CURRENT_TIME", "CURRENT_TIMESTAMP", "DATABASE", "DEFAULT", "DEFERRABLE", "DEFERRED", "DELETE", "DESC",
			"DETACH", "DISTINCT", "DO", "DROP", "EACH", "ELSE", "END", "ESCAPE", "EXCEPT", "EXCLUDE", "EXCLUSIVE",
			"EXISTS", "EXPLAIN", "FAIL", "FILTER", "FIRST", "FOLLOWING", "FOR", "FOREIGN", "FROM", "FULL", "GENERATED",
			"GLOB", "GROUP", "GROUPS", "HAVING", "IF", "IGNORE", "IMMEDIATE", "IN", "INDEX", "INDEXED", "INITIALLY",
			"INNER", "INSERT", "INSTEAD", "INTERSECT", "INTO", "IS", "ISNULL", "JOIN", "KEY", "LAST", "LEFT", "LIKE",
			"LIMIT", "MATCH", "MATERIALIZED", "NATURAL", "NO", "NOT", "NOTHING", "NOTNULL", "NULL", "NULLS", "OF",
			"OFFSET", "ON", "OR", "ORDER", "OTHERS", "OUTER", "OVER", "PARTITION", "PLAN", "PRAGMA", "PRECEDING",
			"PRIMARY", "QUERY", "RAISE", "RANGE", "RECURSIVE", "REFERENCES", "REGEXP", "REINDEX", "RELEASE", "RENAME",
			"REPLACE", "RESTRICT", "RETURNING", "RIGHT", "ROLLBACK", "ROW", "ROWS", "SAVEPOINT", "SELECT", "SET",
			"TABLE", "TEMP", "TEMPORARY", "THEN", "TIES", "TO", "TRANSACTION", "TRIGGER", "UNBOUNDED", "UNION",
			"UNIQUE", "UPDATE", "USING", "VACUUM", "VALUES", "VIEW", "VIRTUAL", "WHEN", "WHERE", "WINDOW", "WITH",
			"WITHIN", "WITHOUT" })
	void knowsWhichKeywordsAreNamesAndTypes(String keyword) throws SQLException {
		assertThat(only(keyword).isName()).isEqualTo(isAccepted("CREATE TABLE t (" + keyword + ")"));
		assertThat(only(keyword).isTypeWord()).isEqualTo(isAccepted("CREATE TABLE t (a " + keyword + "(1, 2))"));
	}

	@Test
	void readsLongNamesInLinearTime() {
		String name = "n".repeat(1_000_000);
		assertThat(only("\"" + name + "\"").name()).isEqualTo(name);
		assertThat(only("'" + "''".repeat(1_000_000) + "'").name()).hasSize(1_000_000);
	}

	private static SqlToken only(String sql) {
		List<SqlToken> tokens = SqlTokenizer.tokenize(sql, Refusals::notUnderstood);
		assertThat(tokens).hasSize(1);
		return tokens.get(0);
	}

	private static List<String> texts(String sql) {
		return SqlTokenizer.tokenize(sql, Refusals::notUnderstood).stream().map(SqlToken::text).toList();
	}

	private static boolean isAccepted(String sql) throws SQLException {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
			return true;
		}
		catch (SQLException ex) {
			assertThat(ex.getErrorCode()).isEqualTo(1);
			return false;
		}
	}

}
