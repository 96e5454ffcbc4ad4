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
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import liquibase.database.Database;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code MIGRATION_RUN} beside the change history: one row for each upgrade,
 * downgrade and restore that changed the database.
 */
final class Ledger {

	static final String TABLE = "MIGRATION_RUN";

	private final Connection connection;

	private final LiquibaseTable table;

	/**
	 * Create a ledger. Nothing is read or written yet.
	 * @param connection a connection to the database
	 * @param table where it is, or would be
	 */
	Ledger(Connection connection, LiquibaseTable table) {
		this.connection = connection;
		this.table = table;
	}

	static Ledger of(LiquibaseSession session) {
		return new Ledger(session.getConnection(), tableOf(session.getDatabase()));
	}

	/**
	 * Return where the ledger of a database is.
	 * @param database the database
	 * @return its table, which may not exist
	 */
	static LiquibaseTable tableOf(Database database) {
		return LiquibaseTable.of(database, TABLE);
	}

	/**
	 * Write the row of a run, or bring it up to date.
	 * @param run the run as it is now
	 * @throws SQLException if the row can't be written
	 */
	void write(RunReport run) throws SQLException {
		if (!this.table.exists(this.connection)) {
			createTable();
			insert(run);
		}
		else if (!update(run)) {
			insert(run);
		}
	}

	private void insert(RunReport run) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement("INSERT INTO " + this.table.sql()
				+ " (ID, KIND, FROM_REVISION, TO_REVISION, APPLICATION_VERSION, DEPLOYMENT_ID, BACKUP, OUTCOME,"
				+ " ERROR_CODE, STARTED_AT, DURATION_MS) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
			statement.setString(1, run.id());
			statement.setString(2, run.kind());
			statement.setString(3, run.from());
			statement.setString(4, run.to());
			statement.setString(5, run.applicationVersion());
			statement.setString(6, LiquibaseScope.deploymentId());
			statement.setString(7, run.backup());
			statement.setString(8, run.outcome());
			statement.setString(9, run.error());
			statement.setString(10, run.startedAt().toString());
			statement.setLong(11, run.duration().toMillis());
			statement.executeUpdate();
		}
	}

	/**
	 * Return the newest run.
	 * @return the run, or {@code null} if there is none
	 * @throws SQLException if the ledger can't be read
	 */
	@Nullable RunReport findNewest() throws SQLException {
		List<RunReport> newest = read(0, 1).runs();
		return newest.isEmpty() ? null : newest.get(0);
	}

	/**
	 * Return a part of the runs, newest first.
	 * @param offset how many to leave out
	 * @param limit how many to return at most
	 * @return the runs
	 * @throws SQLException if the ledger can't be read
	 */
	RunPage read(int offset, int limit) throws SQLException {
		if (!this.table.exists(this.connection)) {
			return new RunPage(0, List.of());
		}
		try (Statement statement = this.connection.createStatement()) {
			long total;
			try (ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + this.table.sql())) {
				row.next();
				total = row.getLong(1);
			}
			statement.setMaxRows((int) Math.min((long) offset + limit, Integer.MAX_VALUE));
			return new RunPage(total, readRuns(statement, offset));
		}
	}

	private List<RunReport> readRuns(Statement statement, int offset) throws SQLException {
		List<RunReport> runs = new ArrayList<>();
		try (ResultSet rows = statement.executeQuery("SELECT ID, KIND, FROM_REVISION, TO_REVISION, OUTCOME, STARTED_AT,"
				+ " DURATION_MS, APPLICATION_VERSION, BACKUP, ERROR_CODE FROM " + this.table.sql()
				+ " ORDER BY STARTED_AT DESC, ID")) {
			for (int index = 0; rows.next(); index++) {
				if (index >= offset) {
					runs.add(readRun(rows));
				}
			}
		}
		return runs;
	}

	private static RunReport readRun(ResultSet row) throws SQLException {
		return new RunReport(row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5),
				Instant.parse(row.getString(6)), Duration.ofMillis(row.getLong(7)), row.getString(8), row.getString(9),
				row.getString(10));
	}

	private boolean update(RunReport run) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(
				"UPDATE " + this.table.sql() + " SET OUTCOME = ?, ERROR_CODE = ?, DURATION_MS = ? WHERE ID = ?")) {
			statement.setString(1, run.outcome());
			statement.setString(2, run.error());
			statement.setLong(3, run.duration().toMillis());
			statement.setString(4, run.id());
			return statement.executeUpdate() == 1;
		}
	}

	// The moment is text in ISO-8601, UTC, which reads and sorts the same on every
	// database.
	private void createTable() throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("CREATE TABLE " + this.table.sql() + " (ID VARCHAR(36) NOT NULL PRIMARY KEY,"
					+ " KIND VARCHAR(16) NOT NULL, FROM_REVISION VARCHAR(1024), TO_REVISION VARCHAR(1024),"
					+ " APPLICATION_VERSION VARCHAR(255), DEPLOYMENT_ID VARCHAR(10), BACKUP VARCHAR(255),"
					+ " OUTCOME VARCHAR(16) NOT NULL, ERROR_CODE VARCHAR(64), STARTED_AT VARCHAR(32) NOT NULL,"
					+ " DURATION_MS BIGINT NOT NULL)");
		}
	}

	/**
	 * Outcome of a run.
	 */
	enum Outcome {

		RUNNING, SUCCEEDED, FAILED

	}

}
