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
import liquibase.change.core.CreateViewChange;
import liquibase.database.Database;
import liquibase.database.core.SQLiteDatabase;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.CreateViewStatement;

/**
 * Creates views, and on SQLite replaces those that exist. Liquibase drops the view there
 * without looking whether it exists.
 */
@DatabaseChange(name = "createView", description = "Create a new database view",
		priority = ChangeMetaData.PRIORITY_DATABASE)
public class AlteringCreateViewChange extends CreateViewChange {

	@Override
	public boolean supports(Database database) {
		return database instanceof SQLiteDatabase || super.supports(database);
	}

	@Override
	public SqlStatement[] generateStatements(Database database) {
		SqlStatement[] statements = super.generateStatements(database);
		boolean replaced = database instanceof SQLiteDatabase && Boolean.TRUE.equals(getReplaceIfExists());
		return (replaced && statements[statements.length - 1] instanceof CreateViewStatement view)
				? new SqlStatement[] { new CreateViewStatement(view.getCatalogName(), view.getSchemaName(),
						view.getViewName(), view.getSelectQuery(), true)
					.setFullDefinition(view.isFullDefinition()) }
				: statements;
	}

}
