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

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.migrationutilities.sql.SqlCharacters;

/**
 * Compares and quotes names as SQLite does: only the letters A to Z have two cases, and
 * every name may stand in double quotes
 * (<a href="https://sqlite.org/lang_keywords.html">SQL As Understood By SQLite</a>).
 */
public final class SqlName {

	private SqlName() {
	}

	public static String fold(String name) {
		return SqlCharacters.fold(name);
	}

	public static Set<String> fold(Collection<String> names) {
		return names.stream().map(SqlName::fold).collect(Collectors.toUnmodifiableSet());
	}

	public static boolean same(String left, String right) {
		return SqlCharacters.same(left, right);
	}

	public static String quote(String name) {
		return "\"" + name.replace("\"", "\"\"") + "\"";
	}

	/**
	 * Write names as a list.
	 * @param names the names
	 * @return the list in SQL, in parentheses
	 */
	public static String list(List<String> names) {
		return names.stream().map(SqlName::quote).collect(Collectors.joining(", ", "(", ")"));
	}

	/**
	 * Write a name of the schema {@code main}, where a temporary table of that name would
	 * come first.
	 * @param name the name
	 * @return the name in SQL
	 */
	public static String inMain(String name) {
		return "main." + quote(name);
	}

	/**
	 * Write a name as a string.
	 * @param name the name
	 * @return the string in SQL
	 */
	public static String text(String name) {
		return "'" + name.replace("'", "''") + "'";
	}

}
