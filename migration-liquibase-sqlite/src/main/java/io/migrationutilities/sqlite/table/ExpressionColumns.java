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

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import io.migrationutilities.sql.SqlToken;
import io.migrationutilities.sql.SqlToken.Kind;

/**
 * Tells which columns an expression of a table uses: one of a {@code CHECK}, a generated
 * column or an index, where
 * <a href="https://sqlite.org/lang_createtable.html#check_constraints">subqueries</a> are
 * not allowed. A keyword that may also be a name is a name where SQLite expects an
 * operand.
 */
final class ExpressionColumns {

	private static final Set<String> CONSTANTS = Set.of("current_date", "current_time", "current_timestamp");

	private static final Set<String> CLOSING_KEYWORDS = Set.of("null", "isnull", "notnull", "end", "asc", "desc",
			"nulls", "first", "last");

	private final List<SqlToken> tokens;

	private final Set<String> columns = new LinkedHashSet<>();

	private ExpressionColumns(List<SqlToken> tokens) {
		this.tokens = tokens;
	}

	/**
	 * Return the names of the columns that an expression uses.
	 * @param expression the expression
	 * @return the names as written, in the order of the expression
	 */
	static Set<String> of(String expression) {
		ExpressionColumns columns = new ExpressionColumns(TokenCursor.significant(expression));
		columns.collect();
		return columns.columns;
	}

	private void collect() {
		boolean operandExpected = true;
		for (int i = 0; i < this.tokens.size(); i++) {
			SqlToken token = this.tokens.get(i);
			if (token.is("COLLATE")) {
				i++;
				operandExpected = false;
			}
			else if (token.is("AS")) {
				i = endOfType(i);
				operandExpected = false;
			}
			else if (token.isIdentifier() && (operandExpected || token.kind() == Kind.QUOTED_NAME)) {
				operandExpected = isFollowedBy(i, "(") || isFollowedBy(i, ".");
				add(token, operandExpected);
			}
			else if (token.kind() == Kind.STRING && i > 0 && this.tokens.get(i - 1).is(".")) {
				add(token, false);
				operandExpected = false;
			}
			else if (!token.is("NOT")) {
				operandExpected = isOperandExpectedAfter(token);
			}
		}
	}

	private void add(SqlToken token, boolean functionOrTable) {
		boolean constant = token.kind() == Kind.WORD && CONSTANTS.contains(SqlName.fold(token.text()));
		if (!functionOrTable && !constant) {
			this.columns.add(token.name());
		}
	}

	private static boolean isOperandExpectedAfter(SqlToken token) {
		return switch (token.kind()) {
			case SYMBOL -> !token.is(")");
			case WORD -> !CLOSING_KEYWORDS.contains(SqlName.fold(token.text()));
			default -> false;
		};
	}

	private int endOfType(int as) {
		int depth = 0;
		int i = as + 1;
		while (i < this.tokens.size() && (depth > 0 || !this.tokens.get(i).is(")"))) {
			depth += this.tokens.get(i).is("(") ? 1 : 0;
			depth -= this.tokens.get(i).is(")") ? 1 : 0;
			i++;
		}
		return i;
	}

	private boolean isFollowedBy(int index, String symbol) {
		return index + 1 < this.tokens.size() && this.tokens.get(index + 1).is(symbol);
	}

}
