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

import java.util.stream.Collectors;

import io.migrationutilities.sql.SqlToken;
import io.migrationutilities.sqlite.table.ColumnDefinition;
import io.migrationutilities.sqlite.table.ColumnParser;
import io.migrationutilities.sqlite.table.Constraint;
import io.migrationutilities.sqlite.table.Constraint.Kind;
import io.migrationutilities.sqlite.table.Constraint.PrimaryKey;
import io.migrationutilities.sqlite.table.Refusals;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.TokenCursor;

/**
 * Reads columns that are
 * <a href="https://www.postgresql.org/docs/current/ddl-identity-columns.html">identity
 * columns</a>. In SQLite the single column of a primary key
 * <a href="https://sqlite.org/autoinc.html">numbers itself</a>.
 */
final class IdentityColumnParser {

	private final TokenCursor cursor;

	IdentityColumnParser(TokenCursor cursor) {
		this.cursor = cursor;
	}

	/**
	 * Return whether the next column is an identity column.
	 * @return whether it is
	 */
	boolean isNext() {
		return ahead() >= 0;
	}

	/**
	 * Read an identity column.
	 * @param table its table
	 * @return the column as {@code CREATE TABLE} defines it
	 */
	String read(String table) {
		int start = this.cursor.peek().start();
		for (int i = ahead(); i > 0; i--) {
			this.cursor.next();
		}
		String before = this.cursor.textFrom(start);
		acceptIdentity(this.cursor);
		if (this.cursor.at("(")) {
			skipTerm();
		}
		int rest = this.cursor.peek().start();
		boolean atEnd = isAtEnd(this.cursor.peek());
		while (!isAtEnd(this.cursor.peek())) {
			skipTerm();
		}
		return write(table, atEnd ? before : before + " " + this.cursor.textFrom(rest));
	}

	/**
	 * Walk over the words that make a column an identity column.
	 * @param cursor the statement
	 * @return whether they came
	 */
	static boolean acceptIdentity(TokenCursor cursor) {
		return cursor.accept("GENERATED", "ALWAYS", "AS", "IDENTITY")
				|| cursor.accept("GENERATED", "BY", "DEFAULT", "AS", "IDENTITY");
	}

	private int ahead() {
		int depth = 0;
		for (int i = 0; depth > 0 || !isAtEnd(this.cursor.peek(i)); i++) {
			SqlToken token = this.cursor.peek(i);
			if (token.kind() == SqlToken.Kind.END) {
				return -1;
			}
			if (depth == 0 && i > 0 && token.is("GENERATED") && isIdentity(i + 1)) {
				return i;
			}
			depth += token.is("(") ? 1 : 0;
			depth -= token.is(")") ? 1 : 0;
		}
		return -1;
	}

	private boolean isIdentity(int index) {
		int as = this.cursor.peek(index).is("ALWAYS") ? index + 1 : index + 2;
		return this.cursor.peek(as).is("AS") && this.cursor.peek(as + 1).is("IDENTITY");
	}

	private void skipTerm() {
		int depth = 0;
		do {
			SqlToken token = this.cursor.next();
			depth += token.is("(") ? 1 : 0;
			depth -= token.is(")") ? 1 : 0;
		}
		while (depth > 0);
	}

	private static boolean isAtEnd(SqlToken token) {
		return token.is(",") || token.is(";") || token.kind() == SqlToken.Kind.END;
	}

	private static String write(String table, String definition) {
		ColumnDefinition column = ColumnParser.parse(definition);
		if (!column.has(Kind.PRIMARY_KEY) || !SqlName.fold(column.type()).contains("int")) {
			throw Refusals.refused(
					"Column '%s' of table '%s' can't be an identity column: on SQLite only an integer that is the primary key numbers itself."
						.formatted(column.name(), table),
					"Make it the PRIMARY KEY, or give SQLite a change set of its own (dbms: sqlite).");
		}
		return SqlName.quote(column.name()) + " INTEGER "
				+ column.constraints()
					.stream()
					.map((constraint) -> write(constraint, definition))
					.collect(Collectors.joining(" "));
	}

	private static String write(Constraint constraint, String definition) {
		String sql = constraint.range().of(definition);
		return (constraint instanceof PrimaryKey key && !key.autoincrement()) ? sql + " AUTOINCREMENT" : sql;
	}

}
