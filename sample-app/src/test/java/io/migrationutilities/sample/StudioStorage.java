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

package io.migrationutilities.sample;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Where a {@link StudioDatabase} lives, and how its product is asked about itself.
 */
interface StudioStorage {

	/**
	 * Opens a connection to the database. Creates the database if it is missing.
	 * @return the connection, which the caller closes
	 * @throws SQLException if it can't be opened
	 */
	Connection open() throws SQLException;

	/**
	 * Returns the query for the columns, references and indexes of the application's
	 * tables.
	 * @return the query, whose order does not depend on how they came about
	 */
	String schema();

	/**
	 * Returns the query for everything that is defined in the database, the tables of
	 * Liquibase included.
	 * @return the query
	 */
	String definitions();

	/**
	 * Returns the query for the names of all tables.
	 * @return the query
	 */
	String tables();

	/**
	 * Returns the queries that find what is wrong.
	 * @return queries that find nothing in a sound database
	 */
	List<String> checks();

}
