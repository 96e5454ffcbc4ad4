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

	private final List<List<SqlToken>> statements = new ArrayList<>();

	private final List<Integer> ends = new ArrayList<>();

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
		SqlScript script = new SqlScript(sql, dialect);
		script.read();
		return script.statements();
	}

	private void read() {
		List<SqlToken> statement = new ArrayList<>();
		StatementBody body = new StatementBody(this.dialect);
		for (SqlToken token : (Iterable<SqlToken>) SqlTokenizer.significant(this.sql, this.dialect)::iterator) {
			if (!token.is(";") || body.isOpen()) {
				body.read(statement, token);
				statement.add(token);
			}
			else if (!statement.isEmpty()) {
				add(statement, token.end());
				statement = new ArrayList<>();
				body = new StatementBody(this.dialect);
			}
		}
		if (!statement.isEmpty()) {
			add(statement, this.sql.length());
		}
	}

	private void add(List<SqlToken> statement, int end) {
		this.statements.add(List.copyOf(statement));
		this.ends.add(end);
	}

	private List<SqlStatement> statements() {
		int count = this.statements.size();
		return IntStream.range(0, count).mapToObj((i) -> {
			List<SqlToken> tokens = this.statements.get(i);
			SqlRange extent = new SqlRange((i == 0) ? 0 : this.ends.get(i - 1),
					(i == count - 1) ? this.sql.length() : this.ends.get(i));
			SqlRange range = new SqlRange(tokens.get(0).start(), tokens.get(tokens.size() - 1).end());
			return new SqlStatement(this.sql, extent, range, tokens, StatementKind.of(tokens), i + 1, count);
		}).toList();
	}

}
