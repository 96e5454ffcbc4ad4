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

import liquibase.statement.SqlStatement;
import liquibase.statement.core.RawParameterizedSqlStatement;
import liquibase.statement.core.RawSqlStatement;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.sql.SqlDialect;
import io.migrationutilities.sql.SqlScript;
import io.migrationutilities.sql.StatementOutline;

/**
 * Brings the SQL of change sets into single statements. The driver of SQLite runs the
 * first statement of a text and drops the rest
 * (<a href="https://sqlite.org/c3ref/prepare.html">sqlite3_prepare</a>), and Liquibase
 * cuts triggers into pieces that have a {@code CASE … END} in their bodies.
 */
final class RawStatements {

	private RawStatements() {
	}

	/**
	 * Return the SQL of a statement that a change set gives as text.
	 * @param statement the statement
	 * @return its text, or {@code null} if it is of another kind
	 */
	// The SQL of change sets still comes in the deprecated class.
	@SuppressWarnings("deprecation")
	static @Nullable String textOf(SqlStatement statement) {
		if (statement instanceof RawSqlStatement raw) {
			return raw.getSql();
		}
		return (statement instanceof RawParameterizedSqlStatement raw && raw.getParameters().isEmpty()) ? raw.getSql()
				: null;
	}

	/**
	 * Put the pieces of triggers together again.
	 * @param statements what Liquibase has cut
	 * @return the statements, none of which ends inside the body of a trigger unless the
	 * rest is missing
	 */
	static List<SqlStatement> join(List<SqlStatement> statements) {
		List<SqlStatement> joined = new ArrayList<>();
		List<SqlStatement> pieces = new ArrayList<>();
		StringBuilder trigger = new StringBuilder();
		for (SqlStatement statement : statements) {
			String text = textOf(statement);
			if (text == null || (pieces.isEmpty() && !SqlScript.endsInBody(text, SqlDialect.SQLITE))) {
				joined.addAll(pieces);
				pieces.clear();
				joined.add(statement);
				continue;
			}
			pieces.add(statement);
			trigger.append(text).append(";\n");
			if (!SqlScript.endsInBody(trigger.toString(), SqlDialect.SQLITE)) {
				joined.add(new RawParameterizedSqlStatement(trigger.toString()));
				pieces.clear();
			}
			if (pieces.isEmpty()) {
				trigger.setLength(0);
			}
		}
		joined.addAll(pieces);
		return joined;
	}

	/**
	 * Cut a text into its statements.
	 * @param sql the text
	 * @return the texts of its statements; the text itself if it is a single one
	 */
	static List<String> cut(String sql) {
		List<StatementOutline> statements = SqlScript.outline(sql, SqlDialect.SQLITE);
		return (statements.size() == 1) ? List.of(sql)
				: statements.stream().map((statement) -> statement.range().of(sql)).toList();
	}

}
