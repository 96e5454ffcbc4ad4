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

import java.util.Date;
import java.util.List;

import liquibase.change.ChangeMetaData;
import liquibase.change.DatabaseChange;
import liquibase.change.core.LoadDataChange;
import liquibase.change.core.LoadDataColumnConfig;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.core.SQLiteDatabase;
import liquibase.resource.ResourceAccessor;
import liquibase.statement.ExecutablePreparedStatementBase;

/**
 * Loads dates and times into SQLite as the text that {@code insert} writes. Liquibase
 * binds them as parameters, of which the driver makes milliseconds.
 */
@DatabaseChange(name = "loadData", description = "Loads data from a CSV file into an existing table",
		priority = ChangeMetaData.PRIORITY_DATABASE, appliesTo = "table", since = "1.7")
public class SqliteLoadDataChange extends LoadDataChange {

	@Override
	public boolean supports(Database database) {
		return super.supports(database);
	}

	@Override
	protected ExecutablePreparedStatementBase createPreparedStatement(Database database, String catalogName,
			String schemaName, String tableName, List<LoadDataColumnConfig> columns, ChangeSet changeSet,
			ResourceAccessor resourceAccessor) {
		if (database instanceof SQLiteDatabase) {
			columns.forEach((column) -> writeDate(database, column));
		}
		return super.createPreparedStatement(database, catalogName, schemaName, tableName, columns, changeSet,
				resourceAccessor);
	}

	private static void writeDate(Database database, LoadDataColumnConfig column) {
		Date date = column.getValueDate();
		if (date != null) {
			String literal = database.getDateLiteral(date);
			column.setValueDate((Date) null);
			column.setValue(literal.substring(1, literal.length() - 1));
		}
	}

}
