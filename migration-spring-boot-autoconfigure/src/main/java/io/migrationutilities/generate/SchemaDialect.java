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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.function.Predicate;

/**
 * Reads the schema of a kind of database, and decides what counts as the same in it.
 */
public interface SchemaDialect {

	/**
	 * Return what Liquibase calls the kind of database.
	 * @return the short name
	 */
	String shortName();

	/**
	 * Return how names are compared.
	 * @return the comparator
	 */
	Comparator<String> names();

	/**
	 * Read a schema, and write nothing.
	 * @param connection a connection to the database
	 * @param namespace the schema of the tables, in databases that have several
	 * @param excluded tells which tables to leave out
	 * @return the schema
	 * @throws SQLException if it can't be read
	 */
	Schema read(Connection connection, String namespace, Predicate<String> excluded) throws SQLException;

	/**
	 * Return whether two types are the same for the database and for those who read its
	 * catalog.
	 * @param left a type, as the database writes it
	 * @param right a type, as the database writes it
	 * @return whether they are the same
	 */
	boolean isSameType(String left, String right);

	/**
	 * Return whether values of a type may not fit into another one.
	 * @param from the type of the values
	 * @param to the other type
	 * @return whether they may not
	 */
	boolean isNarrowing(String from, String to);

	/**
	 * Return a type in the words of a changelog.
	 * @param type the type, as the database writes it
	 * @return the type
	 */
	String toChangeLogType(String type);

}
