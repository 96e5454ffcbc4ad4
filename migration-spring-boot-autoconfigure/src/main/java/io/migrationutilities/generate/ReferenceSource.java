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

package io.migrationutilities.generate;

import java.util.function.Predicate;

import io.migrationutilities.engine.session.MigrationDatabase;

/**
 * Source of the schema that a database should have.
 */
@FunctionalInterface
public interface ReferenceSource {

	/**
	 * Read the schema.
	 * @param database the database that should have it; nothing of it is changed
	 * @param dialect how databases of that kind tell their schema
	 * @param excluded tells which tables to leave out
	 * @return the schema
	 * @throws Exception if it can't be read
	 */
	Schema read(MigrationDatabase database, SchemaDialect dialect, Predicate<String> excluded) throws Exception;

}
