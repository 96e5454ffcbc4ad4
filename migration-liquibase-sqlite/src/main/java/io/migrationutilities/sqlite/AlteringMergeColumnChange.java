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
import java.util.List;

import liquibase.change.ChangeMetaData;
import liquibase.change.DatabaseChange;
import liquibase.change.core.MergeColumnChange;
import liquibase.database.Database;
import liquibase.database.core.SQLiteDatabase;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.AddColumnStatement;
import liquibase.statement.core.DropColumnStatement;
import liquibase.statement.core.RawParameterizedSqlStatement;

import io.migrationutilities.sqlite.table.SqlName;

/**
 * Merges columns on SQLite without copying the table through Liquibase's view of it,
 * which adds the new column twice.
 */
@DatabaseChange(name = "mergeColumns",
		description = "Concatenates the values in two columns, joins them with a string, and stores the resulting value in a new column.",
		priority = ChangeMetaData.PRIORITY_DATABASE)
public class AlteringMergeColumnChange extends MergeColumnChange {

	@Override
	public boolean generateStatementsVolatile(Database database) {
		return !(database instanceof SQLiteDatabase) && super.generateStatementsVolatile(database);
	}

	@Override
	public boolean supports(Database database) {
		return database instanceof SQLiteDatabase || super.supports(database);
	}

	@Override
	public SqlStatement[] generateStatements(Database database) {
		if (!(database instanceof SQLiteDatabase)) {
			return super.generateStatements(database);
		}
		List<SqlStatement> statements = new ArrayList<>();
		statements.add(new AddColumnStatement(getCatalogName(), getSchemaName(), getTableName(), getFinalColumnName(),
				getFinalColumnType(), null));
		statements.add(new RawParameterizedSqlStatement("UPDATE %s SET %s = %s || '%s' || %s".formatted(
				SqlName.quote(getTableName()), SqlName.quote(getFinalColumnName()), SqlName.quote(getColumn1Name()),
				String.valueOf(getJoinString()).replace("'", "''"), SqlName.quote(getColumn2Name()))));
		statements.add(drop(getColumn1Name()));
		statements.add(drop(getColumn2Name()));
		return statements.toArray(SqlStatement[]::new);
	}

	private DropColumnStatement drop(String column) {
		return new DropColumnStatement(getCatalogName(), getSchemaName(), getTableName(), column);
	}

}
