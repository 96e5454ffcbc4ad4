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
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.sql.SqlRange;
import io.migrationutilities.sqlite.table.Constraint.KeyColumn;
import io.migrationutilities.sqlite.table.Constraint.ReferenceActions;

/**
 * Reads constraints of tables
 * (<a href="https://sqlite.org/syntax/table-constraint.html">table-constraint</a>) and
 * what they share with those of columns.
 */
public final class ConstraintParser {

	private static final Set<String> RESOLUTIONS = Set.of("ROLLBACK", "ABORT", "FAIL", "IGNORE", "REPLACE");

	private final TokenCursor cursor;

	public ConstraintParser(TokenCursor cursor) {
		this.cursor = cursor;
	}

	/**
	 * Read a constraint of a table that stands alone.
	 * @param sql the constraint
	 * @return the constraint
	 */
	public static Constraint parse(String sql) {
		TokenCursor cursor = new TokenCursor(sql);
		Constraint constraint = new ConstraintParser(cursor).readTableConstraint();
		cursor.expectEnd();
		return constraint;
	}

	public boolean atTableConstraint() {
		return this.cursor.at("CONSTRAINT") || this.cursor.at("PRIMARY") || this.cursor.at("UNIQUE")
				|| this.cursor.at("CHECK") || this.cursor.at("FOREIGN");
	}

	public Constraint readTableConstraint() {
		int start = this.cursor.peek().start();
		String name = readConstraintName();
		if (name != null && (this.cursor.at(",") || this.cursor.at(")") || this.cursor.at("CONSTRAINT"))) {
			return new ColumnConstraint.Nullability(null, rangeFrom(start), List.of());
		}
		if (this.cursor.accept("PRIMARY", "KEY")) {
			return readPrimaryKey(start, name);
		}
		if (this.cursor.accept("UNIQUE")) {
			List<KeyColumn> key = readKey();
			String onConflict = readOnConflict();
			return new Constraint.Unique(name, rangeFrom(start), key, onConflict);
		}
		if (this.cursor.accept("CHECK")) {
			String expression = this.cursor.parenthesized();
			readOnConflict();
			return new Constraint.Check(name, rangeFrom(start), expression);
		}
		if (this.cursor.accept("FOREIGN", "KEY")) {
			List<String> columns = readColumns();
			this.cursor.expect("REFERENCES");
			return readForeignKey(start, name, columns);
		}
		throw this.cursor.refusal("Expected is a constraint of the table");
	}

	private Constraint readPrimaryKey(int start, @Nullable String name) {
		this.cursor.expect("(");
		List<KeyColumn> key = readKeyColumns();
		boolean autoincrement = this.cursor.accept("AUTOINCREMENT");
		this.cursor.expect(")");
		String onConflict = readOnConflict();
		return new Constraint.PrimaryKey(name, rangeFrom(start), key, onConflict, autoincrement);
	}

	@Nullable String readConstraintName() {
		return this.cursor.accept("CONSTRAINT") ? this.cursor.expectName("a constraint").name() : null;
	}

	@Nullable String readOnConflict() {
		if (!this.cursor.accept("ON", "CONFLICT")) {
			return null;
		}
		return RESOLUTIONS.stream()
			.filter(this.cursor::accept)
			.findFirst()
			.orElseThrow(() -> this.cursor.refusal("Expected is the resolution of a conflict"));
	}

	/**
	 * Read what follows {@code REFERENCES} (<a href=
	 * "https://sqlite.org/syntax/foreign-key-clause.html">foreign-key-clause</a>).
	 * @param start where the constraint starts
	 * @param name its name
	 * @param columns its columns
	 * @return the constraint
	 */
	Constraint readForeignKey(int start, @Nullable String name, List<String> columns) {
		String table = this.cursor.expectName("a table").name();
		List<String> referencedColumns = this.cursor.at("(") ? readColumns() : List.of();
		ReferenceActions actions = readActions();
		return new Constraint.ForeignKey(name, rangeFrom(start), columns, table, referencedColumns, actions);
	}

	private ReferenceActions readActions() {
		String onDelete = "NO ACTION";
		String onUpdate = "NO ACTION";
		String match = null;
		while (true) {
			if (this.cursor.accept("MATCH")) {
				match = this.cursor.expectName("a kind of match").name();
			}
			else if (this.cursor.accept("ON", "DELETE")) {
				onDelete = readAction();
			}
			else if (this.cursor.accept("ON", "UPDATE")) {
				onUpdate = readAction();
			}
			else {
				return new ReferenceActions(onDelete, onUpdate, match, readDeferred());
			}
		}
	}

	private String readAction() {
		if (this.cursor.accept("SET", "NULL")) {
			return "SET NULL";
		}
		if (this.cursor.accept("SET", "DEFAULT")) {
			return "SET DEFAULT";
		}
		if (this.cursor.accept("NO", "ACTION")) {
			return "NO ACTION";
		}
		return List.of("CASCADE", "RESTRICT")
			.stream()
			.filter(this.cursor::accept)
			.findFirst()
			.orElseThrow(() -> this.cursor.refusal("Expected is what a foreign key does"));
	}

	private boolean readDeferred() {
		boolean never = this.cursor.accept("NOT", "DEFERRABLE");
		if (!never && !this.cursor.accept("DEFERRABLE")) {
			return false;
		}
		boolean deferred = this.cursor.accept("INITIALLY", "DEFERRED");
		if (!deferred) {
			this.cursor.accept("INITIALLY", "IMMEDIATE");
		}
		return deferred && !never;
	}

	private List<String> readColumns() {
		List<String> columns = new ArrayList<>();
		this.cursor.expect("(");
		do {
			columns.add(this.cursor.expectName("a column").name());
		}
		while (this.cursor.accept(","));
		this.cursor.expect(")");
		return List.copyOf(columns);
	}

	private List<KeyColumn> readKey() {
		this.cursor.expect("(");
		List<KeyColumn> key = readKeyColumns();
		this.cursor.expect(")");
		return key;
	}

	private List<KeyColumn> readKeyColumns() {
		List<KeyColumn> key = new ArrayList<>();
		do {
			String name = this.cursor.expectName("a column").name();
			String collation = this.cursor.accept("COLLATE") ? this.cursor.expectName("a collating sequence").name()
					: null;
			key.add(new KeyColumn(name, collation, readDescending()));
		}
		while (this.cursor.accept(","));
		return List.copyOf(key);
	}

	boolean readDescending() {
		boolean descending = this.cursor.accept("DESC");
		if (!descending) {
			this.cursor.accept("ASC");
		}
		return descending;
	}

	SqlRange rangeFrom(int start) {
		return new SqlRange(start, this.cursor.previous().end());
	}

}
