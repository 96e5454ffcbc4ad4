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
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.sql.SqlDialect;
import io.migrationutilities.sql.SqlToken;
import io.migrationutilities.sql.SqlTokenizer;
import io.migrationutilities.sqlite.table.Refusals;
import io.migrationutilities.sqlite.table.SqliteAlterationException;
import io.migrationutilities.sqlite.table.TokenCursor;

/**
 * Refuses statements of PostgreSQL about whose words SQLite would complain without saying
 * what to write.
 */
public final class PostgresqlWords {

	private static final List<List<String>> FIRST_WORDS = List.of(List.of("TRUNCATE"), List.of("DROP"),
			List.of("CREATE", "INDEX"), List.of("CREATE", "UNIQUE"));

	private static final List<String> DROPPED = List.of("TABLE", "VIEW", "INDEX", "TRIGGER");

	private static final String OWN_CHANGE_SET = ", or give SQLite a change set of its own (dbms: sqlite).";

	private PostgresqlWords() {
	}

	/**
	 * Refuse a statement.
	 * @param sql any text, of any dialect, or {@code null}; one that SQLite may know is
	 * left to it
	 * @throws SqliteAlterationException if SQLite can't carry the statement out
	 */
	public static void refuse(@Nullable String sql) {
		if (sql == null || FIRST_WORDS.stream().noneMatch((words) -> begins(sql, words))) {
			return;
		}
		TokenCursor cursor = TokenCursor.ofAlterTable(sql);
		if (cursor.accept("TRUNCATE")) {
			throw Refusals.refused("SQLite has no TRUNCATE.", "Write DELETE FROM" + OWN_CHANGE_SET);
		}
		if (cursor.accept("DROP")) {
			DROPPED.stream().filter(cursor::accept).findFirst().ifPresent((kind) -> refuseDrop(kind, cursor));
		}
		else if (cursor.accept("CREATE", "INDEX") || cursor.accept("CREATE", "UNIQUE", "INDEX")) {
			refuseConcurrently(cursor);
		}
	}

	private static boolean begins(String sql, List<String> words) {
		return SqlTokenizer.begins(sql, SqlDialect.SQLITE, words.toArray(String[]::new));
	}

	private static void refuseDrop(String kind, TokenCursor cursor) {
		refuseConcurrently(cursor);
		cursor.accept("IF", "EXISTS");
		if (!acceptName(cursor)) {
			return;
		}
		String objects = kind.toLowerCase(Locale.ROOT);
		if (cursor.at(",")) {
			throw Refusals.refused("SQLite drops one %s with one statement.".formatted(objects),
					"Write a DROP %s for each, those that use others first.".formatted(kind));
		}
		if (cursor.at("CASCADE") || cursor.at("RESTRICT")) {
			throw Refusals.refused("SQLite drops nothing along with %s %s.".formatted(article(objects), objects),
					"Leave %s out, and drop what uses the %s with statements of its own"
						.formatted(cursor.peek().text().toUpperCase(Locale.ROOT), objects) + OWN_CHANGE_SET);
		}
	}

	private static String article(String word) {
		return word.startsWith("i") ? "an" : "a";
	}

	private static boolean acceptName(TokenCursor cursor) {
		while (cursor.peek().isName()) {
			cursor.next();
			if (!cursor.accept(".")) {
				return true;
			}
		}
		return false;
	}

	// To SQLite the word may be the name of the index.
	private static void refuseConcurrently(TokenCursor cursor) {
		boolean isName = cursor.peek(1).is("ON") || cursor.peek(1).is(".")
				|| cursor.peek(1).kind() == SqlToken.Kind.END;
		if (cursor.at("CONCURRENTLY") && !isName) {
			throw Refusals.refused("SQLite has no CONCURRENTLY.", "Leave the word out" + OWN_CHANGE_SET);
		}
	}

}
