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

import java.util.ArrayList;
import java.util.List;

import io.migrationutilities.sqlite.SqlToken.Kind;

/**
 * Splits a statement into tokens without losing a character, by the rules of SQLite:
 * <a href="https://sqlite.org/lang_keywords.html">names</a>,
 * <a href="https://sqlite.org/lang_expr.html#literal_values_constants_">literals</a>,
 * <a href="https://sqlite.org/lang_expr.html#parameters">parameters</a> and
 * <a href="https://sqlite.org/lang_comment.html">comments</a>, of which one in the style
 * of C may lack its end.
 */
final class SqlTokenizer {

	private static final List<String> SYMBOLS = List.of("->>", "->", "==", "<=", "<>", "<<", ">=", ">>", "!=", "||",
			"(", ")", ";", "+", "-", "*", "/", "%", ",", "&", "~", ".", "|", "<", ">", "=");

	private static final char BYTE_ORDER_MARK = '\uFEFF';

	// Whitespace to SQLite, but not where whitespace begins.
	private static final char VERTICAL_TAB = '\u000B';

	private static final char NONE = '\0';

	private final String sql;

	private final List<SqlToken> tokens = new ArrayList<>();

	private int start;

	private int position;

	private SqlTokenizer(String sql) {
		this.sql = sql;
	}

	static List<SqlToken> tokenize(String sql) {
		SqlTokenizer tokenizer = new SqlTokenizer(sql);
		while (tokenizer.position < sql.length()) {
			tokenizer.start = tokenizer.position;
			Kind kind = tokenizer.read();
			tokenizer.tokens
				.add(new SqlToken(kind, sql.substring(tokenizer.start, tokenizer.position), tokenizer.start));
		}
		return List.copyOf(tokenizer.tokens);
	}

	private Kind read() {
		char first = at(0);
		if (isSpace(first) || first == BYTE_ORDER_MARK) {
			return readSpace();
		}
		if (first == '-' && at(1) == '-') {
			return readUntil("\n", 0, Kind.COMMENT);
		}
		if (first == '/' && at(1) == '*' && this.position + 2 < this.sql.length()) {
			this.position += 2;
			return readUntil("*/", 2, Kind.COMMENT);
		}
		if (isDigit(first) || (first == '.' && isDigit(at(1)))) {
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
		while (isSpace(at(0)) || at(0) == VERTICAL_TAB);
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
		throw illegal("a quote that is never closed");
	}

	private Kind readBracketed() {
		int end = this.sql.indexOf(']', this.position);
		if (end < 0) {
			throw illegal("a bracket that is never closed");
		}
		this.position = end + 1;
		return Kind.QUOTED_NAME;
	}

	private Kind readNumber() {
		if (at(0) == '0' && (at(1) == 'x' || at(1) == 'X') && isHexDigit(at(2))) {
			this.position += 2;
			while (isHexDigit(at(0)) || at(0) == '_') {
				this.position++;
			}
		}
		else {
			readDecimal();
		}
		if (isNamePart(at(0))) {
			throw illegal("a number with letters behind it");
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
			if (isDigit(at(1 + sign))) {
				this.position += 1 + sign;
				readDigits();
			}
		}
	}

	private void readDigits() {
		while (isDigit(at(0)) || at(0) == '_') {
			this.position++;
		}
	}

	private Kind readParameter(char first) {
		this.position++;
		if (first == '?') {
			while (isDigit(at(0))) {
				this.position++;
			}
			return Kind.PARAMETER;
		}
		while (isNamePart(at(0)) || (at(0) == ':' && at(1) == ':')) {
			this.position += (at(0) == ':') ? 2 : 1;
		}
		if (this.position == this.start + 1) {
			throw illegal("a character that SQLite does not know here");
		}
		return Kind.PARAMETER;
	}

	private Kind readWordOrSymbol(char first) {
		if ((first == 'x' || first == 'X') && at(1) == '\'') {
			return readBlob();
		}
		if (isNamePart(first)) {
			while (isNamePart(at(0))) {
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
		throw illegal("a character that SQLite does not know here");
	}

	private Kind readBlob() {
		this.position += 2;
		while (isHexDigit(at(0))) {
			this.position++;
		}
		if (at(0) != '\'' || (this.position - this.start) % 2 != 0) {
			throw illegal("a blob that is not made of bytes");
		}
		this.position++;
		return Kind.BLOB;
	}

	private char at(int ahead) {
		int index = this.position + ahead;
		return (index < this.sql.length()) ? this.sql.charAt(index) : NONE;
	}

	private RuntimeException illegal(String what) {
		return Refusals.notUnderstood(this.sql, this.start, "There is " + what);
	}

	private static boolean isSpace(char character) {
		return switch (character) {
			case ' ', '\t', '\n', '\f', '\r' -> true;
			default -> false;
		};
	}

	private static boolean isDigit(char character) {
		return character >= '0' && character <= '9';
	}

	private static boolean isHexDigit(char character) {
		return isDigit(character) || (character >= 'a' && character <= 'f') || (character >= 'A' && character <= 'F');
	}

	private static boolean isNamePart(char character) {
		return isDigit(character) || (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
				|| character == '_' || character == '$' || character >= '\u0080';
	}

}
