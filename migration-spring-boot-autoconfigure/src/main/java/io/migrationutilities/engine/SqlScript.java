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

package io.migrationutilities.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a text into statements and their tokens, without comments, by the
 * <a href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html">rules of
 * PostgreSQL</a> or those of SQLite. The body of a trigger or function stays with the
 * statement that creates it.
 */
final class SqlScript {

	// CREATE OR REPLACE CONSTRAINT TRIGGER
	private static final int LONGEST_CREATE = 5;

	private static final char NONE = '\0';

	private static final char BYTE_ORDER_MARK = '\uFEFF';

	private final String sql;

	private final boolean postgresql;

	private final List<Token> tokens = new ArrayList<>();

	private int position;

	private SqlScript(String sql, boolean postgresql) {
		this.sql = sql;
		this.postgresql = postgresql;
	}

	/**
	 * Split a text.
	 * @param sql the text
	 * @param postgresql whether it is of PostgreSQL; if not, it is of SQLite
	 * @return the tokens of each statement; none is empty
	 */
	static List<List<Token>> split(String sql, boolean postgresql) {
		return new SqlScript(sql, postgresql).readStatements();
	}

	private List<List<Token>> readStatements() {
		while (this.position < this.sql.length()) {
			readToken();
		}
		List<List<Token>> statements = new ArrayList<>();
		int start = 0;
		int depth = 0;
		for (int i = 0; i < this.tokens.size(); i++) {
			Token token = this.tokens.get(i);
			if (isRoutine(start)) {
				depth += (token.is("BEGIN") || token.is("CASE")) ? 1 : 0;
				depth -= token.is("END") ? 1 : 0;
			}
			if (token.is(";") && depth <= 0) {
				add(statements, start, i);
				start = i + 1;
				depth = 0;
			}
		}
		add(statements, start, this.tokens.size());
		return statements;
	}

	private boolean isRoutine(int start) {
		return this.tokens.get(start).is("CREATE")
				&& this.tokens.subList(start, Math.min(start + LONGEST_CREATE, this.tokens.size()))
					.stream()
					.anyMatch((token) -> token.is("TRIGGER") || token.is("FUNCTION") || token.is("PROCEDURE"));
	}

	private void add(List<List<Token>> statements, int start, int end) {
		if (start < end) {
			statements.add(List.copyOf(this.tokens.subList(start, end)));
		}
	}

	private void readToken() {
		char first = at(0);
		if (Character.isWhitespace(first) || first == BYTE_ORDER_MARK) {
			this.position++;
		}
		else if (startsWith("--")) {
			int end = this.sql.indexOf('\n', this.position);
			this.position = (end < 0) ? this.sql.length() : end;
		}
		else if (startsWith("/*")) {
			skipComment();
		}
		else {
			int start = this.position;
			Kind kind = readKind(first);
			this.tokens.add(new Token(kind, this.sql.substring(start, this.position), start));
		}
	}

	// Comments of PostgreSQL may contain others.
	private void skipComment() {
		int depth = 0;
		do {
			if (startsWith("/*") && (this.postgresql || depth == 0)) {
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
	}

	private Kind readKind(char first) {
		if (first == '\'') {
			return readQuoted(first, false, Kind.STRING);
		}
		if (this.postgresql && (first == 'e' || first == 'E') && at(1) == '\'') {
			this.position++;
			return readQuoted('\'', true, Kind.STRING);
		}
		if (first == '"' || (!this.postgresql && first == '`')) {
			return readQuoted(first, false, Kind.QUOTED_NAME);
		}
		if (!this.postgresql && first == '[') {
			return readUntil("]", Kind.QUOTED_NAME);
		}
		if (this.postgresql && first == '$') {
			return readDollarQuoted();
		}
		if (isNamePart(first)) {
			while (isNamePart(at(0)) || (at(0) == '$' && this.position < this.sql.length())) {
				this.position++;
			}
			return Kind.WORD;
		}
		this.position++;
		return Kind.SYMBOL;
	}

	private Kind readQuoted(char quote, boolean escapes, Kind kind) {
		for (this.position++; this.position < this.sql.length(); this.position++) {
			if (escapes && at(0) == '\\') {
				this.position++;
			}
			else if (at(0) == quote) {
				this.position++;
				if (at(0) != quote) {
					return kind;
				}
			}
		}
		this.position = this.sql.length();
		return Kind.UNFINISHED;
	}

	private Kind readDollarQuoted() {
		int end = this.position + 1;
		while (end < this.sql.length() && isNamePart(this.sql.charAt(end))) {
			end++;
		}
		if (end == this.sql.length() || this.sql.charAt(end) != '$') {
			this.position = end;
			return Kind.SYMBOL;
		}
		String quote = this.sql.substring(this.position, end + 1);
		this.position = end + 1;
		return readUntil(quote, Kind.STRING);
	}

	private Kind readUntil(String quote, Kind kind) {
		int end = this.sql.indexOf(quote, this.position);
		this.position = (end < 0) ? this.sql.length() : end + quote.length();
		return (end < 0) ? Kind.UNFINISHED : kind;
	}

	private boolean startsWith(String text) {
		return this.sql.startsWith(text, this.position);
	}

	private static boolean isNamePart(char character) {
		return Character.isLetterOrDigit(character) || character == '_' || character >= '\u0080';
	}

	private char at(int ahead) {
		int index = this.position + ahead;
		return (index < this.sql.length()) ? this.sql.charAt(index) : NONE;
	}

	/**
	 * A token of a statement.
	 *
	 * @param kind its kind
	 * @param text its text as written
	 * @param start the offset of its first character in the whole text
	 */
	record Token(Kind kind, String text, int start) {

		/**
		 * Return whether the token is this keyword or symbol.
		 * @param word the keyword in upper case, or the symbol
		 * @return whether it is
		 */
		boolean is(String word) {
			return (this.kind == Kind.WORD || this.kind == Kind.SYMBOL) && this.text.equalsIgnoreCase(word);
		}

		int end() {
			return this.start + this.text.length();
		}

	}

	/**
	 * The kinds of tokens.
	 */
	enum Kind {

		/**
		 * A keyword, a name without quotes, or a number.
		 */
		WORD,

		/**
		 * A name in quotes.
		 */
		QUOTED_NAME,

		/**
		 * A string, whatever its quotes.
		 */
		STRING,

		/**
		 * A single other character.
		 */
		SYMBOL,

		/**
		 * What begins with a quote that is never closed.
		 */
		UNFINISHED

	}

}
