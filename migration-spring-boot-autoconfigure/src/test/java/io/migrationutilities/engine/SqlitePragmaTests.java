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

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of change sets that set PRAGMAs of SQLite in the transaction of a run.
 */
class SqlitePragmaTests {

	private static final String HEADER = "--liquibase formatted sql\n--changeset ada:1 splitStatements:false\n";

	private static final String REBUILD = """
			CREATE TABLE new_parent (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
			INSERT INTO new_parent SELECT id, name FROM parent;
			DROP TABLE parent;
			ALTER TABLE new_parent RENAME TO parent;
			""";

	private EngineFixture studio;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = EngineFixture.withForeignKeys(directory).withoutBackups();
		this.studio.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT)",
				"CREATE TABLE child (id INTEGER PRIMARY KEY, p INTEGER REFERENCES parent ON DELETE CASCADE)",
				"INSERT INTO parent VALUES (1, 'ada'), (2, 'eva')", "INSERT INTO child VALUES (10, 1), (11, 2)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PRAGMA foreign_keys = OFF", "pragma main.foreign_keys=0", "PRAGMA foreign_keys(false)",
			"PRAGMA \"foreign_keys\" = 'no'", "/* a */ PRAGMA foreign_keys = off" })
	void keepsTheRowsOfChildrenThroughARebuildByHand(String pragma) {
		this.studio.write("changelog.sql", HEADER + pragma + ";\n" + REBUILD + "PRAGMA foreign_keys = ON;\n");
		this.studio.upgrade("changelog.sql");
		assertThat(this.studio.query("SELECT id, p FROM child ORDER BY id")).isEqualTo("10|1\n11|2");
		assertThat(this.studio.query("SELECT \"table\" FROM pragma_foreign_key_list('child')")).isEqualTo("parent");
		assertThat(this.studio.query("SELECT \"notnull\" FROM pragma_table_info('parent') WHERE name = 'name'"))
			.isEqualTo("1");
	}

	@Test
	void refusesOrphansThatAreLeftBehind() {
		this.studio.write("changelog.sql", HEADER + "PRAGMA foreign_keys = OFF; DELETE FROM parent WHERE id = 1;");
		this.studio.failUnchanged(() -> this.studio.upgrade("changelog.sql"),
				MigrationErrorCode.INTEGRITY_CHECK_FAILED);
	}

	@Test
	void refusesWhatCodeSwitchesOffInVain() {
		this.studio.write("changelog.yaml", """
				databaseChangeLog:
				- changeSet:
				    id: 1
				    author: ada
				    changes:
				    - customChange:
				        class: io.migrationutilities.engine.TextChange
				        params: [ { param: { name: text, value: 'PRAGMA foreign_keys = OFF; DELETE FROM parent' } } ]
				""");
		MigrationException failure = this.studio.failUnchanged(() -> this.studio.upgrade("changelog.yaml"),
				MigrationErrorCode.UPGRADE_FAILED);
		assertThat(failure.getMessage()).contains("PRAGMA foreign_keys", "no effect");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PRAGMA journal_mode = WAL", "PRAGMA main.journal_mode=delete", "pragma auto_vacuum(1)",
			"PRAGMA secure_delete = ON", "PRAGMA page_size = 8192", "PRAGMA synchronous = OFF",
			"PRAGMA encoding = 'UTF-16'" })
	void refusesWhatHasNoEffect(String pragma) {
		this.studio.write("changelog.sql", HEADER + "SELECT 1; " + pragma + ";");
		MigrationException failure = this.studio.failUnchanged(() -> this.studio.upgrade("changelog.sql"),
				MigrationErrorCode.TRANSACTION_STATEMENT_REFUSED);
		assertThat(failure.getMessage()).contains("Statement 2 of 2", "no effect inside a transaction", pragma);
		assertThat(failure.getHint()).contains("runInTransaction=\"false\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PRAGMA journal_mode", "PRAGMA user_version = 4", "PRAGMA application_id = 7",
			"PRAGMA defer_foreign_keys = ON", "PRAGMA foreign_keys = ON", "PRAGMA optimize" })
	void letsOthersThrough(String pragma) {
		this.studio.write("changelog.sql", HEADER + pragma + "; INSERT INTO parent VALUES (3, 'zoe');");
		this.studio.upgrade("changelog.sql");
		assertThat(this.studio.query("SELECT count(*) FROM parent")).isEqualTo("3");
	}

	@Test
	void setsThemOutsideTransactions() {
		this.studio.write("changelog.sql", "--liquibase formatted sql\n--changeset ada:1 runInTransaction:false\n"
				+ "PRAGMA journal_mode = WAL;\nPRAGMA secure_delete = ON;\n");
		this.studio.upgrade("changelog.sql");
		assertThat(this.studio.query("PRAGMA journal_mode")).isEqualTo("wal");
	}

}
