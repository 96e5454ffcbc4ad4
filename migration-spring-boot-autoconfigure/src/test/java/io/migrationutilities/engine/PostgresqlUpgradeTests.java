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
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.migrationutilities.DatabaseState;
import io.migrationutilities.Finding;
import io.migrationutilities.Finding.Severity;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.backup.RequiresPostgresqlTools;
import io.migrationutilities.backup.postgresql.PostgresqlBackupStrategy;
import io.migrationutilities.backup.postgresql.PostgresqlToolSettings;
import io.migrationutilities.engine.plan.TransactionMode;
import io.migrationutilities.engine.session.IntegrityFindings;
import io.migrationutilities.engine.session.PostgresqlDialect;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for upgrades and downgrades of a PostgreSQL database.
 */
@ExtendWith(OutputCaptureExtension.class)
@UsesPostgresql
class PostgresqlUpgradeTests {

	private static final String ONE = "changelog-1.sql";

	private static final String TWO = "changelog-2.sql";

	private static final String FAILING = "changelog-with-failing-last-change-set.sql";

	private PostgresqlFixture studio;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new PostgresqlFixture(directory);
	}

	@AfterEach
	void dropStudio() {
		this.studio.expectNoSessions();
		this.studio.drop();
	}

	@Test
	void upgradesAndDowngrades() {
		assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-crew", "first-crew", "create-agent");
		assertThat(this.studio.status(TWO).upToDate()).isTrue();
		assertThat(this.studio.upgrade(TWO).applied()).isEmpty();
		assertThat(this.studio.downgrade(TWO, "create-crew").rolledBack()).containsExactly("create-agent",
				"first-crew");
		assertThat(this.studio.history()).isEqualTo("create-crew");
		assertThat(this.studio.ledger()).isEqualTo("""
				UPGRADE|null|create-agent|SUCCEEDED|null
				DOWNGRADE|create-agent|create-crew|SUCCEEDED|null""");
		assertThat(lockRow()).isEqualTo("false|null|null");
	}

	@ParameterizedTest
	@CsvSource({ "DATABASECHANGELOGLOCK", "STUDIO_LOCK", "Studio_Lock" })
	void takesNoBackupOfADatabaseThatHoldsOnlyALockTable(String lockTable) {
		this.studio.strategy(new PostgresqlBackupStrategy(PostgresqlToolSettings.DEFAULTS)).withBackups();
		this.studio.bean((liquibase) -> liquibase.setDatabaseChangeLogLockTable(lockTable));
		assertThat(this.studio.upgrade(ONE).backup()).isNull();
	}

	@Test
	void leavesEverythingAsItWasWhenTheLastChangeSetFails() {
		this.studio.failUnchanged(() -> this.studio.upgrade(FAILING), MigrationErrorCode.UPGRADE_FAILED);
		assertThat(this.studio.tables()).isEmpty();
		this.studio.upgrade(ONE);
		MigrationException failure = this.studio.failUnchanged(() -> this.studio.upgrade(FAILING),
				MigrationErrorCode.UPGRADE_FAILED);
		assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.UNCHANGED);
		assertThat(failure.getMessage()).contains("'broken'").contains("no_such_table");
		assertThat(lockRow()).isEqualTo("false|null|null");
	}

	@Test
	void commitsChangeSetsOnTheirOwnWhenTold() {
		this.studio.transaction(TransactionMode.PER_CHANGE_SET);
		MigrationException failure = this.studio.failUpgrade(FAILING);
		assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.PARTLY_CHANGED);
		assertThat(this.studio.history()).isEqualTo("create-crew,first-crew,create-agent");
		assertThat(this.studio.ledger()).isEqualTo("UPGRADE|null|broken|FAILED|UPGRADE_FAILED");
	}

	@Test
	void createsIndexOutsideTransaction(CapturedOutput output) {
		assertThat(this.studio.upgrade("changelog-with-concurrent-index.sql").applied()).containsExactly("create-crew",
				"first-crew", "index-crew", "create-agent");
		assertThat(output).contains("These change sets commit on their own, because they are set to "
				+ "runInTransaction=\"false\": index-crew.");
		assertThat(this.studio.query("SELECT indexname FROM pg_indexes WHERE tablename = 'crew' ORDER BY 1"))
			.isEqualTo("crew_pkey\nix_crew_name");
		assertThat(this.studio.ledger()).isEqualTo("UPGRADE|null|create-agent|SUCCEEDED|null");
	}

	@Test
	void saysWhatIsCommittedWhenLaterSegmentFails() {
		MigrationException failure = this.studio.failUpgrade("changelog-with-failing-concurrent-index.sql");
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.UPGRADE_FAILED);
		assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.PARTLY_CHANGED);
		assertThat(failure.getMessage()).contains("'index-crew'");
		assertThat(failure.getHint()).startsWith("Committed: create-crew, twins. ");
		assertThat(this.studio.history()).isEqualTo("create-crew,twins");
		assertThat(lockRow()).isEqualTo("false|null|null");
	}

	@Test
	void saysWhichIndexToDropAfterAFailureToBuildIt(CapturedOutput output) {
		String changelog = "changelog-with-failing-concurrent-index.sql";
		String remedy = "Index 'public.ux_crew_name' of table 'crew' is not valid, drop it first: "
				+ "DROP INDEX public.ux_crew_name";
		assertThat(this.studio.failUpgrade(changelog).getMessage()).endsWith(" " + remedy + ".");
		assertThat(this.studio.utilities(changelog).diagnose()).contains(new Finding("Indexes", Severity.WARNING,
				remedy + ".", "Then start again: the change set that makes it fails while it is there.", null));
		assertThat(output).doesNotContain(remedy);
		MigrationException again = this.studio.failUpgrade(changelog);
		assertThat(again.getMessage()).contains("already exists").endsWith(" " + remedy + ".");
		assertThat(output).contains("'liquibase': " + remedy);
		this.studio.execute("DROP INDEX public.ux_crew_name", "DELETE FROM crew WHERE id = 2");
		assertThat(this.studio.upgrade(changelog).applied()).containsExactly("index-crew");
		assertThat(this.studio.utilities(changelog).diagnose()).extracting(Finding::subject).doesNotContain("Indexes");
	}

	@ParameterizedTest
	@ValueSource(strings = { "UNIQUE INDEX CONCURRENTLY IF NOT EXISTS ux_crew_name ON crew (name)",
			"INDEX IF NOT EXISTS UX_CREW_NAME ON public.crew (name)",
			"index /* again */ if not exists \"ux_crew_name\" on only \"public\".\"crew\" (name)" })
	void takesNoInvalidIndexForDone(String index) {
		leaveAnInvalidIndex();
		String changelog = "changelog-with-conditional-index.sql";
		writeIndex(changelog, "CREATE " + index);
		MigrationException failure = this.studio.failUpgrade(changelog);
		assertThat(failure).hasMessageContaining("The index public.ux_crew_name is there, but it is not valid")
			.hasMessageContaining("Drop it first: DROP INDEX public.ux_crew_name");
		assertThat(this.studio.history()).isEqualTo("create-crew,twins");
		this.studio.execute("DROP INDEX public.ux_crew_name", "DELETE FROM crew WHERE id = 2");
		assertThat(this.studio.upgrade(changelog).applied()).containsExactly("index-crew");
		assertThat(this.studio.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ux_crew_name'::regclass"))
			.isEqualTo("true");
	}

	@ParameterizedTest
	@ValueSource(strings = {
			"DROP INDEX IF EXISTS ux_crew_name;\nCREATE INDEX IF NOT EXISTS ux_crew_name ON crew (name)",
			"CREATE INDEX IF NOT EXISTS ux_crew_id ON crew (id)", "CREATE TABLE IF NOT EXISTS index_of (id int)",
			"CREATE TABLE away (id int);\nCREATE INDEX IF NOT EXISTS ix_away ON away (id)",
			"CREATE SCHEMA other;\nCREATE TABLE other.crew (name text);\n"
					+ "CREATE INDEX IF NOT EXISTS ux_crew_name ON other.crew (name)" })
	void doesNotStandInTheWayOfOtherStatements(String sql) {
		leaveAnInvalidIndex();
		writeIndex("changelog-with-conditional-index.sql", sql);
		assertThat(this.studio.upgrade("changelog-with-conditional-index.sql").applied()).containsExactly("index-crew");
	}

	private void leaveAnInvalidIndex() {
		this.studio.failUpgrade("changelog-with-failing-concurrent-index.sql");
		assertThat(this.studio.query("SELECT indisvalid FROM pg_index WHERE indexrelid = 'ux_crew_name'::regclass"))
			.isEqualTo("false");
	}

	private void writeIndex(String changelog, String sql) {
		this.studio.write(changelog, """
				--liquibase formatted sql
				--changeset ada:create-crew logicalFilePath:changelog
				CREATE TABLE crew (id INTEGER PRIMARY KEY, name TEXT);
				--rollback DROP TABLE crew;
				--changeset ada:twins logicalFilePath:changelog
				INSERT INTO crew VALUES (1, 'Deckhands'), (2, 'Deckhands');
				--changeset ada:index-crew runInTransaction:false logicalFilePath:changelog
				%s;
				""".formatted(sql));
	}

	@Test
	void looksWhatACommitWithoutAnswerDid() {
		this.studio.upgrade(ONE);
		this.studio.execute("CREATE FUNCTION end_session() RETURNS trigger LANGUAGE plpgsql AS"
				+ " 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(10); RETURN NULL; END'",
				"CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON migration_run DEFERRABLE INITIALLY DEFERRED"
						+ " FOR EACH ROW EXECUTE FUNCTION end_session()");
		MigrationException failure = this.studio.failUnchanged(() -> this.studio.upgrade("changelog-2.sql"),
				MigrationErrorCode.DATABASE_UNAVAILABLE);
		assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.UNCHANGED);
		assertThat(failure.getHint()).contains("start again");
	}

	@Test
	@RequiresPostgresqlTools
	void replacesTheBackupOfAFailedStartUnlessRowsChangedInBetween() {
		this.studio.strategy(new PostgresqlBackupStrategy(PostgresqlToolSettings.DEFAULTS)).withBackups();
		this.studio.upgrade(ONE);
		this.studio.failUpgrade(FAILING);
		this.studio.failUpgrade(FAILING);
		assertThat(this.studio.backups()).hasSize(1);
		this.studio.execute("UPDATE crew SET name = 'Sailors'");
		this.studio.failUpgrade(FAILING);
		this.studio.failUpgrade(FAILING);
		assertThat(this.studio.backups()).hasSize(2);
	}

	@Test
	void refusesToLeaveInvalidIndexBehind() {
		this.studio.upgrade(ONE);
		this.studio.execute("INSERT INTO crew VALUES (2, 'Deckhands')");
		MigrationException failure = this.studio.failUpgrade("changelog-with-ignored-index-failure.sql");
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.INTEGRITY_CHECK_FAILED);
		assertThat(failure.getMessage()).contains("index 'public.ux_crew_name' of table 'crew' that is not valid")
			.endsWith(" drop it first: DROP INDEX public.ux_crew_name.");
	}

	@Test
	void acceptsInvalidIndexThatWasThereBefore() {
		this.studio.upgrade(ONE);
		this.studio.execute("INSERT INTO crew VALUES (2, 'Deckhands')");
		assertThat(catchThrowable(
				() -> this.studio.execute("CREATE UNIQUE INDEX CONCURRENTLY ux_crew_name ON crew (name)")))
			.isNotNull();
		assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-agent");
	}

	@Test
	void tellsIndexThatSomebodyBuildsFromOneThatIsInvalid() throws SQLException {
		this.studio.upgrade(ONE);
		try (Connection other = this.studio.connect(); Statement statement = other.createStatement()) {
			other.setAutoCommit(false);
			statement.execute("INSERT INTO crew VALUES (2, 'Cooks')");
			CompletableFuture<Void> build = CompletableFuture
				.runAsync(() -> this.studio.execute("CREATE INDEX CONCURRENTLY ix_crew_name ON crew (name)"));
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.until(() -> this.studio.query("SELECT count(*) FROM pg_index WHERE NOT indisvalid"), "1"::equals);
			assertThat(integrityProblems("postgres")).isEmpty();
			assertThat(integrityProblems("pg_signal_backend")).isEmpty();
			this.studio.terminate("query LIKE 'CREATE INDEX%'");
			build.exceptionally((ex) -> null).join();
			other.rollback();
			// As an autovacuum does.
			statement.execute("LOCK TABLE crew IN SHARE UPDATE EXCLUSIVE MODE");
			assertThat(integrityProblems("postgres")).singleElement().asString().contains("ix_crew_name");
		}
	}

	private List<String> integrityProblems(String role) throws SQLException {
		try (Connection connection = this.studio.connect(); Statement statement = connection.createStatement()) {
			statement.execute("SET ROLE " + role);
			return new PostgresqlDialect(connection).findIntegrityProblems(connection).newSince(IntegrityFindings.NONE);
		}
	}

	@Test
	void blamesDeferredConstraintOnTheChangeSetThatViolatesIt() {
		MigrationException failure = this.studio.failUnchanged(
				() -> this.studio.upgrade("changelog-with-deferred-violation.sql"), MigrationErrorCode.UPGRADE_FAILED);
		assertThat(failure.getMessage()).contains("'create-agent'").contains("agent_crew_fkey");
		assertThat(this.studio.tables()).isEmpty();
	}

	@Test
	void goesOnAfterErrorThatIsIgnored() {
		assertThat(this.studio.upgrade("changelog-with-ignored-error.sql").applied()).isNotEmpty();
		assertThat(this.studio.query("SELECT OUTCOME FROM MIGRATION_RUN")).isEqualTo("SUCCEEDED");
	}

	@ParameterizedTest
	@CsvSource({ "history,", ",app", "history,app", "Mixed Case,app" })
	void keepsToTheSchemasOfTheBean(String historySchema, String defaultSchema) {
		String history = (historySchema != null) ? historySchema : defaultSchema;
		this.studio.execute("CREATE SCHEMA IF NOT EXISTS \"" + history + "\"", "CREATE SCHEMA IF NOT EXISTS app");
		this.studio.bean((liquibase) -> {
			liquibase.setLiquibaseSchema(historySchema);
			liquibase.setDefaultSchema(defaultSchema);
		});
		this.studio.upgrade("changelog-2-with-agents.yaml");
		assertThat(this.studio.status("changelog-2-with-agents.yaml").upToDate()).isTrue();
		String quoted = history.contains(" ") ? "\"" + history + "\"" : history;
		String applied = (defaultSchema != null) ? "app" : "public";
		assertThat(this.studio.tables()).contains(quoted + ".databasechangelog", quoted + ".migration_run",
				applied + ".crew");
		assertThat(this.studio.tables()).filteredOn((table) -> table.endsWith("databasechangelog")).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "ChangeLog,changelog", "change-log,\"change-log\"" })
	void findsHistoryWithUnusualName(String name, String quoted) {
		this.studio.bean((liquibase) -> {
			liquibase.setDatabaseChangeLogTable(name);
			liquibase.setDatabaseChangeLogLockTable(name + "_lock");
		});
		this.studio.upgrade(ONE);
		assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-agent");
		assertThat(this.studio.tables()).contains("public." + quoted).doesNotContain("public.databasechangelog");
		String lockTable = quoted.endsWith("\"") ? "\"" + name + "_lock\"" : name + "_lock";
		assertThat(this.studio.query("SELECT LOCKED, LOCKEDBY FROM " + lockTable)).isEqualTo("false|null");
		assertThat(this.studio.status(TWO).lock()).isNull();
		assertThat(this.studio.downgrade(TWO, "-1").rolledBack()).containsExactly("create-agent");
	}

	@Test
	void readsAndPreviewsWithoutWriting() {
		assertThat(this.studio.status(ONE).pendingMigrations()).hasSize(2);
		assertThat(this.studio.utilities(ONE).getMigrationHistory()).hasSize(2);
		assertThat(this.studio.utilities(ONE).previewUpgrade("head")).contains("CREATE TABLE crew");
		assertThat(this.studio.query("SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"))
			.isEqualTo("0");
		this.studio.upgrade(TWO);
		String before = this.studio.content();
		assertThat(this.studio.utilities(TWO).previewDowngrade("-1")).contains("DROP TABLE agent");
		assertThat(this.studio.content()).isEqualTo(before);
	}

	private String lockRow() {
		return this.studio.query("SELECT LOCKED, LOCKGRANTED, LOCKEDBY FROM DATABASECHANGELOGLOCK");
	}

}
