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

package io.migrationutilities.cli;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.ResolvableType;

import io.migrationutilities.engine.MigrationBoot;

/**
 * Context of an application that runs a command: it has all bean definitions of the
 * application, but creates only the beans that the command asks for. No singleton is
 * created because it exists, no lifecycle begins, no event reaches a listener, and no
 * database is upgraded because its bean is created.
 */
class CommandContext extends GenericApplicationContext {

	@Override
	protected void registerBeanPostProcessors(ConfigurableListableBeanFactory beanFactory) {
		for (String name : beanFactory.getBeanNamesForType(MigrationBoot.class, true, false)) {
			removeBeanDefinition(name);
		}
		super.registerBeanPostProcessors(beanFactory);
	}

	@Override
	protected void initApplicationEventMulticaster() {
	}

	@Override
	protected void registerListeners() {
	}

	@Override
	protected void publishEvent(Object event, @Nullable ResolvableType typeHint) {
	}

	@Override
	protected void initLifecycleProcessor() {
		getBeanFactory().registerSingleton(LIFECYCLE_PROCESSOR_BEAN_NAME, new NoLifecycle());
		super.initLifecycleProcessor();
	}

	@Override
	protected void finishBeanFactoryInitialization(ConfigurableListableBeanFactory beanFactory) {
		if (!beanFactory.hasEmbeddedValueResolver()) {
			beanFactory.addEmbeddedValueResolver(getEnvironment()::resolvePlaceholders);
		}
		beanFactory.freezeConfiguration();
	}

	private static final class NoLifecycle implements LifecycleProcessor {

		@Override
		public void onRefresh() {
		}

		@Override
		public void onClose() {
		}

		@Override
		public void start() {
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return false;
		}

	}

}
