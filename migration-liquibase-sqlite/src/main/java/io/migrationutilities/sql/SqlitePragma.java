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
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A statement that sets a <a href="https://sqlite.org/pragma.html">PRAGMA</a> of SQLite.
 *
 * @param name its name in lower case
 * @param value its value in lower case, without quotes
 */
public record SqlitePragma(String name, String value) {

	private static final Set<String> OFF = Set.of("off", "0", "false", "no");

	private static final Set<String> INEFFECTIVE = Set.of("journal_mode", "auto_vacuum", "page_size", "encoding",
			"secure_delete", "synchronous", "temp_store", "temp_store_directory", "locking_mode", "wal_checkpoint");

	/**
	 * Read a statement.
	 * @param sql the text of a single statement
	 * @return what it sets, or empty if it is another statement or only asks for a value
	 */
	public static Optional<SqlitePragma> of(String sql) {
		List<SqlToken> tokens = SqlTokenizer.significant(sql, SqlDialect.SQLITE).limit(8).toList();
		if (tokens.isEmpty() || !tokens.get(0).is("PRAGMA")) {
			return Optional.empty();
		}
		int name = (tokens.size() > 2 && tokens.get(2).is(".")) ? 3 : 1;
		boolean set = tokens.size() > name + 2 && (tokens.get(name + 1).is("=") || tokens.get(name + 1).is("("));
		return set ? Optional.of(new SqlitePragma(text(tokens.get(name)), text(tokens.get(name + 2))))
				: Optional.empty();
	}

	private static String text(SqlToken token) {
		return token.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Return whether foreign keys are not to be enforced any more.
	 * @return whether it switches them off
	 */
	public boolean turnsForeignKeysOff() {
		return this.name.equals("foreign_keys") && OFF.contains(this.value);
	}

	/**
	 * Return whether it fails inside a transaction or, mostly, does nothing there.
	 * @return whether it needs to stand outside
	 */
	public boolean isIneffectiveInTransaction() {
		return INEFFECTIVE.contains(this.name);
	}

}
