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

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.migrationutilities.MigrationException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what is said about the statement that failed.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailedStatementTests {

	private EngineFixture studio;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new EngineFixture(directory).withoutBackups();
	}

	@Test
	void namesNumberFileAndLineInFormattedSql() {
		this.studio.write("release-2.sql", """
				--liquibase formatted sql
				--changeset ada:1
				CREATE TABLE t (id INTEGER);
				--rollback DROP TABLE missing;
				--changeset ada:2 splitStatements:false
				INSERT INTO t VALUES (1);
				INSERT INTO t
				VALUES (2, 3);
				INSERT INTO t VALUES (4);
				""");
		assertThat(this.studio.failUpgrade("release-2.sql")).hasMessageContaining("'2'")
			.hasMessageContaining("Statement 2 of 3, engine/release-2.sql line 7: INSERT INTO t VALUES (2, 3)");
	}

	@Test
	void namesTheStatementOfARollback() {
		this.studio.write("release-2.sql", """
				--liquibase formatted sql
				--changeset ada:1
				CREATE TABLE t (id INTEGER);
				--rollback DROP TABLE missing;
				""");
		this.studio.upgrade("release-2.sql");
		assertThat(this.studio.failDowngrade("release-2.sql", "base"))
			.hasMessageContaining("Statement, engine/release-2.sql line 4: DROP TABLE missing");
	}

	@Test
	void namesTheLineInAFile() {
		this.studio.write("text.sql", "-- first\nCREATE TABLE t (id INTEGER);\n\nINSERT INTO t VALUES (1, 2);\n");
		this.studio.write("changelog.yaml", changeSet("sqlFile: { path: engine/text.sql }"));
		assertThat(this.studio.failUpgrade("changelog.yaml"))
			.hasMessageContaining("Statement 2 of 2, engine/text.sql line 4: INSERT INTO t VALUES (1, 2)");
	}

	@Test
	void showsTheSqlOfOtherChanges() {
		this.studio.write("changelog.yaml", changeSet("dropTable: { tableName: missing }"));
		assertThat(this.studio.failUpgrade("changelog.yaml")).hasMessageContaining("Statement: DROP TABLE missing");
	}

	@Test
	void showsNoValueOfAParameterAndNotAll() {
		this.studio.write("changelog.yaml",
				changeSet("sql: { sql: \"INSERT INTO missing VALUES ('${password}', '" + "x".repeat(500) + "')\" }"));
		this.studio.bean((liquibase) -> liquibase.setChangeLogParameters(Map.of("password", "secret-42")));
		MigrationException failure = this.studio.failUpgrade("changelog.yaml");
		assertThat(failure.getMessage()).contains("Statement, engine/changelog.yaml line ", "'${password}'", "x…")
			.doesNotContain("secret-42");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sql: { sql: 'INSERT INTO t VALUES (${count})' }", "sqlFile: { path: engine/text.sql }",
			"dropTable: { tableName: 't_${count}' }", "sql: { sql: 'INSERT INTO t VALUES (${ count })' }" })
	void namesAParameterThatIsNotDefined(String change, CapturedOutput output) {
		this.studio.write("text.sql", "CREATE TABLE t (id INTEGER);\nINSERT INTO t VALUES (${count});\n");
		this.studio.write("changelog.yaml",
				"databaseChangeLog:\n- property: { name: count, value: 1, dbms: postgresql }\n"
						+ changeSet(change).substring("databaseChangeLog:\n".length()));
		assertThat(this.studio.failUpgrade("changelog.yaml"))
			.hasMessageContaining("Not defined for this database, its contexts and labels: the parameter count");
		assertThat(output).contains("Change set '1' in engine/changelog.yaml refers to parameters that are not defined "
				+ "for this database, its contexts and labels, and that stay as they are written: count");
	}

	@Test
	void namesAParameterThatIsNotDefinedInARollback() {
		this.studio.write("release-2.sql", """
				--liquibase formatted sql
				--changeset ada:1
				CREATE TABLE t (id INTEGER);
				--rollback DROP TABLE ${table};
				""");
		this.studio.upgrade("release-2.sql");
		assertThat(this.studio.failDowngrade("release-2.sql", "base")).hasMessageContaining("the parameter table");
	}

	@Test
	void leavesTextThatOnlyLooksLikeAParameterAsPlainLiquibaseDoes(CapturedOutput output) {
		this.studio.bean((liquibase) -> liquibase.setChangeLogParameters(Map.of("name", "Ada")));
		this.studio.write("changelog.yaml", changeSet("sql: { sql: \"CREATE TABLE t (a TEXT); "
				+ "INSERT INTO t VALUES ('Dear ${name}, ${:name}, ${greeting}')\" }"));
		this.studio.upgrade("changelog.yaml");
		assertThat(this.studio.query("SELECT a FROM t")).isEqualTo("Dear Ada, ${:name}, ${greeting}");
		assertThat(output).contains("stay as they are written: greeting");
	}

	private static String changeSet(String change) {
		return "databaseChangeLog:\n- changeSet:\n    id: 1\n    author: ada\n    changes:\n    - " + change + "\n";
	}

}
