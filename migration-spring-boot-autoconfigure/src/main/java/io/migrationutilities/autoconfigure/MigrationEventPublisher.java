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

import java.util.ArrayList;
import java.util.List;

import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationListener;

/**
 * Publishes migration events as application events. Those that happen while the context
 * is still starting wait until it is ready: a listener bean created earlier could need
 * the very database that is being upgraded.
 */
class MigrationEventPublisher implements MigrationListener, ApplicationListener<ContextRefreshedEvent> {

	private final ApplicationContext applicationContext;

	private final List<MigrationEvent> early = new ArrayList<>();

	private boolean ready;

	MigrationEventPublisher(ApplicationContext applicationContext) {
		this.applicationContext = applicationContext;
	}

	@Override
	public void onMigrationEvent(MigrationEvent event) {
		synchronized (this.early) {
			if (!this.ready) {
				this.early.add(event);
				return;
			}
		}
		this.applicationContext.publishEvent(event);
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		if (event.getApplicationContext() != this.applicationContext) {
			return;
		}
		List<MigrationEvent> waiting;
		synchronized (this.early) {
			this.ready = true;
			waiting = List.copyOf(this.early);
			this.early.clear();
		}
		waiting.forEach(this.applicationContext::publishEvent);
	}

}
