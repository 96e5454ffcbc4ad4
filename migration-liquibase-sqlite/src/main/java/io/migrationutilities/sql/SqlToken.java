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

import java.util.Set;

/**
 * A token of a statement. Which keywords may be names is what
 * <a href="https://sqlite.org/lang_keywords.html">SQLite Keywords</a> leaves open and its
 * grammar decides.
 *
 * @param kind its kind
 * @param text its text as written
 * @param start the offset of its first character in the statement
 */
public record SqlToken(Kind kind, String text, int start) {

	/**
	 * The words, in lower case, that SQLite does not take as names without quotes.
	 */
	public static final Set<String> RESERVED = Set.of("add", "all", "alter", "and", "as", "autoincrement", "between",
			"case", "check", "collate", "commit", "constraint", "create", "default", "deferrable", "delete", "distinct",
			"drop", "else", "escape", "except", "exists", "foreign", "from", "group", "having", "in", "index", "insert",
			"intersect", "into", "is", "isnull", "join", "limit", "not", "nothing", "notnull", "null", "on", "or",
			"order", "primary", "references", "returning", "select", "set", "table", "then", "to", "transaction",
			"union", "unique", "update", "using", "values", "when", "where");

	private static final Set<String> NAMES_BUT_NOT_TYPES = Set.of("cross", "full", "inner", "left", "natural", "outer",
			"right");

	public int end() {
		return this.start + this.text.length();
	}

	/**
	 * Whether the token is this symbol or keyword.
	 * @param word the symbol, or the keyword in upper case
	 * @return whether it is
	 */
	public boolean is(String word) {
		return switch (this.kind) {
			case SYMBOL, FOREIGN -> this.text.equals(word);
			case WORD -> this.text.length() == word.length() && SqlCharacters.same(this.text, word);
			default -> false;
		};
	}

	/**
	 * Whether the token is more than whitespace or a comment.
	 * @return whether it is
	 */
	public boolean isSignificant() {
		return this.kind != Kind.SPACE && this.kind != Kind.COMMENT;
	}

	boolean isReserved() {
		return this.kind == Kind.WORD && RESERVED.contains(SqlCharacters.fold(this.text));
	}

	/**
	 * Whether the token names a column in an expression, a word that is not reserved or a
	 * name in quotes. A name in double quotes that no column has is a string to SQLite.
	 * @return whether it does
	 */
	public boolean isIdentifier() {
		return this.kind == Kind.QUOTED_NAME || (this.kind == Kind.WORD && !isReserved());
	}

	/**
	 * Whether the token may stand where a name is defined; a string may, too.
	 * @return whether it may
	 */
	public boolean isName() {
		return isIdentifier() || this.kind == Kind.STRING;
	}

	/**
	 * Whether the token may be part of a declared type.
	 * @return whether it may
	 */
	public boolean isTypeWord() {
		return isName() && !(this.kind == Kind.WORD
				&& (NAMES_BUT_NOT_TYPES.contains(SqlCharacters.fold(this.text)) || is("INDEXED")));
	}

	/**
	 * Return the name that the token stands for, without its quotes.
	 * @return the name
	 */
	public String name() {
		if (this.kind != Kind.QUOTED_NAME && this.kind != Kind.STRING) {
			return this.text;
		}
		String inner = this.text.substring(1, this.text.length() - 1);
		String quote = this.text.substring(0, 1);
		return "[".equals(quote) ? inner : inner.replace(quote + quote, quote);
	}

	/**
	 * The kinds of tokens.
	 */
	public enum Kind {

		/**
		 * A keyword, or a name without quotes.
		 */
		WORD,

		/**
		 * A name in double quotes, square brackets or backticks.
		 */
		QUOTED_NAME,

		/**
		 * A string in single quotes.
		 */
		STRING,

		/**
		 * A blob literal.
		 */
		BLOB,

		/**
		 * A number without a sign.
		 */
		NUMBER,

		/**
		 * A parameter.
		 */
		PARAMETER,

		/**
		 * An operator, a parenthesis, a comma, a dot or a semicolon.
		 */
		SYMBOL,

		/**
		 * Whitespace.
		 */
		SPACE,

		/**
		 * A comment.
		 */
		COMMENT,

		/**
		 * What is no token to SQLite, such as the cast {@code ::} of PostgreSQL.
		 */
		FOREIGN,

		/**
		 * What follows the last token.
		 */
		END

	}

}
