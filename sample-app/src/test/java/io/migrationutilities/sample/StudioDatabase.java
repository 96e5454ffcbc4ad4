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

package io.migrationutilities.sample;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.logging.Level;
import java.util.logging.Logger;

import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;

/**
 * A database of Crew Studio, brought to a release and looked into without the
 * application: by plain Liquibase and SQL.
 */
final class StudioDatabase {

	static final String CHANGELOG = "db/changelog/db.changelog-master.yaml";

	private static final String RECORDED_CHANGE_SETS = "SELECT id FROM DATABASECHANGELOG ORDER BY ORDEREXECUTED";

	private static final String INSERT_TASK = """
			INSERT INTO task (crew_id, title, description, result, created_at)
			SELECT crew.id, ?, ?, ?, ? FROM crew WHERE crew.name = 'Newsroom'""";

	private static final Logger LIQUIBASE_LOG = Logger.getLogger("liquibase");

	static {
		LIQUIBASE_LOG.setLevel(Level.WARNING);
	}

	private final StudioStorage storage;

	private StudioDatabase(StudioStorage storage) {
		this.storage = storage;
	}

	/**
	 * The database that the application uses when it starts in the given directory.
	 * @param directory the working directory of the application
	 * @return the database, whose file need not exist yet
	 */
	static StudioDatabase in(Path directory) {
		return new StudioDatabase(new SqliteStorage(fileIn(directory)));
	}

	/**
	 * The file of that database.
	 * @param directory the working directory of the application
	 * @return the file, which need not exist yet
	 */
	static Path fileIn(Path directory) {
		return directory.resolve("data/crew-studio.db");
	}

	/**
	 * A database of PostgreSQL.
	 * @param url its JDBC URL
	 * @param user the user of the application
	 * @param password the user's password
	 * @return the database, which exists
	 */
	static StudioDatabase at(String url, String user, String password) {
		return new StudioDatabase(new PostgresqlStorage(url, user, password));
	}

	/**
	 * Brings the database to a release, as an earlier version of the application would
	 * have left it behind.
	 * @param release the tag of the release, such as {@code 1.0}
	 * @return this database
	 */
	StudioDatabase upgradeTo(String release) {
		withLiquibase((liquibase) -> liquibase.update(release, new Contexts(), new LabelExpression()));
		return this;
	}

	StudioDatabase upgrade() {
		withLiquibase((liquibase) -> liquibase.update(new Contexts(), new LabelExpression()));
		return this;
	}

	void upgradeBy(int changeSets) {
		withLiquibase((liquibase) -> liquibase.update(changeSets, new Contexts(), new LabelExpression()));
	}

	void rollBackTo(String release) {
		withLiquibase((liquibase) -> liquibase.rollback(release, new Contexts(), new LabelExpression()));
	}

	void rollBackBy(int changeSets) {
		withLiquibase((liquibase) -> liquibase.rollback(changeSets, null, new Contexts(), new LabelExpression()));
	}

	/**
	 * Adds tasks to the demonstration crew of release 1.0. Every second one has a result.
	 * @param count how many
	 * @return this database
	 */
	StudioDatabase addTasks(int count) {
		withConnection((connection) -> {
			connection.setAutoCommit(false);
			try (PreparedStatement insert = connection.prepareStatement(INSERT_TASK)) {
				for (int number = 1; number <= count; number++) {
					insert.setString(1, "Task " + number);
					insert.setString(2, description(number));
					insert.setString(3, (number % 2 == 0) ? "Result " + number : null);
					insert.setLong(4, number);
					insert.addBatch();
				}
				insert.executeBatch();
			}
			connection.commit();
			return true;
		});
		return this;
	}

	// Hard to compress, as real text is.
	private static String description(int number) {
		byte[] bytes = new byte[500];
		new Random(number).nextBytes(bytes);
		return HexFormat.of().formatHex(bytes);
	}

	void execute(String sql) {
		withConnection((connection) -> {
			try (Statement statement = connection.createStatement()) {
				return statement.execute(sql);
			}
		});
	}

	long count(String table) {
		return Long.parseLong(query("SELECT COUNT(*) FROM " + table).get(0));
	}

	/**
	 * Runs a query on a connection of its own.
	 * @param sql the query
	 * @return its rows, the columns joined by {@code |}
	 */
	List<String> query(String sql) {
		return withConnection((connection) -> {
			try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
				return read(rows);
			}
		});
	}

	/**
	 * Returns the ids of the applied change sets.
	 * @return the ids in the order of their execution
	 */
	List<String> changeSets() {
		return query(RECORDED_CHANGE_SETS);
	}

	List<String> tags() {
		return query("SELECT tag FROM DATABASECHANGELOG WHERE tag IS NOT NULL ORDER BY ORDEREXECUTED");
	}

	/**
	 * Returns the columns, references and indexes of the application's tables.
	 * @return one line each, in an order that does not depend on how they came about
	 */
	List<String> schema() {
		return query(this.storage.schema());
	}

	/**
	 * Returns everything in the database: the schema as it was written, and all rows.
	 * @return one line each
	 */
	List<String> content() {
		List<String> content = new ArrayList<>(query(this.storage.definitions()));
		for (String table : query(this.storage.tables())) {
			content.addAll(query("SELECT '%1$s', t.* FROM \"%1$s\" t".formatted(table)));
		}
		return content;
	}

	/**
	 * Returns what the database finds wrong with itself.
	 * @return the complaints, none if the database is sound
	 */
	List<String> problems() {
		return this.storage.checks().stream().flatMap((check) -> query(check).stream()).toList();
	}

	private List<String> read(ResultSet rows) throws SQLException {
		List<String> result = new ArrayList<>();
		int columns = rows.getMetaData().getColumnCount();
		while (rows.next()) {
			List<String> values = new ArrayList<>();
			for (int column = 1; column <= columns; column++) {
				values.add(String.valueOf(rows.getString(column)));
			}
			result.add(String.join("|", values));
		}
		return result;
	}

	private void withLiquibase(LiquibaseAction action) {
		withConnection((connection) -> {
			try {
				Map<String, Object> quiet = Map.of(Scope.Attr.ui.name(), new LoggerUIService());
				Scope.child(quiet, () -> action.run(createLiquibase(connection)));
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
			return true;
		});
	}

	private Liquibase createLiquibase(Connection connection) throws Exception {
		Database database = DatabaseFactory.getInstance()
			.findCorrectDatabaseImplementation(new JdbcConnection(connection));
		Liquibase liquibase = new Liquibase(CHANGELOG, new ClassLoaderResourceAccessor(), database);
		liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
		return liquibase;
	}

	private <T> T withConnection(ConnectionCallback<T> callback) {
		try (Connection connection = this.storage.open()) {
			return callback.run(connection);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@FunctionalInterface
	private interface LiquibaseAction {

		void run(Liquibase liquibase) throws Exception;

	}

	@FunctionalInterface
	private interface ConnectionCallback<T> {

		T run(Connection connection) throws SQLException;

	}

}
