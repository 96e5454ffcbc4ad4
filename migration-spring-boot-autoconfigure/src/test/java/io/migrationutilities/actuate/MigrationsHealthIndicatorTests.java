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

package io.migrationutilities.actuate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.engine.DatabaseMonitor;
import io.migrationutilities.engine.EngineFixture;
import io.migrationutilities.engine.run.MigrationSettings.OnUnknown;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MigrationsHealthIndicator}.
 */
class MigrationsHealthIndicatorTests {

	private static final String TAGS = "changelog-with-tags.yaml";

	private EngineFixture studio;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new EngineFixture(directory);
	}

	@Test
	void isDownWhenTheFileIsNoDatabase() throws IOException {
		Files.writeString(this.studio.file(), "This is no database. ".repeat(500));
		Health health = health(monitor(), null);
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).extractingByKey("error").asString().contains("DATABASE_UNAVAILABLE");
		assertThat(health.getDetails()).doesNotContainKey("current");
	}

	@Test
	void isDownWithoutADatabaseAndCreatesNone() {
		this.studio.connectionSettings("", "");
		Health health = health(monitor(), null);
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).extractingByKey("error").asString().contains("DATABASE_UNAVAILABLE");
		assertThat(this.studio.file()).doesNotExist();
	}

	@Test
	void isDownAfterARunThatFailed() {
		EngineFixture.Application application = this.studio
			.start("changelog-2-with-failing-change-set-in-the-middle.yaml");
		EngineFixture.fail(() -> application.upgrade("head"));
		Health health = health(application.monitor(), null);
		assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		assertThat(health.getDetails()).doesNotContainKey("error")
			.extractingByKey("lastRun")
			.asString()
			.contains("UPGRADE_FAILED");
	}

	@Test
	void staysUpWhileAnotherProgramLocksTheDatabase() throws SQLException {
		this.studio.upgrade(TAGS);
		DatabaseMonitor monitor = monitor();
		monitor.read();
		try (Connection other = this.studio.connect(); Statement statement = other.createStatement()) {
			statement.execute("BEGIN EXCLUSIVE");
			Health health = health(monitor, null);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("locked", true).containsEntry("current", false);
			statement.execute("ROLLBACK");
		}
		assertThat(health(monitor, null).getDetails()).containsEntry("current", true).doesNotContainKey("locked");
	}

	@Test
	void isOutOfServiceWhileTheDatabaseIsMigrated() {
		EngineFixture.Application application = this.studio.start(TAGS);
		DatabaseMonitor monitor = application.monitor();
		List<Health> during = new ArrayList<>();
		this.studio.listener((event) -> {
			if (event instanceof MigrationEvent.ChangeSetRan) {
				during.add(health(monitor, null));
			}
		});
		application.upgrade("+1");
		assertThat(during).singleElement().satisfies((health) -> {
			assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
			assertThat(health.getDetails()).containsEntry("running", true)
				.containsKey("runningSince")
				.doesNotContainKeys("current", "lastRun");
		});
		Health after = health(monitor, null);
		assertThat(after.getStatus()).isEqualTo(Status.UP);
		assertThat(after.getDetails()).containsEntry("pending", 4)
			.containsEntry("currentRevision", "create-crew")
			.containsKey("lastRun")
			.doesNotContainKey("running");
	}

	@Test
	void isOutOfServiceWithUnknownChangeSetsWhateverElseIsTheMatter() {
		this.studio.upgrade("changelog-with-rollbacks.sql");
		Health health = health(monitorAhead(), Duration.ofDays(1));
		assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		assertThat(health.getDetails()).containsEntry("unknown", 2).containsKey("degraded");
	}

	@Test
	void staysUpWithUnknownChangeSetsThatTheUserAccepts() {
		this.studio.onUnknown(OnUnknown.WARN).upgrade("changelog-with-rollbacks.sql");
		Health health = health(monitorAhead(), null);
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).containsEntry("unknown", 2);
	}

	private DatabaseMonitor monitorAhead() {
		DatabaseMonitor monitor = this.studio.start("changelog-with-rollbacks-older.sql").monitor();
		monitor.read();
		return monitor;
	}

	@Test
	void saysThatTheTableOfTheRunsIsNotOurs() {
		this.studio.upgrade(TAGS);
		this.studio.execute("DROP TABLE MIGRATION_RUN", "CREATE TABLE MIGRATION_RUN (ID INTEGER)");
		DatabaseMonitor monitor = monitor();
		monitor.read();
		Health health = health(monitor, null);
		assertThat(health.getStatus()).isEqualTo(Status.UP);
		assertThat(health.getDetails()).extractingByKey("ledger")
			.asString()
			.contains("LEDGER_TABLE_REFUSED", "migration.ledger.table");
	}

	@Test
	void isDegradedWhenTheNewestVerifiedBackupIsTooOld() {
		this.studio.upgrade(TAGS);
		DatabaseMonitor monitor = monitor();
		DatabaseBackup backup = monitor.getUtilities().createDatabaseBackup();
		assertThat(health(monitor, Duration.ofHours(3)).getDetails()).containsKey("degraded")
			.doesNotContainKey("newestVerifiedBackup");
		monitor.getUtilities().verifyDatabaseBackup(backup.path());
		Health young = health(monitor, Duration.ofHours(3));
		assertThat(young.getStatus()).isEqualTo(Status.UP);
		assertThat(young.getDetails()).containsEntry("newestVerifiedBackup", backup.manifest().createdAt().toString())
			.doesNotContainKey("degraded");
		assertThat(young.getDetails().get("newestVerifiedBackupAge")).asString().matches("PT2H(\\d+M)?(\\d+S)?");
		Health old = health(monitor, Duration.ofHours(1));
		assertThat(old.getStatus()).isEqualTo(Status.UNKNOWN);
		assertThat(old.getDetails()).containsEntry("degraded", "There is no verified backup younger than PT1H.");
	}

	private DatabaseMonitor monitor() {
		return this.studio.start(TAGS).monitor();
	}

	private static Health health(DatabaseMonitor monitor, @Nullable Duration backupMaxAge) {
		Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));
		return Objects.requireNonNull(new MigrationsHealthIndicator(monitor, backupMaxAge, later).health());
	}

}
