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

import java.util.Optional;

import io.migrationutilities.sql.SqlDialect;
import io.migrationutilities.sql.SqlToken;
import io.migrationutilities.sql.SqlTokenizer;
import io.migrationutilities.sqlite.table.Refusals;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.SqliteAlterationException;
import io.migrationutilities.sqlite.table.TokenCursor;

/**
 * A statement that renames a view, in the words of
 * <a href="https://www.postgresql.org/docs/current/sql-alterview.html">PostgreSQL</a>.
 *
 * @param view the name of the view
 * @param newName its new name
 * @param ifExists whether its absence is fine
 */
public record ViewRename(String view, String newName, boolean ifExists) {

	/**
	 * Read a statement.
	 * @param sql any text, of any dialect
	 * @return what it renames; empty if it is another statement
	 * @throws SqliteAlterationException if it alters a view in another way
	 */
	public static Optional<ViewRename> parse(String sql) {
		if (!SqlTokenizer.begins(sql, SqlDialect.SQLITE, "ALTER", "VIEW")) {
			return Optional.empty();
		}
		TokenCursor cursor = TokenCursor.ofAlterTable(sql);
		cursor.expect("ALTER", "VIEW");
		boolean ifExists = cursor.accept("IF", "EXISTS");
		String view = cursor.expectName("a view").name();
		if (cursor.accept(".")) {
			if (!SqlName.same(view, "main")) {
				throw refusal("a view of schema '%s'".formatted(view), "Leave the schema out of the statement.");
			}
			view = cursor.expectName("a view").name();
		}
		if (!cursor.accept("RENAME", "TO") || !cursor.peek().isName()) {
			throw refusal("a view but for its name", "Replace the view with CREATE OR REPLACE VIEW.");
		}
		String newName = cursor.next().name();
		if (cursor.peek().kind() != SqlToken.Kind.END) {
			throw refusal("a view but for its name", "Replace the view with CREATE OR REPLACE VIEW.");
		}
		return Optional.of(new ViewRename(view, newName, ifExists));
	}

	private static SqliteAlterationException refusal(String what, String hint) {
		return Refusals.refused("ALTER VIEW can't alter %s on SQLite.".formatted(what), hint);
	}

}
