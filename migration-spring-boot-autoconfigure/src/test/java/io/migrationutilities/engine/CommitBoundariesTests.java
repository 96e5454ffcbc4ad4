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

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;

import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.migrationutilities.DatabaseState;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.engine.plan.TransactionMode;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the commits that change sets need in front of them or behind them: what works
 * with plain Liquibase works here, and is said beforehand.
 */
@UsesPostgresql
@ExtendWith(OutputCaptureExtension.class)
class CommitBoundariesTests {

	private static final String HEADER = "--liquibase formatted sql\n";

	@TempDir
	private Path directory;

	private PostgresqlFixture studio;

	private PostgresqlFixture reference;

	@BeforeEach
	void createStudio() {
		this.studio = new PostgresqlFixture(this.directory);
		this.reference = new PostgresqlFixture(this.directory);
		for (PostgresqlFixture fixture : new PostgresqlFixture[] { this.studio, this.reference }) {
			fixture.execute("CREATE TYPE mood AS ENUM ('good')", "CREATE TABLE seen (id SERIAL, value TEXT, m mood)",
					"CREATE EXTENSION dblink");
		}
	}

	@AfterEach
	void dropStudio() {
		this.studio.drop();
		this.reference.drop();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "ALTER TYPE mood ADD VALUE 'fine' | INSERT INTO seen (m) VALUES ('fine')",
			"alter type public.mood add value if not exists 'it''s fine' before 'good' "
					+ "| INSERT INTO seen (m) VALUES ('it''s fine')",
			"ALTER TYPE \"mood\" ADD /* ; */ VALUE 'fine' | ALTER TABLE seen ALTER m SET DEFAULT 'fine'",
			"DO $$ BEGIN ALTER TYPE mood ADD VALUE 'fine'; END $$ | INSERT INTO seen (m) VALUES ('fine')",
			"ALTER TYPE mood ADD VALUE 'fine' | UPDATE seen SET m = ('{fine}'::mood[])[1]",
			"ALTER TYPE mood ADD VALUE 'fine' | CREATE VIEW fine AS SELECT * FROM seen WHERE m = 'fine'",
			"CREATE TYPE own AS ENUM ('a'); ALTER TYPE own ADD VALUE 'b' | INSERT INTO seen (value) VALUES ('b'::own)" })
	void commitsValuesOfEnumTypesBeforeTheyAreUsed(String adding, String using, CapturedOutput output) {
		write("--changeset ada:before", "INSERT INTO seen (value) VALUES (pg_current_xact_id())",
				"--changeset ada:adding", adding + ";\nINSERT INTO seen (value) VALUES (pg_current_xact_id())",
				"--changeset ada:between", "INSERT INTO seen (value) VALUES (pg_current_xact_id())",
				"--changeset ada:using", using, "--changeset ada:last",
				"INSERT INTO seen (value) VALUES (pg_current_xact_id())");
		upgradeAsPlainLiquibase("changelog.sql");
		assertThat(output).contains(
				"A commit follows these change sets, because a later change set uses the value that they add to an enum"
						+ " type: adding. A failure after them leaves the database between two revisions.");
		List<String> transactions = this.studio.query("SELECT value FROM seen WHERE value ~ '[0-9]' ORDER BY id")
			.lines()
			.toList();
		assertThat(transactions).hasSize(4);
		assertThat(transactions.get(0)).isEqualTo(transactions.get(1)).isNotEqualTo(transactions.get(2));
		assertThat(transactions.get(2)).isEqualTo(transactions.get(3));
	}

	@Test
	void findsUsesInChangesAndTheirFiles() throws Exception {
		String columns = "columns: [ { column: { name: m, value: fine } } ]";
		String load = "loadData: { tableName: seen, file: moods.csv, relativeToChangelogFile: true, "
				+ "columns: [ { column: { name: m, type: OTHER } } ] }";
		Files.writeString(Files.createDirectories(this.directory.resolve("classes/engine")).resolve("moods.csv"),
				"m\nbetter\n");
		this.studio.write("changelog.yaml",
				"databaseChangeLog:\n" + changeSet("one", "sql: { sql: \"ALTER TYPE mood ADD VALUE 'fine'\" }")
						+ changeSet("two", "insert: { tableName: seen, " + columns + " }")
						+ changeSet("three", "sql: { sql: \"ALTER TYPE mood ADD VALUE 'better'\" }")
						+ changeSet("four", load));
		upgradeAsPlainLiquibase("changelog.yaml");
		assertThat(this.studio.query("SELECT m FROM seen ORDER BY id")).isEqualTo("fine\nbetter");
	}

	@Test
	void commitsTogetherWhatUsesNoNewValue(CapturedOutput output) {
		write("--changeset ada:1", "ALTER TYPE mood ADD VALUE 'fine'; ALTER TYPE mood ADD VALUE 'sad'",
				"--changeset ada:2", "INSERT INTO seen (value) VALUES ('finest'), ('more_fine'), ('SAD')",
				"--changeset ada:3", "SELECT 1 / 0");
		MigrationException failure = this.studio.failUnchanged(() -> this.studio.upgrade("changelog.sql"),
				MigrationErrorCode.UPGRADE_FAILED);
		assertThat(failure.getMessage()).contains("'3'");
		assertThat(output).doesNotContain("A commit follows");
	}

	@ParameterizedTest
	@ValueSource(strings = { "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
			"set local transaction_isolation = 'serializable'", "SET transaction_isolation TO serializable",
			"/* first */ SET TRANSACTION READ WRITE, ISOLATION LEVEL SERIALIZABLE" })
	void startsATransactionForWhatHasToBeFirst(String sql, CapturedOutput output) {
		write("--changeset ada:1", "INSERT INTO seen (value) VALUES ('first')", "--changeset ada:2",
				sql + ";\nINSERT INTO seen (value) SELECT current_setting('transaction_isolation')",
				"--changeset ada:3", "INSERT INTO seen (value) SELECT current_setting('transaction_isolation')");
		upgradeAsPlainLiquibase("changelog.sql");
		assertThat(this.studio.query("SELECT value FROM seen ORDER BY id"))
			.isEqualTo("first\nserializable\nread committed");
		assertThat(output).contains("These change sets commit on their own, because they need a transaction in which"
				+ " nothing was done before: 2.");
	}

	@ParameterizedTest
	@EnumSource
	void startsItForEachModeOfTransactions(TransactionMode mode) {
		this.studio.transaction(mode);
		write("--changeset ada:1", "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\n"
				+ "INSERT INTO seen (value) SELECT current_setting('transaction_isolation')");
		upgradeAsPlainLiquibase("changelog.sql");
		assertThat(this.studio.query("SELECT value FROM seen")).isEqualTo("serializable");
	}

	@Test
	void commitsBeforeAnotherConnectionLooks(CapturedOutput output) {
		write("--changeset ada:1", "INSERT INTO seen (value) VALUES ('first')", "--changeset ada:2",
				"INSERT INTO seen (value) SELECT * FROM public.dblink('host=localhost port=' || current_setting('port')"
						+ " || ' user=' || current_user || ' dbname=' || current_database(), 'SELECT count(*) FROM seen') AS t(n TEXT)",
				"--changeset ada:3", "INSERT INTO seen (value) VALUES ('last')");
		upgradeAsPlainLiquibase("changelog.sql");
		assertThat(this.studio.query("SELECT value FROM seen ORDER BY id")).isEqualTo("first\n1\nlast");
		assertThat(output)
			.contains("because they work through another connection, which sees only what is committed: 2.");
	}

	@Test
	void commitsBeforeAProgramLooks() {
		for (PostgresqlFixture fixture : List.of(this.studio, this.reference)) {
			String url = fixture.url().substring("jdbc:".length());
			fixture.write("changelog.yaml", "databaseChangeLog:\n"
					+ changeSet("one", "sql: { sql: INSERT INTO seen (value) VALUES ('first') }")
					+ changeSet("two", "executeCommand: { executable: psql, args: [ { arg: { value: '-c' } }, "
							+ "{ arg: { value: INSERT INTO seen (value) SELECT count(*) FROM seen } }, { arg: { value: '"
							+ url + "' } } ] }"));
			if (fixture == this.studio) {
				fixture.upgrade("changelog.yaml");
			}
			else {
				updateByPlainLiquibase(fixture, "changelog.yaml");
			}
			assertThat(fixture.query("SELECT value FROM seen ORDER BY id")).isEqualTo("first\n1");
		}
	}

	@Test
	void saysWhatIsCommittedWhenALaterSegmentFails() {
		write("--changeset ada:1", "ALTER TYPE mood ADD VALUE 'fine'", "--changeset ada:2",
				"INSERT INTO seen (m) VALUES ('fine'); SELECT 1 / 0");
		assertThat(this.studio.utilities("changelog.sql").diagnose().toString())
			.contains("in 2 parts that commit on their own");
		MigrationException failure = this.studio.failUpgrade("changelog.sql");
		assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.PARTLY_CHANGED);
		assertThat(failure.getHint()).contains("Committed: 1. Correct '2'");
		assertThat(this.studio.query("SELECT count(*) FROM seen")).isEqualTo("0");
		assertThat(this.studio.history()).isEqualTo("1");
		write("--changeset ada:1", "ALTER TYPE mood ADD VALUE 'fine'", "--changeset ada:2",
				"INSERT INTO seen (m) VALUES ('fine')");
		this.studio.upgrade("changelog.sql");
		assertThat(this.studio.query("SELECT m FROM seen")).isEqualTo("fine");
	}

	@Test
	void findsThemInRollbacks() {
		write("--changeset ada:1", "SELECT 1;\n--rollback INSERT INTO seen (m) VALUES ('fine');", "--changeset ada:2",
				"SELECT 1;\n--rollback ALTER TYPE mood ADD VALUE 'fine';", "--changeset ada:3",
				"SELECT 1;\n--rollback SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;"
						+ "\n--rollback INSERT INTO seen (value) SELECT current_setting('transaction_isolation');");
		this.studio.upgrade("changelog.sql");
		this.studio.downgrade("changelog.sql", "base");
		assertThat(this.studio.query("SELECT value, m FROM seen ORDER BY id"))
			.isEqualTo("serializable|null\nnull|fine");
		assertThat(this.studio.history()).isEmpty();
	}

	private void write(String... lines) {
		StringBuilder text = new StringBuilder(HEADER);
		for (String line : lines) {
			text.append(line).append(line.startsWith("--") ? "\n" : ";\n");
		}
		this.studio.write("changelog.sql", text.toString());
	}

	private static String changeSet(String id, String change) {
		return "- changeSet:\n    id: " + id + "\n    author: ada\n    changes:\n    - " + change + "\n";
	}

	private void upgradeAsPlainLiquibase(String changelog) {
		updateByPlainLiquibase(this.reference, changelog);
		this.studio.upgrade(changelog);
		assertThat(this.studio.query("SELECT m, count(*) FROM seen GROUP BY 1 ORDER BY 1"))
			.isEqualTo(this.reference.query("SELECT m, count(*) FROM seen GROUP BY 1 ORDER BY 1"));
		assertThat(this.studio.history()).isEqualTo(this.reference.history());
		assertThat(this.studio.query("SELECT enumlabel FROM pg_enum ORDER BY enumsortorder"))
			.isEqualTo(this.reference.query("SELECT enumlabel FROM pg_enum ORDER BY enumsortorder"));
	}

	private void updateByPlainLiquibase(PostgresqlFixture fixture, String changelog) {
		try (Connection connection = fixture.connect()) {
			Database database = DatabaseFactory.getInstance()
				.findCorrectDatabaseImplementation(new JdbcConnection(connection));
			new Liquibase("engine/" + changelog, new DirectoryResourceAccessor(this.directory.resolve("classes")),
					database)
				.update(new Contexts(), new LabelExpression());
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
