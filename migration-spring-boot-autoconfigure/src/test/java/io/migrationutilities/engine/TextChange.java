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

package io.migrationutilities.engine;

import java.sql.SQLException;
import java.sql.Statement;

import liquibase.change.custom.CustomTaskChange;
import liquibase.change.custom.CustomTaskRollback;
import liquibase.database.Database;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.CustomChangeException;
import liquibase.exception.ValidationErrors;
import liquibase.resource.ResourceAccessor;

/**
 * Custom change that executes a text through the connection that it is given.
 */
public class TextChange implements CustomTaskChange, CustomTaskRollback {

	private String text = "";

	public void setText(String text) {
		this.text = text;
	}

	@Override
	public void execute(Database database) throws CustomChangeException {
		try (Statement statement = ((JdbcConnection) database.getConnection()).createStatement()) {
			statement.execute(this.text);
		}
		catch (SQLException | liquibase.exception.DatabaseException ex) {
			throw new CustomChangeException(ex);
		}
	}

	@Override
	public void rollback(Database database) throws CustomChangeException {
		execute(database);
	}

	@Override
	public String getConfirmationMessage() {
		return "done";
	}

	@Override
	public void setUp() {
	}

	@Override
	public void setFileOpener(ResourceAccessor resourceAccessor) {
	}

	@Override
	public ValidationErrors validate(Database database) {
		return new ValidationErrors();
	}

}
