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

import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationStartupAware;
import org.springframework.core.metrics.ApplicationStartup;
import org.springframework.core.metrics.StartupStep;

import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationEvent.StepStarted;
import io.migrationutilities.MigrationListener;

/**
 * Makes each upgrade at boot a step of the {@link ApplicationStartup}, and each step of
 * the run one below it.
 */
class MigrationStartupSteps implements MigrationListener, ApplicationStartupAware {

	private final ThreadLocal<@Nullable Steps> upgrade = new ThreadLocal<>();

	private ApplicationStartup startup = ApplicationStartup.DEFAULT;

	@Override
	public void setApplicationStartup(ApplicationStartup applicationStartup) {
		this.startup = applicationStartup;
	}

	/**
	 * Run an upgrade as steps of the start.
	 * @param database the name of the database
	 * @param work the upgrade
	 */
	void run(String database, Runnable work) {
		Steps steps = new Steps(this.startup, database);
		this.upgrade.set(steps);
		try {
			work.run();
		}
		finally {
			this.upgrade.remove();
			steps.end();
		}
	}

	@Override
	public void onMigrationEvent(MigrationEvent event) {
		Steps steps = this.upgrade.get();
		if (steps != null && event instanceof StepStarted started) {
			steps.next(started.step().name().toLowerCase(Locale.ROOT).replace('_', '-'));
		}
	}

	/**
	 * The steps of one upgrade: the next one ends the one before.
	 */
	private static final class Steps {

		private final ApplicationStartup startup;

		private final String database;

		private final StartupStep whole;

		private @Nullable StartupStep current;

		private Steps(ApplicationStartup startup, String database) {
			this.startup = startup;
			this.database = database;
			this.whole = start("upgrade");
		}

		private StartupStep start(String name) {
			return this.startup.start("migration." + name).tag("database", this.database);
		}

		private void next(String name) {
			endCurrent();
			this.current = start(name);
		}

		private void endCurrent() {
			if (this.current != null) {
				this.current.end();
			}
		}

		private void end() {
			endCurrent();
			this.whole.end();
		}

	}

}
