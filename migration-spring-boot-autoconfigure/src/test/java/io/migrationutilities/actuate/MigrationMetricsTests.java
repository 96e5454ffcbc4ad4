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

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.DowngradeResult;
import io.migrationutilities.MigrationDatabases;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationStep;
import io.migrationutilities.RestoreResult;
import io.migrationutilities.UpgradeResult;
import io.migrationutilities.backup.BackupStrategyContractTests;
import io.migrationutilities.engine.DatabaseMonitor;
import io.migrationutilities.engine.DatabaseMonitors;
import io.migrationutilities.engine.EngineFixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link MigrationMetrics}.
 */
class MigrationMetricsTests {

	private static final String TAGS = "changelog-with-tags.yaml";

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final MigrationException FAILURE = new MigrationException(MigrationErrorCode.UPGRADE_FAILED, "No.",
			"Yes.");

	private EngineFixture studio;

	private EngineFixture.Application application;

	private DatabaseMonitors monitors;

	private MigrationMetrics metrics;

	@BeforeEach
	void createMetrics(@TempDir Path directory) {
		this.studio = new EngineFixture(directory).connectionSettings("", "");
		this.application = this.studio.start(TAGS);
		MigrationDatabases databases = mock();
		given(databases.getNames()).willReturn(Set.of("liquibase"));
		this.monitors = new DatabaseMonitors(databases, (name, executor) -> this.application.monitor());
		this.metrics = new MigrationMetrics(() -> this.monitors, Clock.offset(Clock.systemUTC(), Duration.ofHours(2)));
	}

	@AfterEach
	void closeMonitors() {
		this.monitors.close();
	}

	@Test
	void tellsNoNumberThatIsNotKnown() {
		MeterRegistry registry = registry();
		for (String gauge : List.of("migration.pending", "migration.unknown", "migration.backup.verified",
				"migration.backup.size")) {
			assertThat(gauge(registry, gauge)).as(gauge).isNaN();
		}
		assertThat(registry.get("migration.backup.age").timeGauge().value()).isNaN();
		assertThat(this.studio.file()).doesNotExist();
	}

	@Test
	void countsWhatIsKnownOfTheChangeSets() {
		this.application.upgrade("+2");
		this.studio.execute("INSERT INTO DATABASECHANGELOG (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED,"
				+ " EXECTYPE) VALUES ('newer', 'ada', 'changelog', CURRENT_TIMESTAMP, 99, 'EXECUTED')");
		MeterRegistry registry = registry();
		assertThat(gauge(registry, "migration.pending")).isEqualTo(3);
		assertThat(gauge(registry, "migration.unknown")).isZero();
		this.monitors.get("liquibase").read();
		assertThat(gauge(registry, "migration.unknown")).isEqualTo(1);
	}

	@Test
	void tellsOfTheNewestBackupAndTheNewestVerification() throws Exception {
		this.application.upgrade("head");
		DatabaseMonitor monitor = this.monitors.get("liquibase");
		MeterRegistry registry = registry();
		DatabaseBackup backup = monitor.getUtilities().createDatabaseBackup();
		this.metrics.onMigrationEvent(new MigrationEvent.BackupCreated("liquibase", backup));
		Timer duration = registry.get("migration.backup.duration").tag("database", "liquibase").timer();
		assertThat(duration.totalTime(TimeUnit.NANOSECONDS)).isEqualTo(backup.manifest().duration().toNanos());
		assertThat(gauge(registry, "migration.backup.size")).isGreaterThanOrEqualTo(backup.manifest().totalSize());
		assertThat(gauge(registry, "migration.backup.verified")).isNaN();
		monitor.getUtilities().verifyDatabaseBackup(backup.path());
		assertThat(gauge(registry, "migration.backup.verified")).isEqualTo(1);
		assertThat(registry.get("migration.backup.age").timeGauge().value()).isBetween(7200.0, 7260.0);
		BackupStrategyContractTests.truncate(backup.path(), 1);
		monitor.getUtilities().verifyDatabaseBackup(backup.path());
		assertThat(gauge(registry, "migration.backup.verified")).isZero();
		assertThat(registry.get("migration.backup.age").timeGauge().value()).isNaN();
	}

	@ParameterizedTest
	@MethodSource
	void timesRunsByKindAndOutcome(MigrationEvent event, String kind, String outcome) {
		MeterRegistry registry = registry();
		this.metrics.onMigrationEvent(event);
		Timer timer = registry.get("migration.run")
			.tags("database", "liquibase", "kind", kind, "outcome", outcome)
			.timer();
		assertThat(timer.count()).isEqualTo(1);
		assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(60);
	}

	static Stream<Arguments> timesRunsByKindAndOutcome() {
		String name = "liquibase";
		return Stream.of(Arguments.of(new MigrationEvent.UpgradeFailed(name, FAILURE, MINUTE), "upgrade", "failure"),
				Arguments.of(new MigrationEvent.DowngradeFailed(name, FAILURE, MINUTE), "downgrade", "failure"),
				Arguments.of(new MigrationEvent.RestoreFailed(name, FAILURE, MINUTE), "restore", "failure"),
				Arguments.of(new MigrationEvent.UpgradeCompleted(name,
						new UpgradeResult(null, "one", List.of("one"), null, MINUTE)), "upgrade", "success"),
				Arguments.of(
						new MigrationEvent.DowngradeCompleted(name,
								new DowngradeResult("one", null, List.of("one"), null, MINUTE)),
						"downgrade", "success"),
				Arguments.of(
						new MigrationEvent.RestoreCompleted(name,
								new RestoreResult(null, "one", mock(DatabaseBackup.class), null, null, MINUTE)),
						"restore", "success"));
	}

	@Test
	void timesTheWaitForTheLockAndNoOtherStep() {
		MeterRegistry registry = registry();
		for (MigrationStep step : MigrationStep.values()) {
			this.metrics.onMigrationEvent(new MigrationEvent.StepStarted("liquibase", step));
		}
		assertThat(registry.get("migration.lock.wait").tag("database", "liquibase").timer().count()).isEqualTo(1);
		assertThat(registry.getMeters()).filteredOn((meter) -> meter instanceof Timer).hasSize(1);
	}

	@Test
	void timesChangeSetsByDirection() {
		MeterRegistry registry = registry();
		this.metrics.onMigrationEvent(new MigrationEvent.ChangeSetRan("liquibase", "one", false));
		this.metrics.onMigrationEvent(new MigrationEvent.ChangeSetRan("liquibase", "two", false));
		this.metrics.onMigrationEvent(new MigrationEvent.ChangeSetRan("liquibase", "two", true));
		assertThat(registry.get("migration.change-set").tag("kind", "upgrade").timer().count()).isEqualTo(2);
		assertThat(registry.get("migration.change-set").tag("kind", "downgrade").timer().count()).isEqualTo(1);
	}

	@Test
	void tellsTheFirstRegistryWhatHappenedBeforeAndEachWhatHappensLater() {
		MigrationEvent event = new MigrationEvent.UpgradeFailed("liquibase", FAILURE, MINUTE);
		this.metrics.onMigrationEvent(event);
		MeterRegistry first = registry();
		assertThat(first.get("migration.run").timer().count()).isEqualTo(1);
		MeterRegistry second = registry();
		assertThat(second.find("migration.run").timer()).isNull();
		this.metrics.onMigrationEvent(event);
		assertThat(first.get("migration.run").timer().count()).isEqualTo(2);
		assertThat(second.get("migration.run").timer().count()).isEqualTo(1);
	}

	private MeterRegistry registry() {
		MeterRegistry registry = new SimpleMeterRegistry();
		this.metrics.bindTo(registry);
		return registry;
	}

	private static double gauge(MeterRegistry registry, String name) {
		return registry.get(name).tag("database", "liquibase").gauge().value();
	}

}
