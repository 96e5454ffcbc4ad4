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

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.sql.SqlToken;
import io.migrationutilities.sql.SqlToken.Kind;

/**
 * A stored <a href="https://sqlite.org/lang_createindex.html">CREATE INDEX</a> statement,
 * as far as it tells what the index is about.
 *
 * @param sql the statement
 * @param name the name of the index
 * @param table the name of its table
 * @param unique whether it is unique
 * @param terms what it sorts by, columns or expressions, as written
 * @param where the condition of a <a href="https://sqlite.org/partialindex.html">partial
 * index</a>, or {@code null} if it is not one
 */
public record IndexDefinition(String sql, String name, String table, boolean unique, List<String> terms,
		@Nullable String where) {

	static IndexDefinition parse(String sql) {
		TokenCursor cursor = new TokenCursor(sql);
		StatementHeader header = StatementHeader.read(cursor);
		if (header.kind() != SchemaObjectKind.INDEX && header.kind() != SchemaObjectKind.UNIQUE_INDEX) {
			throw cursor.refusal("This is %s, not an index".formatted(header.kind().description()));
		}
		cursor.expect("ON");
		String table = cursor.expectName("a table").name();
		List<String> terms = readTerms(cursor);
		String where = cursor.accept("WHERE") ? readRest(cursor) : null;
		cursor.accept(";");
		cursor.expectEnd();
		return new IndexDefinition(sql, header.name().name(), table, header.kind() == SchemaObjectKind.UNIQUE_INDEX,
				terms, where);
	}

	private static List<String> readTerms(TokenCursor cursor) {
		List<String> terms = new ArrayList<>();
		cursor.expect("(");
		do {
			int start = cursor.peek().start();
			do {
				readNested(cursor);
			}
			while (!cursor.at(",") && !cursor.at(")"));
			terms.add(cursor.textFrom(start));
		}
		while (cursor.accept(","));
		cursor.expect(")");
		return List.copyOf(terms);
	}

	private static String readRest(TokenCursor cursor) {
		int start = cursor.peek().start();
		do {
			readNested(cursor);
		}
		while (!cursor.at(";") && cursor.peek().kind() != Kind.END);
		return cursor.textFrom(start);
	}

	private static void readNested(TokenCursor cursor) {
		if (cursor.at(",") || cursor.at(")")) {
			throw cursor.refusal("Expected is an expression");
		}
		if (cursor.at("(", ")")) {
			cursor.expect("(", ")");
		}
		else if (cursor.at("(")) {
			cursor.parenthesized();
		}
		else {
			cursor.next();
		}
	}

	/**
	 * Return the columns that the index uses. SQLite takes a string for a column where it
	 * expects one to sort by.
	 * @return the names of the columns as written
	 */
	Set<String> columns() {
		Set<String> columns = new LinkedHashSet<>();
		for (String term : this.terms) {
			SqlToken first = new TokenCursor(term).peek();
			if (first.kind() == Kind.STRING) {
				columns.add(first.name());
			}
			columns.addAll(ExpressionColumns.of(term));
		}
		if (this.where != null) {
			columns.addAll(ExpressionColumns.of(this.where));
		}
		return columns;
	}

	public boolean uses(String column) {
		return columns().stream().anyMatch((name) -> SqlName.same(name, column));
	}

}
