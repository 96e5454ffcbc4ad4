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

import io.migrationutilities.GeneratedMigration;
import io.migrationutilities.GenerationOptions;
import io.migrationutilities.engine.session.MigrationDatabase;

/**
 * Writes changelogs from the difference between what an application needs and what its
 * database has.
 */
@FunctionalInterface
public interface MigrationGenerator {

	/**
	 * Generate a migration. A database that is compared has no pending change sets.
	 * @param database the database
	 * @param message what the migration is about
	 * @param options how it is generated
	 * @return what was generated
	 */
	GeneratedMigration generate(MigrationDatabase database, String message, GenerationOptions options);

}
