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

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.util.FileSystemUtils;

/**
 * 200 change sets applied to an empty SQLite database at the start of an application, in
 * a JVM of its own each time, against the same application with Spring Boot's own
 * Liquibase.
 */
public final class UpgradeBenchmark {

	private static final int CHANGE_SETS = 200;

	private static final int ROUNDS = 9;

	private UpgradeBenchmark() {
	}

	public static void main(String[] args) throws Exception {
		Path directory = Path.of(args[0]);
		FileSystemUtils.deleteRecursively(directory);
		Files.createDirectories(directory);
		Path changeLog = directory.resolve("changelog.yaml");
		Files.writeString(changeLog, changeLog());
		try {
			Measurement measurement = new Measurement(
					"Start of an application that applies " + CHANGE_SETS + " change sets",
					"the same with migration.enabled=false: plain Spring Boot with Liquibase", 1.0, ROUNDS);
			measurement.run(() -> start(directory, changeLog, false), () -> start(directory, changeLog, true));
			System.out.println(measurement);
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	private static double start(Path directory, Path changeLog, boolean enabled) throws Exception {
		Path database = directory.resolve("upgraded.db");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), BenchmarkApplication.class.getName(),
				"--spring.datasource.url=jdbc:sqlite:" + database, "--spring.liquibase.change-log=file:" + changeLog,
				"--spring.liquibase.analytics-enabled=false", "--migration.enabled=" + enabled,
				"--logging.level.root=warn")
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		String seconds;
		try (BufferedReader output = process.inputReader()) {
			seconds = output.lines()
				.filter((line) -> line.startsWith("started in "))
				.findFirst()
				.orElseThrow(() -> new IllegalStateException("the application did not start"));
		}
		if (process.waitFor() != 0) {
			throw new IllegalStateException("the application failed");
		}
		Files.delete(database);
		return Double.parseDouble(seconds.substring("started in ".length()));
	}

	private static String changeLog() {
		StringBuilder yaml = new StringBuilder("databaseChangeLog:\n");
		for (int i = 1; i <= CHANGE_SETS / 2; i++) {
			yaml.append("""
					- changeSet:
					    id: create-table-%1$d
					    author: benchmark
					    changes:
					    - createTable:
					        tableName: table_%1$d
					        columns:
					        - column: { name: id, type: integer, constraints: { primaryKey: true } }
					        - column: { name: name, type: varchar(100), constraints: { nullable: false } }
					- changeSet:
					    id: index-table-%1$d
					    author: benchmark
					    changes:
					    - createIndex:
					        tableName: table_%1$d
					        indexName: ix_table_%1$d
					        columns:
					        - column: { name: name }
					""".formatted(i));
		}
		return yaml.toString();
	}

}
