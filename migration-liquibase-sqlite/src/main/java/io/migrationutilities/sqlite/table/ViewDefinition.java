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

/**
 * A stored <a href="https://sqlite.org/lang_createview.html">CREATE VIEW</a> statement,
 * as far as it tells what the view is about.
 *
 * @param name the name of the view
 * @param namesUsed the names in its columns and its query
 */
public record ViewDefinition(String name, NamesUsed namesUsed) {

	static ViewDefinition parse(String sql) {
		TokenCursor cursor = new TokenCursor(sql);
		StatementHeader header = StatementHeader.read(cursor);
		if (header.kind() != SchemaObjectKind.VIEW) {
			throw cursor.refusal("This is %s, not a view".formatted(header.kind().description()));
		}
		return new ViewDefinition(header.name().name(), new NamesUsed(cursor));
	}

}
