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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import liquibase.database.Database;
import liquibase.sql.Sql;
import liquibase.sql.UnparsedSql;
import liquibase.sqlgenerator.SqlGeneratorChain;
import liquibase.sqlgenerator.SqlGeneratorFactory;
import liquibase.sqlgenerator.core.InsertGenerator;
import liquibase.sqlgenerator.core.InsertOrUpdateGeneratorSQLite;
import liquibase.statement.core.InsertOrUpdateStatement;
import liquibase.statement.core.UpdateStatement;

/**
 * Updates the row that {@code loadUpdateData} finds, and inserts one if there is none.
 * Liquibase replaces the row on SQLite, so that its other columns are lost, and with them
 * the rows that refer to it with {@code ON DELETE CASCADE}.
 */
public final class SqliteInsertOrUpdateGenerator extends InsertOrUpdateGeneratorSQLite {

	@Override
	public int getPriority() {
		return PRIORITY_DATABASE + 100;
	}

	@SuppressWarnings("rawtypes")
	@Override
	public Sql[] generateSql(InsertOrUpdateStatement statement, Database database, SqlGeneratorChain chain) {
		String key = getWhereClause(statement, database);
		List<Sql> sql = new ArrayList<>();
		UpdateStatement update = update(statement, key);
		if (!update.getNewColumnValues().isEmpty()) {
			sql.addAll(List.of(SqlGeneratorFactory.getInstance().generateSql(update, database)));
		}
		if (!Boolean.TRUE.equals(statement.getOnlyUpdate())) {
			sql.add(insert(statement, key, database));
		}
		return sql.toArray(Sql[]::new);
	}

	private static UpdateStatement update(InsertOrUpdateStatement statement, String key) {
		UpdateStatement update = new UpdateStatement(statement.getCatalogName(), statement.getSchemaName(),
				statement.getTableName());
		Set<String> keyColumns = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		keyColumns.addAll(Arrays.asList(statement.getPrimaryKey().split(",")));
		statement.getColumnValues().forEach((column, value) -> {
			if (!keyColumns.contains(column) && statement.getAllowColumnUpdate(column)) {
				update.addNewColumnValue(column, value);
			}
		});
		return update.setWhereClause(key);
	}

	private Sql insert(InsertOrUpdateStatement statement, String key, Database database) {
		StringBuilder values = new StringBuilder();
		new InsertGenerator().generateValues(values, statement, database);
		String table = database.escapeTableName(null, null, statement.getTableName());
		String columns = statement.getColumnValues()
			.keySet()
			.stream()
			.map((column) -> database.escapeColumnName(null, null, statement.getTableName(), column))
			.collect(Collectors.joining(", "));
		return new UnparsedSql(
				"INSERT INTO %s (%s) SELECT * FROM (VALUES %s) WHERE NOT EXISTS (SELECT 1 FROM %s WHERE %s)"
					.formatted(table, columns, values, table, key),
				getAffectedTable(statement));
	}

}
