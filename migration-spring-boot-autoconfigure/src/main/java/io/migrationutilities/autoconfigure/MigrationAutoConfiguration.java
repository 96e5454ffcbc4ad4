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

import liquibase.integration.spring.SpringLiquibase;
import org.hibernate.jpa.boot.spi.Bootstrap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
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
import io.migrationutilities.backup.PostgresqlBackupStrategy;
import io.migrationutilities.backup.ProgressListeners;
import io.migrationutilities.backup.Retention;
import io.migrationutilities.backup.SqliteBackupStrategy;
import io.migrationutilities.engine.BootSettings;
import io.migrationutilities.engine.DatabaseDoctor;
import io.migrationutilities.engine.DatabaseMonitor;
import io.migrationutilities.engine.DatabaseMonitors;
import io.migrationutilities.engine.DatabaseRegistry;
import io.migrationutilities.engine.DatabaseRestore;
import io.migrationutilities.engine.DefaultMigrationUtilities;
import io.migrationutilities.engine.MigrationBoot;
import io.migrationutilities.engine.MigrationDatabase;
import io.migrationutilities.engine.MigrationEvents;
import io.migrationutilities.engine.MigrationGenerator;
import io.migrationutilities.engine.MigrationRunner;
import io.migrationutilities.engine.MigrationSettings;
import io.migrationutilities.engine.OperationObserver;
import io.migrationutilities.engine.ProgressLines;
import io.migrationutilities.engine.RequestedBackups;
import io.migrationutilities.engine.RunPreviews;
import io.migrationutilities.engine.UnknownMigrationsGate;
import io.migrationutilities.generate.ChangelogGenerator;
import io.migrationutilities.generate.EntityReference;
import io.migrationutilities.generate.ReferenceSource;

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

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static MigrationBeanPostProcessor migrationBeanPostProcessor(ObjectProvider<DatabaseRegistry> registry,
			ObjectProvider<MigrationBoot> boot, ObjectProvider<MigrationStartupSteps> startupSteps) {
		return new MigrationBeanPostProcessor(registry, boot, startupSteps);
	}

	@Bean
	MigrationStartupSteps migrationStartupSteps() {
		return new MigrationStartupSteps();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static MigrationUtilitiesRegistrar migrationUtilitiesRegistrar() {
		return new MigrationUtilitiesRegistrar();
	}

	@Bean
	static LazyInitializationExcludeFilter migrationLazyInitializationExcludeFilter() {
		return LazyInitializationExcludeFilter.forBeanTypes(SpringLiquibase.class);
	}

	@Bean
	DatabaseRegistry migrationDatabaseRegistry(ListableBeanFactory beanFactory,
			ObjectProvider<LiquibaseConnectionDetails> liquibaseDetails,
			ObjectProvider<JdbcConnectionDetails> jdbcDetails, MigrationProperties properties) {
		return new DatabaseRegistry(() -> DefaultMigrationDatabases.namesOf(beanFactory),
				new DataSourceConnectionSettings(liquibaseDetails, jdbcDetails),
				properties.getSqlite().getIneffectiveChanges(), properties.getLedger().requireTable());
	}

	@Bean
	MigrationSettings migrationSettings(MigrationProperties properties, Environment environment) {
		MigrationProperties.Backup backup = properties.getBackup();
		return new MigrationSettings(properties.getUpgrade().getTransaction(), backup.isBeforeUpgrade(),
				backup.isBeforeDowngrade(), backup.getVerify(), backup.getWhenUnavailable(),
				properties.getLock().getTimeout(), properties.getOnUnknown(), application(environment));
	}

	@Bean
	SqliteBackupStrategy sqliteBackupStrategy() {
		return new SqliteBackupStrategy();
	}

	@Bean
	PostgresqlBackupStrategy postgresqlBackupStrategy(MigrationProperties properties) {
		return new PostgresqlBackupStrategy(
				properties.getBackup().getPostgresql().toToolSettings(properties.getLock().getTimeout()));
	}

	@Bean
	@ConditionalOnMissingBean(ProgressListener.class)
	ProgressLines progressLines() {
		return ProgressLines.logged();
	}

	@Bean
	ProgressListeners progressListeners(ObjectProvider<ProgressListener> listeners) {
		return new ProgressListeners(listeners.orderedStream().toList());
	}

	@Bean
	DatabaseBackups databaseBackups(MigrationProperties properties, MigrationSettings settings,
			ObjectProvider<BackupStrategy> strategies, ProgressListeners progressListeners) {
		MigrationProperties.Backup backup = properties.getBackup();
		return new DatabaseBackups(backup.getDirectory(), strategies.orderedStream().toList(),
				new Retention(backup.getKeep(), backup.getKeepFor()), settings.application(), Clock.systemUTC(),
				progressListeners);
	}

	@Bean
	MigrationEventPublisher migrationEventPublisher(ApplicationContext applicationContext) {
		return new MigrationEventPublisher(applicationContext);
	}

	@Bean
	MigrationEvents migrationEvents(ObjectProvider<MigrationListener> listeners) {
		return new MigrationEvents(listeners.orderedStream().toList());
	}

	@Bean
	UnknownMigrationsGate unknownMigrationsGate(MigrationSettings settings, DatabaseRegistry registry,
			MigrationEvents events) {
		return new UnknownMigrationsGate(settings, registry, events);
	}

	@Bean
	MigrationRunner migrationRunner(MigrationSettings settings, UnknownMigrationsGate gate, DatabaseBackups backups,
			MigrationEvents events, ProgressListeners progressListeners) {
		return new MigrationRunner(settings, gate, backups, events, progressListeners);
	}

	@Bean
	RunPreviews migrationRunPreviews(MigrationSettings settings, DatabaseBackups backups) {
		return new RunPreviews(settings, backups);
	}

	@Bean
	DatabaseRestore databaseRestore(MigrationSettings settings, DatabaseBackups backups, MigrationEvents events) {
		return new DatabaseRestore(settings, backups, events);
	}

	@Bean
	BootSettings migrationBootSettings(MigrationProperties properties) {
		return new BootSettings(properties.getUpgrade().isOnBoot(), properties.getUpgrade().getTarget());
	}

	@Bean
	MigrationBoot migrationBoot(MigrationRunner runner, UnknownMigrationsGate gate, RunPreviews previews,
			DatabaseBackups backups, BootSettings settings) {
		return new MigrationBoot(runner, gate, previews, backups, settings);
	}

	@Bean
	DatabaseDoctor databaseDoctor(MigrationSettings settings, BootSettings boot, DatabaseBackups backups) {
		return new DatabaseDoctor(settings, boot, backups);
	}

	@Bean
	SmartInitializingSingleton unknownMigrationsCheck(UnknownMigrationsGate gate) {
		return gate::checkDelayed;
	}

	// A parent context has its own databases.
	@Bean
	@ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
	MigrationDatabases migrationDatabases(ListableBeanFactory beanFactory, DatabaseRegistry registry,
			MigrationSettings settings, MigrationRunner runner, RunPreviews previews, DatabaseRestore restore,
			DatabaseBackups backups, MigrationEvents events, DatabaseDoctor doctor, MigrationGenerator generator,
			ObjectProvider<OperationObserver> observers) {
		OperationObserver observer = OperationObserver
			.lazy(() -> observers.getIfAvailable(() -> OperationObserver.NONE));
		return new DefaultMigrationDatabases(beanFactory, (name, liquibase) -> {
			MigrationDatabase database = registry.register(name, liquibase);
			return new DefaultMigrationUtilities(database, settings, runner, previews, restore,
					new RequestedBackups(database, backups, events), doctor, generator, observer);
		});
	}

	@Bean
	@ConditionalOnMissingBean
	MigrationGenerator migrationGenerator(MigrationProperties properties, ObjectProvider<ReferenceSource> entities) {
		return new ChangelogGenerator(properties.getGenerate().toSettings(), entities::getIfAvailable,
				Clock.systemUTC());
	}

	@Bean
	DatabaseMonitors migrationDatabaseMonitors(ListableBeanFactory beanFactory, MigrationDatabases databases,
			DatabaseRegistry registry, MigrationSettings settings, DatabaseBackups backups) {
		return new DatabaseMonitors(databases, (name, executor) -> {
			MigrationDatabase database = registry.register(name, beanFactory.getBean(name, SpringLiquibase.class));
			return new DatabaseMonitor(database, databases.get(name), settings, backups, executor);
		});
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
	 * What needs Hibernate.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ LocalContainerEntityManagerFactoryBean.class, Bootstrap.class })
	static class EntitiesConfiguration {

		@Bean
		EntityReference entityReference(ConfigurableListableBeanFactory beanFactory) {
			return new EntityReference(new PersistenceUnitFinder(beanFactory));
		}

	}

}
