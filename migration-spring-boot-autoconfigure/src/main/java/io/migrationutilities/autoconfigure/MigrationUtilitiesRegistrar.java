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

import java.util.Set;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;

import io.migrationutilities.MigrationUtilities;

/**
 * Registers a {@link MigrationUtilities} bean for each {@code SpringLiquibase} bean:
 * named {@code migrationUtilities} where there is one, {@code <bean>MigrationUtilities}
 * where there are several. Backs off when the application defines its own.
 */
class MigrationUtilitiesRegistrar implements BeanDefinitionRegistryPostProcessor {

	static final String BEAN_NAME = "migrationUtilities";

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (beanFactory.getBeanNamesForType(MigrationUtilities.class, true, false).length > 0
				|| !(beanFactory instanceof BeanDefinitionRegistry registry)) {
			return;
		}
		Set<String> databases = DefaultMigrationDatabases.namesOf(beanFactory);
		for (String database : databases) {
			String beanName = (databases.size() == 1) ? BEAN_NAME : database + "MigrationUtilities";
			registry.registerBeanDefinition(beanName, beanDefinition(database));
		}
	}

	private RootBeanDefinition beanDefinition(String database) {
		RootBeanDefinition definition = new RootBeanDefinition(MigrationUtilitiesFactoryBean.class);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, database);
		definition.getConstructorArgumentValues()
			.addIndexedArgumentValue(1, new RuntimeBeanReference("migrationDatabases"));
		definition.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, MigrationUtilities.class);
		return definition;
	}

}
