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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseConnectionDetails;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.util.StringUtils;

import io.migrationutilities.database.ConnectionSettings;

/**
 * Finds what a data source may connect with: first what it says itself, which is exact,
 * then the connection details of the application, which may be of another data source. It
 * leaves out settings that can't be read.
 */
class DataSourceConnectionSettings implements Function<DataSource, List<ConnectionSettings>> {

	private static final Log logger = LogFactory.getLog(DataSourceConnectionSettings.class);

	private final ObjectProvider<LiquibaseConnectionDetails> liquibaseDetails;

	private final ObjectProvider<JdbcConnectionDetails> jdbcDetails;

	DataSourceConnectionSettings(ObjectProvider<LiquibaseConnectionDetails> liquibaseDetails,
			ObjectProvider<JdbcConnectionDetails> jdbcDetails) {
		this.liquibaseDetails = liquibaseDetails;
		this.jdbcDetails = jdbcDetails;
	}

	@Override
	public List<ConnectionSettings> apply(DataSource dataSource) {
		List<ConnectionSettings> found = new ArrayList<>();
		add(found, () -> ConnectionSettingsReader.read(dataSource));
		for (LiquibaseConnectionDetails details : beans(this.liquibaseDetails)) {
			add(found, () -> settings(details.getJdbcUrl(), details.getUsername(), details.getPassword()));
		}
		for (JdbcConnectionDetails details : beans(this.jdbcDetails)) {
			add(found, () -> settings(details.getJdbcUrl(), details.getUsername(), details.getPassword()));
		}
		addTargets(found, dataSource);
		return found;
	}

	// Which of them a connection leads to is known when there is one.
	private static void addTargets(List<ConnectionSettings> found, DataSource dataSource) {
		AbstractRoutingDataSource routing = readable(
				() -> DataSourceUnwrapper.unwrap(dataSource, AbstractRoutingDataSource.class));
		if (routing != null) {
			List<DataSource> targets = new ArrayList<>();
			if (routing.getResolvedDefaultDataSource() != null) {
				targets.add(routing.getResolvedDefaultDataSource());
			}
			Map<Object, DataSource> resolved = readable(routing::getResolvedDataSources);
			targets.addAll((resolved != null) ? resolved.values() : List.of());
			for (DataSource target : targets) {
				add(found, () -> ConnectionSettingsReader.read(target));
				addTargets(found, target);
			}
		}
	}

	private static void add(List<ConnectionSettings> found, Supplier<@Nullable ConnectionSettings> reader) {
		ConnectionSettings settings = readable(reader);
		if (settings != null) {
			found.add(settings);
		}
	}

	private static @Nullable ConnectionSettings settings(@Nullable String url, @Nullable String user,
			@Nullable String password) {
		return StringUtils.hasText(url) ? new ConnectionSettings(url, user, password, Map.of()) : null;
	}

	private static <T> List<T> beans(ObjectProvider<T> provider) {
		List<T> beans = readable(() -> provider.orderedStream().toList());
		return (beans != null) ? beans : List.of();
	}

	// The message of a failure may hold a URL, and with it a password.
	private static <T> @Nullable T readable(Supplier<@Nullable T> reader) {
		try {
			return reader.get();
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("Connection settings can't be read: " + ex.getClass().getName());
			return null;
		}
	}

}
