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

import java.util.List;

import liquibase.change.AddColumnConfig;
import liquibase.change.ChangeMetaData;
import liquibase.change.ColumnConfig;
import liquibase.change.DatabaseChange;
import liquibase.change.core.AddColumnChange;
import liquibase.database.Database;
import liquibase.database.core.SQLiteDatabase;
import liquibase.exception.RollbackImpossibleException;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.DropColumnStatement;

/**
 * Adds columns, and on SQLite drops them on rollback without copying the table through
 * Liquibase's view of it.
 */
@DatabaseChange(name = "addColumn", description = "Adds a new column to an existing table",
		priority = ChangeMetaData.PRIORITY_DATABASE, appliesTo = "table")
public class AlteringAddColumnChange extends AddColumnChange {

	// Liquibase does not validate what it takes for volatile.
	@Override
	public boolean generateStatementsVolatile(Database database) {
		return !(database instanceof SQLiteDatabase) && super.generateStatementsVolatile(database);
	}

	@Override
	public boolean supports(Database database) {
		return database instanceof SQLiteDatabase || super.supports(database);
	}

	@Override
	public SqlStatement[] generateRollbackStatements(Database database) throws RollbackImpossibleException {
		if (!(database instanceof SQLiteDatabase)) {
			return super.generateRollbackStatements(database);
		}
		List<AddColumnConfig> columns = getColumns();
		return columns.stream()
			.map(ColumnConfig::getName)
			.map((column) -> new DropColumnStatement(getCatalogName(), getSchemaName(), getTableName(), column))
			.toArray(SqlStatement[]::new);
	}

}
