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

package io.migrationutilities.engine.session;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.database.Queries;
import io.migrationutilities.database.SqlState;

/**
 * Begins and ends the real transaction of a connection, and moves the one savepoint in
 * it.
 */
interface TransactionControl {

	void begin(Connection connection) throws SQLException;

	void commit(Connection connection) throws SQLException;

	void rollback(Connection connection) throws SQLException;

	/**
	 * Return whether the transaction still goes on after a statement failed.
	 * @param connection the connection
	 * @return {@code false} if the database has ended it
	 * @throws SQLException if that can't be found out
	 */
	boolean isActive(Connection connection) throws SQLException;

	/**
	 * End a transaction that a text of a change set has begun outside those of runs.
	 * @param connection the connection, in auto-commit mode
	 * @param command {@code COMMIT} or {@code ROLLBACK}
	 * @throws SQLException if it can't be ended
	 */
	void end(Connection connection, String command) throws SQLException;

	/**
	 * Prepare for what statements are going to do to the session.
	 * @param connection the connection
	 * @param statements what is going to be executed
	 * @throws SQLException if the database can't be asked
	 */
	default void beforeExecution(Connection connection, SessionStatements statements) throws SQLException {
	}

	/**
	 * Do what a commit of Liquibase would do to the session, and set the savepoint here.
	 * @param connection the connection
	 * @param statements what was executed since the savepoint was set
	 * @throws SQLException if a constraint is violated, or the database refuses it
	 */
	void moveSavepoint(Connection connection, SessionStatements statements) throws SQLException;

	/**
	 * Return whether a savepoint could not be released because it is gone.
	 * @param failure the failure to release it
	 * @return whether it is gone
	 */
	boolean isSavepointMissing(SQLException failure);

	void setSavepoint(Connection connection) throws SQLException;

	void rollbackToSavepoint(Connection connection) throws SQLException;

	/**
	 * Control by JDBC.
	 */
	class Jdbc implements TransactionControl {

		private @Nullable Savepoint savepoint;

		@Override
		public void begin(Connection connection) throws SQLException {
			connection.setAutoCommit(false);
		}

		@Override
		public void commit(Connection connection) throws SQLException {
			connection.commit();
			connection.setAutoCommit(true);
		}

		@Override
		public void rollback(Connection connection) throws SQLException {
			connection.rollback();
			connection.setAutoCommit(true);
		}

		@Override
		public boolean isActive(Connection connection) throws SQLException {
			return true;
		}

		@Override
		public void end(Connection connection, String command) throws SQLException {
		}

		@Override
		public boolean isSavepointMissing(SQLException failure) {
			return SqlState.NO_SAVEPOINT.is(failure);
		}

		@Override
		public void setSavepoint(Connection connection) throws SQLException {
			this.savepoint = connection.setSavepoint();
		}

		@Override
		public void moveSavepoint(Connection connection, SessionStatements statements) throws SQLException {
			connection.releaseSavepoint(this.savepoint);
			setSavepoint(connection);
		}

		@Override
		public void rollbackToSavepoint(Connection connection) throws SQLException {
			connection.rollback(this.savepoint);
		}

	}

	/**
	 * Control of PostgreSQL, where the end of a change set checks the deferred
	 * constraints, as its own commit would: a table can't be altered while checks of it
	 * are pending.
	 */
	final class Postgresql extends Jdbc {

		// Constraints that are deferred by default are deferred again by name, as those
		// that are INITIALLY IMMEDIATE must not be. Not everybody may use plpgsql.
		private static final String CHECK_CONSTRAINTS = """
				SELECT pg_catalog.string_agg(DISTINCT pg_catalog.format('%I.%I', n.nspname, c.conname), ', ')
				FROM pg_catalog.pg_constraint c JOIN pg_catalog.pg_namespace n ON n.oid = c.connamespace
				WHERE c.condeferred AND pg_catalog.has_schema_privilege(n.oid, 'USAGE');
				SET CONSTRAINTS ALL IMMEDIATE""";

		private final TransactionSettings settings = new TransactionSettings();

		@Override
		public void begin(Connection connection) throws SQLException {
			super.begin(connection);
			this.settings.remember(connection);
		}

		@Override
		public void beforeExecution(Connection connection, SessionStatements statements) throws SQLException {
			this.settings.rememberNamed(connection, statements);
		}

		@Override
		public void setSavepoint(Connection connection) throws SQLException {
			Queries.execute(connection, "SAVEPOINT migration_change_set");
		}

		// The driver sends each batch at once, so that it costs one answer of the server.
		@Override
		public void moveSavepoint(Connection connection, SessionStatements statements) throws SQLException {
			List<String> batch = new ArrayList<>();
			if (!statements.isEmpty()) {
				String deferred = checkConstraints(connection);
				if (deferred != null) {
					batch.add("SET CONSTRAINTS " + deferred + " DEFERRED");
				}
				batch.addAll(this.settings.restore(connection, statements));
				batch.addAll(statements.getEndsOfTables());
			}
			batch.add("RELEASE SAVEPOINT migration_change_set");
			batch.add("SAVEPOINT migration_change_set");
			Queries.execute(connection, String.join(";", batch));
		}

		private static @Nullable String checkConstraints(Connection connection) throws SQLException {
			try (Statement statement = connection.createStatement()) {
				statement.execute(CHECK_CONSTRAINTS);
				try (ResultSet row = statement.getResultSet()) {
					return row.next() ? row.getString(1) : null;
				}
			}
		}

		@Override
		public void rollbackToSavepoint(Connection connection) throws SQLException {
			Queries.execute(connection, "ROLLBACK TO SAVEPOINT migration_change_set");
		}

		@Override
		public boolean isActive(Connection connection) throws SQLException {
			return !connection.isClosed() && PostgresqlAccess.isInTransaction(connection);
		}

		@Override
		public void end(Connection connection, String command) throws SQLException {
			if (isActive(connection)) {
				Queries.execute(connection, command);
			}
		}

	}

	/**
	 * Control by SQL for SQLite, where {@code BEGIN IMMEDIATE} takes the write lock
	 * before the first statement and with it keeps every other writer out until the end.
	 * The driver stays in auto-commit mode, in which it adds nothing of its own.
	 */
	final class Sqlite implements TransactionControl {

		@Override
		public void begin(Connection connection) throws SQLException {
			Queries.execute(connection, "BEGIN IMMEDIATE");
		}

		@Override
		public void commit(Connection connection) throws SQLException {
			Queries.execute(connection, "COMMIT");
		}

		@Override
		public void rollback(Connection connection) throws SQLException {
			Queries.execute(connection, "ROLLBACK");
		}

		// Transactions don't nest: that one can be begun tells that there is none.
		@Override
		public boolean isActive(Connection connection) throws SQLException {
			try {
				Queries.execute(connection, "BEGIN");
			}
			catch (SQLException ex) {
				return true;
			}
			Queries.execute(connection, "ROLLBACK");
			return false;
		}

		@Override
		public void end(Connection connection, String command) throws SQLException {
			if (isActive(connection)) {
				Queries.execute(connection, command);
			}
		}

		@Override
		public boolean isSavepointMissing(SQLException failure) {
			return String.valueOf(failure.getMessage()).contains("no such savepoint");
		}

		@Override
		public void setSavepoint(Connection connection) throws SQLException {
			Queries.execute(connection, "SAVEPOINT migration_change_set");
		}

		@Override
		public void moveSavepoint(Connection connection, SessionStatements statements) throws SQLException {
			Queries.execute(connection, "RELEASE migration_change_set", "SAVEPOINT migration_change_set");
		}

		@Override
		public void rollbackToSavepoint(Connection connection) throws SQLException {
			Queries.execute(connection, "ROLLBACK TO migration_change_set");
		}

	}

}
