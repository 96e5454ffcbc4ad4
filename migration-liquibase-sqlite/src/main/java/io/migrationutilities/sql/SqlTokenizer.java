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

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.sql.SqlToken.Kind;

/**
 * Splits a statement into tokens without losing a character, by the rules of SQLite:
 * <a href="https://sqlite.org/lang_keywords.html">names</a>,
 * <a href="https://sqlite.org/lang_expr.html#literal_values_constants_">literals</a>,
 * <a href="https://sqlite.org/lang_expr.html#parameters">parameters</a> and
 * <a href="https://sqlite.org/lang_comment.html">comments</a>, of which one in the style
 * of C may lack its end.
 */
public final class SqlTokenizer {

	private static final List<String> SYMBOLS = List.of("->>", "->", "==", "<=", "<>", "<<", ">=", ">>", "!=", "||",
			"(", ")", ";", "+", "-", "*", "/", "%", ",", "&", "~", ".", "|", "<", ">", "=");

	// Of PostgreSQL.
	private static final String CAST = "::";

	private static final char BYTE_ORDER_MARK = '\uFEFF';

	// Whitespace to SQLite, but not where whitespace begins.
	private static final char VERTICAL_TAB = '\u000B';

	private static final char NONE = '\0';

	private final String sql;

	private final @Nullable Refusal refusal;

	private int start;

	private int position;

	private SqlTokenizer(String sql, @Nullable Refusal refusal) {
		this.sql = sql;
		this.refusal = refusal;
	}

	/**
	 * Split a statement of SQLite.
	 * @param sql the statement
	 * @param refusal words the refusal of what is no token
	 * @return its tokens
	 */
	public static List<SqlToken> tokenize(String sql, Refusal refusal) {
		return new SqlTokenizer(sql, refusal).readAll();
	}

	/**
	 * Split a statement that may be of another dialect. What is no token to SQLite is one
	 * of kind {@link Kind#FOREIGN}.
	 * @param sql the statement
	 * @return its tokens
	 */
	public static List<SqlToken> tokenizeForeign(String sql) {
		return new SqlTokenizer(sql, null).readAll();
	}

	/**
	 * Whether a statement of any dialect begins with these keywords. What follows them is
	 * not read, however long it is.
	 * @param sql the statement
	 * @param words the keywords, in upper case
	 * @return whether it does
	 */
	public static boolean begins(String sql, String... words) {
		SqlTokenizer tokenizer = new SqlTokenizer(sql, null);
		int found = 0;
		while (found < words.length && tokenizer.position < sql.length()) {
			SqlToken token = tokenizer.readToken();
			if (token.isSignificant() && !token.is(words[found++])) {
				return false;
			}
		}
		return found == words.length;
	}

	private List<SqlToken> readAll() {
		List<SqlToken> tokens = new ArrayList<>();
		while (this.position < this.sql.length()) {
			tokens.add(readToken());
		}
		return List.copyOf(tokens);
	}

	private SqlToken readToken() {
		this.start = this.position;
		Kind kind = read();
		return new SqlToken(kind, this.sql.substring(this.start, this.position), this.start);
	}

	private Kind read() {
		char first = at(0);
		if (SqlCharacters.isSpace(first) || first == BYTE_ORDER_MARK) {
			return readSpace();
		}
		if (first == '-' && at(1) == '-') {
			return readUntil("\n", 0, Kind.COMMENT);
		}
		if (first == '/' && at(1) == '*' && this.position + 2 < this.sql.length()) {
			this.position += 2;
			return readUntil("*/", 2, Kind.COMMENT);
		}
		if (SqlCharacters.isDigit(first) || (first == '.' && SqlCharacters.isDigit(at(1)))) {
			return readNumber();
		}
		return switch (first) {
			case '\'' -> readQuoted(first, Kind.STRING);
			case '"', '`' -> readQuoted(first, Kind.QUOTED_NAME);
			case '[' -> readBracketed();
			case '?', '$', '@', '#', ':' -> readParameter(first);
			default -> readWordOrSymbol(first);
		};
	}

	private Kind readSpace() {
		do {
			this.position++;
		}
		while (SqlCharacters.isSpace(at(0)) || at(0) == VERTICAL_TAB);
		return Kind.SPACE;
	}

	private Kind readUntil(String end, int length, Kind kind) {
		int index = this.sql.indexOf(end, this.position);
		this.position = (index < 0) ? this.sql.length() : index + length;
		return kind;
	}

	private Kind readQuoted(char quote, Kind kind) {
		this.position++;
		while (this.position < this.sql.length()) {
			int end = this.sql.indexOf(quote, this.position);
			if (end < 0) {
				break;
			}
			this.position = end + 1;
			if (at(0) != quote) {
				return kind;
			}
			this.position++;
		}
		return illegal("a quote that is never closed");
	}

	private Kind readBracketed() {
		int end = this.sql.indexOf(']', this.position);
		if (end < 0) {
			return illegal("a bracket that is never closed");
		}
		this.position = end + 1;
		return Kind.QUOTED_NAME;
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
		if (SqlCharacters.isNamePart(at(0))) {
			return illegal("a number with letters behind it");
		}
		return Kind.NUMBER;
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

	private Kind readParameter(char first) {
		this.position++;
		if (first == '?') {
			while (SqlCharacters.isDigit(at(0))) {
				this.position++;
			}
			return Kind.PARAMETER;
		}
		while (SqlCharacters.isNamePart(at(0)) || (at(0) == ':' && at(1) == ':')) {
			this.position += (at(0) == ':') ? 2 : 1;
		}
		if (this.position == this.start + 1) {
			return illegal("a character that SQLite does not know here");
		}
		return Kind.PARAMETER;
	}

	private Kind readWordOrSymbol(char first) {
		if ((first == 'x' || first == 'X') && at(1) == '\'') {
			return readBlob();
		}
		if (SqlCharacters.isNamePart(first)) {
			while (SqlCharacters.isNamePart(at(0))) {
				this.position++;
			}
			return Kind.WORD;
		}
		for (String symbol : SYMBOLS) {
			if (this.sql.startsWith(symbol, this.position)) {
				this.position += symbol.length();
				return Kind.SYMBOL;
			}
		}
		return illegal("a character that SQLite does not know here");
	}

	private Kind readBlob() {
		this.position += 2;
		while (SqlCharacters.isHexDigit(at(0))) {
			this.position++;
		}
		if (at(0) != '\'' || (this.position - this.start) % 2 != 0) {
			return illegal("a blob that is not made of bytes");
		}
		this.position++;
		return Kind.BLOB;
	}

	private char at(int ahead) {
		int index = this.position + ahead;
		return (index < this.sql.length()) ? this.sql.charAt(index) : NONE;
	}

	private Kind illegal(String what) {
		if (this.refusal != null) {
			throw this.refusal.of(this.sql, this.start, "There is " + what);
		}
		int length = this.sql.startsWith(CAST, this.start) ? CAST.length() : 1;
		this.position = Math.max(this.position, this.start + length);
		return Kind.FOREIGN;
	}

	/**
	 * Words the refusal of a statement at a place.
	 */
	@FunctionalInterface
	public interface Refusal {

		RuntimeException of(String sql, int offset, String what);

	}

}
