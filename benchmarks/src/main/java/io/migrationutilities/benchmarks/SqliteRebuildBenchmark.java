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

package io.migrationutilities.benchmarks;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

import liquibase.exception.LiquibaseException;
import liquibase.integration.spring.SpringLiquibase;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.util.FileSystemUtils;
import org.sqlite.SQLiteDataSource;

/**
 * A change set that rebuilds a table of a million rows, applied by plain Liquibase with
 * the extension of this library, against
 * <a href="https://sqlite.org/lang_altertable.html#otheralter">the same procedure</a>
 * typed into {@code sqlite3}. Both work on fresh copies of a database with the same
 * settings, and neither with foreign keys on; their versions of SQLite may differ.
 */
public final class SqliteRebuildBenchmark {

	private static final int ROWS = 1_000_000;

	private static final int ROWS_TO_WARM_UP = 1_000;

	private static final int ROUNDS = 5;

	private static final double LIMIT = 1.3;

	/**
	 * The defaults of SQLite, spelled out since distributions build sqlite3 with others.
	 */
	private static final List<String> SETTINGS = List.of("journal_mode=DELETE", "synchronous=FULL", "cache_size=-2000",
			"secure_delete=OFF");

	private static final String TABLE = """
			CREATE TABLE %s (
				id INTEGER PRIMARY KEY,
				city_id INTEGER NOT NULL REFERENCES city (id),
				name VARCHAR(100) NOT NULL,
				email VARCHAR(100),
				status VARCHAR(%d) DEFAULT 'new' NOT NULL,
				balance NUMERIC(10, 2) NOT NULL,
				rating REAL,
				active BOOLEAN DEFAULT TRUE NOT NULL,
				created_at TIMESTAMP NOT NULL,
				note TEXT%s
			)""";

	private static final String NUMBERS = "WITH RECURSIVE number (i) AS "
			+ "(SELECT 1 UNION ALL SELECT i + 1 FROM number WHERE i < %d) ";

	private static final List<String> INDEXES = List.of("CREATE INDEX ix_customer_city ON customer (city_id)",
			"CREATE INDEX ix_customer_email ON customer (email)");

	private static final List<String> PROCEDURE = List.of("BEGIN", TABLE.formatted("new_customer", 40, ""),
			"INSERT INTO new_customer SELECT * FROM customer", "DROP TABLE customer",
			"ALTER TABLE new_customer RENAME TO customer", INDEXES.get(0), INDEXES.get(1), "PRAGMA foreign_key_check",
			"COMMIT");

	private static final String CHANGE_LOG = """
			databaseChangeLog:
			- changeSet:
			    id: rebuild-customer
			    author: benchmark
			    changes:
			    - modifyDataType: { tableName: customer, columnName: status, newDataType: varchar(40) }
			    - dropNotNullConstraint: { tableName: customer, columnName: note }
			""";

	private final Path directory;

	private final Path database;

	private SqliteRebuildBenchmark(Path directory) {
		this.directory = directory;
		this.database = directory.resolve("rebuilt.db");
	}

	public static void main(String[] args) throws Exception {
		Logger.getLogger("").setLevel(Level.WARNING);
		Path directory = Path.of(args[0]);
		FileSystemUtils.deleteRecursively(directory);
		Files.createDirectories(directory);
		try {
			new SqliteRebuildBenchmark(directory).run();
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	private void run() throws Exception {
		Path changeLog = Files.writeString(this.directory.resolve("changelog.yaml"), CHANGE_LOG);
		Path script = Files.writeString(this.directory.resolve("procedure.sql"), script());
		rebuild(create(ROWS_TO_WARM_UP), () -> applyChangeLog(changeLog));
		Path original = create(ROWS);
		System.out.printf("Database of %d MiB%n", Files.size(original) >> 20);
		Measurement measurement = new Measurement("Rebuild of a SQLite table of " + ROWS + " rows",
				"the same procedure in sqlite3", LIMIT, ROUNDS);
		measurement.run(() -> rebuild(original, () -> runScript(script)),
				() -> rebuild(original, () -> applyChangeLog(changeLog)));
		Measurement.report(measurement);
	}

	private static String script() {
		return SETTINGS.stream().map((setting) -> "PRAGMA " + setting + ";\n").collect(Collectors.joining())
				+ String.join(";\n", PROCEDURE) + ";\n";
	}

	private Path create(int rows) throws SQLException {
		Path original = this.directory.resolve(rows + "-rows.db");
		try (Connection connection = dataSource(original).getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("CREATE TABLE city (id INTEGER PRIMARY KEY, name TEXT NOT NULL)");
			statement.execute(TABLE.formatted("customer", 20, " NOT NULL"));
			statement
				.execute("CREATE TABLE contract (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customer)");
			statement.execute(NUMBERS.formatted(1000) + "INSERT INTO city SELECT i, 'city ' || i FROM number");
			statement.execute(NUMBERS.formatted(rows)
					+ "INSERT INTO customer SELECT i, 1 + i % 1000, 'customer ' || i, "
					+ "(i * 7919 % 1000003) || '@example.org', 'active', (i % 100000) / 100.0, i / 3.0, i % 2, "
					+ "datetime(1700000000 + i, 'unixepoch'), substr('some note on the customer', 1, i % 25) FROM number");
			statement.execute("INSERT INTO contract SELECT id, id FROM customer WHERE id <= 1000");
			for (String index : INDEXES) {
				statement.execute(index);
			}
		}
		return original;
	}

	private double rebuild(Path original, Rebuild rebuild) throws Exception {
		Files.copy(original, this.database);
		try (FileChannel copy = FileChannel.open(this.database, StandardOpenOption.WRITE)) {
			copy.force(true);
		}
		long start = System.nanoTime();
		rebuild.run();
		double seconds = (System.nanoTime() - start) / 1e9;
		checkRebuilt(original);
		Files.delete(this.database);
		return seconds;
	}

	private void runScript(Path script) throws IOException, InterruptedException {
		int exitCode = new ProcessBuilder("sqlite3", "-bail", this.database.toString()).redirectInput(script.toFile())
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start()
			.waitFor();
		if (exitCode != 0) {
			throw new IllegalStateException("sqlite3 ended with " + exitCode);
		}
	}

	private void applyChangeLog(Path changeLog) throws LiquibaseException {
		SpringLiquibase liquibase = new SpringLiquibase();
		liquibase.setDataSource(dataSource(this.database));
		liquibase.setResourceLoader(new DefaultResourceLoader());
		liquibase.setChangeLog("file:" + changeLog);
		liquibase.setAnalyticsEnabled(false);
		liquibase.afterPropertiesSet();
	}

	private void checkRebuilt(Path original) throws SQLException {
		try (Connection connection = dataSource(this.database).getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("ATTACH '" + original + "' AS original");
			try (ResultSet result = statement.executeQuery(
					"""
							SELECT (SELECT count(*) FROM customer) = (SELECT count(*) FROM original.customer)
								AND (SELECT lower(type) FROM pragma_table_info('customer') WHERE name = 'status') = 'varchar(40)'
								AND (SELECT NOT "notnull" FROM pragma_table_info('customer') WHERE name = 'note')
								AND (SELECT count(*) FROM pragma_index_list('customer')) = 2""")) {
				if (!result.getBoolean(1)) {
					throw new IllegalStateException("The table was not rebuilt");
				}
			}
		}
	}

	private static SQLiteDataSource dataSource(Path database) {
		SQLiteDataSource dataSource = new SQLiteDataSource();
		dataSource.setUrl("jdbc:sqlite:" + database + "?" + String.join("&", SETTINGS));
		return dataSource;
	}

	/**
	 * Something that rebuilds the table.
	 */
	@FunctionalInterface
	private interface Rebuild {

		void run() throws Exception;

	}

}
