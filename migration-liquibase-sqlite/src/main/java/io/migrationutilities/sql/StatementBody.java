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

/**
 * Follows a statement to tell the semicolons within it from the one behind it.
 * <p>
 * The body of a trigger of
 * <a href="https://sqlite.org/lang_createtrigger.html">SQLite</a> or of a routine of
 * <a href="https://www.postgresql.org/docs/current/sql-createfunction.html">
 * PostgreSQL</a>, from {@code BEGIN} or {@code BEGIN ATOMIC} on, ends with an {@code END}
 * right behind a semicolon; those of {@code CASE} are not, nor is a column of that name.
 * In PostgreSQL the statements of a rule stand in parentheses. For other databases the
 * blocks are counted.
 */
final class StatementBody {

	private static final List<String> BLOCKS = List.of("BEGIN", "CASE");

	private static final List<String> BLOCKS_WITH_LONG_END = List.of("IF", "LOOP", "WHILE", "REPEAT", "FOR");

	private final SqlDialect dialect;

	private int parentheses;

	private int blocks;

	private boolean ended;

	StatementBody(SqlDialect dialect) {
		this.dialect = dialect;
	}

	/**
	 * Return whether a semicolon would be a part of the statement.
	 * @return whether it would
	 */
	boolean isOpen() {
		return this.blocks > 0 || this.parentheses > 0;
	}

	/**
	 * Follow the statement.
	 * @param tokens its tokens up to the next one
	 * @param token the next token
	 */
	void read(List<SqlToken> tokens, SqlToken token) {
		switch (this.dialect) {
			case SQLITE -> readBody(token.is("BEGIN") && StatementKind.of(tokens) == StatementKind.CREATE_TRIGGER,
					isBehind(tokens, ";") && token.is("END"));
			case POSTGRESQL -> {
				readParentheses(token);
				readBody(
						token.is("ATOMIC") && isBehind(tokens, "BEGIN") && this.parentheses == 0
								&& StatementKind.of(tokens) == StatementKind.CREATE_ROUTINE,
						token.is("END") && (isBehind(tokens, ";") || isBehind(tokens, "ATOMIC")));
			}
			case GENERIC -> readBlocks(tokens, token);
		}
	}

	private void readParentheses(SqlToken token) {
		this.parentheses += token.is("(") ? 1 : 0;
		this.parentheses -= (token.is(")") && this.parentheses > 0) ? 1 : 0;
	}

	private void readBody(boolean begin, boolean end) {
		if (begin && !this.ended) {
			this.blocks = 1;
		}
		else if (end && this.blocks > 0) {
			this.blocks = 0;
			this.ended = true;
		}
	}

	private void readBlocks(List<SqlToken> tokens, SqlToken token) {
		boolean longEnd = isBehind(tokens, "END");
		if (token.is("END")) {
			this.blocks -= (this.blocks > 0) ? 1 : 0;
		}
		else if ((longEnd ? BLOCKS_WITH_LONG_END : BLOCKS).stream().anyMatch(token::is) && isRoutine(tokens)) {
			this.blocks++;
		}
	}

	private static boolean isRoutine(List<SqlToken> tokens) {
		StatementKind kind = StatementKind.of(tokens);
		return kind == StatementKind.CREATE_TRIGGER || kind == StatementKind.CREATE_ROUTINE;
	}

	private static boolean isBehind(List<SqlToken> tokens, String word) {
		return !tokens.isEmpty() && tokens.get(tokens.size() - 1).is(word);
	}

}
