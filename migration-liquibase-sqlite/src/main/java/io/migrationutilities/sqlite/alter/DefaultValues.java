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

package io.migrationutilities.sqlite.alter;

import java.util.List;

import io.migrationutilities.sql.SqlToken;
import io.migrationutilities.sql.SqlToken.Kind;
import io.migrationutilities.sqlite.table.TokenCursor;

/**
 * Tells the defaults that SQLite takes as they are, literals and the words for the
 * current time, from those that it takes in parentheses only
 * (<a href="https://sqlite.org/lang_createtable.html#dfltval">The DEFAULT clause</a>).
 */
public final class DefaultValues {

	private static final List<String> CONSTANTS = List.of("NULL", "TRUE", "FALSE");

	private static final List<String> CURRENT_TIMES = List.of("CURRENT_TIME", "CURRENT_DATE", "CURRENT_TIMESTAMP");

	private DefaultValues() {
	}

	/**
	 * Put an expression in parentheses where SQLite needs them.
	 * @param value a literal or an expression
	 * @return what may follow {@code DEFAULT}
	 */
	public static String parenthesize(String value) {
		List<SqlToken> tokens = TokenCursor.significant(value);
		return (isConstant(tokens) || isOneOf(CURRENT_TIMES, tokens) || isParenthesized(tokens)) ? value
				: "(" + value + ")";
	}

	/**
	 * Return whether a default is the same for all rows, and SQLite sees that.
	 * @param value a literal or an expression
	 * @return whether it is a literal
	 */
	static boolean isConstant(String value) {
		return isConstant(TokenCursor.significant(value));
	}

	private static boolean isConstant(List<SqlToken> tokens) {
		if (tokens.size() == 2 && (tokens.get(0).is("-") || tokens.get(0).is("+"))) {
			return tokens.get(1).kind() == Kind.NUMBER;
		}
		return tokens.size() == 1 && switch (tokens.get(0).kind()) {
			case STRING, BLOB, NUMBER -> true;
			default -> isOneOf(CONSTANTS, tokens);
		};
	}

	private static boolean isOneOf(List<String> words, List<SqlToken> tokens) {
		return tokens.size() == 1 && words.stream().anyMatch(tokens.get(0)::is);
	}

	private static boolean isParenthesized(List<SqlToken> tokens) {
		int depth = 0;
		for (int i = 0; i < tokens.size(); i++) {
			depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
			if (depth == 0) {
				return i > 0 && i == tokens.size() - 1;
			}
		}
		return false;
	}

}
