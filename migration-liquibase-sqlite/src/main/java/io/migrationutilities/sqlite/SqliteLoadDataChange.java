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
import liquibase.change.core.LoadDataChange;
import liquibase.change.core.LoadDataColumnConfig;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.core.SQLiteDatabase;
import liquibase.resource.ResourceAccessor;
import liquibase.statement.DatabaseFunction;
import liquibase.statement.ExecutablePreparedStatementBase;
import liquibase.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Loads data into SQLite as {@code insert} writes it. Liquibase binds dates and times as
 * parameters, of which the driver makes milliseconds, and gives all rows the statement of
 * the first one, though a function in another row needs one of its own.
 */
@DatabaseChange(name = "loadData", description = "Loads data from a CSV file into an existing table",
		priority = ChangeMetaData.PRIORITY_DATABASE, appliesTo = "table", since = "1.7")
public class SqliteLoadDataChange extends LoadDataChange {

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

	// Where there is nothing to decode Liquibase fails.
	@Override
	protected boolean isNullValue(String value, LoadDataColumnConfig column) {
		return (this.sqlite && isEmptyBlob(value, column)) || super.isNullValue(value, column);
	}

	static boolean isEmptyBlob(String value, LoadDataColumnConfig column) {
		return isEmpty(value) && isEmpty(column.getDefaultValue())
				&& LOAD_DATA_TYPE.BLOB.name().equalsIgnoreCase(column.getType());
	}

	private static boolean isEmpty(@Nullable String value) {
		return value == null || value.isEmpty();
	}

	@Override
	protected SqlStatement[] generateStatementsFromRows(Database database, List<LoadDataRowConfig> rows) {
		if (!this.sqlite) {
			return super.generateStatementsFromRows(database, rows);
		}
		List<SqlStatement> statements = new ArrayList<>();
		List<LoadDataRowConfig> alike = new ArrayList<>();
		for (LoadDataRowConfig row : rows) {
			DateValues.refuseUnreadable(row.getColumns());
			if (!alike.isEmpty() && !isAlike(alike.get(0), row)) {
				statements.addAll(List.of(super.generateStatementsFromRows(database, alike)));
				alike.clear();
			}
			alike.add(row);
		}
		statements.addAll(List.of(super.generateStatementsFromRows(database, alike)));
		return statements.toArray(SqlStatement[]::new);
	}

	private static boolean isAlike(LoadDataRowConfig left, LoadDataRowConfig right) {
		return left.needsPreparedStatement() == right.needsPreparedStatement()
				&& shape(left.getColumns()).equals(shape(right.getColumns()));
	}

	private static List<String> shape(List<LoadDataColumnConfig> columns) {
		return columns.stream()
			.map((column) -> column.getName()
					+ ((column.getValueObject() instanceof DatabaseFunction function) ? "=" + function : ""))
			.toList();
	}

	@Override
	protected ExecutablePreparedStatementBase createPreparedStatement(Database database, String catalogName,
			String schemaName, String tableName, List<LoadDataColumnConfig> columns, ChangeSet changeSet,
			ResourceAccessor resourceAccessor) {
		if (database instanceof SQLiteDatabase) {
			columns.forEach((column) -> ParameterValues.write(column, database));
		}
		return super.createPreparedStatement(database, catalogName, schemaName, tableName, columns, changeSet,
				resourceAccessor);
	}

}
