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

import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.visitor.ChangeExecListener;
import liquibase.database.Database;
import liquibase.database.core.SQLiteDatabase;
import liquibase.exception.DatabaseException;
import liquibase.exception.PreconditionErrorException;
import liquibase.exception.PreconditionFailedException;
import liquibase.precondition.PreconditionFactory;
import liquibase.precondition.core.PrimaryKeyExistsPrecondition;

import io.migrationutilities.sqlite.table.Constraint.Kind;

/**
 * Finds a primary key by its name alone on SQLite, too, where Liquibase asks for the name
 * of the table.
 */
public class SqlitePrimaryKeyExistsPrecondition extends PrimaryKeyExistsPrecondition {

	/**
	 * Take the place of Liquibase's own precondition, which has no priority by which
	 * another one could come first.
	 */
	static void register() {
		PreconditionFactory factory = PreconditionFactory.getInstance();
		SqlitePrimaryKeyExistsPrecondition precondition = new SqlitePrimaryKeyExistsPrecondition();
		if (factory.getPreconditions().get(precondition.getName()) != precondition.getClass()) {
			factory.register(precondition);
		}
	}

	@Override
	public void check(Database database, DatabaseChangeLog changeLog, ChangeSet changeSet,
			ChangeExecListener changeExecListener) throws PreconditionFailedException, PreconditionErrorException {
		if (database instanceof SQLiteDatabase && (getTableName() == null || getTableName().isBlank())) {
			checkName(database, changeLog);
		}
		else {
			super.check(database, changeLog, changeSet, changeExecListener);
		}
	}

	private void checkName(Database database, DatabaseChangeLog changeLog)
			throws PreconditionFailedException, PreconditionErrorException {
		String name = getPrimaryKeyName();
		try {
			if (name == null || FoundConstraint.find(database, null, name, Kind.PRIMARY_KEY).isEmpty()) {
				throw new PreconditionFailedException("Primary Key %s does not exist".formatted(name), changeLog, this);
			}
		}
		catch (DatabaseException ex) {
			throw new PreconditionErrorException(ex, changeLog, this);
		}
	}

}
