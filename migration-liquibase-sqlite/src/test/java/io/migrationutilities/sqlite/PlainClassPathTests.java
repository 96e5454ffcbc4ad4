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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.test.ChildProcess;
import io.migrationutilities.test.JavaCommand;
import io.migrationutilities.test.StartsProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests the jar beside Liquibase and the driver, and nothing else, in a Java program of
 * its own.
 */
@StartsProcesses
class PlainClassPathTests {

	private static final List<String> NEEDED = List.of("liquibase-core", "sqlite-jdbc", "snakeyaml", "commons-lang3",
			"commons-io", "commons-text", "commons-collections4", "opencsv", "jaxb-api", "slf4j-api");

	@TempDir
	private Path directory;

	@TempDir
	private Path program;

	@Test
	void sayWhatStandsAgainstAnAlteration() throws Exception {
		PlainLiquibase liquibase = new PlainLiquibase(this.directory, true)
			.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT)", "INSERT INTO parent VALUES (1, NULL)");
		liquibase.write("changelog.yaml", """
				databaseChangeLog:
				  - changeSet:
				      id: 1
				      author: ada
				      changes:
				        - addNotNullConstraint: { tableName: parent, columnName: name, columnDataType: text }
				""");
		assertThat(runProgram(1)).doesNotContain("done")
			.contains("SqliteAlterationException: Rows of table 'parent' violate NOT NULL (name): 1. "
					+ "Correct the rows in a change set before this one.");
	}

	@Test
	void alterTables() throws Exception {
		PlainLiquibase liquibase = new PlainLiquibase(this.directory, true).execute(
				"CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT, note TEXT NOT NULL, old TEXT UNIQUE)",
				"CREATE TABLE child (p INTEGER REFERENCES parent ON DELETE CASCADE)",
				"INSERT INTO parent VALUES (1, 'a', 'b', 'c')", "INSERT INTO child VALUES (1)");
		liquibase.write("changelog.yaml", """
				databaseChangeLog:
				  - changeSet:
				      id: 1
				      author: ada
				      changes:
				        - addNotNullConstraint: { tableName: parent, columnName: name, columnDataType: text }
				        - dropNotNullConstraint: { tableName: parent, columnName: note, columnDataType: text }
				        - dropColumn: { tableName: parent, columnName: old }
				        - addColumn: { tableName: parent, columns: [ { column: { name: n, type: int } } ] }
				""");
		assertThat(runProgram(0)).contains("AlteringSqliteDatabase").contains("done");
		assertThat(liquibase.query("SELECT p FROM child")).containsExactly("1");
		assertThat(liquibase.query("SELECT name, \"notnull\" FROM pragma_table_info('parent')")).containsExactly("id|0",
				"name|1", "note|0", "n|0");
		assertThat(liquibase.query("SELECT * FROM parent")).containsExactly("1|a|b|null");
	}

	private String runProgram(int exitCode) throws Exception {
		List<Path> classPath = classPath();
		assertThat(classPath).hasSize(NEEDED.size() + 2);
		assertThat(classes(classPath)).noneMatch((name) -> name.startsWith("org/springframework/"))
			.filteredOn((name) -> name.startsWith("io/migrationutilities/"))
			.allMatch((name) -> name.startsWith("io/migrationutilities/sql"));
		ChildProcess process = JavaCommand.of(PlainProgram.class.getName(), classPath)
			.arguments(this.directory.toString())
			.start();
		assertThat(process.awaitExit()).as(process::output).isEqualTo(exitCode);
		return process.output();
	}

	private List<Path> classPath() throws Exception {
		String file = PlainProgram.class.getName().replace('.', '/') + ".class";
		Path copy = this.program.resolve(file);
		Files.createDirectories(copy.getParent());
		Files.copy(codeSource(PlainProgram.class).resolve(file), copy);
		List<Path> classPath = new ArrayList<>(List.of(this.program, codeSource(AlteringSqliteDatabase.class)));
		Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map(Path::of)
			.filter((entry) -> NEEDED.stream().anyMatch((name) -> entry.getFileName().toString().startsWith(name)))
			.forEach(classPath::add);
		return classPath;
	}

	private static Path codeSource(Class<?> type) throws Exception {
		return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
	}

	private static List<String> classes(List<Path> classPath) throws IOException {
		List<String> classes = new ArrayList<>();
		for (Path entry : classPath) {
			if (Files.isDirectory(entry)) {
				try (Stream<Path> files = Files.walk(entry)) {
					files.map((file) -> entry.relativize(file).toString().replace(File.separatorChar, '/'))
						.filter((name) -> name.endsWith(".class"))
						.forEach(classes::add);
				}
			}
			else {
				try (JarFile jar = new JarFile(entry.toFile())) {
					jar.stream().map(ZipEntry::getName).filter((name) -> name.endsWith(".class")).forEach(classes::add);
				}
			}
		}
		return classes;
	}

}
