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

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

import liquibase.database.Database;
import liquibase.exception.CustomChangeException;

/**
 * Custom change that executes a text through a connection of its own.
 */
public class OtherConnectionChange extends TextChange {

	private String text = "";

	private String url = "";

	private boolean swallowing;

	@Override
	public void setText(String text) {
		this.text = text;
	}

	public void setUrl(String url) {
		this.url = url;
	}

	public void setSwallowing(String swallowing) {
		this.swallowing = Boolean.parseBoolean(swallowing);
	}

	@Override
	public void execute(Database database) throws CustomChangeException {
		try (Connection connection = DriverManager.getConnection(this.url);
				Statement statement = connection.createStatement()) {
			statement.execute(this.text);
		}
		catch (SQLException ex) {
			if (!this.swallowing) {
				throw new CustomChangeException(ex);
			}
		}
	}

}
