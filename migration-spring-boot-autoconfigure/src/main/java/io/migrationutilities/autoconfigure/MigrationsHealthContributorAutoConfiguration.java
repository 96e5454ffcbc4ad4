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

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

import liquibase.integration.spring.SpringLiquibase;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

import io.migrationutilities.actuate.MigrationsHealthIndicator;
import io.migrationutilities.actuate.RunDescriptor;
import io.migrationutilities.engine.DatabaseMonitors;
import io.migrationutilities.engine.InternalBeans;

/**
 * {@link AutoConfiguration Auto-configuration} of {@link MigrationsHealthIndicator}.
 */
@AutoConfiguration(after = MigrationAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
@ConditionalOnBean(value = SpringLiquibase.class, name = InternalBeans.DATABASE_MONITORS)
@ConditionalOnEnabledHealthIndicator("migrations")
@RegisterReflectionForBinding(RunDescriptor.class)
public final class MigrationsHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "migrationsHealthIndicator", "migrationsHealthContributor" })
	HealthContributor migrationsHealthContributor(@Qualifier(InternalBeans.DATABASE_MONITORS) DatabaseMonitors monitors,
			MigrationProperties properties) {
		Map<String, MigrationsHealthIndicator> indicators = new LinkedHashMap<>();
		monitors.getNames()
			.forEach((name) -> indicators.put(name.replace('/', '_'), new MigrationsHealthIndicator(monitors.get(name),
					properties.getHealth().getBackupMaxAge(), Clock.systemUTC())));
		return (indicators.size() == 1) ? indicators.values().iterator().next()
				: CompositeHealthContributor.fromMap(indicators);
	}

}
