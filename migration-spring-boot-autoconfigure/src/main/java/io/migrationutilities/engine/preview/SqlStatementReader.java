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

package io.migrationutilities.engine.preview;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.sql.SqlDialect;
import io.migrationutilities.sql.SqlToken;
import io.migrationutilities.sql.SqlToken.Kind;

/**
 * Walks over the tokens of a statement.
 */
final class SqlStatementReader {

	private static final SqlToken END = new SqlToken(Kind.END, "", 0);

	private final String sql;

	private final List<SqlToken> tokens;

	private final SqlDialect dialect;

	private final @Nullable String defaultSchema;

	private int position;

	/**
	 * Create a reader.
	 * @param sql the text that the statement is part of
	 * @param tokens the tokens of the statement
	 * @param dialect its dialect
	 * @param defaultSchema the schema of names that have none, or {@code null} if it is
	 * not known
	 */
	SqlStatementReader(String sql, List<SqlToken> tokens, SqlDialect dialect, @Nullable String defaultSchema) {
		this.sql = sql;
		this.tokens = tokens;
		this.dialect = dialect;
		this.defaultSchema = defaultSchema;
	}

	boolean isAtEnd() {
		return this.position >= this.tokens.size();
	}

	/**
	 * Return whether the rest of the statement has one of these keywords or symbols.
	 * @param words the keywords in upper case, or the symbols
	 * @return whether it has
	 */
	boolean has(String... words) {
		for (SqlToken token : this.tokens.subList(Math.min(this.position, this.tokens.size()), this.tokens.size())) {
			for (String word : words) {
				if (token.is(word)) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Walk over these keywords if all of them come next.
	 * @param words the keywords in upper case, or symbols
	 * @return whether they came
	 */
	boolean accept(String... words) {
		for (int i = 0; i < words.length; i++) {
			if (!peek(i).is(words[i])) {
				return false;
			}
		}
		this.position += words.length;
		return true;
	}

	/**
	 * Walk over one of these keywords if it comes next.
	 * @param words the keywords in upper case, or symbols
	 * @return whether one came
	 */
	boolean acceptOneOf(String... words) {
		for (String word : words) {
			if (accept(word)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Walk over a name, with its schema if it has one.
	 * @return the name, or empty if there is none
	 */
	Optional<ObjectName> acceptName() {
		List<String> parts = new ArrayList<>();
		int start = peek(0).start();
		do {
			SqlToken token = peek(0);
			if (token.kind() != Kind.WORD && token.kind() != Kind.QUOTED_NAME) {
				return Optional.empty();
			}
			parts.add(nameOf(token));
			this.position++;
		}
		while (accept("."));
		String text = this.sql.substring(start, this.tokens.get(this.position - 1).end());
		List<String> shown = isInDefaultSchema(parts) ? parts.subList(1, 2) : parts;
		return Optional.of(new ObjectName(keyOf(shown), String.join(".", shown), List.copyOf(parts), text));
	}

	/**
	 * Walk on to the comma that separates the parts of the statement, or to its end.
	 */
	void skipToComma() {
		int depth = 0;
		while (!isAtEnd() && !(depth == 0 && peek(0).is(","))) {
			depth += peek(0).is("(") ? 1 : 0;
			depth -= peek(0).is(")") ? 1 : 0;
			this.position++;
		}
	}

	/**
	 * Return the text from the token that comes next to the end of the statement.
	 * @return the text
	 */
	String rest() {
		return this.sql.substring(peek(0).start(), this.tokens.get(this.tokens.size() - 1).end());
	}

	private SqlToken peek(int ahead) {
		int index = this.position + ahead;
		return (index < this.tokens.size()) ? this.tokens.get(index) : END;
	}

	private String nameOf(SqlToken token) {
		boolean folded = token.kind() == Kind.WORD && isPostgresql();
		return folded ? token.name().toLowerCase(Locale.ROOT) : token.name();
	}

	private boolean isInDefaultSchema(List<String> parts) {
		return parts.size() == 2 && parts.get(0).equalsIgnoreCase(this.defaultSchema);
	}

	private String keyOf(List<String> parts) {
		String key = String.join("\0", parts);
		return isPostgresql() ? key : key.toLowerCase(Locale.ROOT);
	}

	private boolean isPostgresql() {
		return this.dialect == SqlDialect.POSTGRESQL;
	}

}
