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

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

import liquibase.integration.spring.SpringLiquibase;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.Assert;

import io.migrationutilities.MigrationDatabases;
import io.migrationutilities.MigrationUtilities;

/**
 * {@link MigrationDatabases} of the {@link SpringLiquibase} beans in the bean factory.
 */
class DefaultMigrationDatabases implements MigrationDatabases {

	private final ListableBeanFactory beanFactory;

	private final BiFunction<String, SpringLiquibase, MigrationUtilities> factory;

	private final Map<String, MigrationUtilities> utilities = new ConcurrentHashMap<>();

	DefaultMigrationDatabases(ListableBeanFactory beanFactory,
			BiFunction<String, SpringLiquibase, MigrationUtilities> factory) {
		this.beanFactory = beanFactory;
		this.factory = factory;
	}

	@Override
	public Set<String> getNames() {
		return namesOf(this.beanFactory);
	}

	@Override
	public MigrationUtilities get(String name) {
		Assert.isTrue(getNames().contains(name),
				() -> "There is no SpringLiquibase bean '" + name + "'; there are " + getNames());
		SpringLiquibase liquibase = this.beanFactory.getBean(name, SpringLiquibase.class);
		return this.utilities.computeIfAbsent(name, (key) -> this.factory.apply(name, liquibase));
	}

	static Set<String> namesOf(ListableBeanFactory beanFactory) {
		String[] names = beanFactory.getBeanNamesForType(SpringLiquibase.class, true, false);
		return Collections.unmodifiableSet(new LinkedHashSet<>(Arrays.asList(names)));
	}

}
