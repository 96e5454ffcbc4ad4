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

import org.jspecify.annotations.Nullable;

import io.migrationutilities.sql.SqlToken;

/**
 * The beginning of a {@code CREATE} statement. SQLite stores neither {@code TEMP} nor
 * {@code IF NOT EXISTS} nor the name of the schema.
 *
 * @param kind what is created
 * @param schema the name of the schema, or {@code null} if there is none
 * @param name the name
 */
record StatementHeader(SchemaObjectKind kind, @Nullable String schema, SqlToken name) {

	static StatementHeader of(String sql) {
		return read(new TokenCursor(sql));
	}

	static StatementHeader read(TokenCursor cursor) {
		cursor.expect("CREATE");
		if (!cursor.accept("TEMP")) {
			cursor.accept("TEMPORARY");
		}
		SchemaObjectKind kind = readKind(cursor);
		cursor.accept("IF", "NOT", "EXISTS");
		String schema = null;
		SqlToken name = cursor.expectName(kind.description());
		if (cursor.accept(".")) {
			schema = name.name();
			name = cursor.expectName(kind.description());
		}
		boolean asSelect = kind == SchemaObjectKind.TABLE && cursor.at("AS");
		return new StatementHeader(asSelect ? SchemaObjectKind.TABLE_AS_SELECT : kind, schema, name);
	}

	private static SchemaObjectKind readKind(TokenCursor cursor) {
		if (cursor.accept("TABLE")) {
			return SchemaObjectKind.TABLE;
		}
		if (cursor.accept("VIRTUAL", "TABLE")) {
			return SchemaObjectKind.VIRTUAL_TABLE;
		}
		if (cursor.accept("INDEX")) {
			return SchemaObjectKind.INDEX;
		}
		if (cursor.accept("UNIQUE", "INDEX")) {
			return SchemaObjectKind.UNIQUE_INDEX;
		}
		if (cursor.accept("TRIGGER")) {
			return SchemaObjectKind.TRIGGER;
		}
		if (cursor.accept("VIEW")) {
			return SchemaObjectKind.VIEW;
		}
		throw cursor.refusal("Expected is what the statement creates");
	}

}
