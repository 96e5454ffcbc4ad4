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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.migrationutilities.DatabaseState;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.engine.plan.TransactionMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the integrity of what a run leaves behind.
 */
class IntegrityTests {

	private static final String BASE = "changelog-with-parent-and-child.yaml";

	private static final String REBUILD = "changelog-that-rebuilds-parent.yaml";

	private static final String CHILDREN = "SELECT id, parent_id FROM child ORDER BY id";

	@Test
	void keepsReferencingRowsWhenTableIsRebuilt(@TempDir Path directory) {
		EngineFixture studio = EngineFixture.withForeignKeys(directory);
		studio.upgrade(BASE);
		assertThat(studio.upgrade(REBUILD).applied()).containsExactly("rebuild");
		assertThat(studio.query(CHILDREN)).isEqualTo("1|1\n2|1");
		assertThat(studio.query("SELECT \"notnull\" FROM pragma_table_info('parent') WHERE name = 'name'"))
			.isEqualTo("1");
		studio.downgrade(REBUILD, "-1");
		assertThat(studio.query(CHILDREN)).isEqualTo("1|1\n2|1");
		assertThat(studio.query("SELECT \"notnull\" FROM pragma_table_info('parent') WHERE name = 'name'"))
			.isEqualTo("0");
	}

	@Test
	void keepsReferencingRowsWhenRollbackAltersTable(@TempDir Path directory) {
		String changelog = "changelog-with-rollback-that-rebuilds-table.yaml";
		EngineFixture studio = EngineFixture.withForeignKeys(directory);
		studio.upgrade(changelog);
		studio.downgrade(changelog, "-1");
		assertThat(studio.query(CHILDREN)).isEqualTo("1|1\n2|1");
		assertThat(studio.query("SELECT * FROM parent")).isEqualTo("1|null");
	}

	// Foreign keys are not enforced in a run that rebuilds tables.
	@Test
	void refusesRunThatRebuildsTableAndLeavesOrphans(@TempDir Path directory) {
		EngineFixture studio = EngineFixture.withForeignKeys(directory);
		studio.upgrade(BASE);
		MigrationException failure = studio.failUnchanged(
				() -> studio.upgrade("changelog-that-rebuilds-and-deletes-parent.yaml"),
				MigrationErrorCode.INTEGRITY_CHECK_FAILED);
		assertThat(failure.getMessage()).contains("to 'parent' (2)");
		assertThat(studio.query(CHILDREN)).isEqualTo("1|1\n2|1");
	}

	@Test
	void saysWhichChangeSetCanNotBeCarriedOut(@TempDir Path directory) {
		EngineFixture studio = EngineFixture.withForeignKeys(directory);
		studio.upgrade(BASE);
		studio.execute("INSERT INTO parent VALUES (2, NULL), (3, NULL)");
		MigrationException failure = studio.failUnchanged(() -> studio.upgrade(REBUILD),
				MigrationErrorCode.ALTERATION_REFUSED);
		assertThat(failure)
			.hasMessage("Change set 'rebuild' in changelog failed: Rows of table 'parent' violate NOT NULL (name): 2.");
		assertThat(failure.getHint()).endsWith(" Then start again; there is nothing to restore.");
		assertThat(failure.getBackup()).isNotNull();
	}

	@Test
	void enforcesForeignKeysInSegmentsThatRebuildNothing(@TempDir Path directory) {
		EngineFixture studio = EngineFixture.withForeignKeys(directory).transaction(TransactionMode.PER_CHANGE_SET);
		studio.upgrade(BASE);
		studio.upgrade("changelog-that-rebuilds-and-deletes-parent.yaml");
		assertThat(studio.query(CHILDREN)).isEmpty();
	}

	@Test
	void dropsNoTableThatOthersReferTo(@TempDir Path directory) {
		EngineFixture studio = EngineFixture.withForeignKeys(directory);
		MigrationException failure = studio.failUnchanged(
				() -> studio.upgrade("changelog-with-dropped-referenced-table.sql"),
				MigrationErrorCode.ALTERATION_REFUSED);
		assertThat(failure).hasMessage("Change set 'drop-crew' in changelog failed: Table 'crew' can't be dropped."
				+ " It is referred to by the foreign keys of: 'agent'.");
	}

	@Test
	void keepsRowsThatReferToTableRebuiltByHand(@TempDir Path directory) {
		EngineFixture studio = EngineFixture.withForeignKeys(directory);
		studio.upgrade("changelog-with-table-rebuilt-by-hand.sql");
		assertThat(studio.query("SELECT * FROM agent")).isEqualTo("7|1");
		assertThat(studio.query("SELECT \"table\" FROM pragma_foreign_key_list('agent')")).isEqualTo("crew");
	}

	@Test
	void renamesAndReplacesViewsThatOthersUse(@TempDir Path directory) {
		String changelog = "changelog-with-renamed-and-replaced-views.sql";
		EngineFixture studio = new EngineFixture(directory);
		studio.upgrade(changelog);
		assertThat(studio.query("SELECT * FROM long_names")).isEqualTo("ADA");
		studio.downgrade(changelog, "-2");
		assertThat(studio.query("SELECT * FROM long_names, crew_names")).isEqualTo("Ada|1|Ada");
	}

	@Test
	void refusesToReplaceViewThatWouldBreakAnother(@TempDir Path directory) {
		EngineFixture studio = new EngineFixture(directory);
		MigrationException failure = studio.failUnchanged(() -> studio.upgrade("changelog-that-breaks-view.sql"),
				MigrationErrorCode.ALTERATION_REFUSED);
		assertThat(failure.getMessage()).contains("view 'long_names' that does not work");
	}

	@Test
	void findsPrimaryKeysByTheirNames(@TempDir Path directory) {
		EngineFixture studio = new EngineFixture(directory);
		studio.upgrade("changelog-with-primary-key-precondition.yaml");
		assertThat(studio.query("SELECT id, exectype FROM databasechangelog ORDER BY orderexecuted"))
			.isEqualTo("create-crew|EXECUTED\ndrop-crew|EXECUTED\ndrop-agent|MARK_RAN");
	}

	@Test
	void previewsRebuild(@TempDir Path directory) {
		EngineFixture studio = new EngineFixture(directory);
		studio.upgrade(BASE);
		assertThat(studio.utilities(REBUILD).previewUpgrade("head")).contains("DROP TABLE \"parent\";");
		assertThat(studio.query("SELECT count(*) FROM sqlite_schema WHERE name LIKE 'MIGRATION\\_parent%' ESCAPE '\\'"))
			.isEqualTo("0");
	}

	@Test
	void toleratesViolationsThatWereThereBefore(@TempDir Path directory) {
		EngineFixture studio = new EngineFixture(directory);
		studio.upgrade(BASE);
		studio.execute("INSERT INTO child VALUES (8, 88)");
		assertThat(studio.upgrade("changelog-with-harmless-change-set.yaml").applied()).containsExactly("harmless");
	}

	@Test
	void refusesNewViolations(@TempDir Path directory) {
		EngineFixture studio = new EngineFixture(directory);
		studio.upgrade(BASE);
		studio.execute("INSERT INTO child VALUES (8, 88)");
		MigrationException failure = studio.failUnchanged(() -> studio.upgrade("changelog-with-orphan.yaml"),
				MigrationErrorCode.INTEGRITY_CHECK_FAILED);
		assertThat(failure.getMessage()).contains("to 'parent' (1)");
		assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.UNCHANGED);
		assertThat(failure.getBackup()).isNotNull();
		assertThat(studio.ledger().lines()).hasSize(1);
	}

	@Test
	void toleratesForeignKeyThatSqliteCanNotCheck(@TempDir Path directory) {
		EngineFixture studio = new EngineFixture(directory);
		studio.upgrade(BASE);
		studio.execute("CREATE TABLE odd (parent_name TEXT REFERENCES parent (name))");
		studio.execute("INSERT INTO odd VALUES ('one')");
		assertThat(studio.upgrade("changelog-with-harmless-change-set.yaml").applied()).containsExactly("harmless");
	}

	@Test
	void refusesNewViolationsBesideForeignKeyThatSqliteCanNotCheck(@TempDir Path directory) {
		EngineFixture studio = new EngineFixture(directory);
		studio.upgrade(BASE);
		studio.execute("CREATE TABLE a_first (parent_name TEXT REFERENCES parent (name))");
		studio.execute("INSERT INTO a_first VALUES ('one')");
		MigrationException failure = studio.failUnchanged(() -> studio.upgrade("changelog-with-orphan.yaml"),
				MigrationErrorCode.INTEGRITY_CHECK_FAILED);
		assertThat(failure.getMessage()).contains("to 'parent' (1)").doesNotContain("a_first");
	}

	@Test
	void leavesReferencesToTableNamedTemporaryAlone(@TempDir Path directory) {
		EngineFixture studio = new EngineFixture(directory);
		studio.execute("CREATE TABLE stock (id INTEGER)", "CREATE TABLE stock_temporary (id INTEGER)",
				"CREATE VIEW stocks AS SELECT id FROM stock_temporary");
		assertThat(studio.upgrade(BASE).applied()).hasSize(1);
	}

	@Test
	void returnsConnectionAsItWas(@TempDir Path directory) throws SQLException {
		EngineFixture studio = EngineFixture.withForeignKeys(directory);
		try (Connection connection = studio.connect()) {
			studio.dataSource(new SingleConnectionDataSource(connection, true));
			studio.upgrade(BASE);
			assertState(connection, true);
			EngineFixture.fail(() -> studio.upgrade("changelog-that-rebuilds-and-deletes-parent.yaml"));
			assertState(connection, true);
			studio.upgrade(REBUILD);
			assertState(connection, true);
			studio.status(REBUILD);
			assertState(connection, true);
			studio.downgrade(REBUILD, "-1");
			assertState(connection, true);
			studio.upgrade("changelog-that-turns-foreign-keys-off.yaml");
			assertState(connection, true);
		}
	}

	@Test
	void returnsConnectionWithoutAutoCommitAsItWas(@TempDir Path directory) throws SQLException {
		EngineFixture studio = new EngineFixture(directory);
		try (Connection connection = studio.connect()) {
			connection.setAutoCommit(false);
			studio.dataSource(new SingleConnectionDataSource(connection, true));
			studio.upgrade(BASE);
			assertState(connection, false);
			EngineFixture.fail(() -> studio.upgrade("changelog-with-orphan.yaml"));
			assertState(connection, false);
			assertThat(studio.query(CHILDREN)).isEqualTo("1|1\n2|1");
		}
	}

	private void assertState(Connection connection, boolean asByDefault) throws SQLException {
		assertThat(connection.isClosed()).isFalse();
		assertThat(connection.getAutoCommit()).isEqualTo(asByDefault);
		assertThat(EngineFixture.query(connection, "PRAGMA query_only")).isEqualTo("0");
		assertThat(EngineFixture.query(connection, "PRAGMA foreign_keys")).isEqualTo(asByDefault ? "1" : "0");
		if (!asByDefault) {
			connection.rollback();
		}
	}

}
