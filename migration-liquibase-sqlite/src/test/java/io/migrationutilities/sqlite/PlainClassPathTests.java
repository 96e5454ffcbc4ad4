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

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The jar beside Liquibase and the driver, without Spring, in a Java program of its own.
 */
class PlainClassPathTests {

	private static final List<String> NEEDED = List.of("liquibase-core", "sqlite-jdbc", "snakeyaml", "commons-lang3",
			"commons-io", "commons-text", "commons-collections4", "opencsv", "jaxb-api", "slf4j-api");

	@TempDir
	private Path directory;

	@Test
	void altersTables() throws Exception {
		PlainLiquibase liquibase = new PlainLiquibase(this.directory, true).execute(
				"CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT)",
				"CREATE TABLE child (p INTEGER REFERENCES parent ON DELETE CASCADE)",
				"INSERT INTO parent VALUES (1, 'a')", "INSERT INTO child VALUES (1)");
		liquibase.write("changelog.yaml", """
				databaseChangeLog:
				  - changeSet:
				      id: 1
				      author: ada
				      changes:
				        - addNotNullConstraint: { tableName: parent, columnName: name, columnDataType: text }
				        - addColumn: { tableName: parent, columns: [ { column: { name: n, type: int } } ] }
				""");
		assertThat(runProgram()).contains("AlteringSqliteDatabase").contains("done");
		assertThat(liquibase.query("SELECT p FROM child")).containsExactly("1");
		assertThat(liquibase.query("SELECT name, \"notnull\" FROM pragma_table_info('parent')")).containsExactly("id|0",
				"name|1", "n|0");
	}

	private String runProgram() throws Exception {
		String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> entry.endsWith("classes") || NEEDED.stream().anyMatch(entry::contains))
			.collect(Collectors.joining(File.pathSeparator));
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				classPath, PlainProgram.class.getName(), this.directory.toString())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor()).as(output).isZero();
		return output;
	}

}
