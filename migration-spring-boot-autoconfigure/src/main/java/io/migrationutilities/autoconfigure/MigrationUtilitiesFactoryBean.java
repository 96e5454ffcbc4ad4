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

import org.springframework.beans.factory.FactoryBean;

import io.migrationutilities.MigrationDatabases;
import io.migrationutilities.MigrationUtilities;

/**
 * Makes the {@link MigrationUtilities} of one database a bean.
 */
class MigrationUtilitiesFactoryBean implements FactoryBean<MigrationUtilities> {

	private final String databaseName;

	private final MigrationDatabases databases;

	MigrationUtilitiesFactoryBean(String databaseName, MigrationDatabases databases) {
		this.databaseName = databaseName;
		this.databases = databases;
	}

	@Override
	public MigrationUtilities getObject() {
		return this.databases.get(this.databaseName);
	}

	@Override
	public Class<?> getObjectType() {
		return MigrationUtilities.class;
	}

}
