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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.changelog.ChangeLogHistoryServiceFactory;
import liquibase.changelog.FastCheckService;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateSqlCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.ui.LoggerUIService;

/**
 * Liquibase as any Java program uses it, without Spring and without the engine, on a
 * SQLite database file.
 */
final class PlainLiquibase {

	private final Path directory;

	private final boolean foreignKeys;

	PlainLiquibase(Path directory, boolean foreignKeys) {
		this.directory = directory;
		this.foreignKeys = foreignKeys;
	}

	/**
	 * Run a changelog to its end.
	 * @param changeSets the change sets in YAML
	 * @return what of it may be asked
	 * @throws LiquibaseException if it fails
	 */
	PlainLiquibase update(String changeSets) throws LiquibaseException {
		run(changeSets, (liquibase) -> {
			liquibase.update(new Contexts());
			assertUnchanged(liquibase.getDatabase());
		});
		return this;
	}

	String updateSql(String changeSets) throws LiquibaseException {
		StringBuilder sql = new StringBuilder();
		run(changeSets, (liquibase) -> sql.append(updateSql(liquibase)));
		return sql.toString();
	}

	static String updateSql(Liquibase liquibase) throws LiquibaseException {
		ByteArrayOutputStream sql = new ByteArrayOutputStream();
		new CommandScope("updateSql")
			.addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, liquibase.getDatabase())
			.addArgumentValue(UpdateSqlCommandStep.CHANGELOG_FILE_ARG, liquibase.getChangeLogFile())
			.setOutput(sql)
			.execute();
		return sql.toString(StandardCharsets.UTF_8);
	}

	PlainLiquibase rollback(String changeSets, int count) throws LiquibaseException {
		run(changeSets, (liquibase) -> {
			liquibase.rollback(count, "");
			assertUnchanged(liquibase.getDatabase());
		});
		return this;
	}

	void assertUnchanged(Database database) throws LiquibaseException {
		try {
			Connection connection = ((JdbcConnection) database.getConnection()).getUnderlyingConnection();
			if (isOn(connection, "foreign_keys") != this.foreignKeys || isOn(connection, "legacy_alter_table")) {
				throw new AssertionError("A setting of the connection was left changed");
			}
		}
		catch (SQLException ex) {
			throw new LiquibaseException(ex);
		}
	}

	private static boolean isOn(Connection connection, String pragma) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("PRAGMA " + pragma)) {
			return row.next() && row.getBoolean(1);
		}
	}

	/**
	 * Do something with Liquibase.
	 * @param changeSets the change sets in YAML
	 * @param action what to do
	 * @throws LiquibaseException if it fails
	 */
	void run(String changeSets, Action action) throws LiquibaseException {
		write("changelog.yaml", "databaseChangeLog:\n" + changeSets);
		try (Connection connection = connect()) {
			Database database = DatabaseFactory.getInstance()
				.findCorrectDatabaseImplementation(new JdbcConnection(connection));
			Scope.child(Map.of(Scope.Attr.ui.name(), new LoggerUIService(), "liquibase.analytics.enabled", false,
					Scope.Attr.resourceAccessor.name(), new DirectoryResourceAccessor(this.directory)), () -> {
						forgetOtherDatabases();
						action.run(new Liquibase("changelog.yaml", new DirectoryResourceAccessor(this.directory),
								database));
					});
		}
		catch (LiquibaseException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new LiquibaseException(ex);
		}
	}

	private static void forgetOtherDatabases() {
		Scope.getCurrentScope().getSingleton(FastCheckService.class).clearCache();
		Scope.getCurrentScope().getSingleton(ChangeLogHistoryServiceFactory.class).resetAll();
	}

	PlainLiquibase write(String file, String text) {
		try {
			Files.writeString(this.directory.resolve(file), text);
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	Connection connect() throws SQLException {
		return DriverManager
			.getConnection("jdbc:sqlite:" + this.directory.resolve("test.db") + "?foreign_keys=" + this.foreignKeys);
	}

	PlainLiquibase execute(String... statements) throws SQLException {
		try (Connection connection = connect(); Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
		return this;
	}

	/**
	 * Return what a query finds.
	 * @param sql the query
	 * @return the values of a row with bars between them, for each row
	 * @throws SQLException if the query fails
	 */
	List<String> query(String sql) throws SQLException {
		try (Connection connection = connect();
				Statement statement = connection.createStatement();
				ResultSet rows = statement.executeQuery(sql)) {
			List<String> found = new ArrayList<>();
			while (rows.next()) {
				List<String> values = new ArrayList<>();
				for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
					values.add(String.valueOf(rows.getString(i)));
				}
				found.add(String.join("|", values));
			}
			return found;
		}
	}

	/**
	 * Something to do with Liquibase.
	 */
	@FunctionalInterface
	interface Action {

		void run(Liquibase liquibase) throws Exception;

	}

}
