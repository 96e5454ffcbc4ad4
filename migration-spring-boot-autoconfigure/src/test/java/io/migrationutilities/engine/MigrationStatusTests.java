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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import javax.sql.DataSource;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import io.migrationutilities.Migration;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationState;
import io.migrationutilities.MigrationStatus;
import io.migrationutilities.engine.run.MigrationRunner;
import io.migrationutilities.engine.run.MigrationSettings.OnUnknown;
import io.migrationutilities.engine.session.DatabaseRegistry;
import io.migrationutilities.engine.session.MigrationDatabase;
import io.migrationutilities.sqlite.SqliteConfiguration.Ineffective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for status and history.
 */
class MigrationStatusTests {

	private static final String TAGS = "changelog-with-tags.yaml";

	private EngineFixture studio;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new EngineFixture(directory);
	}

	@Test
	void createsNoDatabaseToLookAt(@TempDir Path empty) {
		EngineFixture missing = new EngineFixture(empty).connectionSettings("", "");
		DefaultMigrationUtilities utilities = missing.utilities("changelog-1.sql");
		for (ThrowingCallable reading : List.<ThrowingCallable>of(utilities::checkMigrationStatus,
				utilities::getMigrationHistory, utilities::createDatabaseBackup, utilities::listBackups,
				() -> utilities.previewUpgrade("head"), () -> utilities.downgradeDatabase("base"))) {
			MigrationException failure = EngineFixture.fail(reading);
			assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.DATABASE_UNAVAILABLE);
			assertThat(failure.getMessage())
				.isEqualTo("There is no database yet: " + missing.file() + " does not exist.");
		}
		assertThat(missing.file()).doesNotExist();
		assertThat(utilities.upgradeDatabase().applied()).hasSize(2);
	}

	@Test
	void listsAppliedAndPendingChangeSets() {
		this.studio.upgrade(TAGS, "create-agent");
		List<Migration> history = this.studio.utilities(TAGS).getMigrationHistory();
		assertThat(history).extracting(Migration::revision, Migration::state, Migration::tag, Migration::rollbackable)
			.containsExactly(tuple("create-crew", MigrationState.APPLIED, null, true),
					tuple("tag-v1", MigrationState.APPLIED, "v1", true),
					tuple("create-agent", MigrationState.APPLIED, null, true),
					tuple("tag-v2", MigrationState.PENDING, "v2", true),
					tuple("by-sql", MigrationState.PENDING, null, false));
		assertThat(history).extracting(Migration::doc)
			.containsExactly("The crews", "tagDatabase", "createTable tableName=agent", "tagDatabase", "sql");
		assertThat(history.subList(0, 3)).allSatisfy((migration) -> {
			assertThat(migration.dateExecuted()).isNotNull();
			assertThat(migration.deploymentId()).isNotNull();
			assertThat(migration.path()).isEqualTo("changelog");
			assertThat(migration.author()).isEqualTo("ada");
		});
		assertThat(history.get(4).dateExecuted()).isNull();
	}

	@Test
	void datesMigrationsByTheClockOfThisMachine() {
		Instant before = Instant.now().minusSeconds(2);
		this.studio.upgrade(TAGS);
		assertThat(this.studio.utilities(TAGS).getMigrationHistory()).allSatisfy(
				(migration) -> assertThat(migration.dateExecuted()).isBetween(before, Instant.now().plusSeconds(2)));
	}

	@Test
	void summarizes() {
		this.studio.upgrade(TAGS, "+2");
		MigrationStatus status = this.studio.status(TAGS);
		assertThat(status.currentRevision()).isEqualTo("tag-v1");
		assertThat(status.headRevision()).isEqualTo("by-sql");
		assertThat(status.upToDate()).isFalse();
		assertThat(status.pendingMigrations()).extracting(Migration::revision)
			.containsExactly("create-agent", "tag-v2", "by-sql");
		assertThat(status.migrationCount()).isEqualTo(5);
		assertThat(status.unknownMigrations()).isEmpty();
		assertThat(status.changedMigrations()).isEmpty();
		assertThat(status.lock()).isNull();
		this.studio.upgrade(TAGS);
		assertThat(this.studio.status(TAGS).upToDate()).isTrue();
	}

	@Test
	void showsTagThatLiquibaseSetFromOutside() {
		this.studio.upgrade(TAGS, "create-crew");
		this.studio.execute("UPDATE DATABASECHANGELOG SET TAG = 'release'");
		assertThat(this.studio.utilities(TAGS).getMigrationHistory().get(0).tag()).isEqualTo("release");
		this.studio.execute("UPDATE DATABASECHANGELOG SET TAG = NULL");
		this.studio.upgrade(TAGS, "create-agent");
		this.studio.execute("UPDATE DATABASECHANGELOG SET TAG = 'release'");
		assertThat(this.studio.utilities(TAGS).getMigrationHistory()).extracting(Migration::tag)
			.containsExactly(null, "v1", "release", "v2", null);
	}

	@Test
	void listsUnknownChangeSets() {
		this.studio.upgrade("changelog-with-rollbacks.sql");
		MigrationStatus status = this.studio.status("changelog-with-rollbacks-older.sql");
		assertThat(status.upToDate()).isFalse();
		assertThat(status.unknownMigrations())
			.extracting(Migration::revision, Migration::state, Migration::rollbackable)
			.containsExactly(tuple("second-crew", MigrationState.UNKNOWN, false),
					tuple("create-agent", MigrationState.UNKNOWN, false));
	}

	@Test
	void readsEmptyDatabaseWithoutWriting() {
		DefaultMigrationUtilities utilities = this.studio.utilities(TAGS);
		assertThat(utilities.getCurrentRevision()).isEmpty();
		assertThat(utilities.getHeadRevision()).hasValue("by-sql");
		assertThat(utilities.getMigrationHistory()).hasSize(5);
		assertThat(utilities.checkMigrationStatus().pendingMigrations()).hasSize(5);
		assertThat(utilities.listBackups()).isEmpty();
		assertThat(utilities.previewUpgrade("head")).isNotEmpty();
		assertThat(this.studio.tables()).isEmpty();
		assertThat(this.studio.lockFile()).doesNotExist();
		assertThat(this.studio.backupDirectory()).doesNotExist();
	}

	@Test
	void readsWithoutChangingOneByte() throws IOException {
		this.studio.upgrade("changelog-with-rollbacks.sql");
		this.studio.execute("UPDATE DATABASECHANGELOG SET MD5SUM = NULL WHERE ID = 'first-crew'",
				"UPDATE DATABASECHANGELOG SET MD5SUM = '8:00' WHERE ID = 'second-crew'");
		Files.delete(this.studio.lockFile());
		byte[] before = Files.readAllBytes(this.studio.file());
		DefaultMigrationUtilities utilities = this.studio.utilities("changelog-with-rollbacks.sql");
		utilities.getMigrationHistory();
		utilities.checkMigrationStatus();
		utilities.previewDowngrade("create-agent");
		EngineFixture.fail(() -> utilities.previewUpgrade("head"));
		assertThat(Files.readAllBytes(this.studio.file())).isEqualTo(before);
		assertThat(this.studio.lockFile()).doesNotExist();
	}

	@Test
	void correctsPathsThatOlderLiquibaseRecordedWronglyWithTheNextUpgradeOnly() {
		String changelog = "changelog-that-includes-file-with-logical-path.yaml";
		this.studio.upgrade(changelog);
		this.studio.execute("UPDATE DATABASECHANGELOG SET FILENAME = 'changelog', LIQUIBASE = '5.0.1'");
		String before = this.studio.content();
		assertThat(this.studio.status(changelog).upToDate()).isTrue();
		assertThat(this.studio.upgrade(changelog).applied()).isEmpty();
		assertThat(this.studio.content()).isEqualTo(before);
		this.studio.upgrade("changelog-that-includes-file-with-logical-path-2.yaml");
		assertThat(this.studio.query("SELECT ID, FILENAME FROM DATABASECHANGELOG"))
			.isEqualTo("create-part|part\ncreate-more|changelog");
	}

	@Test
	void readsFileThatCanNotBeWritten() {
		this.studio.upgrade(TAGS);
		this.studio.dataSource(new DriverManagerDataSource("jdbc:sqlite:file:" + this.studio.file() + "?mode=ro"));
		assertThat(this.studio.status(TAGS).upToDate()).isTrue();
		assertThat(this.studio.upgrade(TAGS).applied()).isEmpty();
	}

	@Test
	void usesTablesOfTheBean() {
		this.studio.bean((liquibase) -> {
			liquibase.setDatabaseChangeLogTable("MY_HISTORY");
			liquibase.setDatabaseChangeLogLockTable("MY_LOCK");
		});
		this.studio.upgrade(TAGS);
		assertThat(this.studio.tables()).contains("MY_HISTORY").doesNotContain("DATABASECHANGELOG");
		assertThat(this.studio.upgrade(TAGS).applied()).isEmpty();
		assertThat(this.studio.utilities(TAGS).createDatabaseBackup().manifest().revision()).isEqualTo("by-sql");
	}

	@Test
	void refusesDatabaseThatIsAhead() {
		this.studio.upgrade("changelog-with-rollbacks.sql");
		this.studio.events().clear();
		MigrationException failure = this.studio.failUnchanged(
				() -> this.studio.upgrade("changelog-with-rollbacks-older.sql"), MigrationErrorCode.UNKNOWN_MIGRATIONS);
		assertThat(failure.getMessage()).contains("second-crew, create-agent");
		assertThat(this.studio.events()).contains(
				new MigrationEvent.UnknownMigrationsDetected("liquibase", List.of("second-crew", "create-agent")));
	}

	@ParameterizedTest
	@EnumSource(value = OnUnknown.class, names = { "WARN", "IGNORE" })
	void goesOnWithDatabaseThatIsAheadWhenUserWantsThat(OnUnknown onUnknown) {
		this.studio.upgrade("changelog-with-rollbacks.sql");
		this.studio.events().clear();
		this.studio.onUnknown(onUnknown).upgrade("changelog-with-rollbacks-older.sql");
		assertThat(this.studio.events()).hasSize((onUnknown == OnUnknown.WARN) ? 2 : 1);
	}

	@Test
	void knowsTheChangeSetsOfOtherBeansWithTheSameHistory() {
		DataSource dataSource = this.studio.liquibase(TAGS).getDataSource();
		this.studio.dataSource(dataSource);
		DatabaseRegistry registry = new DatabaseRegistry(() -> List.of("main", "module"), (unused) -> List.of(),
				Ineffective.FAIL, "MIGRATION_RUN");
		MigrationRunner runner = this.studio.runner(registry);
		MigrationDatabase main = registry.register("main", this.studio.liquibase(TAGS));
		runner.upgrade(main, "head");
		MigrationDatabase module = registry.register("module", this.studio.liquibase("changelog-of-other-module.sql"));
		assertThat(runner.upgrade(module, "head").applied()).containsExactly("create-module");
		assertThat(runner.upgrade(main, "head").applied()).isEmpty();
		this.studio.gate(registry).checkDelayed();
	}

	@Test
	void decidesAboutUnknownChangeSetsWhenAllBeansExist() {
		this.studio.upgrade("changelog-of-other-module.sql");
		DatabaseRegistry registry = new DatabaseRegistry(() -> List.of("main", "module"), (unused) -> List.of(),
				Ineffective.FAIL, "MIGRATION_RUN");
		MigrationRunner runner = this.studio.runner(registry);
		MigrationDatabase main = registry.register("main", this.studio.liquibase(TAGS));
		assertThat(runner.upgrade(main, "head").applied()).hasSize(5);
		MigrationException failure = EngineFixture.fail(this.studio.gate(registry)::checkDelayed);
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.UNKNOWN_MIGRATIONS);
		assertThat(failure.getMessage()).contains("create-module");
	}

}
