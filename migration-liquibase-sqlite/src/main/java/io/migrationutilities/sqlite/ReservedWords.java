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

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import io.migrationutilities.sql.SqlToken;

/**
 * The words that SQLite does not take as names without quotes. Others of its
 * <a href="https://sqlite.org/lang_keywords.html">keywords</a> it does.
 */
final class ReservedWords {

	// Names to the tokenizer, but not where a statement of Liquibase uses them.
	private static final List<String> NAMES_AT_TIMES = List.of("CAST", "CURRENT_DATE", "CURRENT_TIME",
			"CURRENT_TIMESTAMP", "IF", "RAISE");

	static final List<String> ALL = Stream
		.concat(SqlToken.RESERVED.stream().map((word) -> word.toUpperCase(Locale.ROOT)), NAMES_AT_TIMES.stream())
		.sorted()
		.toList();

	private ReservedWords() {
	}

}
