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

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import liquibase.statement.SqlStatement;
import liquibase.statement.core.CreateTableStatement;
import liquibase.statement.core.DropTableStatement;
import liquibase.statement.core.RenameTableStatement;

import io.migrationutilities.sql.SqlDialect;
import io.migrationutilities.sql.SqlScript;
import io.migrationutilities.sql.SqlToken;
import io.migrationutilities.sqlite.alter.TableDrop;
import io.migrationutilities.sqlite.table.SqlName;

/**
 * The tables that the statements of a change set drop, and those that come back, as where
 * a table is built again <a href="https://sqlite.org/lang_altertable.html#otheralter">by
 * hand</a>.
 */
final class DroppedTables {

	private static final Pattern DROP = Pattern.compile("(?i)\\bDROP\\b");

	// Most statements of a large script have none of these words.
	private static final Pattern WORD = Pattern.compile("(?i)\\b(DROP|RENAME|CREATE)\\b");

	private final Set<String> dropped = new HashSet<>();

	private final Set<String> returning = new HashSet<>();

	private DroppedTables() {
	}

	static DroppedTables of(List<SqlStatement> statements) {
		DroppedTables tables = new DroppedTables();
		if (statements.stream().anyMatch(DroppedTables::mayDrop)) {
			statements.forEach(tables::read);
		}
		return tables;
	}

	private static boolean mayDrop(SqlStatement statement) {
		String sql = RawStatements.textOf(statement);
		return (sql != null) ? DROP.matcher(sql).find() : statement instanceof DropTableStatement;
	}

	/**
	 * Return the folded names of the tables that are dropped.
	 * @return the names
	 */
	Set<String> names() {
		return this.dropped;
	}

	/**
	 * Return the folded names of the tables that are dropped and come back.
	 * @return the names
	 */
	Set<String> returning() {
		return this.returning;
	}

	private void read(SqlStatement statement) {
		String sql = RawStatements.textOf(statement);
		if (sql != null && WORD.matcher(sql).find()) {
			SqlScript.cut(sql, SqlDialect.SQLITE).forEach((each) -> read(each.text(), each.tokens()));
		}
		else if (statement instanceof DropTableStatement drop) {
			this.dropped.add(SqlName.fold(drop.getTableName()));
		}
		else if (statement instanceof CreateTableStatement create) {
			appear(create.getTableName());
		}
		else if (statement instanceof RenameTableStatement rename) {
			appear(rename.getNewTableName());
		}
	}

	private void read(String sql, List<SqlToken> tokens) {
		TableDrop.parse(sql).ifPresent((drop) -> this.dropped.add(SqlName.fold(drop.table())));
		if (begins(tokens, "ALTER", "TABLE") && tokens.stream().anyMatch((token) -> token.is("RENAME"))) {
			appear(tokens.get(tokens.size() - 1).name());
		}
		if (begins(tokens, "CREATE", "TABLE")) {
			int name = (tokens.size() > 5 && tokens.get(2).is("IF")) ? 5 : 2;
			boolean qualified = tokens.size() > name + 2 && tokens.get(name + 1).is(".");
			appear((tokens.size() > name) ? tokens.get(qualified ? name + 2 : name).name() : "");
		}
	}

	private static boolean begins(List<SqlToken> tokens, String first, String second) {
		return tokens.size() > 2 && tokens.get(0).is(first) && tokens.get(1).is(second);
	}

	private void appear(String table) {
		if (this.dropped.contains(SqlName.fold(table))) {
			this.returning.add(SqlName.fold(table));
		}
	}

}
