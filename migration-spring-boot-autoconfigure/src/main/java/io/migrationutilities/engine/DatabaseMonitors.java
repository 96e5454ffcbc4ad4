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

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;

import org.springframework.core.task.SimpleAsyncTaskExecutor;

import io.migrationutilities.MigrationDatabases;

/**
 * The monitors of the databases of an application.
 */
public final class DatabaseMonitors implements AutoCloseable {

	private static final Duration TERMINATION_TIMEOUT = Duration.ofSeconds(10);

	private final MigrationDatabases databases;

	private final BiFunction<String, Executor, DatabaseMonitor> factory;

	private final Map<String, DatabaseMonitor> monitors = new ConcurrentHashMap<>();

	private final SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("migrations-");

	/**
	 * Create the monitors.
	 * @param databases the databases
	 * @param factory creates the monitor of the database with a name, which reads in the
	 * background with the help of an executor
	 */
	public DatabaseMonitors(MigrationDatabases databases, BiFunction<String, Executor, DatabaseMonitor> factory) {
		this.databases = databases;
		this.factory = factory;
		this.executor.setDaemon(true);
		this.executor.setTaskTerminationTimeout(TERMINATION_TIMEOUT.toMillis());
	}

	/**
	 * Return the names of the databases.
	 * @return the names
	 */
	public Set<String> getNames() {
		return this.databases.getNames();
	}

	/**
	 * Return the monitor of a database.
	 * @param name one of the names
	 * @return the monitor
	 */
	public DatabaseMonitor get(String name) {
		return this.monitors.computeIfAbsent(name, (key) -> this.factory.apply(key, this.executor));
	}

	/**
	 * End what is read in the background, before the data sources are closed.
	 */
	@Override
	public void close() {
		this.executor.close();
	}

}
