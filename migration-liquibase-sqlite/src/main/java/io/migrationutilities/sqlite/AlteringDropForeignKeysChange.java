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

import liquibase.change.ChangeMetaData;
import liquibase.change.DatabaseChange;
import liquibase.change.core.DropAllForeignKeyConstraintsChange;
import liquibase.database.Database;
import liquibase.database.core.SQLiteDatabase;
import liquibase.statement.SqlStatement;

/**
 * Drops all foreign keys of a table on SQLite too. Liquibase drops them by their names,
 * which foreign keys of SQLite need not have.
 */
@DatabaseChange(name = "dropAllForeignKeyConstraints", description = "Drops all foreign key constraints on a table",
		priority = ChangeMetaData.PRIORITY_DATABASE, appliesTo = "table")
public class AlteringDropForeignKeysChange extends DropAllForeignKeyConstraintsChange {

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
		return (database instanceof SQLiteDatabase)
				? new SqlStatement[] { new DropForeignKeysStatement(getBaseTableName()) }
				: super.generateStatements(database);
	}

}
