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

package io.migrationutilities.sqlite.table;

import java.util.ArrayList;
import java.util.List;

import io.migrationutilities.sql.SqlDialect;
import io.migrationutilities.sql.SqlToken;
import io.migrationutilities.sql.SqlToken.Kind;
import io.migrationutilities.sql.SqlTokenizer;

/**
 * Walks over the tokens of a statement that mean something.
 */
public final class TokenCursor {

	private final String sql;

	private final List<SqlToken> tokens;

	private final Refusal refusal;

	private int position;

	/**
	 * Walk over a definition of the schema.
	 * @param sql the definition
	 */
	public TokenCursor(String sql) {
		this(sql, significant(sql), Refusals::notUnderstood);
	}

	private TokenCursor(String sql, List<SqlToken> tokens, Refusal refusal) {
		this.sql = sql;
		this.tokens = new ArrayList<>(tokens);
		this.tokens.add(new SqlToken(Kind.END, "", sql.length()));
		this.refusal = refusal;
	}

	/**
	 * Walk over an {@code ALTER TABLE} statement of a change set, without the semicolons
	 * at its end.
	 * @param sql the statement, of any dialect
	 * @return the cursor at its beginning
	 */
	public static TokenCursor ofAlterTable(String sql) {
		List<SqlToken> tokens = SqlTokenizer.significant(sql, SqlDialect.SQLITE).toList();
		int end = tokens.size();
		while (end > 0 && tokens.get(end - 1).is(";")) {
			end--;
		}
		return new TokenCursor(sql, tokens.subList(0, end), Refusals::alterTableNotUnderstood);
	}

	/**
	 * Split a definition of the schema.
	 * @param sql the definition
	 * @return its tokens, which together are the definition
	 */
	public static List<SqlToken> tokenize(String sql) {
		List<SqlToken> tokens = SqlTokenizer.tokenize(sql, SqlDialect.SQLITE);
		tokens.stream().filter(TokenCursor::isUnknown).findFirst().ifPresent((token) -> {
			throw Refusals.notUnderstood(sql, token.start(), "There is " + describeUnknown(token.text()));
		});
		return tokens;
	}

	/**
	 * Split a definition of the schema.
	 * @param sql the definition
	 * @return its tokens, without whitespace and comments
	 */
	public static List<SqlToken> significant(String sql) {
		return tokenize(sql).stream().filter(SqlToken::isSignificant).toList();
	}

	private static boolean isUnknown(SqlToken token) {
		return token.kind() == Kind.FOREIGN || token.kind() == Kind.UNFINISHED;
	}

	private static String describeUnknown(String text) {
		return switch (text.charAt(0)) {
			case '\'', '"', '`' -> "a quote that is never closed";
			case '[' -> "a bracket that is never closed";
			case 'x', 'X' -> "a blob that is not made of bytes";
			case '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> "a number with letters behind it";
			default -> "a character that SQLite does not know here";
		};
	}

	public String sql() {
		return this.sql;
	}

	public SqlToken peek() {
		return peek(0);
	}

	public SqlToken peek(int ahead) {
		return this.tokens.get(Math.min(this.position + ahead, this.tokens.size() - 1));
	}

	public SqlToken next() {
		SqlToken token = peek();
		if (token.kind() == Kind.END) {
			throw refusal("The statement ends too early");
		}
		if (isUnknown(token)) {
			throw refusal("There is what SQLite does not know");
		}
		this.position++;
		return token;
	}

	/**
	 * Return whether these symbols and keywords come next.
	 * @param words the symbols and keywords, in upper case
	 * @return whether they do
	 */
	public boolean at(String... words) {
		for (int i = 0; i < words.length; i++) {
			if (!peek(i).is(words[i])) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Walk over these symbols and keywords if they come next.
	 * @param words the symbols and keywords, in upper case
	 * @return whether they came
	 */
	public boolean accept(String... words) {
		boolean accepted = at(words);
		if (accepted) {
			this.position += words.length;
		}
		return accepted;
	}

	public void expect(String... words) {
		if (!accept(words)) {
			throw refusal("Expected is " + String.join(" ", words));
		}
	}

	public SqlToken expectName(String what) {
		if (!peek().isName()) {
			throw refusal("Expected is the name of " + what);
		}
		return next();
	}

	void expectEnd() {
		if (peek().kind() != Kind.END) {
			throw refusal("Expected is the end");
		}
	}

	public SqlToken previous() {
		return this.tokens.get(this.position - 1);
	}

	/**
	 * Return the text from an offset to the end of the token before the current one.
	 * @param start the offset
	 * @return the text
	 */
	public String textFrom(int start) {
		return this.sql.substring(start, previous().end());
	}

	/**
	 * Walk over an expression in parentheses, however deep it is.
	 * @return the expression without its parentheses and the whitespace around it
	 */
	String parenthesized() {
		expect("(");
		int start = previous().end();
		int depth = 1;
		int first = this.position;
		while (depth > 0) {
			SqlToken token = next();
			depth += token.is("(") ? 1 : 0;
			depth -= token.is(")") ? 1 : 0;
		}
		if (this.position == first + 1) {
			this.position = first;
			throw refusal("Expected is an expression");
		}
		return this.sql.substring(start, previous().start()).trim();
	}

	/**
	 * Refuse what comes next.
	 * @param what what is wrong with it, as a sentence without its end
	 * @return the exception
	 */
	public SqliteAlterationException refusal(String what) {
		return this.refusal.of(this.sql, peek().start(), what);
	}

	/**
	 * Words the refusal of what comes next.
	 */
	private interface Refusal {

		SqliteAlterationException of(String sql, int offset, String what);

	}

}
