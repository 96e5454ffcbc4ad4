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

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.stream.Collectors;

import org.springframework.util.FileSystemUtils;

import io.migrationutilities.MigrationUtilities;

/**
 * Change sets that create, index, extend, fill and update tables, applied to an empty
 * SQLite database at the start of an application, against the same application without
 * this library on its class path; and five times as many change sets against those. Each
 * JVM has applied a small changelog before.
 */
public final class SqliteChangelogBenchmark {

	private static final int CHANGE_SETS = 1000;

	private static final int MANY_CHANGE_SETS = 5 * CHANGE_SETS;

	/**
	 * Limit of plain Liquibase, in hundreds: its {@code addColumn} fails at the 160th
	 * table with "too many terms in compound SELECT".
	 */
	private static final int COMPARED_CHANGE_SETS = 700;

	private static final int CHANGE_SETS_TO_WARM_UP = 20;

	private static final double LIMIT_OF_PLAIN = 0.25;

	private static final double LIMIT_OF_GROWTH = 6;

	private static final int ROUNDS = 3;

	private final Path directory;

	private final ApplicationProcess ours = new ApplicationProcess(System.getProperty("java.class.path"));

	private final ApplicationProcess plain = new ApplicationProcess(classPathWithoutThisLibrary());

	private SqliteChangelogBenchmark(Path directory) throws URISyntaxException {
		this.directory = directory;
	}

	public static void main(String[] args) throws Exception {
		Path directory = Path.of(args[0]);
		FileSystemUtils.deleteRecursively(directory);
		Files.createDirectories(directory);
		try {
			new SqliteChangelogBenchmark(directory).run();
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	private void run() throws Exception {
		Measurement ofPlain = new Measurement(COMPARED_CHANGE_SETS + " change sets on an empty SQLite database",
				"the same by plain Spring Boot with Liquibase", LIMIT_OF_PLAIN, ROUNDS);
		ofPlain.run(() -> upgrade(this.plain, COMPARED_CHANGE_SETS), () -> upgrade(this.ours, COMPARED_CHANGE_SETS));
		Measurement ofGrowth = new Measurement(MANY_CHANGE_SETS + " change sets on an empty SQLite database",
				CHANGE_SETS + " change sets, ours as well", LIMIT_OF_GROWTH, ROUNDS);
		ofGrowth.run(() -> upgrade(this.ours, CHANGE_SETS), () -> upgrade(this.ours, MANY_CHANGE_SETS));
		Measurement.report(ofPlain, ofGrowth);
	}

	private double upgrade(ApplicationProcess application, int changeSets) throws Exception {
		Path changeLog = changeLog(changeSets);
		double seconds = application.start(changeLog(CHANGE_SETS_TO_WARM_UP), changeLog);
		checkApplied(changeLog, changeSets);
		return seconds;
	}

	private static void checkApplied(Path changeLog, int changeSets) throws SQLException {
		try (Connection connection = DriverManager
			.getConnection("jdbc:sqlite:" + BenchmarkApplication.database(changeLog));
				Statement statement = connection.createStatement();
				ResultSet applied = statement.executeQuery("SELECT count(*) FROM DATABASECHANGELOG")) {
			if (applied.getInt(1) != changeSets) {
				throw new IllegalStateException("Only " + applied.getInt(1) + " change sets were applied");
			}
		}
	}

	private Path changeLog(int changeSets) throws IOException {
		StringBuilder yaml = new StringBuilder("databaseChangeLog:\n");
		for (int table = 1; table <= changeSets / 5; table++) {
			yaml.append(TableChangeSets.yaml(table)).append("""
					- changeSet:
					    id: extend-table-%1$d
					    author: benchmark
					    changes:
					    - addColumn:
					        tableName: table_%1$d
					        columns:
					        - column: { name: amount, type: int, defaultValueNumeric: 0 }
					- changeSet:
					    id: fill-table-%1$d
					    author: benchmark
					    changes:
					    - insert:
					        tableName: table_%1$d
					        columns:
					        - column: { name: id, valueNumeric: 1 }
					        - column: { name: name, value: first }
					- changeSet:
					    id: update-table-%1$d
					    author: benchmark
					    changes:
					    - update:
					        tableName: table_%1$d
					        columns:
					        - column: { name: amount, valueNumeric: 10 }
					        where: id = 1
					""".formatted(table));
		}
		return Files.writeString(this.directory.resolve("changelog-" + changeSets + ".yaml"), yaml);
	}

	private static String classPathWithoutThisLibrary() throws URISyntaxException {
		Path library = Path.of(MigrationUtilities.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !Path.of(entry).equals(library))
			.collect(Collectors.joining(File.pathSeparator));
	}

}
