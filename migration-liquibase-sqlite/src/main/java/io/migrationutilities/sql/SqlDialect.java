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

/**
 * The dialect that a text is read by.
 */
public enum SqlDialect {

	/**
	 * SQLite, by its <a href="https://sqlite.org/src/file/src/tokenize.c">tokenizer</a>.
	 */
	SQLITE,

	/**
	 * PostgreSQL, by its
	 * <a href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html">rules</a>
	 * with {@code standard_conforming_strings}.
	 */
	POSTGRESQL,

	/**
	 * Any other database: what standard SQL has, and the quotes of names and routines
	 * that most databases know.
	 */
	GENERIC

}
