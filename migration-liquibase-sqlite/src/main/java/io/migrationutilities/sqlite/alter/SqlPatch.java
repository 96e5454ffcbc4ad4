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

import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

import io.migrationutilities.sql.SqlRange;
import io.migrationutilities.sql.SqlToken;
import io.migrationutilities.sql.SqlToken.Kind;
import io.migrationutilities.sqlite.table.Constraint;
import io.migrationutilities.sqlite.table.CreateTableParser;
import io.migrationutilities.sqlite.table.Refusals;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.TableDefinition;
import io.migrationutilities.sqlite.table.TokenCursor;

/**
 * Changes parts of the statement of a table; all else stays as it is, comments included.
 */
final class SqlPatch {

	private final TableDefinition table;

	private final String sql;

	private final List<SqlToken> tokens;

	private final NavigableMap<SqlRange, String> replacements = new TreeMap<>(
			Comparator.comparingInt(SqlRange::start).thenComparingInt(SqlRange::end));

	SqlPatch(TableDefinition table) {
		this.table = table;
		this.sql = table.sql();
		this.tokens = TokenCursor.tokenize(this.sql);
	}

	SqlPatch insert(int offset, String text) {
		return replace(new SqlRange(offset, offset), text);
	}

	SqlPatch replace(SqlRange range, String text) {
		this.replacements.put(range, text);
		return this;
	}

	/**
	 * Rename the table in its own statement, and nothing else: a foreign key of the table
	 * to itself goes on to name the old one.
	 * @param name the new name
	 * @return this patch
	 */
	SqlPatch rename(String name) {
		SqlToken token = this.table.nameToken();
		return replace(new SqlRange(token.start(), token.end()), SqlName.quote(name));
	}

	/**
	 * Remove a constraint.
	 * @param constraint one of the table or of its columns
	 * @return this patch
	 */
	SqlPatch cut(Constraint constraint) {
		return this.table.constraints().contains(constraint) ? cutElement(constraint.range()) : cut(constraint.range());
	}

	/**
	 * Remove a part, and the whitespace before it where nothing needs that.
	 * @param range the part, which begins and ends with a token
	 * @return this patch
	 */
	SqlPatch cut(SqlRange range) {
		int first = indexOfTokenAt(range.start());
		refuseToJoinTypeAndComment(first - 1, indexOfTokenAt(range.end()));
		boolean afterSpace = first > 0 && this.tokens.get(first - 1).kind() == Kind.SPACE;
		boolean beforeBoundary = isBoundary(range.end());
		if (afterSpace && beforeBoundary && !endsComment(first - 1)) {
			return replace(new SqlRange(this.tokens.get(first - 1).start(), range.end()), "");
		}
		return replace(range, (afterSpace || beforeBoundary) ? "" : " ");
	}

	/**
	 * Remove an element of the list of columns and constraints, with one of its commas if
	 * it needs it no more. Between constraints SQLite does not ask for commas.
	 * @param range the element
	 * @return this patch
	 */
	SqlPatch cutElement(SqlRange range) {
		SqlToken before = significant(indexOfTokenAt(range.start()) - 1, -1);
		SqlToken after = significant(indexOfTokenAt(range.end()), 1);
		if (before.is("(")) {
			cut(new SqlRange(after.start(), after.end()));
		}
		else if (before.is(",") && (after.is(",") || after.is(")"))) {
			cut(new SqlRange(before.start(), before.end()));
		}
		return cut(range);
	}

	TableDefinition apply() {
		StringBuilder patched = new StringBuilder(this.sql);
		this.replacements.descendingMap().forEach((range, text) -> patched.replace(range.start(), range.end(), text));
		return CreateTableParser.parse(patched.toString());
	}

	private void refuseToJoinTypeAndComment(int before, int after) {
		SqlToken next = significant(after, 1);
		boolean comment = hasComment(significant(before, -1).end(), this.tokens.get(before).end())
				|| hasComment(this.tokens.get(after).start(), next.start());
		if (next.is("GENERATED") && comment) {
			throw Refusals.commentInType();
		}
	}

	private boolean hasComment(int start, int end) {
		return this.tokens.stream()
			.anyMatch((token) -> token.kind() == Kind.COMMENT && token.start() >= start && token.end() <= end);
	}

	private int indexOfTokenAt(int offset) {
		for (int i = 0; i < this.tokens.size(); i++) {
			if (this.tokens.get(i).start() == offset) {
				return i;
			}
		}
		throw new IllegalArgumentException("No token at " + offset);
	}

	private SqlToken significant(int index, int step) {
		int i = index;
		while (this.tokens.get(i).kind() == Kind.SPACE || this.tokens.get(i).kind() == Kind.COMMENT) {
			i += step;
		}
		return this.tokens.get(i);
	}

	private boolean isBoundary(int offset) {
		SqlToken token = this.tokens.get(indexOfTokenAt(offset));
		return token.kind() == Kind.SPACE || token.is(",") || token.is(")");
	}

	private boolean endsComment(int space) {
		return space > 0 && this.tokens.get(space - 1).kind() == Kind.COMMENT;
	}

}
