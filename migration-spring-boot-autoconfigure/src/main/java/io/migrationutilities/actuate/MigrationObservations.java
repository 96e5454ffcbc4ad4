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

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

import io.migrationutilities.MigrationException;
import io.migrationutilities.engine.OperationObserver;

/**
 * {@link OperationObserver} that makes each operation an {@link Observation} with the
 * name {@code migration.operation}: a timer and a span, as far as the application has
 * handlers for them.
 */
public class MigrationObservations implements OperationObserver {

	private static final String NAME = "migration.operation";

	private final Supplier<ObservationRegistry> registry;

	/**
	 * Create the observations.
	 * @param registry the registry they go to, asked for when there is one to make
	 */
	public MigrationObservations(Supplier<ObservationRegistry> registry) {
		this.registry = registry;
	}

	@Override
	public <T> T observe(String database, String operation, Supplier<T> work) {
		Observation observation = Observation.createNotStarted(NAME, this.registry.get())
			.contextualName("migration " + operation)
			.lowCardinalityKeyValue("database", database)
			.lowCardinalityKeyValue("operation", operation)
			.lowCardinalityKeyValue("code", "none")
			.start();
		try (Observation.Scope scope = observation.openScope()) {
			return work.get();
		}
		catch (MigrationException ex) {
			observation.lowCardinalityKeyValue("code", ex.getCode().name());
			observation.error(ex);
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			observation.error(ex);
			throw ex;
		}
		finally {
			observation.stop();
		}
	}

}
