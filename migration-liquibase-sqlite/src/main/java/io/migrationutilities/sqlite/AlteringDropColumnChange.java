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
import liquibase.change.core.DropColumnChange;
import liquibase.database.Database;
import liquibase.database.core.SQLiteDatabase;
import liquibase.exception.ValidationErrors;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.DropColumnStatement;

/**
 * Drops columns on SQLite too. Liquibase's own change copies the table and reports
 * success, but keeps the column if it is named by {@code columnName}, and refuses the
 * nested form.
 */
@DatabaseChange(name = "dropColumn", description = "Drop existing column(s).",
		priority = ChangeMetaData.PRIORITY_DATABASE, appliesTo = "column")
public class AlteringDropColumnChange extends DropColumnChange {

	@Override
	public boolean generateStatementsVolatile(Database database) {
		return !(database instanceof SQLiteDatabase) && super.generateStatementsVolatile(database);
	}

	@Override
	public boolean supports(Database database) {
		return database instanceof SQLiteDatabase || super.supports(database);
	}

	@Override
	public ValidationErrors validate(Database database) {
		if (!(database instanceof SQLiteDatabase)) {
			return super.validate(database);
		}
		ValidationErrors errors = new ValidationErrors(this);
		errors.checkRequiredField("tableName", getTableName());
		if (getColumns().isEmpty()) {
			errors.checkRequiredField("columnName", getColumnName());
		}
		return errors;
	}

	@Override
	public SqlStatement[] generateStatements(Database database) {
		if (!(database instanceof SQLiteDatabase)) {
			return super.generateStatements(database);
		}
		if (getColumns().isEmpty()) {
			return new SqlStatement[] { drop(getColumnName()) };
		}
		return getColumns().stream().map((column) -> drop(column.getName())).toArray(SqlStatement[]::new);
	}

	private DropColumnStatement drop(String column) {
		return new DropColumnStatement(getCatalogName(), getSchemaName(), getTableName(), column);
	}

}
