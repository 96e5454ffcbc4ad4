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

import org.jspecify.annotations.Nullable;

import io.migrationutilities.sql.SqlDialect;
import io.migrationutilities.sql.SqlTokenizer;
import io.migrationutilities.sqlite.table.SqliteAlterationException;
import io.migrationutilities.sqlite.table.TokenCursor;

/**
 * A statement that renames a table or one of its columns, which is left to
 * <a href="https://sqlite.org/lang_altertable.html">SQLite</a>.
 *
 * @param table the table
 * @param column the column, or {@code null} if the table is renamed
 * @param newName the new name of the table or column
 */
public record TableRename(String table, @Nullable String column, String newName) {

	/**
	 * Read a statement.
	 * @param sql any text, of any dialect
	 * @return what it renames; empty if it is another statement
	 */
	public static Optional<TableRename> parse(String sql) {
		if (!SqlTokenizer.begins(sql, SqlDialect.SQLITE, "ALTER", "TABLE")) {
			return Optional.empty();
		}
		try {
			return Optional.ofNullable(read(TokenCursor.ofAlterTable(sql)));
		}
		catch (SqliteAlterationException ex) {
			return Optional.empty();
		}
	}

	private static @Nullable TableRename read(TokenCursor cursor) {
		cursor.expect("ALTER", "TABLE");
		String table = cursor.expectName("a table").name();
		if (cursor.accept(".")) {
			table = cursor.expectName("a table").name();
		}
		if (!cursor.accept("RENAME")) {
			return null;
		}
		if (cursor.accept("TO")) {
			return new TableRename(table, null, cursor.expectName("a table").name());
		}
		cursor.accept("COLUMN");
		String column = cursor.expectName("a column").name();
		cursor.expect("TO");
		return new TableRename(table, column, cursor.expectName("a column").name());
	}

}
