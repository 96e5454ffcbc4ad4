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

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import javax.sql.DataSource;

import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.spi.PersistenceUnitInfo;
import liquibase.integration.spring.SpringLiquibase;
import org.hibernate.SessionFactory;
import org.hibernate.jpa.HibernatePersistenceProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.generate.PersistenceUnit;

/**
 * Finds the persistence units of an application as Spring Boot, or the application
 * itself, has set them up. Where they are not started, as in a command, they are only
 * prepared: what takes the place of Hibernate keeps what it is given.
 */
class PersistenceUnitFinder implements PersistenceUnit.Finder {

	private final ConfigurableListableBeanFactory beanFactory;

	PersistenceUnitFinder(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public PersistenceUnit find(String database) {
		List<PersistenceUnit> units = findAll();
		if (units.isEmpty()) {
			throw new MigrationException(MigrationErrorCode.GENERATION_REFUSED,
					"The application has no persistence unit, and so no entities to compare.",
					"Compare with another database by --reference-url, or generate an empty change set with "
							+ "--no-autogenerate.");
		}
		if (units.size() == 1) {
			return units.get(0);
		}
		DataSource dataSource = this.beanFactory.getBean(database, SpringLiquibase.class).getDataSource();
		return units.stream()
			.filter((unit) -> dataSource == unit.info().getNonJtaDataSource()
					|| dataSource == unit.info().getJtaDataSource())
			.findFirst()
			.orElseThrow(() -> new MigrationException(MigrationErrorCode.GENERATION_REFUSED,
					"None of the persistence units of the application uses the data source of '" + database + "'.",
					"Give both the same DataSource bean."));
	}

	private List<PersistenceUnit> findAll() {
		Capture capture = new Capture();
		this.beanFactory.addBeanPostProcessor(capture);
		return List.of(this.beanFactory.getBeanNamesForType(LocalContainerEntityManagerFactoryBean.class, true, false))
			.stream()
			.map((name) -> this.beanFactory.getBean(name, LocalContainerEntityManagerFactoryBean.class))
			.map(capture::of)
			.toList();
	}

	/**
	 * Puts itself in the place of Hibernate in every persistence unit that is set up from
	 * now on.
	 */
	private static final class Capture extends HibernatePersistenceProvider implements BeanPostProcessor {

		private final Map<PersistenceUnitInfo, Map<?, ?>> captured = new HashMap<>();

		@Override
		public Object postProcessBeforeInitialization(Object bean, String beanName) {
			if (bean instanceof LocalContainerEntityManagerFactoryBean factory) {
				factory.setPersistenceProvider(this);
			}
			return bean;
		}

		@Override
		public EntityManagerFactory createContainerEntityManagerFactory(PersistenceUnitInfo info,
				Map<?, ?> properties) {
			this.captured.put(info, properties);
			return (EntityManagerFactory) Proxy.newProxyInstance(BeanFactory.class.getClassLoader(),
					new Class<?>[] { SessionFactory.class }, (proxy, method, args) -> answer(method.getName()));
		}

		private static @Nullable Object answer(String method) {
			return switch (method) {
				case "isOpen" -> false;
				case "hashCode" -> 0;
				case "equals" -> false;
				case "toString" -> "persistence unit that is not started";
				default -> null;
			};
		}

		PersistenceUnit of(LocalContainerEntityManagerFactoryBean factory) {
			PersistenceUnitInfo info = Objects.requireNonNull(factory.getPersistenceUnitInfo());
			Map<String, Object> properties = new HashMap<>();
			this.captured.getOrDefault(info, factory.getJpaPropertyMap())
				.forEach((name, value) -> properties.put(String.valueOf(name), value));
			return new PersistenceUnit(info, properties);
		}

	}

}
