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

package io.migrationutilities.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import javax.sql.DataSource;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.actuate.MigrationMetrics;
import io.migrationutilities.actuate.MigrationsEndpoint;
import io.migrationutilities.actuate.OperationResult;
import io.migrationutilities.engine.DatabaseMonitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the auto-configurations of endpoint, health and metrics.
 */
class MigrationsActuatorTests {

	@TempDir
	Path directory;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, LiquibaseAutoConfiguration.class,
				MigrationAutoConfiguration.class, MigrationsEndpointAutoConfiguration.class,
				MigrationsHealthContributorAutoConfiguration.class, MigrationMetricsAutoConfiguration.class));

	@Test
	void hasNoEndpointUnlessItIsExposed() {
		runner().run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MigrationsEndpoint.class));
		runner()
			.withPropertyValues("management.endpoints.web.exposure.include=migrations",
					"management.endpoint.migrations.access=NONE")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MigrationsEndpoint.class));
		runner().withPropertyValues("management.endpoints.jmx.exposure.include=migrations", "spring.jmx.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(MigrationsEndpoint.class));
	}

	@Test
	void backsOffWithoutActuatorHealthAndMetrics() {
		runner().withPropertyValues("management.endpoints.web.exposure.include=migrations")
			.withClassLoader(new FilteredClassLoader(ConditionalOnAvailableEndpoint.class,
					ConditionalOnEnabledHealthIndicator.class, MeterRegistry.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(MigrationsEndpoint.class)
				.doesNotHaveBean("migrationsHealthContributor")
				.doesNotHaveBean(MigrationMetrics.class));
	}

	@Test
	void hasNoHealthWhenDisabled() {
		runner().withPropertyValues("management.health.migrations.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("migrationsHealthContributor"));
	}

	@Test
	void isHealthyWithDetails() {
		runner().run((context) -> {
			Health health = context.getBean("migrationsHealthContributor", HealthIndicator.class).health();
			assertThat(health).isNotNull();
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsAllEntriesOf(Map.of("pending", 0, "unknown", 0, "current", true));
		});
	}

	@Test
	void isDegradedWithoutAYoungBackup() {
		runner().withPropertyValues("migration.health.backup-max-age=1d").run((context) -> {
			Health health = context.getBean("migrationsHealthContributor", HealthIndicator.class).health();
			assertThat(health).isNotNull();
			assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
			assertThat(health.getDetails()).containsKey("degraded");
		});
	}

	@Test
	void usesTheTableForTheRunsThatIsConfigured() {
		runner().run((context) -> {
			execute(context, "DROP TABLE MIGRATION_RUN", "CREATE TABLE MIGRATION_RUN (ID INTEGER)");
			context.getBean(DatabaseMonitors.class).get("liquibase").read();
			Health health = context.getBean("migrationsHealthContributor", HealthIndicator.class).health();
			assertThat(health).isNotNull();
			assertThat(health.getDetails()).containsKey("ledger");
		});
		runner().withPropertyValues("migration.ledger.table=CREW_RUNS", "migration.upgrade.on-boot=false")
			.run((context) -> {
				context.getBean(DatabaseMonitors.class).get("liquibase").read();
				Health health = context.getBean("migrationsHealthContributor", HealthIndicator.class).health();
				assertThat(health).isNotNull();
				assertThat(health.getDetails()).doesNotContainKey("ledger");
			});
	}

	@Test
	void showsAFailureOfANewerVersion() {
		runner().withPropertyValues("management.endpoints.web.exposure.include=migrations").run((context) -> {
			execute(context, "UPDATE MIGRATION_RUN SET OUTCOME = 'FAILED', ERROR_CODE = 'COFFEE_MISSING',"
					+ " DURATION_MS = 86400000");
			OperationResult runs = context.getBean(MigrationsEndpoint.class).part("liquibase", "runs", null, null);
			assertThat(runs).asString().contains("COFFEE_MISSING", "Coffee missing.");
			Health health = context.getBean("migrationsHealthContributor", HealthIndicator.class).health();
			assertThat(health).isNotNull();
			assertThat(health.getStatus()).isEqualTo(Status.DOWN);
		});
	}

	@Test
	void metersWhatHappenedBeforeThereWasARegistry() {
		runner().run((context) -> {
			MeterRegistry registry = new SimpleMeterRegistry();
			context.getBean(MigrationMetrics.class).bindTo(registry);
			assertThat(registry.get("migration.pending").tag("database", "liquibase").gauge().value()).isZero();
			assertThat(registry.get("migration.run").tags("kind", "upgrade", "outcome", "success").timer().count())
				.isEqualTo(1);
			assertThat(registry.get("migration.change-set").timer().count()).isPositive();
			assertThat(registry.get("migration.lock.wait").timer().count()).isEqualTo(1);
		});
	}

	private ApplicationContextRunner runner() {
		return this.contextRunner.withPropertyValues(
				"spring.datasource.url=jdbc:sqlite:" + this.directory.resolve("books.db"),
				"spring.liquibase.change-log=classpath:autoconfigure/changelog.yaml",
				"migration.backup.directory=" + this.directory.resolve("backups"));
	}

	@Test
	void showsTheStatementOfAFailedRunInTheListOfRunsOnly() {
		runner()
			.withPropertyValues("management.endpoints.web.exposure.include=migrations",
					"spring.liquibase.change-log=classpath:autoconfigure/changelog-with-failing-third-change-set.yaml",
					"migration.upgrade.on-boot=false")
			.run((context) -> {
				MigrationUtilities utilities = context.getBean(MigrationUtilities.class);
				assertThatExceptionOfType(MigrationException.class).isThrownBy(utilities::upgradeDatabase);
				MigrationsEndpoint endpoint = context.getBean(MigrationsEndpoint.class);
				JsonNode run = JsonMapper.shared()
					.valueToTree(endpoint.part("liquibase", "runs", null, null))
					.at("/runs/0");
				assertThat(run.at("/failedChangeSet").asString()).isEqualTo("fails");
				assertThat(run.at("/failedStatement").asString()).contains("INSERT INTO nowhere VALUES (1)");
				assertThat(JsonMapper.shared().writeValueAsString(endpoint.migrations())).contains("\"fails\"")
					.doesNotContain("nowhere");
			});
	}

	@Test
	void showsAnInterruptedRunAndThePinOfItsBackup() {
		runner().run((context) -> {
			DatabaseBackup backup = context.getBean(MigrationUtilities.class).createDatabaseBackup();
			Files.writeString(Path.of(backup.path() + ".pin"), "It is needed.");
			execute(context, "UPDATE MIGRATION_RUN SET OUTCOME = 'RUNNING', BACKUP = '" + backup.manifest().id() + "'");
		});
		runner()
			.withPropertyValues("management.endpoints.web.exposure.include=migrations",
					"migration.upgrade.on-boot=false")
			.run((context) -> {
				MigrationUtilities utilities = context.getBean(MigrationUtilities.class);
				Path backup = utilities.listBackups().get(0).path();
				JsonNode database = JsonMapper.shared()
					.valueToTree(context.getBean(MigrationsEndpoint.class).migrations())
					.findValue("liquibase");
				assertThat(database.at("/lastRun/interruption").asString()).contains("was interrupted",
						"migrations restore " + backup.getFileName());
				assertThat(database.at("/backups/0/pin").asString()).isEqualTo("It is needed.");
				assertThat(utilities.releaseBackup(backup)).isTrue();
				assertThat(utilities.listBackups().get(0).pin()).isNull();
			});
	}

	private static void execute(ApplicationContext context, String... statements) throws SQLException {
		try (Connection connection = context.getBean(DataSource.class).getConnection();
				Statement statement = connection.createStatement()) {
			for (String sql : statements) {
				statement.execute(sql);
			}
		}
	}

}
