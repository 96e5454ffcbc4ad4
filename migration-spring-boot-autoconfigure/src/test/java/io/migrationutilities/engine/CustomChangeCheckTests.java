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

import liquibase.change.custom.CustomSqlChange;
import liquibase.change.custom.CustomSqlRollback;
import liquibase.database.Database;
import liquibase.exception.ValidationErrors;
import liquibase.resource.ResourceAccessor;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.RawParameterizedSqlStatement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.migrationutilities.Finding;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for classes of custom changes that can't be used: nothing runs then.
 */
class CustomChangeCheckTests {

	@TempDir
	private Path directory;

	private EngineFixture studio;

	@BeforeEach
	void createStudio() {
		this.studio = new EngineFixture(this.directory);
	}

	@ParameterizedTest
	@CsvSource({ "com.example.NoSuchChange, is not on the class path",
			"java.lang.String, is no CustomChange of Liquibase",
			"io.migrationutilities.engine.CustomChangeCheckTests$Hidden, can't be created",
			"io.migrationutilities.engine.CustomChangeCheckTests$Demanding, can't be created" })
	void refusesAnUpgradeWithAClassThatCanNotBeUsed(String className, String problem) {
		this.studio.write("changelog.yaml", changelog("customChange: { class: '" + className + "' }", ""));
		MigrationException failure = this.studio.failUnchanged(() -> this.studio.upgrade("changelog.yaml"),
				MigrationErrorCode.CHANGELOG_INVALID);
		assertThat(failure).hasMessage("Change set 'two' in engine/changelog.yaml has a custom change whose class '"
				+ className + "' " + problem + ".");
		assertThat(failure.getHint()).startsWith("Put the class on the class path");
		assertThat(this.studio.utilities("changelog.yaml").diagnose()).extracting(Finding::message)
			.anyMatch((message) -> message.contains("'" + className + "' " + problem));
	}

	@Test
	void refusesADowngrade() {
		this.studio.write("changelog.yaml",
				changelog("createTable: { tableName: two, columns: [ { column: { name: id, type: int } } ] }",
						"    rollback:\n    - customChange: { class: com.example.NoSuchChange }\n"));
		this.studio.upgrade("changelog.yaml");
		MigrationException failure = this.studio.failUnchanged(() -> this.studio.downgrade("changelog.yaml", "one"),
				MigrationErrorCode.CHANGELOG_INVALID);
		assertThat(failure).hasMessageContaining("'com.example.NoSuchChange' is not on the class path");
	}

	@Test
	void asksForNoClassOfAChangeSetThatIsApplied() {
		this.studio.write("changelog.yaml", changelog(
				"customChange: { class: 'io.migrationutilities.engine.CustomChangeCheckTests$Creating' }", ""));
		this.studio.upgrade("changelog.yaml");
		this.studio.execute("UPDATE DATABASECHANGELOG SET MD5SUM = NULL");
		this.studio.write("changelog.yaml", changelog("customChange: { class: com.example.Deleted }", ""));
		assertThat(this.studio.upgrade("changelog.yaml").applied()).isEmpty();
	}

	@Test
	void namesTheClassThatDoesNotTakeAParameter() {
		this.studio.write("changelog.yaml",
				changelog("customChange: { class: 'io.migrationutilities.engine.CustomChangeCheckTests$Creating', "
						+ "params: [ { param: { name: size, value: '1' } } ] }", ""));
		MigrationException failure = EngineFixture.fail(() -> this.studio.upgrade("changelog.yaml"));
		assertThat(failure.getMessage()).contains("size", "CustomChangeCheckTests$Creating");
	}

	private static String changelog(String change, String rollback) {
		return "databaseChangeLog:\n- changeSet:\n    id: one\n    author: ada\n    changes:\n"
				+ "    - createTable: { tableName: one, columns: [ { column: { name: id, type: int } } ] }\n"
				+ "- changeSet:\n    id: two\n    author: ada\n    changes:\n    - " + change + "\n" + rollback;
	}

	/**
	 * Creates a table.
	 */
	public static class Creating implements CustomSqlChange, CustomSqlRollback {

		@Override
		public SqlStatement[] generateStatements(Database database) {
			return new SqlStatement[] { new RawParameterizedSqlStatement("CREATE TABLE two (id INTEGER)") };
		}

		@Override
		public SqlStatement[] generateRollbackStatements(Database database) {
			return new SqlStatement[] { new RawParameterizedSqlStatement("DROP TABLE two") };
		}

		@Override
		public String getConfirmationMessage() {
			return "Created";
		}

		@Override
		public void setUp() {
		}

		@Override
		public void setFileOpener(ResourceAccessor resourceAccessor) {
		}

		@Override
		public ValidationErrors validate(Database database) {
			return new ValidationErrors();
		}

	}

	/**
	 * Its constructor is hidden.
	 */
	public static final class Hidden extends Creating {

		private Hidden() {
		}

	}

	/**
	 * Its constructor fails.
	 */
	public static class Demanding extends Creating {

		Demanding() {
			throw new IllegalStateException("not today");
		}

	}

}
