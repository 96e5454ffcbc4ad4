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
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import liquibase.Scope;
import liquibase.database.Database;
import liquibase.exception.DatabaseException;
import liquibase.executor.Executor;
import liquibase.executor.ExecutorService;
import liquibase.sql.Sql;
import liquibase.sqlgenerator.SqlGeneratorFactory;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.RawParameterizedSqlStatement;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.sqlite.alter.Alteration;
import io.migrationutilities.sqlite.alter.BrokenObjects;
import io.migrationutilities.sqlite.alter.TableAlterer;
import io.migrationutilities.sqlite.alter.TableRename;
import io.migrationutilities.sqlite.table.SqliteSession;

/**
 * A copy of the schema in memory, without rows, on which statements are carried out that
 * are only written down: what a rebuild has to say depends on what was done to the table
 * before.
 */
final class SchemaMirror {

	private final Database database;

	private @Nullable Connection mirror;

	private @Nullable Executor writer;

	SchemaMirror(Database database) {
		this.database = database;
	}

	/**
	 * Carry a statement out.
	 * @param statement any statement
	 * @throws DatabaseException if the schema can't be copied
	 */
	void execute(SqlStatement statement) throws DatabaseException {
		if (SqlGeneratorFactory.getInstance().supports(statement, this.database)) {
			for (Sql sql : SqlGeneratorFactory.getInstance().generateSql(statement, this.database)) {
				execute(sql.toSql());
			}
		}
	}

	/**
	 * Carry alterations out.
	 * @param alterations the alterations
	 * @return the statements that do it
	 * @throws DatabaseException if the schema can't be read
	 */
	SqlStatement[] alter(List<Alteration> alterations) throws DatabaseException {
		try {
			List<String> statements = new ArrayList<>();
			for (List<Alteration> stage : TableAlterer.stages(alterations)) {
				List<String> ofStage = new TableAlterer(connection()).statements(stage);
				for (String statement : ofStage) {
					execute(statement);
				}
				statements.addAll(ofStage);
			}
			return statements.stream().map(RawParameterizedSqlStatement::new).toArray(SqlStatement[]::new);
		}
		catch (SQLException ex) {
			throw new DatabaseException(ex);
		}
	}

	/**
	 * Do something with the copy.
	 * @param <E> another failure than one of the database
	 * @param action what to do
	 * @throws DatabaseException if the database fails
	 * @throws E if the action fails
	 */
	<E extends Exception> void run(JdbcAccess.Action<E> action) throws DatabaseException, E {
		try {
			action.run(connection());
		}
		catch (SQLException ex) {
			throw new DatabaseException(ex);
		}
	}

	private void execute(String sql) throws DatabaseException {
		execute(connection(), sql);
	}

	// Rows are missing here, so that a statement may fail that doesn't fail on the
	// database; and what virtual tables are made of is there with them.
	private static void execute(Connection connection, String sql) {
		try (Statement statement = connection.createStatement()) {
			Optional<TableRename> rename = TableRename.parse(sql);
			if (rename.isPresent()) {
				new BrokenObjects(connection, rename.get()).<SQLException>execute(() -> statement.execute(sql));
			}
			else {
				statement.execute(sql);
			}
		}
		catch (SQLException ex) {
			Scope.getCurrentScope()
				.getLog(SchemaMirror.class)
				.fine("Not carried out on the copy of the schema: " + sql, ex);
		}
	}

	private Connection connection() throws DatabaseException {
		// Each command that writes statements down begins with the schema as it is.
		Executor current = Scope.getCurrentScope()
			.getSingleton(ExecutorService.class)
			.getExecutor("jdbc", this.database);
		if (this.writer != current) {
			close();
			this.writer = current;
		}
		Connection connection = this.mirror;
		if (connection == null) {
			connection = open();
			this.mirror = connection;
		}
		return connection;
	}

	private Connection open() throws DatabaseException {
		try {
			Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
			if (JdbcAccess.isPossible(this.database)) {
				JdbcAccess.run(this.database, (source) -> copy(source, connection));
			}
			return connection;
		}
		catch (SQLException ex) {
			throw new DatabaseException(ex);
		}
	}

	// Tables before what is built on them: an index or a trigger needs its table.
	private static void copy(Connection source, Connection target) throws SQLException {
		execute(target, "PRAGMA foreign_keys = " + new SqliteSession(source).number("PRAGMA foreign_keys"));
		try (Statement query = source.createStatement();
				ResultSet rows = query.executeQuery("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"
						+ " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type <> 'table', type = 'trigger', rowid")) {
			while (rows.next()) {
				execute(target, rows.getString(1));
			}
		}
	}

	void close() throws DatabaseException {
		Connection connection = this.mirror;
		this.mirror = null;
		if (connection != null) {
			try {
				connection.close();
			}
			catch (SQLException ex) {
				throw new DatabaseException(ex);
			}
		}
	}

}
