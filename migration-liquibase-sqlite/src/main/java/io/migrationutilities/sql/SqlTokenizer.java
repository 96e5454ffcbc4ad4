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

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.migrationutilities.sql.SqlToken.Kind;

/**
 * Splits any text into tokens without losing a character. Text that a dialect does not
 * know becomes a token, too.
 * <p>
 * The rules are those of SQLite
 * (<a href="https://sqlite.org/lang_expr.html#literal_values_constants_">literals</a>,
 * <a href="https://sqlite.org/lang_expr.html#parameters">parameters</a>,
 * <a href="https://sqlite.org/lang_comment.html">comments</a>, of which one in the style
 * of C may lack its end) and of
 * <a href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html">
 * PostgreSQL</a> (nested comments, dollar quotes, strings with escapes, which may go on
 * in another line).
 */
public final class SqlTokenizer implements Iterator<SqlToken> {

	private static final List<String> SYMBOLS = List.of("->>", "->", "==", "<=", "<>", "<<", ">=", ">>", "!=", "||",
			"(", ")", ";", "+", "-", "*", "/", "%", ",", "&", "~", ".", "|", "<", ">", "=");

	private static final String CAST = "::";

	private static final char BYTE_ORDER_MARK = '\uFEFF';

	private static final char NONE = '\0';

	private final String sql;

	private final SqlDialect dialect;

	private int start;

	private int position;

	private SqlTokenizer(String sql, SqlDialect dialect) {
		this.sql = sql;
		this.dialect = dialect;
	}

	/**
	 * Split a text.
	 * @param sql the text
	 * @param dialect its dialect
	 * @return its tokens, which together are the text
	 */
	public static List<SqlToken> tokenize(String sql, SqlDialect dialect) {
		return tokens(sql, dialect).toList();
	}

	/**
	 * Return the tokens of a text that are neither whitespace nor comments, one by one:
	 * what follows the last one asked for is not read.
	 * @param sql the text
	 * @param dialect its dialect
	 * @return its tokens
	 */
	public static Stream<SqlToken> significant(String sql, SqlDialect dialect) {
		return tokens(sql, dialect).filter(SqlToken::isSignificant);
	}

	/**
	 * Return whether a text begins with these keywords. The text behind them is not read,
	 * however long it is.
	 * @param sql the text
	 * @param dialect its dialect
	 * @param words the keywords, in upper case
	 * @return whether it does
	 */
	public static boolean begins(String sql, SqlDialect dialect, String... words) {
		Iterator<SqlToken> tokens = significant(sql, dialect).iterator();
		for (String word : words) {
			if (!tokens.hasNext() || !tokens.next().is(word)) {
				return false;
			}
		}
		return true;
	}

	private static Stream<SqlToken> tokens(String sql, SqlDialect dialect) {
		return StreamSupport.stream(Spliterators.spliteratorUnknownSize(new SqlTokenizer(sql, dialect),
				Spliterator.ORDERED | Spliterator.NONNULL), false);
	}

	@Override
	public boolean hasNext() {
		return this.position < this.sql.length();
	}

	@Override
	public SqlToken next() {
		if (!hasNext()) {
			throw new NoSuchElementException();
		}
		this.start = this.position;
		Kind kind = read();
		return new SqlToken(kind, this.sql.substring(this.start, this.position), this.start);
	}

	private Kind read() {
		char first = at(0);
		if (SqlCharacters.isSpace(first, this.dialect) || first == BYTE_ORDER_MARK) {
			return readSpace();
		}
		if (startsWith("--")) {
			return readLineComment();
		}
		if (startsWith("/*") && (!isSqlite() || this.position + 2 < this.sql.length())) {
			return readBlockComment();
		}
		if (SqlCharacters.isDigit(first) || (first == '.' && SqlCharacters.isDigit(at(1)))) {
			return readNumber();
		}
		return switch (first) {
			case '\'' -> readQuoted(first, false, Kind.STRING);
			case '"' -> readQuoted(first, false, Kind.QUOTED_NAME);
			case '`' -> isPostgresql() ? readSymbol() : readQuoted(first, false, Kind.QUOTED_NAME);
			case '[' -> isPostgresql() ? readSymbol() : readUntil("]", Kind.QUOTED_NAME);
			case '$' -> isSqlite() ? readParameter() : readDollar();
			case '?', '@', '#', ':' -> (isPostgresql() || startsWith(CAST)) ? readSymbol() : readParameter();
			default -> SqlCharacters.isNameStart(first, this.dialect) ? readWord() : readSymbol();
		};
	}

	private Kind readSpace() {
		do {
			this.position++;
		}
		while (SqlCharacters.isMoreSpace(at(0), this.dialect));
		return Kind.SPACE;
	}

	private Kind readLineComment() {
		while (this.position < this.sql.length() && !isEndOfLine(at(0))) {
			this.position++;
		}
		return Kind.COMMENT;
	}

	private boolean isEndOfLine(char character) {
		return character == '\n' || (character == '\r' && !isSqlite());
	}

	private Kind readBlockComment() {
		int depth = 0;
		do {
			if (startsWith("/*") && (isPostgresql() || depth == 0)) {
				depth++;
				this.position += 2;
			}
			else if (startsWith("*/")) {
				depth--;
				this.position += 2;
			}
			else {
				this.position++;
			}
		}
		while (depth > 0 && this.position < this.sql.length());
		return Kind.COMMENT;
	}

	private Kind readQuoted(char quote, boolean escapes, Kind kind) {
		this.position++;
		while (this.position < this.sql.length()) {
			char character = at(0);
			this.position++;
			if (escapes && character == '\\') {
				this.position++;
			}
			else if (character == quote) {
				if (at(0) != quote) {
					return kind;
				}
				this.position++;
			}
		}
		this.position = this.sql.length();
		return Kind.UNFINISHED;
	}

	private Kind readUntil(String quote, Kind kind) {
		int end = this.sql.indexOf(quote, this.position);
		this.position = (end < 0) ? this.sql.length() : end + quote.length();
		return (end < 0) ? Kind.UNFINISHED : kind;
	}

	private Kind readNumber() {
		if (at(0) == '0' && (at(1) == 'x' || at(1) == 'X') && SqlCharacters.isHexDigit(at(2))) {
			this.position += 2;
			while (SqlCharacters.isHexDigit(at(0)) || at(0) == '_') {
				this.position++;
			}
		}
		else {
			readDecimal();
		}
		if (isSqlite() ? !isNamePart() : !SqlCharacters.isNameStart(at(0), this.dialect)) {
			return Kind.NUMBER;
		}
		skipName();
		return isSqlite() ? Kind.FOREIGN : Kind.WORD;
	}

	private void readDecimal() {
		readDigits();
		if (at(0) == '.') {
			this.position++;
			readDigits();
		}
		if (at(0) == 'e' || at(0) == 'E') {
			int sign = (at(1) == '+' || at(1) == '-') ? 1 : 0;
			if (SqlCharacters.isDigit(at(1 + sign))) {
				this.position += 1 + sign;
				readDigits();
			}
		}
	}

	private void readDigits() {
		while (SqlCharacters.isDigit(at(0)) || at(0) == '_') {
			this.position++;
		}
	}

	private Kind readParameter() {
		char first = at(0);
		this.position++;
		if (first == '?') {
			while (SqlCharacters.isDigit(at(0))) {
				this.position++;
			}
			return Kind.PARAMETER;
		}
		while (isNamePart() || (isSqlite() && startsWith(CAST))) {
			this.position += (at(0) == ':') ? 2 : 1;
		}
		if (this.position > this.start + 1) {
			return Kind.PARAMETER;
		}
		return isSqlite() ? Kind.FOREIGN : Kind.SYMBOL;
	}

	private Kind readDollar() {
		this.position++;
		if (SqlCharacters.isDigit(at(0))) {
			readDigits();
			return Kind.PARAMETER;
		}
		int end = this.position;
		while (end < this.sql.length() && this.sql.charAt(end) != '$'
				&& SqlCharacters.isNamePart(this.sql.charAt(end), this.dialect)) {
			end++;
		}
		if (end == this.sql.length() || this.sql.charAt(end) != '$') {
			return Kind.SYMBOL;
		}
		this.position = end + 1;
		return readUntil(this.sql.substring(this.start, this.position), Kind.STRING);
	}

	private Kind readWord() {
		char first = Character.toUpperCase(at(0));
		if (isSqlite()) {
			return (first == 'X' && at(1) == '\'') ? readBlob() : readName();
		}
		if (first == 'U' && at(1) == '&' && (at(2) == '\'' || at(2) == '"')) {
			this.position += 2;
			return readQuoted(at(0), false, (at(0) == '"') ? Kind.ESCAPED_NAME : Kind.STRING);
		}
		if (at(1) != '\'') {
			return readName();
		}
		return switch (first) {
			case 'B', 'X' -> readPrefixed(Kind.BLOB);
			case 'N' -> readPrefixed(Kind.STRING);
			case 'E' -> isPostgresql() ? readEscaped() : readName();
			default -> readName();
		};
	}

	private Kind readName() {
		skipName();
		return Kind.WORD;
	}

	private void skipName() {
		while (isNamePart()) {
			this.position++;
		}
	}

	private Kind readPrefixed(Kind kind) {
		this.position++;
		return readQuoted('\'', false, kind);
	}

	private Kind readEscaped() {
		this.position++;
		Kind kind = readQuoted('\'', true, Kind.STRING);
		while (kind == Kind.STRING && isContinued()) {
			kind = readQuoted('\'', true, Kind.STRING);
		}
		return kind;
	}

	// Only whitespace with a line feed, or comments of a line, may be within a string.
	private boolean isContinued() {
		int end = this.position;
		boolean newLine = false;
		while (SqlCharacters.isSpace(at(0), this.dialect) || startsWith("--")) {
			newLine |= isEndOfLine(at(0));
			if (at(0) == '-') {
				readLineComment();
			}
			else {
				this.position++;
			}
		}
		if (newLine && at(0) == '\'') {
			return true;
		}
		this.position = end;
		return false;
	}

	// An {@code X} without a blob is skipped as SQLite does.
	private Kind readBlob() {
		this.position += 2;
		while (SqlCharacters.isHexDigit(at(0))) {
			this.position++;
		}
		boolean blob = at(0) == '\'' && (this.position - this.start) % 2 == 0;
		Kind kind = readUntil("'", Kind.BLOB);
		return (blob || kind == Kind.UNFINISHED) ? kind : Kind.FOREIGN;
	}

	private Kind readSymbol() {
		if (startsWith(CAST)) {
			this.position += CAST.length();
			return isSqlite() ? Kind.FOREIGN : Kind.SYMBOL;
		}
		for (String symbol : SYMBOLS) {
			if (startsWith(symbol)) {
				this.position += symbol.length();
				return Kind.SYMBOL;
			}
		}
		this.position++;
		return isSqlite() ? Kind.FOREIGN : Kind.SYMBOL;
	}

	private boolean isSqlite() {
		return this.dialect == SqlDialect.SQLITE;
	}

	private boolean isPostgresql() {
		return this.dialect == SqlDialect.POSTGRESQL;
	}

	private boolean isNamePart() {
		return SqlCharacters.isNamePart(at(0), this.dialect);
	}

	private boolean startsWith(String text) {
		return this.sql.startsWith(text, this.position);
	}

	private char at(int ahead) {
		int index = this.position + ahead;
		return (index < this.sql.length()) ? this.sql.charAt(index) : NONE;
	}

}
