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

import io.migrationutilities.engine.run.MigrationEvents;
import io.migrationutilities.engine.session.DatabaseRegistry;

/**
 * Names of the beans that work inside: no bean of an application has such a name, and
 * none is injected unless it is asked for by it.
 */
public final class InternalBeans {

	/**
	 * Prefix of all names.
	 */
	public static final String PREFIX = "io.migrationutilities.internal.";

	/**
	 * Name of what takes over {@code SpringLiquibase} beans.
	 */
	public static final String BEAN_POST_PROCESSOR = PREFIX + "beanPostProcessor";

	/**
	 * Name of what declares {@code MigrationUtilities} beans.
	 */
	public static final String UTILITIES_REGISTRAR = PREFIX + "utilitiesRegistrar";

	/**
	 * Name of what keeps {@code SpringLiquibase} beans from being lazy.
	 */
	public static final String LAZY_INITIALIZATION_EXCLUDE_FILTER = PREFIX + "lazyInitializationExcludeFilter";

	/**
	 * Name of what makes steps of the start.
	 */
	public static final String STARTUP_STEPS = PREFIX + "startupSteps";

	/**
	 * Name of the {@link DatabaseRegistry}.
	 */
	public static final String DATABASE_REGISTRY = PREFIX + "databaseRegistry";

	/**
	 * Name of all that is told how far work is.
	 */
	public static final String PROGRESS_LISTENERS = PREFIX + "progressListeners";

	/**
	 * Name of the {@link MigrationEvents}.
	 */
	public static final String EVENTS = PREFIX + "events";

	/**
	 * Name of what does the work of a context.
	 */
	public static final String COMPONENTS = PREFIX + "components";

	/**
	 * Name of the {@link MigrationBoot}, which commands remove.
	 */
	public static final String BOOT = PREFIX + "boot";

	/**
	 * Name of what publishes events to the context.
	 */
	public static final String EVENT_PUBLISHER = PREFIX + "eventPublisher";

	/**
	 * Name of the {@link DatabaseMonitors}.
	 */
	public static final String DATABASE_MONITORS = PREFIX + "databaseMonitors";

	/**
	 * Name of what reads the entities.
	 */
	public static final String ENTITIES = PREFIX + "entities";

	/**
	 * Name of the metrics, which listen to events.
	 */
	public static final String METRICS = PREFIX + "metrics";

	/**
	 * Name of what binds the metrics to registries.
	 */
	public static final String METER_BINDER = PREFIX + "meterBinder";

	/**
	 * Name of the {@link OperationObserver}.
	 */
	public static final String OBSERVATIONS = PREFIX + "observations";

	/**
	 * Name of the web extension of the endpoint.
	 */
	public static final String ENDPOINT_WEB_EXTENSION = PREFIX + "endpointWebExtension";

	/**
	 * Name of what shows the progress of a command.
	 */
	public static final String COMMAND_PROGRESS = PREFIX + "commandProgress";

	private InternalBeans() {
	}

}
