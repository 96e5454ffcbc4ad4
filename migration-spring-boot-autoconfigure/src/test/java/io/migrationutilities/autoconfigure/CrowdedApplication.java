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
import java.util.concurrent.Executor;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import tools.jackson.databind.json.JsonMapper;

import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationListener;
import io.migrationutilities.Progress;
import io.migrationutilities.ProgressListener;

/**
 * Beans of an application that bear the names that ours once had or could have, several
 * of each type that we could ask for, and one of each type that we have ourselves, which
 * is injected.
 */
@Configuration(proxyBeanMethods = false)
public class CrowdedApplication {

	private static final List<String> NAMES = List.of("migrationBeanPostProcessor", "migrationStartupSteps",
			"migrationUtilitiesRegistrar", "migrationLazyInitializationExcludeFilter", "migrationDatabaseRegistry",
			"migrationSettings", "sqliteBackupStrategy", "postgresqlBackupStrategy", "progressLines",
			"progressListeners", "databaseBackups", "migrationEventPublisher", "migrationEvents", "migrationRunner",
			"databaseRestore", "migrationBootSettings", "migrationBoot", "databaseDoctor", "unknownMigrationsCheck",
			"migrationGenerator", "migrationDatabaseMonitors", "entityReference", "migrationMetrics",
			"migrationObservations", "migrationsEndpointWebExtension", "migrationCommandProgress",
			"migrationProgressListeners", "migrationComponents", "migrationEntities", "migrationMeterBinder",
			"databaseRegistry", "databaseMonitors", "registry", "monitors", "databases", "boot", "startupSteps",
			"listeners", "command", "publisher", "metrics", "events", "ledger", "components", "entities", "observers",
			"strategies", "generators", "backups", "settings", "migrationLedger", "runLock", "migrationLock");

	/**
	 * Give beans of an unrelated type those names.
	 * @return what does so before the auto-configurations are read
	 */
	public static ApplicationContextInitializer<GenericApplicationContext> names() {
		return (context) -> NAMES
			.forEach((name) -> context.registerBeanDefinition(name, new RootBeanDefinition(Unrelated.class)));
	}

	@Bean
	RecordingListener ownMigrationListener() {
		return new RecordingListener();
	}

	@Bean
	RecordingProgress ownProgressListener() {
		return new RecordingProgress();
	}

	@Bean
	MeterBinder ownMeterBinder() {
		return (registry) -> {
		};
	}

	@Bean
	OwnTypes ownTypes(MigrationListener migrationListener, ProgressListener progressListener, MeterBinder meterBinder) {
		return new OwnTypes(migrationListener, progressListener, meterBinder);
	}

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

	@Bean
	Clock secondClock() {
		return Clock.systemUTC();
	}

	@Bean
	Executor executor() {
		return new SyncTaskExecutor();
	}

	@Bean
	Executor secondExecutor() {
		return new SyncTaskExecutor();
	}

	@Bean
	TaskScheduler scheduler() {
		return new SimpleAsyncTaskScheduler();
	}

	@Bean
	TaskScheduler secondScheduler() {
		return new SimpleAsyncTaskScheduler();
	}

	@Bean
	JsonMapper mapper() {
		return new JsonMapper();
	}

	@Bean
	JsonMapper secondMapper() {
		return new JsonMapper();
	}

	@Bean
	ObservationRegistry observationRegistry() {
		return ObservationRegistry.create();
	}

	@Bean
	ObservationRegistry secondObservationRegistry() {
		return ObservationRegistry.create();
	}

	/**
	 * What no other bean asks for.
	 */
	static class Unrelated {

	}

	/**
	 * What is injected.
	 */
	record OwnTypes(MigrationListener migrationListener, ProgressListener progressListener, MeterBinder meterBinder) {

	}

	/**
	 * Keeps the events.
	 */
	static class RecordingListener implements MigrationListener {

		final List<MigrationEvent> events = new ArrayList<>();

		@Override
		public void onMigrationEvent(MigrationEvent event) {
			this.events.add(event);
		}

	}

	/**
	 * Keeps the reports.
	 */
	static class RecordingProgress implements ProgressListener {

		final List<Progress> reports = new ArrayList<>();

		@Override
		public void onProgress(Progress progress) {
			this.reports.add(progress);
		}

	}

}
