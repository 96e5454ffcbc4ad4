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
import java.util.List;

/**
 * A stored <a href="https://sqlite.org/lang_createtrigger.html">CREATE TRIGGER</a>
 * statement, as far as it tells what the trigger is about.
 *
 * @param sql the statement
 * @param name the name of the trigger
 * @param table the name of the table or view it belongs to
 * @param event what fires it
 * @param updatedColumns the columns behind {@code UPDATE OF}
 * @param namesUsed the names in its condition and its body
 */
public record TriggerDefinition(String sql, String name, String table, Event event, List<String> updatedColumns,
		NamesUsed namesUsed) {

	static TriggerDefinition parse(String sql) {
		TokenCursor cursor = new TokenCursor(sql);
		StatementHeader header = StatementHeader.read(cursor);
		if (header.kind() != SchemaObjectKind.TRIGGER) {
			throw cursor.refusal("This is %s, not a trigger".formatted(header.kind().description()));
		}
		Event event = readEvent(cursor);
		List<String> updatedColumns = (event == Event.UPDATE) ? readColumns(cursor) : List.of();
		cursor.expect("ON");
		String table = readTable(cursor);
		cursor.accept("FOR", "EACH", "ROW");
		return new TriggerDefinition(sql, header.name().name(), table, event, updatedColumns, new NamesUsed(cursor));
	}

	private static Event readEvent(TokenCursor cursor) {
		if (!cursor.accept("INSTEAD", "OF") && !cursor.accept("BEFORE")) {
			cursor.accept("AFTER");
		}
		if (cursor.accept("DELETE")) {
			return Event.DELETE;
		}
		if (cursor.accept("INSERT")) {
			return Event.INSERT;
		}
		cursor.expect("UPDATE");
		return Event.UPDATE;
	}

	private static List<String> readColumns(TokenCursor cursor) {
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

	/**
	 * The event that fires a trigger.
	 */
	enum Event {

		/**
		 * A row is deleted.
		 */
		DELETE,

		/**
		 * A row is inserted.
		 */
		INSERT,

		/**
		 * A row is updated.
		 */
		UPDATE

	}

}
