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

import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

import io.migrationutilities.actuate.MigrationObservations;
import io.migrationutilities.engine.InternalBeans;

/**
 * {@link AutoConfiguration Auto-configuration} of {@link MigrationObservations}.
 */
@AutoConfiguration(after = MigrationAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnBean({ ObservationRegistry.class, MigrationProperties.class })
public final class MigrationObservationAutoConfiguration {

	@Bean(name = InternalBeans.OBSERVATIONS, defaultCandidate = false)
	MigrationObservations migrationObservations(ObjectProvider<ObservationRegistry> registry) {
		return new MigrationObservations(() -> registry.getIfUnique(() -> ObservationRegistry.NOOP));
	}

}
