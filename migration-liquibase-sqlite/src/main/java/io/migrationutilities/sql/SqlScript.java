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
import java.util.stream.IntStream;

/**
 * Cuts a text into its statements. The body of a trigger or routine stays with the
 * statement that creates it.
 */
public final class SqlScript {

	private final String sql;

	private final SqlDialect dialect;

	private SqlScript(String sql, SqlDialect dialect) {
		this.sql = sql;
		this.dialect = dialect;
	}

	/**
	 * Cut a text.
	 * @param sql the text
	 * @param dialect its dialect
	 * @return its statements; whitespace, comments and semicolons alone are none
	 */
	public static List<SqlStatement> cut(String sql, SqlDialect dialect) {
		return new SqlScript(sql, dialect).cut();
	}

	/**
	 * Find where the statements of a text are, without keeping their tokens.
	 * @param sql the text
	 * @param dialect its dialect
	 * @return its statements; whitespace, comments and semicolons alone are none
	 */
	public static List<StatementOutline> outline(String sql, SqlDialect dialect) {
		List<StatementOutline> statements = new ArrayList<>();
		new SqlScript(sql, dialect)
			.read((tokens, end) -> statements.add(new StatementOutline(StatementKind.of(tokens), rangeOf(tokens))));
		return statements;
	}

	/**
	 * Return whether a text ends inside the body of a trigger or routine.
	 * @param sql the text
	 * @param dialect its dialect
	 * @return whether a part of its last statement is missing
	 */
	public static boolean endsInBody(String sql, SqlDialect dialect) {
		return new SqlScript(sql, dialect).read((tokens, end) -> {
		}).isOpen();
	}

	private StatementBody read(StatementReader reader) {
		List<SqlToken> statement = new ArrayList<>();
		StatementBody body = new StatementBody(this.dialect);
		for (SqlToken token : (Iterable<SqlToken>) SqlTokenizer.significant(this.sql, this.dialect)::iterator) {
			if (!token.is(";") || body.isOpen()) {
				body.read(statement, token);
				statement.add(token);
			}
			else if (!statement.isEmpty()) {
				reader.read(statement, token.end());
				statement = new ArrayList<>();
				body = new StatementBody(this.dialect);
			}
		}
		if (!statement.isEmpty()) {
			reader.read(statement, this.sql.length());
		}
		return body;
	}

	private List<SqlStatement> cut() {
		List<List<SqlToken>> statements = new ArrayList<>();
		List<Integer> ends = new ArrayList<>();
		read((tokens, end) -> {
			statements.add(List.copyOf(tokens));
			ends.add(end);
		});
		int count = statements.size();
		return IntStream.range(0, count).mapToObj((i) -> {
			List<SqlToken> tokens = statements.get(i);
			SqlRange extent = new SqlRange((i == 0) ? 0 : ends.get(i - 1),
					(i == count - 1) ? this.sql.length() : ends.get(i));
			return new SqlStatement(this.sql, extent, rangeOf(tokens), tokens, StatementKind.of(tokens), i + 1, count);
		}).toList();
	}

	private static SqlRange rangeOf(List<SqlToken> tokens) {
		return new SqlRange(tokens.get(0).start(), tokens.get(tokens.size() - 1).end());
	}

	/**
	 * Reads the statements one by one.
	 */
	@FunctionalInterface
	private interface StatementReader {

		void read(List<SqlToken> tokens, int end);

	}

}
