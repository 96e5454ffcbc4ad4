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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Date;
import java.util.List;
import java.util.Set;

import liquibase.change.ColumnConfig;
import liquibase.database.Database;
import liquibase.statement.DatabaseFunction;
import liquibase.statement.ExecutablePreparedStatementBase;
import liquibase.statement.InsertExecutablePreparedStatement;
import liquibase.statement.SqlStatement;
import liquibase.statement.UpdateExecutablePreparedStatement;

import io.migrationutilities.sqlite.table.SqlName;

/**
 * Gives statements with parameters, as those with a blob are, the values that others
 * write. The driver makes milliseconds of dates and times, and Liquibase leaves functions
 * and truth values as they are written in the changelog.
 */
final class ParameterValues {

	private ParameterValues() {
	}

	/**
	 * Return whether a statement may have other values.
	 * @param statement any statement
	 * @return whether it may
	 */
	static boolean isPossible(SqlStatement statement) {
		return statement instanceof InsertExecutablePreparedStatement
				|| statement instanceof UpdateExecutablePreparedStatement;
	}

	/**
	 * Return a statement with the values that are to be stored. The columns of the
	 * changelog, which have a checksum, stay as they are.
	 * @param statement a statement that inserts or updates rows with parameters
	 * @param database the database
	 * @param connection a connection to it
	 * @return the statement
	 * @throws SQLException if the table can't be read
	 */
	static SqlStatement write(SqlStatement statement, Database database, Connection connection) throws SQLException {
		ExecutablePreparedStatementBase prepared = (ExecutablePreparedStatementBase) statement;
		boolean truthValues = prepared.getColumns()
			.stream()
			.anyMatch((column) -> BooleanValues.isTruthValue(column.getValue()));
		Set<String> truthColumns = truthValues ? BooleanValues.columns(prepared.getTableName(), connection) : Set.of();
		List<ColumnConfig> columns = prepared.getColumns()
			.stream()
			.map((column) -> written(column, truthColumns, database))
			.toList();
		return (statement instanceof UpdateExecutablePreparedStatement update) ? withColumns(update, columns, database)
				: new InsertExecutablePreparedStatement(database, prepared.getCatalogName(), prepared.getSchemaName(),
						prepared.getTableName(), columns, prepared.getChangeSet(), prepared.getResourceAccessor());
	}

	private static SqlStatement withColumns(UpdateExecutablePreparedStatement update, List<ColumnConfig> columns,
			Database database) {
		UpdateExecutablePreparedStatement copy = new UpdateExecutablePreparedStatement(database,
				update.getCatalogName(), update.getSchemaName(), update.getTableName(), columns, update.getChangeSet(),
				update.getResourceAccessor());
		copy.setWhereClause(update.getWhereClause());
		update.getWhereColumnNames().forEach(copy::addWhereColumnName);
		update.getWhereParameters().forEach(copy::addWhereParameter);
		return copy;
	}

	private static ColumnConfig written(ColumnConfig column, Set<String> truthColumns, Database database) {
		ColumnConfig copy = new ColumnConfig().setName(column.getName());
		if (column.getValueDate() != null || column.getValueComputed() != null) {
			copy.setValueDate(column.getValueDate()).setValueComputed(column.getValueComputed());
			write(copy, database);
			return copy;
		}
		return (BooleanValues.isTruthValue(column.getValue()) && truthColumns.contains(SqlName.fold(column.getName())))
				? copy.setValueBoolean(BooleanValues.isTrue(column.getValue())) : column;
	}

	/**
	 * Write the date or function of a column as SQLite takes it.
	 * @param column the column
	 * @param database the database
	 */
	static void write(ColumnConfig column, Database database) {
		Date date = column.getValueDate();
		if (date != null) {
			String literal = database.getDateLiteral(date);
			column.setValueDate((Date) null);
			column.setValue(literal.substring(1, literal.length() - 1));
		}
		if (column.getValueObject() instanceof DatabaseFunction function) {
			column.setValueComputed(new DatabaseFunction(database.generateDatabaseFunctionValue(function)));
		}
	}

}
