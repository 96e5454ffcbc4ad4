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

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.migrationutilities.sql.SqlToken;
import io.migrationutilities.sqlite.table.Constraint.PrimaryKey;

/**
 * A table as SQLite stores it in
 * <a href="https://sqlite.org/schematab.html">sqlite_schema</a>: the statement, and what
 * stands where in it.
 *
 * @param sql the statement
 * @param nameToken the name of the table
 * @param columns its columns
 * @param constraints its constraints, without those of its columns
 * @param withoutRowid whether it is
 * <a href="https://sqlite.org/withoutrowid.html">WITHOUT ROWID</a>
 * @param strict whether it is <a href="https://sqlite.org/stricttables.html">STRICT</a>
 */
public record TableDefinition(String sql, SqlToken nameToken, List<ColumnDefinition> columns,
		List<Constraint> constraints, boolean withoutRowid, boolean strict) {

	public String name() {
		return this.nameToken.name();
	}

	/**
	 * Return the constraints of the table and of its columns.
	 * @return all constraints in the order of the statement
	 */
	public List<Constraint> allConstraints() {
		return Stream
			.concat(this.columns.stream().flatMap((column) -> column.constraints().stream()), this.constraints.stream())
			.toList();
	}

	public List<Constraint> allConstraints(Constraint.Kind kind) {
		return allConstraints().stream().filter((constraint) -> constraint.kind() == kind).toList();
	}

	public Optional<PrimaryKey> primaryKey() {
		return allConstraints(Constraint.Kind.PRIMARY_KEY).stream().map(PrimaryKey.class::cast).findFirst();
	}

	/**
	 * Return the column that is an alias of the rowid
	 * (<a href="https://sqlite.org/lang_createtable.html#rowid">INTEGER PRIMARY KEY</a>).
	 * @return the column
	 */
	public Optional<ColumnDefinition> rowidColumn() {
		return primaryKey().filter((key) -> !this.withoutRowid && key.key().size() == 1 && !isDescendingAtColumn(key))
			.map((key) -> column(key.columns().get(0)))
			.filter((column) -> SqlName.same(unquoted(column.type()), "INTEGER"));
	}

	private static String unquoted(String type) {
		List<SqlToken> tokens = TokenCursor.significant(type);
		return (tokens.size() == 1) ? tokens.get(0).name() : type;
	}

	// SQLite keeps this for the sake of old databases.
	private boolean isDescendingAtColumn(PrimaryKey key) {
		return key.key().get(0).descending() && !this.constraints.contains(key);
	}

	public Optional<ColumnDefinition> findColumn(String name) {
		return this.columns.stream().filter((column) -> SqlName.same(column.name(), name)).findFirst();
	}

	/**
	 * Return a column.
	 * @param name its name in any case
	 * @return the column
	 */
	public ColumnDefinition column(String name) {
		return findColumn(name).orElseThrow(() -> Refusals
			.refused("Table '%s' has no column '%s'.".formatted(name(), name), "Correct the name of the column."));
	}

	/**
	 * Return where the last column or constraint ends.
	 * @return the offset behind it
	 */
	public int contentEnd() {
		return (this.constraints.isEmpty() ? lastColumn().range()
				: this.constraints.get(this.constraints.size() - 1).range())
			.end();
	}

	public ColumnDefinition lastColumn() {
		return this.columns.get(this.columns.size() - 1);
	}

}
