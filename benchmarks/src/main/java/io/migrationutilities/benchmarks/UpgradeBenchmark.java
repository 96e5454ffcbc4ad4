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

	private static final String CLASS_PATH = System.getProperty("java.class.path");

	private UpgradeBenchmark() {
	}

	public static void main(String[] args) throws Exception {
		Path directory = Path.of(args[0]);
		FileSystemUtils.deleteRecursively(directory);
		Files.createDirectories(directory);
		Path changeLog = directory.resolve("changelog.yaml");
		Files.writeString(changeLog, changeLog());
		ApplicationProcess plain = new ApplicationProcess(CLASS_PATH, "-Dmigration.enabled=false");
		ApplicationProcess ours = new ApplicationProcess(CLASS_PATH);
		try {
			Measurement measurement = new Measurement(
					"Start of an application that applies " + CHANGE_SETS + " change sets",
					"the same with migration.enabled=false: plain Spring Boot with Liquibase", 1.0, ROUNDS);
			measurement.run(() -> plain.start(changeLog), () -> ours.start(changeLog));
			Measurement.report(measurement);
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	private static String changeLog() {
		StringBuilder yaml = new StringBuilder("databaseChangeLog:\n");
		for (int i = 1; i <= CHANGE_SETS / TableChangeSets.COUNT; i++) {
			yaml.append(TableChangeSets.yaml(i));
		}
		return yaml.toString();
	}

}
