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

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import liquibase.integration.spring.SpringLiquibase;
import org.hibernate.jpa.boot.spi.Bootstrap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseConnectionDetails;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.util.StringUtils;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.MigrationDatabases;
import io.migrationutilities.MigrationListener;
import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.ProgressListener;
import io.migrationutilities.backup.BackupStrategy;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.backup.Retention;
import io.migrationutilities.backup.postgresql.PostgresqlBackupStrategy;
import io.migrationutilities.backup.sqlite.SqliteBackupStrategy;
import io.migrationutilities.engine.BootSettings;
import io.migrationutilities.engine.DatabaseMonitors;
import io.migrationutilities.engine.InternalBeans;
import io.migrationutilities.engine.MigrationBoot;
import io.migrationutilities.engine.MigrationGenerator;
import io.migrationutilities.engine.OperationObserver;
import io.migrationutilities.engine.run.MigrationEvents;
import io.migrationutilities.engine.run.MigrationSettings;
import io.migrationutilities.engine.session.DatabaseRegistry;
import io.migrationutilities.generate.ChangelogGenerator;
import io.migrationutilities.generate.EntityReference;
import io.migrationutilities.generate.ReferenceSource;
import io.migrationutilities.work.ProgressLines;
import io.migrationutilities.work.ProgressListeners;

/**
 * {@link AutoConfiguration Auto-configuration} that makes the upgrades of all
 * {@link SpringLiquibase} beans safe, and provides {@link MigrationUtilities}.
 */
@AutoConfiguration(after = LiquibaseAutoConfiguration.class)
@ConditionalOnClass(SpringLiquibase.class)
@ConditionalOnBooleanProperty(name = "migration.enabled", matchIfMissing = true)
@EnableConfigurationProperties(MigrationProperties.class)
@ImportRuntimeHints(MigrationRuntimeHints.class)
public final class MigrationAutoConfiguration {

	@Bean(name = InternalBeans.BEAN_POST_PROCESSOR, defaultCandidate = false)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static MigrationBeanPostProcessor migrationBeanPostProcessor(
			@Qualifier(InternalBeans.DATABASE_REGISTRY) ObjectProvider<DatabaseRegistry> registry,
			@Qualifier(InternalBeans.BOOT) ObjectProvider<MigrationBoot> boot,
			@Qualifier(InternalBeans.STARTUP_STEPS) ObjectProvider<MigrationStartupSteps> startupSteps) {
		return new MigrationBeanPostProcessor(registry, boot, startupSteps);
	}

	@Bean(name = InternalBeans.UTILITIES_REGISTRAR, defaultCandidate = false)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static MigrationUtilitiesRegistrar migrationUtilitiesRegistrar() {
		return new MigrationUtilitiesRegistrar();
	}

	@Bean(name = InternalBeans.LAZY_INITIALIZATION_EXCLUDE_FILTER, defaultCandidate = false)
	static LazyInitializationExcludeFilter migrationLazyInitializationExcludeFilter() {
		return LazyInitializationExcludeFilter.forBeanTypes(SpringLiquibase.class);
	}

	@Bean(name = InternalBeans.STARTUP_STEPS, defaultCandidate = false)
	MigrationStartupSteps migrationStartupSteps() {
		return new MigrationStartupSteps();
	}

	@Bean(name = InternalBeans.DATABASE_REGISTRY, defaultCandidate = false)
	DatabaseRegistry migrationDatabaseRegistry(ListableBeanFactory beanFactory,
			ObjectProvider<LiquibaseConnectionDetails> liquibaseDetails,
			ObjectProvider<JdbcConnectionDetails> jdbcDetails, MigrationProperties properties) {
		return new DatabaseRegistry(() -> DefaultMigrationDatabases.namesOf(beanFactory),
				new DataSourceConnectionSettings(liquibaseDetails, jdbcDetails),
				properties.getSqlite().getIneffectiveChanges(), properties.getLedger().requireTable());
	}

	@Bean(name = InternalBeans.PROGRESS_LISTENERS, defaultCandidate = false)
	ProgressListeners migrationProgressListeners(ObjectProvider<ProgressListener> listeners,
			@Qualifier(InternalBeans.COMMAND_PROGRESS) ObjectProvider<ProgressListener> command) {
		List<ProgressListener> all = new ArrayList<>(listeners.orderedStream().toList());
		command.ifAvailable(all::add);
		return new ProgressListeners(all.isEmpty() ? List.of(ProgressLines.logged()) : all);
	}

	@Bean(name = InternalBeans.EVENT_PUBLISHER, defaultCandidate = false)
	MigrationEventPublisher migrationEventPublisher(ApplicationContext applicationContext) {
		return new MigrationEventPublisher(applicationContext);
	}

	@Bean(name = InternalBeans.EVENTS, defaultCandidate = false)
	MigrationEvents migrationEvents(ObjectProvider<MigrationListener> listeners,
			@Qualifier(InternalBeans.STARTUP_STEPS) MigrationListener startupSteps,
			@Qualifier(InternalBeans.EVENT_PUBLISHER) MigrationListener publisher,
			@Qualifier(InternalBeans.METRICS) ObjectProvider<MigrationListener> metrics) {
		List<MigrationListener> all = new ArrayList<>(listeners.orderedStream().toList());
		all.add(startupSteps);
		all.add(publisher);
		metrics.ifAvailable(all::add);
		return new MigrationEvents(all);
	}

	@Bean(name = InternalBeans.COMPONENTS, defaultCandidate = false)
	MigrationComponents migrationComponents(MigrationProperties properties, Environment environment,
			@Qualifier(InternalBeans.DATABASE_REGISTRY) DatabaseRegistry registry,
			@Qualifier(InternalBeans.PROGRESS_LISTENERS) ProgressListeners progressListeners,
			@Qualifier(InternalBeans.EVENTS) MigrationEvents events, ObjectProvider<BackupStrategy> strategies,
			ObjectProvider<MigrationGenerator> generators,
			@Qualifier(InternalBeans.ENTITIES) ObjectProvider<ReferenceSource> entities,
			@Qualifier(InternalBeans.OBSERVATIONS) ObjectProvider<OperationObserver> observers) {
		MigrationSettings settings = settings(properties, application(environment));
		DatabaseBackups backups = backups(properties, settings, strategies.orderedStream(), progressListeners);
		MigrationGenerator generator = generators
			.getIfAvailable(() -> new ChangelogGenerator(properties.getGenerate().toSettings(),
					entities::getIfAvailable, Clock.systemUTC()));
		OperationObserver observer = OperationObserver
			.lazy(() -> observers.getIfAvailable(() -> OperationObserver.NONE));
		return new MigrationComponents(settings,
				new BootSettings(properties.getUpgrade().isOnBoot(), properties.getUpgrade().getTarget()), registry,
				backups, events, progressListeners, generator, observer);
	}

	@Bean(name = InternalBeans.BOOT, defaultCandidate = false)
	MigrationBoot migrationBoot(@Qualifier(InternalBeans.COMPONENTS) MigrationComponents components) {
		return components.createBoot();
	}

	// A parent context has its own databases.
	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	MigrationDatabases migrationDatabases(ListableBeanFactory beanFactory,
			@Qualifier(InternalBeans.COMPONENTS) MigrationComponents components) {
		return new DefaultMigrationDatabases(beanFactory, components::createUtilities);
	}

	@Bean(name = InternalBeans.DATABASE_MONITORS, defaultCandidate = false)
	DatabaseMonitors migrationDatabaseMonitors(ListableBeanFactory beanFactory, MigrationDatabases databases,
			@Qualifier(InternalBeans.COMPONENTS) MigrationComponents components) {
		return new DatabaseMonitors(databases, (name, executor) -> components.createMonitor(name,
				beanFactory.getBean(name, SpringLiquibase.class), databases.get(name), executor));
	}

	private static MigrationSettings settings(MigrationProperties properties, BackupManifest.Application application) {
		MigrationProperties.Backup backup = properties.getBackup();
		return new MigrationSettings(properties.getUpgrade().getTransaction(), backup.isBeforeUpgrade(),
				backup.isBeforeDowngrade(), backup.getVerify(), backup.getWhenUnavailable(),
				backup.isRequireRestorable(), properties.getLock().getTimeout(), properties.getUpgrade().getLockWait(),
				properties.getOnUnknown(), application);
	}

	private static DatabaseBackups backups(MigrationProperties properties, MigrationSettings settings,
			Stream<BackupStrategy> strategies, ProgressListeners progressListeners) {
		MigrationProperties.Backup backup = properties.getBackup();
		BackupStrategy postgresql = new PostgresqlBackupStrategy(
				backup.getPostgresql().toToolSettings(properties.getLock().getTimeout()));
		return new DatabaseBackups(backup.getDirectory(),
				Stream.concat(strategies, Stream.of(new SqliteBackupStrategy(), postgresql)).toList(),
				new Retention(backup.getKeep(), backup.getKeepFor()), settings.application(), Clock.systemUTC(),
				progressListeners);
	}

	private static BackupManifest.Application application(Environment environment) {
		return new BackupManifest.Application(property(environment, "spring.application.name"),
				property(environment, "spring.application.version"));
	}

	private static @Nullable String property(Environment environment, String name) {
		String value = environment.getProperty(name);
		return StringUtils.hasText(value) ? value : null;
	}

	/**
	 * The beans that need Hibernate.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ LocalContainerEntityManagerFactoryBean.class, Bootstrap.class })
	static class EntitiesConfiguration {

		@Bean(name = InternalBeans.ENTITIES, defaultCandidate = false)
		EntityReference migrationEntities(ConfigurableListableBeanFactory beanFactory) {
			return new EntityReference(new PersistenceUnitFinder(beanFactory));
		}

	}

}
