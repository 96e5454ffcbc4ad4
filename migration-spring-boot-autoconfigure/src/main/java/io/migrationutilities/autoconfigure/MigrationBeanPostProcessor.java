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

import liquibase.integration.spring.MultiTenantSpringLiquibase;
import liquibase.integration.spring.SpringLiquibase;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.Ordered;

import io.migrationutilities.engine.MigrationBoot;
import io.migrationutilities.engine.session.DatabaseRegistry;
import io.migrationutilities.engine.session.MigrationDatabase;

/**
 * Takes over every {@link SpringLiquibase} bean: its {@code afterPropertiesSet()} is
 * declared externally managed, as {@code @PostConstruct} methods are, and the safe
 * upgrade runs in its place. Type, name, order and settings of the bean stay as they are.
 * Without a {@link MigrationBoot}, as in a command of the command line, nothing runs in
 * its place.
 */
class MigrationBeanPostProcessor implements MergedBeanDefinitionPostProcessor, Ordered {

	private static final Log logger = LogFactory.getLog(MigrationBeanPostProcessor.class);

	private final ObjectProvider<DatabaseRegistry> registry;

	private final ObjectProvider<MigrationBoot> boot;

	private final ObjectProvider<MigrationStartupSteps> startupSteps;

	MigrationBeanPostProcessor(ObjectProvider<DatabaseRegistry> registry, ObjectProvider<MigrationBoot> boot,
			ObjectProvider<MigrationStartupSteps> startupSteps) {
		this.registry = registry;
		this.boot = boot;
		this.startupSteps = startupSteps;
	}

	@Override
	public void postProcessMergedBeanDefinition(RootBeanDefinition beanDefinition, Class<?> beanType, String beanName) {
		if (SpringLiquibase.class.isAssignableFrom(beanType)) {
			beanDefinition.registerExternallyManagedInitMethod("afterPropertiesSet");
		}
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof SpringLiquibase liquibase) {
			MigrationDatabase database = this.registry.getObject().register(beanName, liquibase);
			this.boot
				.ifAvailable((upgrade) -> this.startupSteps.getObject().run(beanName, () -> upgrade.run(database)));
		}
		if (bean instanceof MultiTenantSpringLiquibase) {
			logger.warn("The tenants of '" + beanName + "' are upgraded by Liquibase alone, without backup and lock: "
					+ "MultiTenantSpringLiquibase can't be taken over. Declare a SpringLiquibase bean for each tenant.");
		}
		return bean;
	}

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

}
