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
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import liquibase.database.Database;
import liquibase.exception.DatabaseException;
import liquibase.exception.LiquibaseException;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.sqlite.alter.ReferencedTables;
import io.migrationutilities.sqlite.alter.TableDrop;
import io.migrationutilities.sqlite.table.Refusals;
import io.migrationutilities.sqlite.table.SchemaFindings;
import io.migrationutilities.sqlite.table.SqliteSession;

/**
 * Switches the enforcement of foreign keys off before the transaction of a change set
 * that may rebuild tables, and on again after it, since
 * <a href="https://sqlite.org/pragma.html#pragma_foreign_keys">SQLite</a> ignores it
 * inside. The effect of the change set on other rows is checked before it commits.
 */
final class ForeignKeySuspension {

	private static final String DEFERRED = "defer_foreign_keys";

	private final Database database;

	private boolean prepared;

	private boolean suspended;

	private Map<String, Long> findings = Map.of();

	ForeignKeySuspension(Database database) {
		this.database = database;
	}

	/**
	 * Prepare the transaction that a change set is going to begin, unless it has begun.
	 * @param rebuildExpected whether tables may be rebuilt in it
	 * @throws DatabaseException if the database fails
	 */
	void prepare(BooleanSupplier rebuildExpected) throws DatabaseException {
		if (this.prepared || !JdbcAccess.isPossible(this.database)) {
			return;
		}
		this.prepared = true;
		JdbcAccess.run(this.database, (connection) -> suspend(connection, rebuildExpected));
	}

	private void suspend(Connection connection, BooleanSupplier rebuildExpected) throws SQLException {
		// Otherwise the connection commits for itself, or somebody else has begun the
		// transaction and is in charge of the setting.
		if (!connection.getAutoCommit() && isEnforced(connection) && rebuildExpected.getAsBoolean()) {
			connection.commit();
			set(connection, false);
			this.suspended = !isEnforced(connection);
			this.findings = SchemaFindings.find(new SqliteSession(connection));
		}
	}

	/**
	 * Check before the commit what enforced foreign keys would have refused, or done.
	 * @throws DatabaseException if the database fails
	 */
	void check() throws DatabaseException {
		if (this.suspended) {
			JdbcAccess.run(this.database, this::refuseViolations);
		}
	}

	private void refuseViolations(Connection connection) throws SQLException {
		List<String> added = SchemaFindings.difference(this.findings,
				SchemaFindings.find(new SqliteSession(connection)));
		if (!added.isEmpty()) {
			throw Refusals.refused("The change set would leave " + String.join("; ", added) + ".",
					"Foreign keys are not enforced while tables are rebuilt: move what changes the rows to a change set of its own.");
		}
	}

	/**
	 * Return to the setting as it was, after the transaction.
	 * @throws DatabaseException if the database fails
	 */
	void resume() throws DatabaseException {
		this.prepared = false;
		if (this.suspended) {
			JdbcAccess.run(this.database, (connection) -> {
				// A transaction that has not ended must not be committed by the setting.
				connection.rollback();
				set(connection, true);
			});
			this.suspended = false;
		}
	}

	/**
	 * Switch the enforcement off until {@link #enable()}.
	 * @return whether it was on
	 * @throws DatabaseException if the database fails
	 */
	boolean disable() throws DatabaseException {
		boolean[] enforced = new boolean[1];
		JdbcAccess.run(this.database, (connection) -> {
			enforced[0] = isEnforced(connection);
			set(connection, false);
		});
		return enforced[0];
	}

	/**
	 * Drop a table that comes back, or that refers to itself: its rows, which SQLite
	 * deletes first, are no business of foreign keys.
	 * @param drop what is dropped, or {@code null} if nothing is executed
	 * @param returning whether the table comes back
	 * @param action what to do
	 * @throws LiquibaseException if that fails
	 */
	void relax(@Nullable TableDrop drop, BooleanSupplier returning, Action action) throws LiquibaseException {
		boolean[] autoCommit = new boolean[1];
		boolean[] deferred = new boolean[1];
		if (drop != null && JdbcAccess.isPossible(this.database)) {
			JdbcAccess.run(this.database, (connection) -> {
				boolean own = isEnforced(connection) && new ReferencedTables(connection).refersToItself(drop.table());
				autoCommit[0] = connection.getAutoCommit() && (own || returning.getAsBoolean());
				deferred[0] = own && !autoCommit[0] && !new SqliteSession(connection).isOn(DEFERRED);
			});
		}
		boolean enforced = autoCommit[0] && disable();
		defer(deferred[0], true);
		try {
			action.run();
		}
		finally {
			defer(deferred[0], false);
			if (enforced) {
				enable();
			}
		}
	}

	private void defer(boolean needed, boolean deferred) throws DatabaseException {
		if (needed) {
			JdbcAccess.run(this.database, (connection) -> new SqliteSession(connection)
				.execute("PRAGMA %s = %s".formatted(DEFERRED, deferred ? "ON" : "OFF")));
		}
	}

	void enable() throws DatabaseException {
		JdbcAccess.run(this.database, (connection) -> {
			if (!connection.getAutoCommit()) {
				connection.rollback();
			}
			set(connection, true);
		});
	}

	private static boolean isEnforced(Connection connection) throws SQLException {
		return new SqliteSession(connection).isOn("foreign_keys");
	}

	// Setting auto-commit mode commits what is open.
	private static void set(Connection connection, boolean enforced) throws SQLException {
		boolean autoCommit = connection.getAutoCommit();
		connection.setAutoCommit(true);
		try {
			new SqliteSession(connection).execute("PRAGMA foreign_keys = " + (enforced ? "ON" : "OFF"));
		}
		finally {
			connection.setAutoCommit(autoCommit);
		}
	}

	/**
	 * Something to do.
	 */
	@FunctionalInterface
	interface Action {

		void run() throws LiquibaseException;

	}

}
