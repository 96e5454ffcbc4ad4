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

package io.migrationutilities.sqlite.alter;

import java.sql.Connection;
import java.sql.SQLException;

import io.migrationutilities.sqlite.table.SqliteSession;

/**
 * A <a href="https://sqlite.org/lang_savepoint.html">savepoint</a> of a transaction,
 * which starts one and ends it again where there is none.
 */
public final class Savepoint {

	private static final String NAME = "MIGRATION_ALTERATION";

	private final SqliteSession session;

	public Savepoint(Connection connection) {
		this(new SqliteSession(connection));
	}

	Savepoint(SqliteSession session) {
		this.session = session;
	}

	private void begin() throws SQLException {
		this.session.execute("SAVEPOINT " + NAME);
	}

	/**
	 * Do something as a whole or not at all.
	 * @param <E> another failure than one of the database
	 * @param action what to do
	 * @throws SQLException if the database fails
	 * @throws E if the action fails
	 */
	public <E extends Exception> void around(Action<E> action) throws SQLException, E {
		begin();
		try {
			action.run();
			release();
		}
		catch (Exception ex) {
			abandon(ex);
			throw ex;
		}
	}

	/**
	 * Undo all since the savepoint, which remains.
	 * @throws SQLException if the database fails
	 */
	void rollBack() throws SQLException {
		this.session.execute("ROLLBACK TO " + NAME);
	}

	private void release() throws SQLException {
		this.session.execute("RELEASE " + NAME);
	}

	/**
	 * Undo all since the savepoint and end it after a failure.
	 * @param failure what failed, which is told of failures to do that
	 */
	private void abandon(Exception failure) {
		try {
			rollBack();
			end();
		}
		catch (SQLException ex) {
			failure.addSuppressed(ex);
		}
	}

	// Without a transaction around it the release is a commit, of nothing by now, but one
	// that readers stand against still.
	private void end() throws SQLException {
		try {
			release();
		}
		catch (SQLException ex) {
			this.session.execute("ROLLBACK");
		}
	}

	/**
	 * Something to do.
	 *
	 * @param <E> another failure than one of the database
	 */
	@FunctionalInterface
	public interface Action<E extends Exception> {

		void run() throws SQLException, E;

	}

}
