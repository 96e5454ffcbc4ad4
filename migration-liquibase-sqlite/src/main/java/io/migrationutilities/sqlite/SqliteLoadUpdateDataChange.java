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

import liquibase.change.ChangeMetaData;
import liquibase.change.DatabaseChange;
import liquibase.change.core.LoadDataColumnConfig;
import liquibase.change.core.LoadUpdateDataChange;
import liquibase.database.Database;
import liquibase.database.core.SQLiteDatabase;
import liquibase.statement.SqlStatement;

/**
 * Loads data into SQLite, or updates it, with the values that {@code loadData} stores.
 */
@DatabaseChange(name = "loadUpdateData",
		description = """
				Loads or updates data from a CSV file into an existing table. Differs from loadData by issuing a SQL batch that checks for the existence of a record. If found, the record is UPDATEd, else the record is INSERTed. Also, generates DELETE statements for a rollback.

				A value of NULL in a cell will be converted to a database NULL rather than the string 'NULL'""",
		priority = ChangeMetaData.PRIORITY_DATABASE, appliesTo = "table", since = "2.0")
public class SqliteLoadUpdateDataChange extends LoadUpdateDataChange {

	private boolean sqlite;

	@Override
	public boolean supports(Database database) {
		return super.supports(database);
	}

	@Override
	public SqlStatement[] generateStatements(Database database) {
		this.sqlite = database instanceof SQLiteDatabase;
		return super.generateStatements(database);
	}

	@Override
	protected boolean isNullValue(String value, LoadDataColumnConfig column) {
		return (this.sqlite && SqliteLoadDataChange.isEmptyBlob(value, column)) || super.isNullValue(value, column);
	}

	@Override
	protected SqlStatement[] generateStatementsFromRows(Database database, List<LoadDataRowConfig> rows) {
		if (this.sqlite) {
			rows.forEach((row) -> DateValues.refuseUnreadable(row.getColumns()));
		}
		return super.generateStatementsFromRows(database, rows);
	}

}
