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

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Fallback;

import io.migrationutilities.actuate.MigrationMetrics;
import io.migrationutilities.engine.DatabaseMonitors;
import io.migrationutilities.engine.InternalBeans;

/**
 * {@link AutoConfiguration Auto-configuration} of {@link MigrationMetrics}.
 */
@AutoConfiguration(after = MigrationAutoConfiguration.class)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(name = InternalBeans.DATABASE_MONITORS)
public final class MigrationMetricsAutoConfiguration {

	@Bean(name = InternalBeans.METRICS, defaultCandidate = false)
	MigrationMetrics migrationMetrics(
			@Qualifier(InternalBeans.DATABASE_MONITORS) ObjectProvider<DatabaseMonitors> monitors) {
		return new MigrationMetrics(monitors::getObject, Clock.systemUTC());
	}

	// The registries look for it by its type, but it is in nobody's way.
	@Bean(InternalBeans.METER_BINDER)
	@Fallback
	MeterBinder migrationMeterBinder(@Qualifier(InternalBeans.METRICS) MigrationMetrics metrics) {
		return metrics::bindTo;
	}

}
