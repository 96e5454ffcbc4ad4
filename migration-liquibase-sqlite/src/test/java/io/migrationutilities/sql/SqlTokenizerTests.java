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

import static org.assertj.core.api.Assertions.assertThat;

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
		List<SqlToken> tokens = SqlTokenizer.tokenize(sql, SqlDialect.SQLITE);
		assertThat(tokens.stream().map(SqlToken::text).collect(Collectors.joining())).isEqualTo(sql);
		assertThat(tokens).allMatch((token) -> sql.substring(token.start(), token.end()).equals(token.text()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "'a", "\"a", "`a", "[a", "'a''", "x'0", "x'0'", "x'0g'", "1a", "0xg", "1.5e", "!", "^",
			"\\", "{", "$", ":", "\u0000" })
	void marksWhatSqliteDoesNotKnow(String sql) throws SQLException {
		SqlToken token = SqlTokenizer.tokenize("SELECT\n " + sql, SqlDialect.SQLITE).get(2);
		assertThat(token.kind()).isIn(Kind.FOREIGN, Kind.UNFINISHED);
		assertThat(token.start()).isEqualTo(8);
		assertThat(isAccepted("SELECT 1 +\n " + sql)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a::int", "a :: int", "'a", "\"a''", "`a", "[a", "x'0", "1a", "0xg",
			"a ! b ^ c \\ {d} $ :", "$$ body $$", "\u0000", ":::", "" })
	void losesNothingOfOtherDialects(String sql) {
		assertThat(SqlTokenizer.tokenize(sql, SqlDialect.SQLITE)
			.stream()
			.map(SqlToken::text)
			.collect(Collectors.joining())).isEqualTo(sql);
	}

	@Test
	void readsCastsOfPostgresql() {
		assertThat(SqlTokenizer.tokenize("a::int", SqlDialect.SQLITE)).containsExactly(new SqlToken(Kind.WORD, "a", 0),
				new SqlToken(Kind.FOREIGN, "::", 1), new SqlToken(Kind.WORD, "int", 3));
	}

	@Test
	void readsNoMoreThanTheBeginningOfAStatement() {
		assertThat(
				SqlTokenizer.begins("/* x */ INSERT -- y\nINTO t 'never closed", SqlDialect.SQLITE, "INSERT", "INTO"))
			.isTrue();
		assertThat(SqlTokenizer.begins("INSERT 'INTO'", SqlDialect.SQLITE, "INSERT", "INTO")).isFalse();
		assertThat(SqlTokenizer.begins("INSERT", SqlDialect.SQLITE, "INSERT", "INTO")).isFalse();
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

	@Test
	void readsCommentsByDialect() {
		assertThat(texts("/* a /* b */ c */", SqlDialect.POSTGRESQL)).containsExactly("/* a /* b */ c */");
		assertThat(texts("/* a /* b */c", SqlDialect.GENERIC)).containsExactly("/* a /* b */", "c");
		assertThat(texts("/* a /* b */", SqlDialect.POSTGRESQL)).containsExactly("/* a /* b */");
		assertThat(texts("--a\rb", SqlDialect.SQLITE)).containsExactly("--a\rb");
		assertThat(texts("--a\rb", SqlDialect.POSTGRESQL)).containsExactly("--a", "\r", "b");
		assertThat(texts("--a\r\nb", SqlDialect.GENERIC)).containsExactly("--a", "\r\n", "b");
		assertThat(texts("a<--b", SqlDialect.POSTGRESQL)).containsExactly("a", "<", "--b");
	}

	@ParameterizedTest
	@ValueSource(strings = { "'it''s'", "'a\\'", "E'\\''", "e'\\\\'", "E'a' -- b\n\t'\\''", "N'a'", "U&'d\\0061t'",
			"$$a'$b$$", "$_b1$ $$ $b$ $_b1$" })
	void readsStringsOfPostgresql(String sql) {
		assertThat(only(sql, SqlDialect.POSTGRESQL)).isEqualTo(new SqlToken(Kind.STRING, sql, 0));
	}

	@Test
	void endsStringsOfPostgresqlAsItDoes() {
		assertThat(texts("E'a' 'b'", SqlDialect.POSTGRESQL)).containsExactly("E'a'", " ", "'b'");
		assertThat(texts("e$$a$$", SqlDialect.POSTGRESQL)).containsExactly("e$$a$$");
		assertThat(texts("$1$a", SqlDialect.POSTGRESQL)).containsExactly("$1", "$", "a");
		assertThat(texts("1$$a$$", SqlDialect.POSTGRESQL)).containsExactly("1", "$$a$$");
		assertThat(texts("E'\\'", SqlDialect.GENERIC)).containsExactly("E", "'\\'");
		assertThat(texts("$a", SqlDialect.POSTGRESQL)).containsExactly("$", "a");
	}

	@Test
	void readsNamesInQuotesByDialect() {
		assertThat(only("U&\"d\\0061t\"", SqlDialect.POSTGRESQL).kind()).isEqualTo(Kind.ESCAPED_NAME);
		assertThat(only("U&\"d\\0061t\"", SqlDialect.GENERIC).kind()).isEqualTo(Kind.ESCAPED_NAME);
		assertThat(texts("U&\"a\"", SqlDialect.SQLITE)).containsExactly("U", "&", "\"a\"");
		assertThat(only("[a b]", SqlDialect.GENERIC).name()).isEqualTo("a b");
		assertThat(only("`a``b`", SqlDialect.GENERIC).name()).isEqualTo("a`b");
		assertThat(texts("a[1]`", SqlDialect.POSTGRESQL)).containsExactly("a", "[", "1", "]", "`");
	}

	@Test
	void readsBitsBytesAndParametersByDialect() {
		assertThat(only("B'01'", SqlDialect.POSTGRESQL).kind()).isEqualTo(Kind.BLOB);
		assertThat(only("x'0'", SqlDialect.GENERIC).kind()).isEqualTo(Kind.BLOB);
		assertThat(texts("x'0g'1", SqlDialect.SQLITE)).containsExactly("x'0g'", "1");
		assertThat(only("$12", SqlDialect.POSTGRESQL).kind()).isEqualTo(Kind.PARAMETER);
		assertThat(only(":a", SqlDialect.GENERIC).kind()).isEqualTo(Kind.PARAMETER);
		assertThat(only("?", SqlDialect.POSTGRESQL).kind()).isEqualTo(Kind.SYMBOL);
		assertThat(only("::", SqlDialect.POSTGRESQL)).isEqualTo(new SqlToken(Kind.SYMBOL, "::", 0));
		assertThat(only("1a", SqlDialect.GENERIC)).isEqualTo(new SqlToken(Kind.WORD, "1a", 0));
	}

	@Test
	void readsWhitespaceByDialect() {
		assertThat(only("\uFEFF \u00A0\u2003", SqlDialect.GENERIC).kind()).isEqualTo(Kind.SPACE);
		assertThat(only("a\u00A0", SqlDialect.POSTGRESQL).kind()).isEqualTo(Kind.WORD);
		assertThat(only("\u000B", SqlDialect.POSTGRESQL).kind()).isEqualTo(Kind.SPACE);
		assertThat(only("\u000B", SqlDialect.SQLITE).kind()).isEqualTo(Kind.FOREIGN);
	}

	@Test
	void takesOnlyLettersOfAsciiForKeywords() {
		assertThat(only("\u017Felect").is("SELECT")).isFalse();
		assertThat(only("sElEcT").is("SELECT")).isTrue();
		assertThat(only("\"SELECT\"").is("SELECT")).isFalse();
	}

	private static SqlToken only(String sql) {
		return only(sql, SqlDialect.SQLITE);
	}

	private static SqlToken only(String sql, SqlDialect dialect) {
		List<SqlToken> tokens = SqlTokenizer.tokenize(sql, dialect);
		assertThat(tokens).hasSize(1);
		return tokens.get(0);
	}

	private static List<String> texts(String sql) {
		return texts(sql, SqlDialect.SQLITE);
	}

	private static List<String> texts(String sql, SqlDialect dialect) {
		return SqlTokenizer.tokenize(sql, dialect).stream().map(SqlToken::text).toList();
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
