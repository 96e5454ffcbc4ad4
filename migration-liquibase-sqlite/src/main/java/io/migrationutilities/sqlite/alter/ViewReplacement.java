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
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.sql.SqlDialect;
import io.migrationutilities.sql.SqlTokenizer;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.SqliteAlterationException;
import io.migrationutilities.sqlite.table.TokenCursor;

/**
 * A statement {@code CREATE OR REPLACE VIEW}, in the words of
 * <a href="https://www.postgresql.org/docs/current/sql-createview.html">PostgreSQL</a>.
 *
 * @param schema the name of the schema, or {@code null} if there is none
 * @param view the name of the view
 * @param creation the statement that creates the view
 */
public record ViewReplacement(@Nullable String schema, String view, String creation) {

	/**
	 * Read a statement.
	 * @param sql any text, of any dialect
	 * @return the view that it replaces; empty if it is another statement
	 */
	public static Optional<ViewReplacement> parse(String sql) {
		if (!SqlTokenizer.begins(sql, SqlDialect.SQLITE, "CREATE", "OR", "REPLACE")) {
			return Optional.empty();
		}
		try {
			return Optional.ofNullable(read(sql, TokenCursor.ofAlterTable(sql)));
		}
		catch (SqliteAlterationException ex) {
			return Optional.empty();
		}
	}

	private static @Nullable ViewReplacement read(String sql, TokenCursor cursor) {
		cursor.expect("CREATE");
		int start = cursor.peek().start();
		cursor.expect("OR", "REPLACE");
		String creation = sql.substring(0, start) + sql.substring(cursor.peek().start());
		String schema = (cursor.accept("TEMP") || cursor.accept("TEMPORARY")) ? "temp" : null;
		if (!cursor.accept("VIEW")) {
			return null;
		}
		String view = cursor.expectName("a view").name();
		return cursor.accept(".") ? new ViewReplacement(view, cursor.expectName("a view").name(), creation)
				: new ViewReplacement(schema, view, creation);
	}

	/**
	 * Return whether the view is one of schema {@code main}.
	 * @return whether it is
	 */
	public boolean isInMain() {
		return this.schema == null || SqlName.same(this.schema, "main");
	}

	/**
	 * Write the statement in the words of SQLite.
	 * @return the statements in order
	 */
	public List<String> statements() {
		String schema = (this.schema != null) ? this.schema : "main";
		return List.of("DROP VIEW IF EXISTS %s.%s".formatted(SqlName.quote(schema), SqlName.quote(this.view)),
				this.creation);
	}

}
