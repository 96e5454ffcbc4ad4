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

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.DatabaseState;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what a change set leaves behind in the session of PostgreSQL: what a commit of
 * Liquibase would end has ended for the next change set, although nothing is committed.
 */
@UsesPostgresql
class PostgresqlSessionTests {

	private static final String HEADER = "--liquibase formatted sql\n";

	@TempDir
	private Path directory;

	private PostgresqlFixture studio;

	@BeforeEach
	void createStudio() {
		this.studio = new PostgresqlFixture(this.directory);
		this.studio.execute("CREATE TABLE seen (id SERIAL, value TEXT)", "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
				"CREATE TABLE child (id INTEGER, p INTEGER REFERENCES parent DEFERRABLE)",
				"CREATE FUNCTION set_locally() RETURNS trigger LANGUAGE plpgsql AS "
						+ "'BEGIN SET LOCAL work_mem = 1234; RETURN NEW; END'",
				"CREATE TRIGGER sets BEFORE INSERT ON parent FOR EACH ROW EXECUTE FUNCTION set_locally()");
	}

	@AfterEach
	void dropStudio() {
		this.studio.drop();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "SET LOCAL work_mem = 1234 | work_mem | 4MB", "SET LOCAL app.tenant = 'ada' | app.tenant | ''",
					"SET app.tenant = 'ada' | app.tenant | ada",
					"SELECT set_config('work_mem', '1234', true) | work_mem | 4MB",
					"DO 'BEGIN SET LOCAL work_mem = 1234; END' | work_mem | 4MB",
					"DO 'BEGIN SET LOCAL work_mem = 1234; END'; SET LOCAL work_mem = 2345 | work_mem | 4MB",
					"SET LOCAL work_mem = 1234; SET work_mem = 2345 | work_mem | 2345kB",
					"/* set_config('missing', 'a', true) */ SET LOCAL work_mem = 1234 | work_mem | 4MB",
					"SELECT '/* set_config(''missing'', ''a'', true) */' | work_mem | 4MB",
					"SET LOCAL SESSION AUTHORIZATION postgres; SET LOCAL TIME ZONE 'UTC-3' | timezone | Etc/UTC",
					"SET LOCAL app.path = 'C:\\it''s' ; SET LOCAL XML OPTION DOCUMENT | xmloption | content",
					"SET LOCAL search_path = pg_catalog; SET LOCAL ROLE pg_monitor | role | none",
					"INSERT INTO parent VALUES (1) | work_mem | 4MB",
					"SET LOCAL search_path = pg_catalog | search_path | 'public, \"$user\", public'",
					"SET LOCAL statement_timeout = 12345 | statement_timeout | 0",
					"SET LOCAL session_replication_role = replica | session_replication_role | origin",
					"SET LOCAL ROLE pg_monitor | role | none", "SET work_mem = 1234 | work_mem | 1234kB",
					"SET SESSION work_mem TO 1234 | work_mem | 1234kB",
					"SELECT set_config('work_mem', '1234', false) | work_mem | 1234kB",
					"SET work_mem = 1234; SET statement_timeout = 0 | work_mem | 1234kB",
					"SET TIME ZONE 'UTC-3' | timezone | UTC-3", "SET ROLE pg_monitor; RESET ROLE | role | none" })
	void keepsWhatACommitKeeps(String sql, String setting, String value) {
		this.studio.write("changelog.sql", HEADER + "--changeset ada:1\n" + sql + ";\n--changeset ada:2\n"
				+ "INSERT INTO public.seen (value) SELECT current_setting('" + setting + "', true);\n");
		this.studio.upgrade("changelog.sql");
		assertThat(this.studio.query("SELECT coalesce(value, '') FROM seen")).isEqualTo(value);
	}

	@Test
	void enforcesForeignKeysForTheNextChangeSet() {
		this.studio.write("changelog.sql", HEADER
				+ "--changeset ada:1\nSET LOCAL session_replication_role = replica;\nINSERT INTO child VALUES (1, NULL);\n"
				+ "--changeset ada:2\nINSERT INTO child VALUES (2, 42);\n");
		MigrationException failure = this.studio.failUnchanged(() -> this.studio.upgrade("changelog.sql"),
				MigrationErrorCode.UPGRADE_FAILED);
		assertThat(failure.getMessage()).contains("'2'", "foreign key");
	}

	@Test
	void checksConstraintsAsTheyAreDeclared() {
		this.studio.write("changelog.sql", HEADER
				+ "--changeset ada:1\nSET CONSTRAINTS ALL DEFERRED;\nINSERT INTO child VALUES (1, 1); INSERT INTO parent VALUES (1);\n"
				+ "--changeset ada:2\nINSERT INTO child VALUES (2, 2); INSERT INTO parent VALUES (2);\n");
		MigrationException failure = this.studio.failUnchanged(() -> this.studio.upgrade("changelog.sql"),
				MigrationErrorCode.UPGRADE_FAILED);
		assertThat(failure.getMessage()).contains("'2'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "TEMP", "TEMPORARY", "LOCAL TEMPORARY" })
	void endsTemporaryTables(String word) {
		this.studio.write("changelog.sql", HEADER + "--changeset ada:1\nCREATE " + word
				+ " TABLE work (id INTEGER) ON COMMIT DROP;\nCREATE " + word
				+ " TABLE IF NOT EXISTS \"Rows\" (id INTEGER) ON COMMIT DELETE ROWS;\nCREATE " + word
				+ " TABLE kept (id INTEGER); INSERT INTO \"Rows\" VALUES (1); INSERT INTO kept VALUES (1);\n"
				+ "--changeset ada:2\nCREATE TEMP TABLE work (id INTEGER) ON COMMIT DROP; "
				+ "INSERT INTO seen (value) SELECT count(*) FROM \"Rows\"; INSERT INTO seen (value) SELECT count(*) FROM kept;\n");
		this.studio.upgrade("changelog.sql");
		assertThat(this.studio.query("SELECT value FROM seen ORDER BY id")).isEqualTo("0\n1");
	}

	@Test
	void endsThemInRollbacksToo() {
		this.studio.write("changelog.sql", HEADER
				+ "--changeset ada:1\nSELECT 1;\n--rollback INSERT INTO seen (value) SELECT current_setting('work_mem');\n"
				+ "--changeset ada:2\nSELECT 1;\n--rollback SET LOCAL work_mem = 1234;\n");
		this.studio.upgrade("changelog.sql");
		this.studio.downgrade("changelog.sql", "base");
		assertThat(this.studio.query("SELECT value FROM seen")).isEqualTo("4MB");
	}

	@Test
	void createsTablesForTheOwnerOfTheRun() {
		this.studio.write("changelog.sql", HEADER
				+ "--changeset ada:1\nSET LOCAL ROLE pg_monitor;\n--changeset ada:2\nCREATE TABLE owned (id INTEGER);\n");
		this.studio.upgrade("changelog.sql");
		assertThat(this.studio.query("SELECT tableowner = current_user FROM pg_tables WHERE tablename = 'owned'"))
			.isEqualTo("true");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"DO 'BEGIN ALTER TYPE mood ADD VALUE ''fine''; END' | INSERT INTO seen (value) SELECT 'fine'::mood | per-change-set",
			"SELECT 1 | VACUUM | runInTransaction=\"false\"",
			"SELECT 1 | CREATE INDEX CONCURRENTLY i ON seen (id) | runInTransaction=\"false\"",
			"SELECT 1 | DO 'BEGIN SET TRANSACTION ISOLATION LEVEL SERIALIZABLE; END' | runInTransaction=\"false\"",
			"SELECT 1 | DO 'BEGIN SET TRANSACTION READ ONLY; END'; INSERT INTO seen (value) VALUES (1) | read only",
			"SELECT 1 | CALL commits() | runInTransaction=\"false\"",
			"SELECT 1 | CREATE TABLE missing.t (id INTEGER) | Create the schema",
			"SELECT 1 | SET LOCAL ROLE pg_monitor; DELETE FROM seen | lacks a right" })
	void saysWhatHelps(String first, String second, String help) {
		this.studio.execute("CREATE TYPE mood AS ENUM ('good')",
				"CREATE PROCEDURE commits() LANGUAGE plpgsql AS 'BEGIN COMMIT; END'");
		this.studio.write("changelog.sql",
				HEADER + "--changeset ada:1\n" + first + ";\n--changeset ada:2\n" + second + ";\n");
		MigrationException failure = this.studio.failUnchanged(() -> this.studio.upgrade("changelog.sql"),
				MigrationErrorCode.UPGRADE_FAILED);
		assertThat(failure.getHint()).contains(help).endsWith("start again; there is nothing to restore.");
	}

	@Test
	void stopsWhenCodeEndsTheTransaction() {
		String before = this.studio.write("changelog.yaml", """
				databaseChangeLog:
				- changeSet:
				    id: first
				    author: ada
				    changes:
				    - sql: { sql: INSERT INTO seen (value) VALUES ('first') }
				- changeSet:
				    id: sneaky
				    author: ada
				    changes:
				    - sql: { sql: INSERT INTO seen (value) VALUES ('sneaky') }
				    - customChange: { class: io.migrationutilities.engine.CommittingChange }
				    - sql: { sql: INSERT INTO seen (value) VALUES ('behind') }
				""").content();
		MigrationException failure = this.studio.failUpgrade("changelog.yaml");
		assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.PARTLY_CHANGED);
		assertThat(failure.getMessage()).contains("'sneaky'");
		assertThat(failure.getHint()).contains("Committed: first");
		assertThat(this.studio.content()).isNotEqualTo(before);
		assertThat(this.studio.query("SELECT value FROM seen ORDER BY id")).isEqualTo("first\nsneaky");
		assertThat(this.studio.history()).isEqualTo("first");
	}

}
