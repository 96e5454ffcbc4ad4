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

import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.sql.SqlPlace;

/**
 * Words the refusal of an alteration. Nothing has been changed then.
 */
public final class Refusals {

	private static final int EXCERPT = 40;

	private static final String WRITE_SQL = "Write the alteration as SQL: see https://sqlite.org/lang_altertable.html#otheralter.";

	private static final String CORRECT_ROWS = "Correct the rows in a change set before this one.";

	private Refusals() {
	}

	/**
	 * Refuse a definition in the schema that is not understood.
	 * @param sql the definition
	 * @param offset where it stops being understood
	 * @param what what is there, as a sentence without its end
	 * @return the exception
	 */
	public static SqliteAlterationException notUnderstood(String sql, int offset, String what) {
		return refused(
				"A definition in the schema of the SQLite database is not understood. " + what + place(sql, offset),
				WRITE_SQL);
	}

	/**
	 * Refuse an {@code ALTER TABLE} statement of a change set that is not understood.
	 * @param sql the statement
	 * @param offset where it stops being understood
	 * @param what what is there, as a sentence without its end
	 * @return the exception
	 */
	static SqliteAlterationException alterTableNotUnderstood(String sql, int offset, String what) {
		return refused("A statement ALTER TABLE can't be carried out on SQLite. " + what + place(sql, offset),
				"Correct the statement, or give SQLite a change set of its own (dbms: sqlite).");
	}

	private static String place(String sql, int offset) {
		return ", at %s, before: %s".formatted(SqlPlace.of(sql, offset), excerpt(sql.substring(offset)));
	}

	/**
	 * Refuse an alteration.
	 * @param message what stands against it
	 * @param hint what to do
	 * @return the exception
	 */
	public static SqliteAlterationException refused(String message, String hint) {
		return new SqliteAlterationException(message, hint, null);
	}

	/**
	 * Refuse an alteration after which there would be faults.
	 * @param faults descriptions of the faults; if there are none, nothing is refused
	 */
	public static void refuseFaults(List<String> faults) {
		if (!faults.isEmpty()) {
			boolean rows = faults.stream().anyMatch((fault) -> fault.startsWith("rows "));
			throw refused("After the alteration there would be " + String.join("; ", faults) + ".",
					rows ? "Correct the rows, or drop what depends on the table first."
							: "Drop what is named first, and create it again afterwards if it is still needed.");
		}
	}

	/**
	 * Refuse to drop a column that something uses.
	 * @param column the column
	 * @param table its table
	 * @param user what uses it
	 * @return the exception
	 */
	public static SqliteAlterationException used(String column, String table, String user) {
		return refused("Column '%s' of table '%s' can't be dropped. It is used by %s.".formatted(column, table, user),
				"Drop what uses the column first.");
	}

	/**
	 * Refuse rows that violate a constraint of the altered table.
	 * @param table the table
	 * @param rows the number of rows
	 * @param constraint the constraint
	 * @param cause what SQLite said, or {@code null}
	 * @return the exception
	 */
	public static SqliteAlterationException violated(String table, long rows, String constraint,
			@Nullable SQLException cause) {
		return new SqliteAlterationException("Rows of table '%s' violate %s: %d.".formatted(table, constraint, rows),
				CORRECT_ROWS, cause);
	}

	/**
	 * Refuse values that the altered column could not hold.
	 * @param table the table
	 * @param column the altered column
	 * @param type its new type
	 * @param rows the number of rows
	 * @return the exception
	 */
	public static SqliteAlterationException inexact(String table, String column, String type, long rows) {
		return refused("Values of column '%s' of table '%s' can't be kept exactly as '%s': %d.".formatted(column, table,
				excerpt(type), rows), CORRECT_ROWS);
	}

	/**
	 * Refuse a new column that present rows have no value for.
	 * @param table the table
	 * @param column the column
	 * @param rows the number of rows
	 * @param cause what SQLite said
	 * @return the exception
	 */
	public static SqliteAlterationException withoutValue(String table, String column, long rows, SQLException cause) {
		return new SqliteAlterationException(
				"Column '%s' of table '%s' is NOT NULL and has no default, but the table has rows: %d."
					.formatted(column, table, rows),
				"Give the column a default, or add it without NOT NULL, fill it, and set NOT NULL.", cause);
	}

	/**
	 * Refuse rows that do not fit the altered table in a way that is not known.
	 * @param table the table
	 * @param cause what SQLite said
	 * @return the exception
	 */
	public static SqliteAlterationException unfit(String table, SQLException cause) {
		return new SqliteAlterationException(
				"Rows of table '%s' do not fit what it is to become: %s".formatted(table, cause.getMessage()),
				CORRECT_ROWS, cause);
	}

	/**
	 * Refuse to make a comment a part of a type: to SQLite the words of a type end where
	 * {@code GENERATED ALWAYS} begins.
	 * @return the exception
	 */
	public static SqliteAlterationException commentInType() {
		return refused("A comment before GENERATED ALWAYS would become a part of the type of its column.", WRITE_SQL);
	}

	/**
	 * Return the beginning of a text, printable in a message.
	 * @param text the text
	 * @return its beginning
	 */
	public static String excerpt(String text) {
		String printable = text.substring(0, Math.min(text.length(), EXCERPT)).replaceAll("\\p{Cntrl}", " ").trim();
		return printable.isEmpty() ? "(end)" : printable + ((text.length() > EXCERPT) ? "..." : "");
	}

}
