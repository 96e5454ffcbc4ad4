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

import io.migrationutilities.sql.SqlToken.Kind;

/**
 * Reads stored <a href="https://sqlite.org/lang_createtable.html">CREATE TABLE</a>
 * statements. Text outside that grammar is refused.
 */
public final class CreateTableParser {

	private final TokenCursor cursor;

	private final ColumnParser columnParser;

	private final ConstraintParser constraintParser;

	private final List<ColumnDefinition> columns = new ArrayList<>();

	private final List<Constraint> constraints = new ArrayList<>();

	private boolean withoutRowid;

	private boolean strict;

	private CreateTableParser(String sql) {
		this.cursor = new TokenCursor(sql);
		this.columnParser = new ColumnParser(this.cursor);
		this.constraintParser = new ConstraintParser(this.cursor);
	}

	public static TableDefinition parse(String sql) {
		return new CreateTableParser(sql).read();
	}

	private TableDefinition read() {
		StatementHeader header = StatementHeader.read(this.cursor);
		if (header.kind() != SchemaObjectKind.TABLE) {
			throw this.cursor.refusal("This is %s, not a table".formatted(header.kind().description()));
		}
		this.cursor.expect("(");
		readColumns();
		readConstraints();
		this.cursor.expect(")");
		readOptions();
		this.cursor.accept(";");
		this.cursor.expectEnd();
		return new TableDefinition(this.cursor.sql(), header.name(), List.copyOf(this.columns),
				List.copyOf(this.constraints), this.withoutRowid, this.strict);
	}

	private void readColumns() {
		do {
			this.columns.add(this.columnParser.readColumn());
		}
		while (this.cursor.accept(",") && !this.constraintParser.atTableConstraint());
	}

	private void readConstraints() {
		while (this.constraintParser.atTableConstraint()) {
			this.constraints.add(this.constraintParser.readTableConstraint());
			if (this.cursor.accept(",") && !this.constraintParser.atTableConstraint()) {
				throw this.cursor.refusal("Expected is a constraint of the table");
			}
		}
	}

	private void readOptions() {
		if (this.cursor.peek().kind() == Kind.END || this.cursor.at(";")) {
			return;
		}
		do {
			readOption();
		}
		while (this.cursor.accept(","));
	}

	private void readOption() {
		if (this.cursor.accept("WITHOUT", "ROWID")) {
			this.withoutRowid = true;
		}
		else if (this.cursor.accept("STRICT")) {
			this.strict = true;
		}
		else {
			throw this.cursor.refusal("Expected is an option of the table");
		}
	}

}
