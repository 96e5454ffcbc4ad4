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

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The kind of a statement, as its first words tell it.
 */
public enum StatementKind {

	/**
	 * {@code ALTER TABLE}.
	 */
	ALTER_TABLE("ALTER TABLE"),

	/**
	 * Another {@code ALTER}.
	 */
	ALTER("ALTER"),

	/**
	 * {@code CREATE TRIGGER}, in SQLite with a body of statements.
	 */
	CREATE_TRIGGER("CREATE TRIGGER"),

	/**
	 * {@code CREATE FUNCTION} or {@code CREATE PROCEDURE}, which may have a body of
	 * statements.
	 */
	CREATE_ROUTINE("CREATE FUNCTION", "CREATE PROCEDURE"),

	/**
	 * Another {@code CREATE}.
	 */
	CREATE("CREATE"),

	/**
	 * {@code DELETE}.
	 */
	DELETE("DELETE"),

	/**
	 * {@code DROP TABLE}.
	 */
	DROP_TABLE("DROP TABLE"),

	/**
	 * Another {@code DROP}.
	 */
	DROP("DROP"),

	/**
	 * {@code INSERT}.
	 */
	INSERT("INSERT"),

	/**
	 * {@code SELECT}.
	 */
	SELECT("SELECT"),

	/**
	 * Begins or ends a transaction or a savepoint, or prepares a transaction for its
	 * commit.
	 */
	TRANSACTION("BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT", "SAVEPOINT", "RELEASE", "PREPARE TRANSACTION"),

	/**
	 * {@code TRUNCATE}.
	 */
	TRUNCATE("TRUNCATE"),

	/**
	 * {@code UPDATE}.
	 */
	UPDATE("UPDATE"),

	/**
	 * Any other statement.
	 */
	OTHER("");

	// As many as in CREATE OR REPLACE CONSTRAINT TRIGGER.
	private static final int FIRST_TOKENS = 5;

	private static final Set<String> BETWEEN_CREATE_AND_OBJECT = Set.of("OR", "REPLACE", "ALTER", "CONSTRAINT", "TEMP",
			"TEMPORARY", "EDITIONABLE", "NONEDITIONABLE");

	private final List<String[]> beginnings;

	StatementKind(String... beginnings) {
		this.beginnings = Stream.of(beginnings).map((beginning) -> beginning.split(" ")).toList();
	}

	/**
	 * Return the kind of a statement.
	 * @param tokens its tokens, without whitespace and comments, or the first of them
	 * @return its kind
	 */
	public static StatementKind of(List<SqlToken> tokens) {
		List<SqlToken> first = tokens.subList(0, Math.min(tokens.size(), FIRST_TOKENS));
		List<SqlToken> words = (!first.isEmpty() && first.get(0).is("CREATE"))
				? first.stream().filter((token) -> BETWEEN_CREATE_AND_OBJECT.stream().noneMatch(token::is)).toList()
				: first;
		return Arrays.stream(values()).filter((kind) -> kind.isBegunBy(words)).findFirst().orElse(OTHER);
	}

	private boolean isBegunBy(List<SqlToken> tokens) {
		return this.beginnings.stream().anyMatch((words) -> isBegunBy(tokens, words));
	}

	private static boolean isBegunBy(List<SqlToken> tokens, String[] words) {
		for (int i = 0; i < words.length; i++) {
			if (i >= tokens.size() || !tokens.get(i).is(words[i])) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Return as many tokens of the first statement of a text as tell its kind. What
	 * follows them is not read, however long it is.
	 * @param sql the text
	 * @param dialect its dialect
	 * @return the first tokens, without whitespace and comments; none if there is no
	 * statement
	 */
	public static List<SqlToken> firstTokens(String sql, SqlDialect dialect) {
		return SqlTokenizer.significant(sql, dialect)
			.dropWhile((token) -> token.is(";"))
			.takeWhile((token) -> !token.is(";"))
			.limit(FIRST_TOKENS)
			.toList();
	}

}
