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

package io.migrationutilities.engine.run;

import java.util.List;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationListener;

/**
 * Hands events to the listeners, none of which can disturb a run.
 */
public final class MigrationEvents {

	private static final Log logger = LogFactory.getLog(MigrationEvents.class);

	private final List<MigrationListener> listeners;

	/**
	 * Create the events.
	 * @param listeners are told what happens
	 */
	public MigrationEvents(List<MigrationListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	public void publish(MigrationEvent event) {
		for (MigrationListener listener : this.listeners) {
			try {
				listener.onMigrationEvent(event);
			}
			catch (RuntimeException ex) {
				logger.warn("A listener failed on " + event.getClass().getSimpleName(), ex);
			}
		}
	}

}
