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

package io.migrationutilities.sql;

import java.util.List;

import io.migrationutilities.sql.SqlToken.Kind;

/**
 * A statement in a text.
 *
 * @param script the whole text
 * @param extent the part of the text that belongs to the statement, from the end of the
 * one before it to the end of its semicolon; the first one begins with the text, and the
 * last one ends with it
 * @param range the statement itself, from its first token to its last one before the
 * semicolon
 * @param tokens its tokens, without whitespace and comments; at least one
 * @param kind its kind
 * @param number its number in the text, from 1
 * @param count the number of statements in the text
 */
public record SqlStatement(String script, SqlRange extent, SqlRange range, List<SqlToken> tokens, StatementKind kind,
		int number, int count) {

	/**
	 * Return the statement itself, without what is around it.
	 * @return the text of the statement
	 */
	public String text() {
		return this.range.of(this.script);
	}

	/**
	 * Return where the statement begins.
	 * @return the place of its first token in the whole text
	 */
	public SqlPlace place() {
		return SqlPlace.of(this.script, this.range.start());
	}

	/**
	 * Return whether all quotes in the statement are closed.
	 * @return whether they are
	 */
	public boolean isFinished() {
		return this.tokens.get(this.tokens.size() - 1).kind() != Kind.UNFINISHED;
	}

	@Override
	public String toString() {
		return "%s, statement %d of %d at %s: %s".formatted(this.kind, this.number, this.count, place(), text());
	}

}
