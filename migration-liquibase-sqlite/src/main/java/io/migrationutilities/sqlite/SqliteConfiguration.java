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

package io.migrationutilities.sqlite;

import java.util.stream.Stream;

import liquibase.configuration.ConfigurationDefinition;

/**
 * Settings of Liquibase on SQLite, read wherever Liquibase reads its own settings: system
 * properties, environment variables, {@code liquibase.properties}. In a Spring Boot
 * application {@code migration.sqlite.ineffective-changes} says it.
 */
public final class SqliteConfiguration {

	/**
	 * Treatment of changes that do nothing on SQLite.
	 */
	public static final ConfigurationDefinition<Ineffective> INEFFECTIVE_CHANGES;

	static {
		ConfigurationDefinition.Builder builder = new ConfigurationDefinition.Builder("migration.sqlite");
		INEFFECTIVE_CHANGES = builder.define("ineffectiveChanges", Ineffective.class)
			.setDescription("Whether changes that do nothing on SQLite, such as createSequence, fail the validation"
					+ " of the changelog (fail) or are logged only (warn)")
			.setValueHandler((value) -> (value != null) ? Ineffective.of(value.toString()) : null)
			.setDefaultValue(Ineffective.FAIL)
			.build();
	}

	private SqliteConfiguration() {
	}

	/**
	 * Treatment of a change that does nothing.
	 */
	public enum Ineffective {

		/**
		 * Refuse the changelog.
		 */
		FAIL,

		/**
		 * Warn, and go on.
		 */
		WARN;

		private static Ineffective of(String value) {
			return Stream.of(values())
				.filter((candidate) -> candidate.name().equalsIgnoreCase(value.strip()))
				.findFirst()
				.orElseThrow(() -> new IllegalArgumentException(
						"'migration.sqlite.ineffectiveChanges' must be 'fail' or 'warn', not '" + value + "'"));
		}

	}

}
