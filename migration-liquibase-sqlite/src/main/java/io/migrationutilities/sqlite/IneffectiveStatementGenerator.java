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

import java.util.Map;

import liquibase.database.Database;
import liquibase.database.core.SQLiteDatabase;
import liquibase.exception.ValidationErrors;
import liquibase.exception.Warnings;
import liquibase.sql.Sql;
import liquibase.sqlgenerator.SqlGeneratorChain;
import liquibase.sqlgenerator.core.AbstractSqlGenerator;
import liquibase.statement.AbstractSqlStatement;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.AlterSequenceStatement;
import liquibase.statement.core.CreateSequenceStatement;
import liquibase.statement.core.DropSequenceStatement;
import liquibase.statement.core.RenameSequenceStatement;

import io.migrationutilities.sqlite.SqliteConfiguration.Ineffective;

/**
 * Says that SQLite has no sequences. Liquibase leaves out what is to be done to them, and
 * records the change set as executed.
 */
public final class IneffectiveStatementGenerator extends AbstractSqlGenerator<AbstractSqlStatement> {

	private static final Map<Class<? extends SqlStatement>, String> CHANGES = Map.of(CreateSequenceStatement.class,
			"createSequence", AlterSequenceStatement.class, "alterSequence", DropSequenceStatement.class,
			"dropSequence", RenameSequenceStatement.class, "renameSequence");

	@Override
	public int getPriority() {
		return PRIORITY_DATABASE + 100;
	}

	@Override
	public boolean supports(AbstractSqlStatement statement, Database database) {
		return database instanceof SQLiteDatabase && CHANGES.containsKey(statement.getClass());
	}

	@Override
	public ValidationErrors validate(AbstractSqlStatement statement, Database database,
			SqlGeneratorChain<AbstractSqlStatement> chain) {
		ValidationErrors errors = new ValidationErrors();
		if (SqliteConfiguration.INEFFECTIVE_CHANGES.getCurrentValue() == Ineffective.FAIL) {
			errors.addError(message(statement) + " Give its change set a 'dbms' that leaves SQLite out, or set '"
					+ SqliteConfiguration.INEFFECTIVE_CHANGES.getKey() + "' to 'warn'");
		}
		return errors;
	}

	@Override
	public Warnings warn(AbstractSqlStatement statement, Database database,
			SqlGeneratorChain<AbstractSqlStatement> chain) {
		return new Warnings().addWarning(message(statement));
	}

	private static String message(AbstractSqlStatement statement) {
		return CHANGES.get(statement.getClass()) + " has no effect on SQLite, which has no sequences.";
	}

	@Override
	public Sql[] generateSql(AbstractSqlStatement statement, Database database,
			SqlGeneratorChain<AbstractSqlStatement> chain) {
		return new Sql[0];
	}

}
