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

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationException;
import io.migrationutilities.engine.plan.SchemaComparison;
import io.migrationutilities.engine.run.MigrationSettings.OnUnknown;
import io.migrationutilities.engine.session.DatabaseRegistry;
import io.migrationutilities.engine.session.LiquibaseScope;
import io.migrationutilities.engine.session.LiquibaseSession;
import io.migrationutilities.engine.session.MigrationDatabase;
import io.migrationutilities.engine.session.Patience;
import io.migrationutilities.engine.session.Revisions;

/**
 * Keeps an application from working on a database that is ahead of it. Change sets of
 * other {@code SpringLiquibase} beans that write the same history are not unknown; while
 * such beans are still to come, the decision waits for the last of them.
 */
public final class UnknownMigrationsGate {

	private static final Log logger = LogFactory.getLog(UnknownMigrationsGate.class);

	private final OnUnknown policy;

	private final DatabaseRegistry registry;

	private final MigrationEvents events;

	private final Patience patience;

	/**
	 * Create a gate.
	 * @param settings the settings of the runs
	 * @param registry the databases of the application
	 * @param events tell what happens
	 */
	public UnknownMigrationsGate(MigrationSettings settings, DatabaseRegistry registry, MigrationEvents events) {
		this.policy = settings.onUnknown();
		this.registry = registry;
		this.events = events;
		this.patience = new Patience(settings.lockTimeout());
	}

	/**
	 * Refuse to work on a database that is ahead of the application, without upgrading
	 * it.
	 * @param database the database
	 * @throws MigrationException if the database holds unknown change sets
	 */
	public void check(MigrationDatabase database) {
		LiquibaseScope.callForLong(database, () -> this.patience.call(database.getName(), () -> {
			try (LiquibaseSession session = LiquibaseSession.open(database)) {
				SnapshotReader look = SnapshotReader.look(session);
				check(session, look.comparison());
				return look.remember();
			}
		}));
	}

	/**
	 * Make up for the checks that had to wait until the beans of all databases exist.
	 * @throws MigrationException if a database holds unknown change sets
	 */
	public void checkDelayed() {
		this.registry.complete();
		this.registry.takeThoseToCheckLater().forEach(this::check);
	}

	void check(LiquibaseSession session, SchemaComparison comparison) {
		List<String> unknown = comparison.getUnknown().stream().map(comparison::nameOf).toList();
		if (unknown.isEmpty() || this.policy == OnUnknown.IGNORE) {
			return;
		}
		if (!this.registry.isComplete()) {
			this.registry.checkLater(session.getMigrationDatabase());
			return;
		}
		this.events.publish(new MigrationEvent.UnknownMigrationsDetected(session.getName(), unknown));
		MigrationException refusal = refusal(session.getName(), unknown);
		if (this.policy == OnUnknown.FAIL) {
			throw refusal;
		}
		logger.warn(refusal.getMessage());
	}

	public static MigrationException refusal(String name, List<String> unknown) {
		return new MigrationException(MigrationErrorCode.UNKNOWN_MIGRATIONS,
				"The database of '" + name + "' is ahead of this application: it holds " + unknown.size()
						+ " change sets that the changelog doesn't: " + Revisions.list(unknown) + ".",
				"Start the version of the application that applied them; with it, downgrade first if this older "
						+ "version is to run. To start all the same, set migration.on-unknown=warn.");
	}

}
