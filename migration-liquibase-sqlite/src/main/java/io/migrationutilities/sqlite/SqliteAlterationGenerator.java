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
import java.util.stream.Stream;

import liquibase.database.Database;
import liquibase.database.core.SQLiteDatabase;
import liquibase.exception.ValidationErrors;
import liquibase.exception.Warnings;
import liquibase.sql.Sql;
import liquibase.sql.UnparsedSql;
import liquibase.sqlgenerator.SqlGeneratorChain;
import liquibase.sqlgenerator.core.AbstractSqlGenerator;
import liquibase.statement.AbstractSqlStatement;
import liquibase.statement.core.AddColumnStatement;
import liquibase.statement.core.ModifyDataTypeStatement;
import liquibase.statement.core.SetNullableStatement;

import io.migrationutilities.sqlite.alter.AlterTableWriter;
import io.migrationutilities.sqlite.alter.Alteration;
import io.migrationutilities.sqlite.table.SqliteAlterationException;

/**
 * Makes Liquibase accept all alterations of tables on SQLite, and says them in SQL where
 * it only writes them to logs. {@link AlteringSqliteDatabase} carries them out.
 */
public final class SqliteAlterationGenerator extends AbstractSqlGenerator<AbstractSqlStatement> {

	@Override
	public int getPriority() {
		return PRIORITY_DATABASE + 100;
	}

	@Override
	public boolean supports(AbstractSqlStatement statement, Database database) {
		return database instanceof SQLiteDatabase && StatementTranslator.isAlteration(statement);
	}

	@Override
	public ValidationErrors validate(AbstractSqlStatement statement, Database database,
			SqlGeneratorChain<AbstractSqlStatement> chain) {
		ValidationErrors errors = new ValidationErrors();
		try {
			new StatementTranslator(database).translate(statement);
		}
		catch (SqliteAlterationException ex) {
			errors.addError(ex.getMessage() + " " + ex.getHint());
		}
		return errors;
	}

	@Override
	public Warnings warn(AbstractSqlStatement statement, Database database,
			SqlGeneratorChain<AbstractSqlStatement> chain) {
		Warnings warnings = new Warnings();
		if (statement instanceof AddColumnStatement add) {
			Stream.concat(Stream.of(add), add.getColumns().stream())
				.filter(SqliteAlterationGenerator::hasPlace)
				.forEach((column) -> warnings.addWarning("The place of column '" + column.getColumnName()
						+ "' has no effect on SQLite, which adds columns behind all others."));
		}
		return warnings;
	}

	private static boolean hasPlace(AddColumnStatement column) {
		return column.getAddAfterColumn() != null || column.getAddBeforeColumn() != null
				|| column.getAddAtPosition() != null;
	}

	@Override
	public Sql[] generateSql(AbstractSqlStatement statement, Database database,
			SqlGeneratorChain<AbstractSqlStatement> chain) {
		if (altersColumnOfHistory(statement, database)) {
			return new Sql[0];
		}
		List<Alteration> alterations = new StatementTranslator(database).translate(statement);
		return alterations.stream()
			.map((alteration) -> new UnparsedSql(AlterTableWriter.write(alteration)))
			.toArray(Sql[]::new);
	}

	// Liquibase widens the columns of an old history table past AlteringSqliteDatabase.
	// On
	// SQLite columns have no widths, and it has always left them as they are.
	private static boolean altersColumnOfHistory(AbstractSqlStatement statement, Database database) {
		String table = (statement instanceof ModifyDataTypeStatement modify) ? modify.getTableName()
				: (statement instanceof SetNullableStatement set) ? set.getTableName() : null;
		return database.getDatabaseChangeLogTableName().equalsIgnoreCase(table);
	}

}
