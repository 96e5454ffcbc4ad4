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
import io.migrationutilities.sql.SqlToken;
import io.migrationutilities.sql.SqlTokenizer;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.SqliteAlterationException;
import io.migrationutilities.sqlite.table.TokenCursor;

/**
 * A statement that drops a table, in the words of
 * <a href="https://www.postgresql.org/docs/current/sql-droptable.html">PostgreSQL</a> and
 * of <a href="https://sqlite.org/lang_droptable.html">SQLite</a>.
 *
 * @param schema the name of the schema, or {@code null} if there is none
 * @param table the name of the table
 * @param ifExists whether its absence is fine
 * @param cascade whether the foreign keys that refer to the table are dropped, too
 * @param isSqlite whether SQLite knows all words of the statement
 */
public record TableDrop(@Nullable String schema, String table, boolean ifExists, boolean cascade, boolean isSqlite) {

	/**
	 * Read a statement.
	 * @param sql any text, of any dialect
	 * @return what it drops; empty if it is another statement, or one that SQLite refuses
	 */
	public static Optional<TableDrop> parse(String sql) {
		if (!SqlTokenizer.begins(sql, SqlDialect.SQLITE, "DROP", "TABLE")) {
			return Optional.empty();
		}
		try {
			return Optional.ofNullable(read(TokenCursor.ofAlterTable(sql)));
		}
		catch (SqliteAlterationException ex) {
			return Optional.empty();
		}
	}

	private static @Nullable TableDrop read(TokenCursor cursor) {
		cursor.expect("DROP", "TABLE");
		boolean ifExists = cursor.accept("IF", "EXISTS");
		String schema = null;
		String table = cursor.expectName("a table").name();
		if (cursor.accept(".")) {
			schema = table;
			table = cursor.expectName("a table").name();
		}
		boolean cascade = cursor.accept("CASCADE");
		boolean further = cursor.accept(cascade ? "CONSTRAINTS" : "RESTRICT");
		return (cursor.peek().kind() == SqlToken.Kind.END)
				? new TableDrop(schema, table, ifExists, cascade, !cascade && !further) : null;
	}

	/**
	 * Write the statement in the words of SQLite, which has none for what is dropped with
	 * the table.
	 * @return the statement
	 */
	public String sql() {
		return "DROP TABLE " + (this.ifExists ? "IF EXISTS " : "")
				+ ((this.schema != null) ? SqlName.quote(this.schema) + "." : "") + SqlName.quote(this.table);
	}

}
