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

package io.migrationutilities.sqlite.alter;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.sql.SqlDialect;
import io.migrationutilities.sql.SqlToken;
import io.migrationutilities.sql.SqlTokenizer;
import io.migrationutilities.sqlite.alter.Alteration.AddColumn;
import io.migrationutilities.sqlite.alter.Alteration.AddConstraint;
import io.migrationutilities.sqlite.alter.Alteration.DropColumn;
import io.migrationutilities.sqlite.alter.Alteration.DropConstraint;
import io.migrationutilities.sqlite.alter.Alteration.DropPrimaryKey;
import io.migrationutilities.sqlite.alter.Alteration.IfTableExists;
import io.migrationutilities.sqlite.table.ColumnParser;
import io.migrationutilities.sqlite.table.Constraint;
import io.migrationutilities.sqlite.table.Constraint.Kind;
import io.migrationutilities.sqlite.table.ConstraintParser;
import io.migrationutilities.sqlite.table.Refusals;
import io.migrationutilities.sqlite.table.SqlName;
import io.migrationutilities.sqlite.table.SqliteAlterationException;
import io.migrationutilities.sqlite.table.TokenCursor;

/**
 * Reads {@code ALTER TABLE} statements of change sets, in the words of
 * <a href="https://www.postgresql.org/docs/current/sql-altertable.html">PostgreSQL</a>,
 * of standard SQL and of SQLite.
 * <p>
 * The parser that gets further with a statement says what is wrong with it. As long as
 * all words are those that <a href="https://sqlite.org/lang_altertable.html">SQLite</a>
 * has always known, it stops at the same place as this parser and names it, or a newer
 * version knows more: the statement is left to it. Where SQLite would already complain
 * about words that are fine here ({@code near ",": syntax error}), the statement is
 * refused with the place that is at fault.
 */
public final class AlterTableParser {

	private static final String MAIN = "main";

	private final TokenCursor cursor;

	private final ColumnParser columnParser;

	private final IdentityColumnParser identityColumnParser;

	private final ConstraintParser constraintParser;

	private final AlterColumnParser alterColumnParser;

	private final List<Alteration> alterations = new ArrayList<>();

	private String table = "";

	private boolean beyondSqlite;

	private AlterTableParser(TokenCursor cursor) {
		this.cursor = cursor;
		this.columnParser = new ColumnParser(cursor);
		this.identityColumnParser = new IdentityColumnParser(cursor);
		this.constraintParser = new ConstraintParser(cursor);
		this.alterColumnParser = new AlterColumnParser(cursor);
	}

	/**
	 * Return what a statement alters.
	 * @param sql any text, of any dialect
	 * @return the alterations in order; empty if the text is to be left to SQLite, since
	 * it is another statement, renames something, is about a table of another schema that
	 * SQLite can alter on its own, or is one that SQLite refuses in words as good
	 * @throws SqliteAlterationException if the statement can't be carried out
	 */
	public static List<Alteration> parse(String sql) {
		if (!SqlTokenizer.begins(sql, SqlDialect.SQLITE, "ALTER", "TABLE")) {
			return List.of();
		}
		AlterTableParser parser = new AlterTableParser(TokenCursor.ofAlterTable(sql));
		try {
			return parser.read();
		}
		catch (SqliteAlterationException ex) {
			if (parser.beyondSqlite) {
				throw ex;
			}
			return List.of();
		}
	}

	private List<Alteration> read() {
		this.cursor.expect("ALTER", "TABLE");
		boolean ifExists = acceptBeyondSqlite("IF", "EXISTS");
		readOnly();
		String schema = readTable();
		if (this.cursor.at("RENAME")) {
			return List.of();
		}
		do {
			readAction();
		}
		while (acceptBeyondSqlite(","));
		expectEnd();
		if (schema != null && !SqlName.same(schema, MAIN)) {
			throw Refusals.refused("Table '%s' can't be altered in schema '%s': only tables of schema '%s' can."
				.formatted(this.table, schema, MAIN), "Leave the schema out of the statement.");
		}
		return ifExists ? this.alterations.stream().<Alteration>map(IfTableExists::new).toList()
				: List.copyOf(this.alterations);
	}

	// To SQLite the word may be the name of the table.
	private void readOnly() {
		if (this.cursor.peek(1).isName() && !this.cursor.at("ONLY", "RENAME")) {
			acceptBeyondSqlite("ONLY");
		}
	}

	private @Nullable String readTable() {
		String schema = null;
		this.table = this.cursor.expectName("a table").name();
		if (this.cursor.accept(".")) {
			schema = this.table;
			this.table = this.cursor.expectName("a table").name();
		}
		return schema;
	}

	private void readAction() {
		if (this.cursor.accept("ADD")) {
			readAdd();
		}
		else if (this.cursor.accept("DROP")) {
			readDrop();
		}
		else if (acceptBeyondSqlite("ALTER")) {
			this.cursor.accept("COLUMN");
			this.alterations.add(this.alterColumnParser.read(this.table));
		}
		else {
			throw this.cursor.refusal("SQLite has no such action");
		}
	}

	private void readAdd() {
		if (this.constraintParser.atTableConstraint()) {
			this.beyondSqlite = true;
			this.alterations.add(new AddConstraint(this.table, readConstraint()));
			return;
		}
		this.cursor.accept("COLUMN");
		boolean ifNotExists = acceptBeyondSqlite("IF", "NOT", "EXISTS");
		boolean identity = this.identityColumnParser.isNext();
		this.beyondSqlite |= identity;
		this.alterations.add(new AddColumn(this.table,
				identity ? this.identityColumnParser.read(this.table) : readColumn(), ifNotExists));
	}

	private String readColumn() {
		int start = this.cursor.peek().start();
		this.columnParser.readColumn();
		return this.cursor.textFrom(start);
	}

	private String readConstraint() {
		int start = this.cursor.peek().start();
		Constraint constraint = this.constraintParser.readTableConstraint();
		String definition = this.cursor.textFrom(start);
		return (constraint.kind() == Kind.FOREIGN_KEY) ? definition + readReversedDeferral() : definition;
	}

	// PostgreSQL takes both halves in any order, or the second one alone.
	private String readReversedDeferral() {
		if (this.cursor.accept("INITIALLY", "DEFERRED")) {
			this.cursor.accept("DEFERRABLE");
			return " DEFERRABLE INITIALLY DEFERRED";
		}
		if (!this.cursor.accept("INITIALLY", "IMMEDIATE") || this.cursor.accept("NOT", "DEFERRABLE")) {
			return "";
		}
		return this.cursor.accept("DEFERRABLE") ? " DEFERRABLE INITIALLY IMMEDIATE" : "";
	}

	private void readDrop() {
		if (acceptBeyondSqlite("CONSTRAINT")) {
			boolean ifExists = this.cursor.accept("IF", "EXISTS");
			String constraint = this.cursor.expectName("a constraint").name();
			readCascade();
			this.alterations.add(new DropConstraint(this.table, null, constraint, ifExists));
		}
		else if (acceptBeyondSqlite("PRIMARY", "KEY")) {
			this.alterations.add(new DropPrimaryKey(this.table));
		}
		else {
			this.cursor.accept("COLUMN");
			boolean ifExists = acceptBeyondSqlite("IF", "EXISTS");
			String column = this.cursor.expectName("a column").name();
			this.alterations.add(new DropColumn(this.table, column, ifExists, readCascade()));
		}
	}

	private boolean readCascade() {
		boolean cascade = acceptBeyondSqlite("CASCADE");
		if (!cascade) {
			acceptBeyondSqlite("RESTRICT");
		}
		return cascade;
	}

	private void expectEnd() {
		// The driver executes the first statement of a text and drops the others
		// silently.
		if (acceptBeyondSqlite(";")) {
			throw this.cursor.refusal("Another statement follows in the same text");
		}
		if (this.cursor.peek().kind() != SqlToken.Kind.END) {
			throw this.cursor.refusal("SQLite has no such clause, or it is misspelt");
		}
	}

	private boolean acceptBeyondSqlite(String... words) {
		boolean accepted = this.cursor.accept(words);
		this.beyondSqlite |= accepted;
		return accepted;
	}

}
