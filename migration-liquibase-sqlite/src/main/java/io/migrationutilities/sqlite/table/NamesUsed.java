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

package io.migrationutilities.sqlite.table;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.migrationutilities.sql.SqlToken;
import io.migrationutilities.sql.SqlToken.Kind;

/**
 * Names that occur in the body of a <a href="https://sqlite.org/lang_createtrigger.html">
 * trigger</a> or <a href="https://sqlite.org/lang_createview.html">view</a>. Whether a
 * name is that of a table, a column, an alias or a function is left open, so that no use
 * is ever missed.
 */
public final class NamesUsed {

	private static final List<String> BEFORE_TABLES = List.of("FROM", "JOIN", "INTO", "UPDATE", "ON", ".", ",", "(");

	private final Set<String> names = new HashSet<>();

	private final Set<String> quoted = new HashSet<>();

	/**
	 * Collect the names from the current token on.
	 * @param cursor the statement
	 */
	NamesUsed(TokenCursor cursor) {
		boolean tableExpected = false;
		while (cursor.peek().kind() != Kind.END) {
			SqlToken token = cursor.next();
			if (token.isIdentifier() || (tableExpected && token.kind() == Kind.STRING)) {
				this.names.add(SqlName.fold(token.name()));
			}
			if (token.kind() == Kind.QUOTED_NAME && token.text().startsWith("\"")) {
				this.quoted.add(SqlName.fold(token.name()));
			}
			tableExpected = BEFORE_TABLES.stream().anyMatch(token::is);
		}
	}

	public boolean contains(String name) {
		return this.names.contains(SqlName.fold(name));
	}

	/**
	 * Return whether a name occurs in double quotes, so that SQLite would take it for a
	 * string if there were no such column.
	 * @param name the name
	 * @return whether it does
	 */
	public boolean quotes(String name) {
		return this.quoted.contains(SqlName.fold(name));
	}

}
