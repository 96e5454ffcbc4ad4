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

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.test.ChildProcess;
import io.migrationutilities.test.JavaCommand;
import io.migrationutilities.test.StartsProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The jar beside Liquibase and the driver, without Spring, in a Java program of its own.
 */
@StartsProcesses
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

	private String runProgram() {
		ChildProcess program = JavaCommand.of(PlainProgram.class, this::isNeeded)
			.arguments(this.directory.toString())
			.start();
		assertThat(program.awaitExit()).as(program::output).isZero();
		return program.output();
	}

	private boolean isNeeded(Path entry) {
		return entry.endsWith("classes") || entry.endsWith("test-classes")
				|| NEEDED.stream().anyMatch(entry.toString()::contains);
	}

}
