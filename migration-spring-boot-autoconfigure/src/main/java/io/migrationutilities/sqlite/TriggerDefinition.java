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

package io.migrationutilities.sqlite;

import java.util.ArrayList;
import java.util.List;

/**
 * A stored <a href="https://sqlite.org/lang_createtrigger.html">CREATE TRIGGER</a>
 * statement, as far as it tells what the trigger is about.
 *
 * @param name the name of the trigger
 * @param table the name of the table or view it belongs to
 * @param updatedColumns the columns behind {@code UPDATE OF}
 * @param namesUsed the names in its condition and its body
 */
record TriggerDefinition(String name, String table, List<String> updatedColumns, NamesUsed namesUsed) {

	static TriggerDefinition parse(String sql) {
		TokenCursor cursor = new TokenCursor(sql);
		StatementHeader header = StatementHeader.read(cursor);
		if (header.kind() != StatementKind.TRIGGER) {
			throw cursor.refusal("This is %s, not a trigger".formatted(header.kind().description()));
		}
		List<String> updatedColumns = readEvent(cursor);
		cursor.expect("ON");
		String table = readTable(cursor);
		cursor.accept("FOR", "EACH", "ROW");
		return new TriggerDefinition(header.name().name(), table, updatedColumns, new NamesUsed(cursor));
	}

	private static List<String> readEvent(TokenCursor cursor) {
		if (!cursor.accept("INSTEAD", "OF") && !cursor.accept("BEFORE")) {
			cursor.accept("AFTER");
		}
		if (cursor.accept("DELETE") || cursor.accept("INSERT")) {
			return List.of();
		}
		cursor.expect("UPDATE");
		List<String> columns = new ArrayList<>();
		if (cursor.accept("OF")) {
			do {
				columns.add(cursor.expectName("a column").name());
			}
			while (cursor.accept(","));
		}
		return List.copyOf(columns);
	}

	private static String readTable(TokenCursor cursor) {
		String name = cursor.expectName("a table").name();
		return cursor.accept(".") ? cursor.expectName("a table").name() : name;
	}

}
