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

import java.util.concurrent.Executor;

import liquibase.integration.spring.SpringLiquibase;
import org.springframework.beans.factory.SmartInitializingSingleton;

import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.engine.BootSettings;
import io.migrationutilities.engine.DatabaseDoctor;
import io.migrationutilities.engine.DatabaseMonitor;
import io.migrationutilities.engine.DefaultMigrationUtilities;
import io.migrationutilities.engine.MigrationBoot;
import io.migrationutilities.engine.MigrationGenerator;
import io.migrationutilities.engine.OperationObserver;
import io.migrationutilities.engine.RequestedBackups;
import io.migrationutilities.engine.preview.RunPreviews;
import io.migrationutilities.engine.run.DatabaseRestore;
import io.migrationutilities.engine.run.MigrationEvents;
import io.migrationutilities.engine.run.MigrationRunner;
import io.migrationutilities.engine.run.MigrationSettings;
import io.migrationutilities.engine.run.UnknownMigrationsGate;
import io.migrationutilities.engine.session.DatabaseRegistry;
import io.migrationutilities.engine.session.MigrationDatabase;
import io.migrationutilities.work.ProgressListeners;

/**
 * Does the work of an application context. All of it is one bean, so that the application
 * sees none of its parts.
 */
final class MigrationComponents implements SmartInitializingSingleton {

	private final MigrationSettings settings;

	private final BootSettings bootSettings;

	private final DatabaseRegistry registry;

	private final DatabaseBackups backups;

	private final MigrationEvents events;

	private final MigrationGenerator generator;

	private final OperationObserver observer;

	private final UnknownMigrationsGate gate;

	private final MigrationRunner runner;

	private final RunPreviews previews;

	private final DatabaseRestore restore;

	private final DatabaseDoctor doctor;

	MigrationComponents(MigrationSettings settings, BootSettings bootSettings, DatabaseRegistry registry,
			DatabaseBackups backups, MigrationEvents events, ProgressListeners progressListeners,
			MigrationGenerator generator, OperationObserver observer) {
		this.settings = settings;
		this.bootSettings = bootSettings;
		this.registry = registry;
		this.backups = backups;
		this.events = events;
		this.generator = generator;
		this.observer = observer;
		this.gate = new UnknownMigrationsGate(settings, registry, events);
		this.runner = new MigrationRunner(settings, this.gate, backups, events, progressListeners);
		this.previews = new RunPreviews(settings, backups);
		this.restore = new DatabaseRestore(settings, backups, events);
		this.doctor = new DatabaseDoctor(settings, bootSettings, backups);
	}

	MigrationDatabase register(String name, SpringLiquibase liquibase) {
		return this.registry.register(name, liquibase);
	}

	MigrationBoot createBoot() {
		return new MigrationBoot(this.runner, this.gate, this.previews, this.backups, this.bootSettings);
	}

	MigrationUtilities createUtilities(String name, SpringLiquibase liquibase) {
		MigrationDatabase database = register(name, liquibase);
		return new DefaultMigrationUtilities(database, this.settings, this.runner, this.previews, this.restore,
				new RequestedBackups(database, this.backups, this.events), this.doctor, this.generator, this.observer);
	}

	DatabaseMonitor createMonitor(String name, SpringLiquibase liquibase, MigrationUtilities utilities,
			Executor executor) {
		return new DatabaseMonitor(register(name, liquibase), utilities, this.settings, this.backups, executor);
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.gate.checkDelayed();
	}

}
