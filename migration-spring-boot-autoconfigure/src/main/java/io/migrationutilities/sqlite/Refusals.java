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

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;

/**
 * Words the refusal of an alteration. Nothing has been changed then.
 */
final class Refusals {

	private static final int EXCERPT = 40;

	private static final String WRITE_SQL = "Write the alteration as SQL: see https://sqlite.org/lang_altertable.html#otheralter.";

	private Refusals() {
	}

	/**
	 * Refuse a statement that is not understood.
	 * @param sql the statement
	 * @param offset where it stops being understood
	 * @param what what is there, as a sentence without its end
	 * @return the exception
	 */
	static MigrationException notUnderstood(String sql, int offset, String what) {
		int line = (int) sql.substring(0, offset).chars().filter((character) -> character == '\n').count() + 1;
		int column = offset - sql.lastIndexOf('\n', offset - 1);
		return new MigrationException(MigrationErrorCode.ALTERATION_REFUSED,
				"A definition in the schema of the SQLite database is not understood. %s, at line %d, column %d, before: %s"
					.formatted(what, line, column, excerpt(sql.substring(offset))),
				WRITE_SQL);
	}

	/**
	 * Refuse an alteration.
	 * @param message what stands against it
	 * @param hint what to do
	 * @return the exception
	 */
	static MigrationException refused(String message, String hint) {
		return new MigrationException(MigrationErrorCode.ALTERATION_REFUSED, message, hint);
	}

	/**
	 * Refuse to make a comment a part of a type: to SQLite the words of a type end where
	 * {@code GENERATED ALWAYS} begins.
	 * @return the exception
	 */
	static MigrationException commentInType() {
		return refused("A comment before GENERATED ALWAYS would become a part of the type of its column.", WRITE_SQL);
	}

	/**
	 * Return the beginning of a text, printable in a message.
	 * @param text the text
	 * @return its beginning
	 */
	static String excerpt(String text) {
		String printable = text.substring(0, Math.min(text.length(), EXCERPT)).replaceAll("\\p{Cntrl}", " ").trim();
		return printable.isEmpty() ? "(end)" : printable + ((text.length() > EXCERPT) ? "..." : "");
	}

}
