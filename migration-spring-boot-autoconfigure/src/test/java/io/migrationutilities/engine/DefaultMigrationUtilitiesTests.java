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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import io.migrationutilities.GeneratedMigration;
import io.migrationutilities.GenerationOptions;
import io.migrationutilities.Migration;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationState;
import io.migrationutilities.MigrationStatus;
import io.migrationutilities.sqlite.table.SqliteAlterationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link DefaultMigrationUtilities}.
 */
class DefaultMigrationUtilitiesTests {

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
	void generatesNoDifferenceWhileChangeSetsArePending() {
		this.studio.upgrade(TAGS, "+2");
		List<GenerationOptions> generated = new ArrayList<>();
		DefaultMigrationUtilities utilities = this.studio.start(TAGS).utilities((database, message, options) -> {
			generated.add(options);
			return mock(GeneratedMigration.class);
		}, OperationObserver.NONE);
		MigrationException failure = EngineFixture.fail(() -> utilities.generateMigration("Add a shelf"));
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.GENERATION_REFUSED);
		assertThat(failure.getMessage()).contains("lacks 3 change sets");
		assertThat(generated).isEmpty();
		utilities.generateMigration("By hand", false);
		assertThat(generated).extracting(GenerationOptions::autogenerate).containsExactly(false);
		this.studio.upgrade(TAGS);
		utilities.generateMigration("Add a shelf");
		assertThat(generated).extracting(GenerationOptions::autogenerate).containsExactly(false, true);
	}

	@Test
	void saysWithACodeWhatCanNotBeGenerated() {
		this.studio.upgrade(TAGS);
		DefaultMigrationUtilities utilities = this.studio.start(TAGS).utilities((database, message, options) -> {
			throw new SqliteAlterationException("The table is odd.", "Alter it.", null);
		}, OperationObserver.NONE);
		MigrationException failure = EngineFixture.fail(() -> utilities.generateMigration("Add a shelf"));
		assertThat(failure.getHint()).isEqualTo("Alter it.");
	}

	@Test
	void letsOperationsBeObservedButNothingThatOnlyReads() {
		List<String> observed = new ArrayList<>();
		DefaultMigrationUtilities utilities = this.studio.start("changelog-with-rollbacks.sql")
			.utilities((database, message, options) -> mock(), new OperationObserver() {
				@Override
				public <T> T observe(String database, String operation, Supplier<T> work) {
					observed.add(operation + " of " + database + ", logged as " + MDC.get("migration.database"));
					return work.get();
				}
			});
		utilities.upgradeDatabase();
		Path backup = utilities.createDatabaseBackup().path();
		utilities.verifyDatabaseBackup(backup);
		utilities.downgradeDatabase("-1");
		utilities.restoreDatabase(backup);
		assertThat(observed).containsExactly("upgrade of liquibase, logged as liquibase",
				"backup of liquibase, logged as liquibase", "verify of liquibase, logged as liquibase",
				"downgrade of liquibase, logged as liquibase", "restore of liquibase, logged as liquibase");
		utilities.checkMigrationStatus();
		utilities.previewRestore(backup);
		utilities.previewDowngrade("-1");
		utilities.listBackups();
		utilities.pruneBackups();
		assertThat(observed).hasSize(5);
	}

}
