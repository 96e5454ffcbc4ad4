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

import io.migrationutilities.sql.SqlRange;
import io.migrationutilities.sql.SqlToken;
import io.migrationutilities.sqlite.alter.Alteration.DropDefault;
import io.migrationutilities.sqlite.alter.Alteration.DropNotNull;
import io.migrationutilities.sqlite.alter.Alteration.SetAutoincrement;
import io.migrationutilities.sqlite.alter.Alteration.SetDefault;
import io.migrationutilities.sqlite.alter.Alteration.SetNotNull;
import io.migrationutilities.sqlite.alter.Alteration.SetType;
import io.migrationutilities.sqlite.table.ColumnParser;
import io.migrationutilities.sqlite.table.Refusals;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.TokenCursor;

/**
 * Reads what follows {@code ALTER COLUMN}.
 */
final class AlterColumnParser {

	private final TokenCursor cursor;

	private final ColumnParser columnParser;

	AlterColumnParser(TokenCursor cursor) {
		this.cursor = cursor;
		this.columnParser = new ColumnParser(cursor);
	}

	Alteration read(String table) {
		String column = this.cursor.expectName("a column").name();
		if (this.cursor.accept("SET", "NOT", "NULL")) {
			return new SetNotNull(table, column, null);
		}
		if (this.cursor.accept("DROP", "NOT", "NULL")) {
			return new DropNotNull(table, column);
		}
		if (this.cursor.accept("SET", "DEFAULT")) {
			return new SetDefault(table, column, readDefault());
		}
		if (this.cursor.accept("DROP", "DEFAULT")) {
			return new DropDefault(table, column);
		}
		if (this.cursor.accept("TYPE") || this.cursor.accept("SET", "DATA", "TYPE")) {
			return readTypeChange(table, column);
		}
		if (this.cursor.at("ADD", "GENERATED") && this.cursor.accept("ADD")
				&& IdentityColumnParser.acceptIdentity(this.cursor)) {
			return new SetAutoincrement(table, column);
		}
		throw this.cursor.refusal("SQLite has no such alteration of a column");
	}

	private String readDefault() {
		int start = this.cursor.peek().start();
		do {
			skipTerm();
		}
		while (!isAtEndOfAction());
		return DefaultValues.parenthesize(this.cursor.textFrom(start));
	}

	private boolean isAtEndOfAction() {
		return this.cursor.at(",") || this.cursor.at(";") || this.cursor.peek().kind() == SqlToken.Kind.END;
	}

	private void skipTerm() {
		int depth = 0;
		do {
			if (depth == 0 && (this.cursor.at(")") || isAtEndOfAction())) {
				throw this.cursor.refusal("Expected is a default value");
			}
			SqlToken token = this.cursor.next();
			depth += token.is("(") ? 1 : 0;
			depth -= token.is(")") ? 1 : 0;
		}
		while (depth > 0);
	}

	// A cast of the column to its new type says what happens anyhow: values take on the
	// affinity of that type.
	private SetType readTypeChange(String table, String column) {
		String type = readType();
		if (this.cursor.accept("USING") && !acceptCast(column, type)) {
			throw Refusals.refused(
					"Column '%s' of table '%s' can't be changed with an expression behind USING: SQLite has none there."
						.formatted(column, table),
					"Change the type without USING, and convert the values by an UPDATE.");
		}
		return new SetType(table, column, type);
	}

	private String readType() {
		SqlRange type = this.columnParser.readType(this.cursor.previous());
		if (type.isEmpty()) {
			throw this.cursor.refusal("Expected is a type");
		}
		return type.of(this.cursor.sql());
	}

	private boolean acceptCast(String column, String type) {
		boolean function = this.cursor.accept("CAST", "(");
		boolean parentheses = function || this.cursor.accept("(");
		return acceptName(column) && this.cursor.accept(function ? "AS" : "::") && isSameType(type, readType())
				&& (!parentheses || this.cursor.accept(")")) && isAtEndOfAction();
	}

	private boolean acceptName(String name) {
		boolean present = this.cursor.peek().isIdentifier() && SqlName.same(this.cursor.peek().name(), name);
		if (present) {
			this.cursor.next();
		}
		return present;
	}

	private static boolean isSameType(String left, String right) {
		return words(left).equals(words(right));
	}

	private static List<String> words(String type) {
		return TokenCursor.significant(type).stream().map((token) -> SqlName.fold(token.text())).toList();
	}

}
