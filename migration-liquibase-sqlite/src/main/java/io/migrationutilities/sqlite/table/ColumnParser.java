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

import org.jspecify.annotations.Nullable;

import io.migrationutilities.sql.SqlRange;
import io.migrationutilities.sql.SqlToken;
import io.migrationutilities.sql.SqlToken.Kind;
import io.migrationutilities.sqlite.table.Constraint.KeyColumn;

/**
 * Reads columns (<a href="https://sqlite.org/syntax/column-def.html">column-def</a>),
 * their types of any words
 * (<a href="https://sqlite.org/syntax/type-name.html">type-name</a>) and their
 * constraints
 * (<a href="https://sqlite.org/syntax/column-constraint.html">column-constraint</a>).
 */
public final class ColumnParser {

	private final TokenCursor cursor;

	private final ConstraintParser constraints;

	public ColumnParser(TokenCursor cursor) {
		this.cursor = cursor;
		this.constraints = new ConstraintParser(cursor);
	}

	/**
	 * Read a column that stands alone.
	 * @param sql the column
	 * @return the column
	 */
	public static ColumnDefinition parse(String sql) {
		TokenCursor cursor = new TokenCursor(sql);
		ColumnDefinition column = new ColumnParser(cursor).readColumn();
		cursor.expectEnd();
		return column;
	}

	public ColumnDefinition readColumn() {
		SqlToken name = this.cursor.expectName("a column");
		SqlRange type = readType(name);
		List<Constraint> constraints = new ArrayList<>();
		while (!isAtEnd()) {
			constraints.add(readConstraint(name.name()));
		}
		return new ColumnDefinition(name.name(), type.of(this.cursor.sql()), type, List.copyOf(constraints),
				this.constraints.rangeFrom(name.start()));
	}

	private boolean isAtEnd() {
		return this.cursor.at(",") || this.cursor.at(")") || this.cursor.at(";")
				|| this.cursor.peek().kind() == Kind.END;
	}

	/**
	 * Read a type.
	 * @param name the token before it
	 * @return its place, empty if there is none
	 */
	public SqlRange readType(SqlToken name) {
		if (!isAtTypeWord()) {
			return new SqlRange(name.end(), name.end());
		}
		int start = this.cursor.peek().start();
		while (isAtTypeWord()) {
			this.cursor.next();
		}
		// SQLite takes these letters off a type even where they are parts of words.
		if (SqlName.fold(this.cursor.previous().text()).endsWith("always")) {
			throw this.cursor.refusal("There is a type that SQLite may read as GENERATED ALWAYS before this");
		}
		if (this.cursor.accept("(")) {
			readSignedNumber();
			if (this.cursor.accept(",")) {
				readSignedNumber();
			}
			this.cursor.expect(")");
		}
		return new SqlRange(start, endOfType());
	}

	// To SQLite a comment that GENERATED ALWAYS follows belongs to the type.
	private int endOfType() {
		boolean words = this.cursor.at("GENERATED", "ALWAYS") && !this.cursor.previous().is(")");
		int next = this.cursor.peek().start();
		return words ? this.cursor.sql().substring(0, next).stripTrailing().length() : this.cursor.previous().end();
	}

	private boolean isAtTypeWord() {
		return this.cursor.peek().isTypeWord() && !this.cursor.at("GENERATED", "ALWAYS");
	}

	private void readSignedNumber() {
		readSign();
		if (this.cursor.next().kind() != Kind.NUMBER) {
			throw this.cursor.refusal("Expected is a number before this");
		}
	}

	private boolean readSign() {
		return this.cursor.accept("+") || this.cursor.accept("-");
	}

	private Constraint readConstraint(String column) {
		int start = this.cursor.peek().start();
		String name = this.constraints.readConstraintName();
		if (name != null && (isAtEnd() || this.cursor.at("CONSTRAINT"))) {
			return new ColumnConstraint.Nullability(null, this.constraints.rangeFrom(start), List.of());
		}
		List<KeyColumn> key = List.of(new KeyColumn(column, null, false));
		if (this.cursor.accept("PRIMARY", "KEY")) {
			return readPrimaryKey(start, name, column);
		}
		if (this.cursor.accept("UNIQUE")) {
			String onConflict = this.constraints.readOnConflict();
			return new Constraint.Unique(name, this.constraints.rangeFrom(start), key, onConflict);
		}
		if (this.cursor.accept("CHECK")) {
			String expression = this.cursor.parenthesized();
			return new Constraint.Check(name, this.constraints.rangeFrom(start), expression);
		}
		if (this.cursor.accept("REFERENCES")) {
			return this.constraints.readForeignKey(start, name, List.of(column));
		}
		return readProperty(start, name, column);
	}

	private Constraint readPrimaryKey(int start, @Nullable String name, String column) {
		List<KeyColumn> key = List.of(new KeyColumn(column, null, this.constraints.readDescending()));
		String onConflict = this.constraints.readOnConflict();
		boolean autoincrement = this.cursor.accept("AUTOINCREMENT");
		return new Constraint.PrimaryKey(name, this.constraints.rangeFrom(start), key, onConflict, autoincrement);
	}

	private Constraint readProperty(int start, @Nullable String name, String column) {
		List<String> columns = List.of(column);
		if (this.cursor.accept("NOT", "NULL")) {
			String onConflict = this.constraints.readOnConflict();
			return new ColumnConstraint.NotNull(name, this.constraints.rangeFrom(start), columns, onConflict);
		}
		if (this.cursor.accept("NULL")) {
			this.constraints.readOnConflict();
			return new ColumnConstraint.Nullability(name, this.constraints.rangeFrom(start), columns);
		}
		if (this.cursor.accept("DEFAULT")) {
			String value = readDefault();
			return new ColumnConstraint.Default(name, this.constraints.rangeFrom(start), columns, value);
		}
		if (this.cursor.accept("COLLATE")) {
			String collation = this.cursor.expectName("a collating sequence").name();
			return new ColumnConstraint.Collate(name, this.constraints.rangeFrom(start), columns, collation);
		}
		if (this.cursor.accept("GENERATED", "ALWAYS", "AS") || this.cursor.accept("AS")) {
			return readGenerated(start, name);
		}
		throw this.cursor.refusal("Expected is a constraint of column '" + Refusals.excerpt(column) + "'");
	}

	private String readDefault() {
		if (this.cursor.at("(")) {
			return this.cursor.parenthesized();
		}
		int start = this.cursor.peek().start();
		boolean signed = readSign();
		SqlToken value = this.cursor.peek();
		boolean literal = switch (value.kind()) {
			case NUMBER, STRING, BLOB -> true;
			case WORD -> value.is("NULL") || (!signed && value.isTypeWord());
			case QUOTED_NAME -> !signed;
			default -> false;
		};
		if (!literal) {
			throw this.cursor.refusal("Expected is a default value");
		}
		this.cursor.next();
		return this.cursor.textFrom(start);
	}

	private Constraint readGenerated(int start, @Nullable String name) {
		String expression = this.cursor.parenthesized();
		boolean stored = this.cursor.accept("STORED");
		if (!stored) {
			this.cursor.accept("VIRTUAL");
		}
		return new ColumnConstraint.Generated(name, this.constraints.rangeFrom(start), expression, stored);
	}

}
