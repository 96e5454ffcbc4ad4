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

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

import io.migrationutilities.actuate.ErrorDescriptor;
import io.migrationutilities.actuate.MigrationsDescriptor;
import io.migrationutilities.actuate.MigrationsEndpoint;
import io.migrationutilities.actuate.MigrationsEndpointWebExtension;
import io.migrationutilities.actuate.OperationResult;
import io.migrationutilities.engine.InternalBeans;

/**
 * {@link AutoConfiguration Auto-configuration} of {@link MigrationsEndpoint}.
 */
@AutoConfiguration(after = MigrationAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(MigrationsEndpoint.class)
@ConditionalOnBean(name = InternalBeans.DATABASE_MONITORS)
@RegisterReflectionForBinding({ MigrationsDescriptor.class, OperationResult.History.class, OperationResult.Runs.class,
		OperationResult.Backups.class, OperationResult.Sql.class, OperationResult.Upgraded.class,
		OperationResult.Verified.class, ErrorDescriptor.class })
public final class MigrationsEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MigrationsEndpoint migrationsEndpoint(ApplicationContext context) {
		return new MigrationsEndpoint(context);
	}

	@Bean(name = InternalBeans.ENDPOINT_WEB_EXTENSION, defaultCandidate = false)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	MigrationsEndpointWebExtension migrationsEndpointWebExtension(MigrationsEndpoint endpoint,
			Environment environment) {
		return new MigrationsEndpointWebExtension(endpoint,
				environment.getProperty("management.endpoints.web.path-mapping.migrations", "migrations"));
	}

}
