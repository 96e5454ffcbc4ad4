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

import java.util.List;
import java.util.function.Predicate;

import liquibase.database.Database;

/**
 * Compares the schemas of two databases of the same kind.
 */
@FunctionalInterface
interface SchemaDiff {

	/**
	 * Find what has to change in a database so that its schema is that of another one.
	 * @param reference the database that is as it should be
	 * @param live the database to change; it is only read
	 * @param excluded tells which tables, by their bare names, are none of our business
	 * @return the differences, in an order in which their changes can be made
	 * @throws Exception if one of the databases can't be read
	 */
	List<Difference> compare(Database reference, Database live, Predicate<String> excluded) throws Exception;

}
