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

package io.migrationutilities.engine.session;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;

import io.migrationutilities.database.Queries;
import io.migrationutilities.sql.SqlDialect;
import io.migrationutilities.sql.SqlScript;
import io.migrationutilities.sql.SqlToken;
import io.migrationutilities.sql.SqlTokenizer;
import io.migrationutilities.sql.StatementOutline;

/**
 * Refuses a {@code CREATE INDEX IF NOT EXISTS} of PostgreSQL whose index is there, but is
 * not valid: the statement would do nothing, and be recorded as done. It is looked at
 * just before it is executed, so that whatever drops the index before counts.
 */
final class InvalidIndexCheck {

	private static final Pattern CANDIDATE = Pattern.compile("(?is).*\\bINDEX\\b.*\\bEXISTS\\b.*");

	private static final String INVALID = """
			SELECT pg_catalog.format('%I.%I', n.nspname, i.relname)
			FROM pg_catalog.pg_index x
			JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid
			JOIN pg_catalog.pg_class t ON t.oid = x.indrelid
			JOIN pg_catalog.pg_namespace n ON n.oid = i.relnamespace
			WHERE NOT x.indisvalid AND i.relkind = 'i' AND t.relkind <> 'p'
			AND i.relname = (pg_catalog.parse_ident(?))[1]
			AND i.relnamespace = (SELECT relnamespace FROM pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass(?))
			AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_stat_progress_create_index p
				WHERE p.datid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
				AND p.index_relid = i.oid)""";

	private InvalidIndexCheck() {
	}

	/**
	 * Look at a text.
	 * @param connection the connection that is going to execute it
	 * @param sql the text
	 * @throws SQLException if it would take an invalid index for what it creates
	 */
	static void look(Connection connection, String sql) throws SQLException {
		if (!CANDIDATE.matcher(sql).matches()) {
			return;
		}
		List<StatementOutline> statements = SqlScript.outline(sql, SqlDialect.POSTGRESQL);
		for (int i = 0; i < statements.size(); i++) {
			// What stands before it in the same text may change what is there.
			look(connection,
					SqlTokenizer.significant(statements.get(i).range().of(sql), SqlDialect.POSTGRESQL).toList(), i > 0);
		}
	}

	private static void look(Connection connection, List<SqlToken> tokens, boolean follows) throws SQLException {
		int exists = exists(tokens);
		int on = exists + 2;
		if (exists < 0 || follows || tokens.size() <= on + 1 || !tokens.get(on).is("ON")) {
			return;
		}
		int table = tokens.get(on + 1).is("ONLY") ? on + 2 : on + 1;
		String name = tokens.get(table).text();
		if (tokens.size() > table + 2 && ".".equals(tokens.get(table + 1).text())) {
			name += "." + tokens.get(table + 2).text();
		}
		String invalid = Queries.string(connection, INVALID, tokens.get(exists + 1).text(), name);
		if (!invalid.isEmpty()) {
			throw new SQLException(("The index %1$s is there, but it is not valid, and IF NOT EXISTS would take it for "
					+ "done. Drop it first: DROP INDEX %1$s")
				.formatted(invalid));
		}
	}

	// CREATE [UNIQUE] INDEX [CONCURRENTLY] IF NOT EXISTS
	private static int exists(List<SqlToken> tokens) {
		int index = (tokens.size() > 1 && tokens.get(1).is("UNIQUE")) ? 2 : 1;
		if (tokens.size() < index + 6 || !tokens.get(0).is("CREATE") || !tokens.get(index).is("INDEX")) {
			return -1;
		}
		int condition = tokens.get(index + 1).is("CONCURRENTLY") ? index + 2 : index + 1;
		boolean conditional = tokens.get(condition).is("IF") && tokens.get(condition + 1).is("NOT")
				&& tokens.get(condition + 2).is("EXISTS");
		return conditional ? condition + 2 : -1;
	}

}
