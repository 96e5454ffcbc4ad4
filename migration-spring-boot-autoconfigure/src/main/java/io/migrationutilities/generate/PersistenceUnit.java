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

import java.util.Map;

import jakarta.persistence.spi.PersistenceUnitInfo;

/**
 * The entities of an application, as they are given to Hibernate.
 *
 * @param info the persistence unit
 * @param properties the settings of Hibernate
 */
public record PersistenceUnit(PersistenceUnitInfo info, Map<String, Object> properties) {

	/**
	 * Finds persistence units, without starting them.
	 */
	@FunctionalInterface
	public interface Finder {

		/**
		 * Find the persistence unit whose entities are in a database.
		 * @param database the name of the database
		 * @return the persistence unit
		 */
		PersistenceUnit find(String database);

	}

}
