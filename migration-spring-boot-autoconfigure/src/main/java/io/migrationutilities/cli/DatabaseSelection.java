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

package io.migrationutilities.cli;

import java.util.Set;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;

import io.migrationutilities.MigrationDatabases;
import io.migrationutilities.MigrationUtilities;

/**
 * Finds the database that a verb is about among those of the application.
 */
final class DatabaseSelection implements Function<Verb, MigrationUtilities> {

	private final ApplicationContext context;

	DatabaseSelection(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public MigrationUtilities apply(Verb verb) {
		MigrationDatabases databases = this.context.getBeanProvider(MigrationDatabases.class).getIfAvailable();
		if (databases == null || databases.getNames().isEmpty()) {
			throw new CommandException(ExitCode.ERROR,
					"This application has no database that is migrated by Liquibase, or leaves it to Liquibase alone.",
					"look at spring.liquibase.enabled and migration.enabled, and at the active profiles. What keeps "
							+ "only the boot from upgrading is migration.upgrade.on-boot=false.");
		}
		String name = select(databases.getNames(), verb.getDatabase());
		// Databases that share a history have to know of each other.
		databases.getNames().forEach(databases::get);
		return databases.get(name);
	}

	private String select(Set<String> names, @Nullable String wanted) {
		if (wanted == null && names.size() == 1) {
			return names.iterator().next();
		}
		String hint = "--database with one of: " + String.join(", ", names);
		if (wanted == null) {
			throw new CommandException(ExitCode.USAGE, "This application has several databases.", hint);
		}
		if (!names.contains(wanted)) {
			throw new CommandException(ExitCode.USAGE, "There is no database '" + wanted + "'.", hint);
		}
		return wanted;
	}

}
