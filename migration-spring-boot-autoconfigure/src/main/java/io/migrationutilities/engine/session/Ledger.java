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
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import liquibase.Scope;
import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.RunReport;
import io.migrationutilities.RunReport.Outcome;
import io.migrationutilities.database.Queries;

/**
 * The table beside the change history that has one row for each upgrade, downgrade and
 * restore that changed the database. Runs are numbered in the order in which they had the
 * lock, since the clocks of instances differ.
 */
public final class Ledger {

	private static final String NUMBER = "RUN_NUMBER";

	private static final List<String> COLUMNS = List.of("ID", "KIND", "FROM_REVISION", "TO_REVISION",
			"APPLICATION_VERSION", "DEPLOYMENT_ID", "BACKUP", "OUTCOME", "ERROR_CODE", "STARTED_AT", "DURATION_MS");

	private static final String DEFINITION = " (ID VARCHAR(36) NOT NULL PRIMARY KEY, RUN_NUMBER BIGINT,"
			+ " KIND VARCHAR(16) NOT NULL, FROM_REVISION VARCHAR(1024), TO_REVISION VARCHAR(1024),"
			+ " APPLICATION_VERSION VARCHAR(255), DEPLOYMENT_ID VARCHAR(10), BACKUP VARCHAR(255),"
			+ " OUTCOME VARCHAR(16) NOT NULL, ERROR_CODE VARCHAR(64), STARTED_AT VARCHAR(32) NOT NULL,"
			+ " DURATION_MS BIGINT NOT NULL)";

	private static final String INSERTION = " (ID, RUN_NUMBER, KIND, FROM_REVISION, TO_REVISION, APPLICATION_VERSION,"
			+ " DEPLOYMENT_ID, BACKUP, OUTCOME, ERROR_CODE, STARTED_AT, DURATION_MS) ";

	private final Connection connection;

	private final LiquibaseTable table;

	/**
	 * Create a ledger. Nothing is read or written yet.
	 * @param connection a connection to the database
	 * @param table where it is, or would be
	 */
	public Ledger(Connection connection, LiquibaseTable table) {
		this.connection = connection;
		this.table = table;
	}

	/**
	 * Return the ledger of the same name in another database.
	 * @param other a connection to it
	 * @return its ledger
	 */
	public Ledger on(Connection other) {
		return new Ledger(other, this.table);
	}

	public LiquibaseTable getTable() {
		return this.table;
	}

	/**
	 * Return what the name of the ledger stands for in the database.
	 * @return the kind of the table
	 * @throws SQLException if the database can't be asked
	 */
	Kind findKind() throws SQLException {
		if (!this.table.isTaken(this.connection)) {
			return Kind.MISSING;
		}
		List<String> columns = this.table.exists(this.connection) ? this.table.columns(this.connection) : List.of();
		if (!columns.containsAll(COLUMNS)) {
			return Kind.FOREIGN;
		}
		return columns.contains(NUMBER) ? Kind.NUMBERED : Kind.WITHOUT_NUMBERS;
	}

	/**
	 * Refuse a table of somebody else.
	 * @throws SQLException if the database can't be asked
	 * @throws MigrationException with code {@code LEDGER_TABLE_REFUSED} if the table of
	 * the ledger's name is not a ledger
	 */
	public void requireOurs() throws SQLException {
		if (findKind() == Kind.FOREIGN) {
			throw refusal();
		}
	}

	/**
	 * Return the number of the next run.
	 * @return the number, from 1
	 * @throws SQLException if the ledger can't be read
	 * @throws MigrationException with code {@code LEDGER_TABLE_REFUSED} if the table of
	 * the ledger's name is not a ledger
	 */
	public long nextNumber() throws SQLException {
		return switch (findKind()) {
			case MISSING -> 1;
			case WITHOUT_NUMBERS -> queryNumber("COUNT(*) + 1");
			case NUMBERED -> queryNumber("COALESCE(MAX(RUN_NUMBER), 0) + COUNT(*) - COUNT(RUN_NUMBER) + 1");
			case FOREIGN -> throw refusal();
		};
	}

	private long queryNumber(String expression) throws SQLException {
		try (Statement statement = this.connection.createStatement();
				ResultSet row = statement.executeQuery("SELECT " + expression + " FROM " + this.table.sql())) {
			row.next();
			return row.getLong(1);
		}
	}

	/**
	 * Write the row of a run, or bring it up to date.
	 * @param run the run as it is now
	 * @throws SQLException if the row can't be written
	 * @throws MigrationException with code {@code LEDGER_TABLE_REFUSED} if the table of
	 * the ledger's name is not a ledger
	 */
	public void write(RunReport run) throws SQLException {
		switch (findKind()) {
			case MISSING -> createTable();
			case WITHOUT_NUMBERS -> execute("ALTER TABLE " + this.table.sql() + " ADD RUN_NUMBER BIGINT");
			case FOREIGN -> throw refusal();
			case NUMBERED -> {
			}
		}
		if (!update(run)) {
			numberOlderRuns();
			insert(run);
		}
	}

	// The moment is text in ISO-8601, UTC, which reads and sorts the same on every
	// database.
	private void createTable() throws SQLException {
		execute("CREATE TABLE " + this.table.sql() + DEFINITION);
	}

	private void execute(String sql) throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute(sql);
		}
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

	// An instance of a version without numbers may still write its rows.
	private void numberOlderRuns() throws SQLException {
		List<String> ids = new ArrayList<>();
		try (Statement statement = this.connection.createStatement();
				ResultSet rows = statement.executeQuery(
						"SELECT ID FROM " + this.table.sql() + " WHERE RUN_NUMBER IS NULL ORDER BY STARTED_AT, ID")) {
			while (rows.next()) {
				ids.add(rows.getString(1));
			}
		}
		if (ids.isEmpty()) {
			return;
		}
		long number = queryNumber("COALESCE(MAX(RUN_NUMBER), 0)");
		try (PreparedStatement statement = this.connection
			.prepareStatement("UPDATE " + this.table.sql() + " SET RUN_NUMBER = ? WHERE ID = ?")) {
			for (String id : ids) {
				statement.setLong(1, ++number);
				statement.setString(2, id);
				statement.executeUpdate();
			}
		}
	}

	private void insert(RunReport run) throws SQLException {
		long next = queryNumber("COALESCE(MAX(RUN_NUMBER), 0) + 1");
		try (PreparedStatement statement = this.connection.prepareStatement(
				"INSERT INTO " + this.table.sql() + INSERTION + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
			statement.setString(1, run.id());
			statement.setLong(2, Math.max(next, run.number()));
			statement.setString(3, run.kind());
			statement.setString(4, run.from());
			statement.setString(5, run.to());
			statement.setString(6, run.applicationVersion());
			statement.setString(7, Scope.getCurrentScope().getDeploymentId());
			statement.setString(8, run.backup());
			statement.setString(9, run.outcome());
			statement.setString(10, run.error());
			statement.setString(11, run.startedAt().toString());
			statement.setLong(12, run.duration().toMillis());
			statement.executeUpdate();
		}
	}

	/**
	 * Return the statements that do on PostgreSQL what {@link #write} does for a new run,
	 * whatever the database has of the ledger.
	 * @param run the run
	 * @param literal quotes a text
	 * @return the statements, which fail where the table is not a ledger
	 */
	public List<String> statements(RunReport run, UnaryOperator<String> literal) {
		String name = (this.table.schema() != null) ? Queries.quote(this.table.schema()) + "." : "";
		name += Queries.quote(this.table.name());
		Function<@Nullable String, String> value = (text) -> (text != null) ? literal.apply(text) : "NULL";
		String numbers = "GREATEST(" + run.number() + ", COALESCE(MAX(RUN_NUMBER), 0) + 1)";
		return List.of("CREATE TABLE IF NOT EXISTS " + name + DEFINITION,
				"ALTER TABLE " + name + " ADD COLUMN IF NOT EXISTS RUN_NUMBER BIGINT",
				"UPDATE " + name + " l SET RUN_NUMBER = o.place FROM (SELECT ID AS id, ROW_NUMBER() OVER (ORDER BY"
						+ " STARTED_AT, ID) + (SELECT COALESCE(MAX(RUN_NUMBER), 0) FROM " + name + ") AS place FROM "
						+ name + " WHERE RUN_NUMBER IS NULL) o WHERE l.ID = o.id",
				"INSERT INTO " + name + INSERTION + "SELECT "
						+ String.join(", ", value.apply(run.id()), numbers, value.apply(run.kind()),
								value.apply(run.from()), value.apply(run.to()), value.apply(run.applicationVersion()),
								value.apply(Scope.getCurrentScope().getDeploymentId()), value.apply(run.backup()),
								value.apply(run.outcome()), value.apply(run.error()),
								value.apply(run.startedAt().toString()), String.valueOf(run.duration().toMillis()))
						+ " FROM " + name);
	}

	/**
	 * Return the outcome of a run.
	 * @param id identifies the run
	 * @return its outcome so far, or {@code null} if it has no row
	 * @throws SQLException if the ledger can't be read
	 */
	public @Nullable String findOutcome(String id) throws SQLException {
		return findKind().isReadable()
				? Queries.strings(this.connection, "SELECT OUTCOME FROM " + this.table.sql() + " WHERE ID = ?", id)
					.stream()
					.findFirst()
					.orElse(null)
				: null;
	}

	/**
	 * Return which runs have a row.
	 * @param ids identify the runs
	 * @return those that have one
	 * @throws SQLException if the ledger can't be read
	 */
	Set<String> findIds(List<String> ids) throws SQLException {
		if (ids.isEmpty() || !findKind().isReadable()) {
			return Set.of();
		}
		String places = String.join(", ", Collections.nCopies(ids.size(), "?"));
		return Set.copyOf(Queries.strings(this.connection,
				"SELECT ID FROM " + this.table.sql() + " WHERE ID IN (" + places + ")", ids.toArray()));
	}

	/**
	 * Return the oldest run that has not ended.
	 * @return the run with the deployment id of its change sets, or {@code null} if there
	 * is none
	 * @throws SQLException if the ledger can't be read
	 */
	public @Nullable UnfinishedRun findUnfinished() throws SQLException {
		if (!findKind().isReadable()) {
			return null;
		}
		return Queries
			.list(this.connection,
					"SELECT KIND, STARTED_AT, BACKUP, DEPLOYMENT_ID FROM " + this.table.sql()
							+ " WHERE OUTCOME = ? ORDER BY STARTED_AT",
					(row) -> new UnfinishedRun(row.getString(1), Instant.parse(row.getString(2)), row.getString(3),
							row.getString(4)),
					Outcome.RUNNING.name())
			.stream()
			.findFirst()
			.orElse(null);
	}

	/**
	 * End the runs that were killed, since a later one has done all.
	 * @param id identifies the later one
	 * @throws SQLException if the ledger can't be written
	 */
	public void endUnfinished(String id) throws SQLException {
		try (PreparedStatement statement = this.connection.prepareStatement(
				"UPDATE " + this.table.sql() + " SET OUTCOME = ?, ERROR_CODE = ? WHERE OUTCOME = ? AND ID <> ?")) {
			statement.setString(1, Outcome.FAILED.name());
			statement.setString(2, MigrationErrorCode.INTERRUPTED.name());
			statement.setString(3, Outcome.RUNNING.name());
			statement.setString(4, id);
			statement.executeUpdate();
		}
	}

	/**
	 * Return the newest run.
	 * @param kind the kind of the table
	 * @return the run, or {@code null} if there is none
	 * @throws SQLException if the ledger can't be read
	 */
	public @Nullable RunReport findNewest(Kind kind) throws SQLException {
		List<RunReport> newest = kind.isReadable() ? read(kind, 0, 1) : List.of();
		return newest.isEmpty() ? null : newest.get(0);
	}

	/**
	 * Return a part of the runs, newest first.
	 * @param offset how many to leave out
	 * @param limit how many to return at most
	 * @return the runs
	 * @throws SQLException if the ledger can't be read
	 * @throws MigrationException with code {@code LEDGER_TABLE_REFUSED} if the table of
	 * the ledger's name is not a ledger
	 */
	public RunPage read(int offset, int limit) throws SQLException {
		Kind kind = findKind();
		return switch (kind) {
			case MISSING -> new RunPage(0, List.of());
			case FOREIGN -> throw refusal();
			case WITHOUT_NUMBERS, NUMBERED -> new RunPage(queryNumber("COUNT(*)"), read(kind, offset, limit));
		};
	}

	private List<RunReport> read(Kind kind, int offset, int limit) throws SQLException {
		boolean numbered = kind == Kind.NUMBERED;
		List<RunReport> runs = new ArrayList<>();
		try (Statement statement = this.connection.createStatement()) {
			statement.setMaxRows((int) Math.min((long) offset + limit, Integer.MAX_VALUE));
			try (ResultSet rows = statement.executeQuery("SELECT ID, " + (numbered ? NUMBER : "0")
					+ ", KIND, FROM_REVISION, TO_REVISION, OUTCOME, STARTED_AT, DURATION_MS, APPLICATION_VERSION,"
					+ " BACKUP, ERROR_CODE FROM " + this.table.sql() + " ORDER BY "
					+ (numbered ? "CASE WHEN RUN_NUMBER IS NULL THEN 0 ELSE 1 END, RUN_NUMBER DESC, " : "")
					+ "STARTED_AT DESC, ID")) {
				for (int index = 0; rows.next(); index++) {
					if (index >= offset) {
						runs.add(readRun(rows));
					}
				}
			}
		}
		return runs;
	}

	private static RunReport readRun(ResultSet row) throws SQLException {
		return new RunReport(row.getString(1), row.getLong(2), row.getString(3), row.getString(4), row.getString(5),
				row.getString(6), Instant.parse(row.getString(7)), Duration.ofMillis(row.getLong(8)), row.getString(9),
				row.getString(10), row.getString(11), null);
	}

	/**
	 * Refuse the table.
	 * @return the exception to throw
	 */
	public MigrationException refusal() {
		return new MigrationException(MigrationErrorCode.LEDGER_TABLE_REFUSED,
				"What is called " + this.table.sql() + " in the database is not the ledger of the migrations: "
						+ "it is no table, or has other columns.",
				"Set migration.ledger.table to a name that is free, or rename what is there.");
	}

	/**
	 * A run that has not ended.
	 *
	 * @param kind upgrade or downgrade
	 * @param startedAt when it began
	 * @param backup id of its backup, or {@code null} if there is none
	 * @param deploymentId id with which its change sets are in the history
	 */
	public record UnfinishedRun(String kind, Instant startedAt, @Nullable String backup,
			@Nullable String deploymentId) {

	}

	/**
	 * The object that has the name of the ledger in a database.
	 */
	public enum Kind {

		/**
		 * Nothing has that name.
		 */
		MISSING,

		/**
		 * A ledger of a version that did not number the runs.
		 */
		WITHOUT_NUMBERS,

		/**
		 * A ledger.
		 */
		NUMBERED,

		/**
		 * Something else.
		 */
		FOREIGN;

		boolean isReadable() {
			return this == WITHOUT_NUMBERS || this == NUMBERED;
		}

	}

}
