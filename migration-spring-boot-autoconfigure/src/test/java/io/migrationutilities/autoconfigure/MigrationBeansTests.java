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

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import liquibase.integration.spring.SpringLiquibase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import io.migrationutilities.MigrationEvent.UpgradeCompleted;
import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.actuate.MigrationsEndpoint;
import io.migrationutilities.autoconfigure.CrowdedApplication.OwnTypes;
import io.migrationutilities.autoconfigure.CrowdedApplication.RecordingListener;
import io.migrationutilities.autoconfigure.CrowdedApplication.RecordingProgress;
import io.migrationutilities.engine.InternalBeans;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds which beans an application sees, and that no bean of an application is in the way
 * of the others.
 */
class MigrationBeansTests {

	@TempDir
	Path directory;

	private final ApplicationContextRunner plainRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, LiquibaseAutoConfiguration.class));

	private final ApplicationContextRunner contextRunner = this.plainRunner
		.withConfiguration(AutoConfigurations.of(MigrationAutoConfiguration.class,
				MigrationsEndpointAutoConfiguration.class, MigrationsHealthContributorAutoConfiguration.class,
				MigrationMetricsAutoConfiguration.class, MigrationObservationAutoConfiguration.class));

	@Test
	void showsApplicationsNothingButTheApi() {
		Set<String> visible = new TreeSet<>();
		Set<String> internal = new TreeSet<>();
		Set<String> others = new TreeSet<>();
		runner(this.plainRunner, "plain.db").withBean(ObservationRegistry.class, ObservationRegistry::create)
			.run((context) -> others.addAll(Set.of(context.getBeanDefinitionNames())));
		runner().withBean(ObservationRegistry.class, ObservationRegistry::create).run((context) -> {
			assertThat(context).hasNotFailed();
			ConfigurableListableBeanFactory beanFactory = context.getBeanFactory();
			for (String name : beanFactory.getBeanDefinitionNames()) {
				AbstractBeanDefinition definition = (AbstractBeanDefinition) beanFactory.getMergedBeanDefinition(name);
				if (others.contains(name)) {
					continue;
				}
				boolean candidate = definition.isAutowireCandidate() && definition.isDefaultCandidate();
				(candidate ? visible : internal).add(name);
			}
		});
		assertThat(visible).filteredOn((name) -> !name.endsWith("Configuration"))
			.containsExactlyInAnyOrder("migrationDatabases", "migrationUtilities", "migrationsEndpoint",
					"migrationsHealthContributor", "migration-" + MigrationProperties.class.getName(),
					InternalBeans.METER_BINDER);
		assertThat(visible).filteredOn((name) -> name.endsWith("Configuration"))
			.allMatch((name) -> name.startsWith("io.migrationutilities.autoconfigure."));
		assertThat(internal).hasSizeGreaterThan(10).allMatch((name) -> name.startsWith(InternalBeans.PREFIX));
	}

	@Test
	void worksBesideBeansOfAnyNameAndType() {
		runner()
			.withInitializer((context) -> CrowdedApplication.names().initialize((GenericApplicationContext) context))
			.withUserConfiguration(CrowdedApplication.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertInjectedAreThoseOfTheApplication(context);
				assertToldOfTheUpgrade(context);
				assertThat(context.getBean(MigrationUtilities.class).getCurrentRevision()).contains("add-shelf");
				assertThat(context.getBean(MigrationUtilities.class).upgradeDatabase().applied()).isEmpty();
				assertThat(context.getBean(MigrationsEndpoint.class).migrations().contexts().values()).singleElement()
					.satisfies((shown) -> assertThat(shown.migrations().get("liquibase").upToDate()).isTrue());
				assertThat(context.getBean("migrationsHealthContributor", HealthIndicator.class).health().getStatus())
					.isEqualTo(Status.UP);
			});
	}

	private static void assertInjectedAreThoseOfTheApplication(AssertableApplicationContext context) {
		assertThat(context.getBean(OwnTypes.class)).isEqualTo(new OwnTypes(context.getBean(RecordingListener.class),
				context.getBean(RecordingProgress.class), context.getBean("ownMeterBinder", MeterBinder.class)));
	}

	private static void assertToldOfTheUpgrade(AssertableApplicationContext context) {
		assertThat(context.getBean(RecordingListener.class).events).hasAtLeastOneElementOfType(UpgradeCompleted.class);
		assertThat(context.getBean(RecordingProgress.class).reports).isNotEmpty();
	}

	@Test
	void showsRegistriesItsMeters() {
		runner().withBean(MeterBinder.class, () -> (registry) -> {
		}).run((context) -> {
			MeterRegistry registry = new SimpleMeterRegistry();
			context.getBeanProvider(MeterBinder.class).orderedStream().forEach((binder) -> binder.bindTo(registry));
			assertThat(registry.get("migration.run").tags("kind", "upgrade", "outcome", "success").timer().count())
				.isEqualTo(1);
		});
	}

	@Test
	void keepsTheBeansOfAChildContextApart() {
		runner().run((parent) -> runner().withParent(parent).withUserConfiguration(ChildDatabase.class).run((child) -> {
			assertThat(child).hasNotFailed();
			assertThat(child.getBean(InternalBeans.COMPONENTS)).isNotSameAs(parent.getBean(InternalBeans.COMPONENTS));
			child.getBean(MigrationUtilities.class).downgradeDatabase("create-book");
			assertThat(child.getBean(MigrationUtilities.class).getCurrentRevision()).contains("create-book");
			assertThat(parent.getBean(MigrationUtilities.class).getCurrentRevision()).contains("add-shelf");
		}));
	}

	private ApplicationContextRunner runner() {
		return runner(this.contextRunner, "books.db");
	}

	private ApplicationContextRunner runner(ApplicationContextRunner runner, String database) {
		return runner.withPropertyValues("spring.datasource.url=jdbc:sqlite:" + this.directory.resolve(database),
				"spring.liquibase.change-log=classpath:autoconfigure/changelog.yaml",
				"migration.backup.directory=" + this.directory.resolve("backups"),
				"management.endpoints.web.exposure.include=migrations");
	}

	@Configuration(proxyBeanMethods = false)
	static class ChildDatabase {

		@Bean
		SpringLiquibase childLiquibase(@Value("${migration.backup.directory}") Path backups) {
			SpringLiquibase liquibase = new SpringLiquibase();
			liquibase.setDataSource(new DriverManagerDataSource("jdbc:sqlite:" + backups.resolveSibling("child.db")));
			liquibase.setChangeLog("classpath:autoconfigure/changelog.yaml");
			return liquibase;
		}

	}

}
