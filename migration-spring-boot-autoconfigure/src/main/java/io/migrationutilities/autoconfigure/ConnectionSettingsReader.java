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

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.jdbc.datasource.UserCredentialsDataSourceAdapter;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

import io.migrationutilities.database.ConnectionSettings;

/**
 * Reads from a data source what it connects with, by the names that pools and drivers
 * give to their properties. No pool needs to be on the class path.
 */
final class ConnectionSettingsReader {

	private static final String[] URL = { "jdbcUrl", "url" };

	// Tomcat's pool shows its password only here.
	private static final String[] CREDENTIALS = { "credentialsProvider.credentials", "credentials", "poolProperties" };

	private static final String[] USER = { "username", "user" };

	private static final String[] DRIVER_PROPERTIES = { "dataSourceProperties", "connectionProperties",
			"dbProperties" };

	private ConnectionSettingsReader() {
	}

	/**
	 * Read what a data source connects with.
	 * @param dataSource the data source, which may be wrapped
	 * @return the settings, or {@code null} if it doesn't tell
	 * @throws RuntimeException if it can't be read
	 */
	static @Nullable ConnectionSettings read(DataSource dataSource) {
		return replacesCredentials(dataSource) ? null : readRoot(DataSourceUnwrapper.unwrapRoot(dataSource));
	}

	// It shows nobody the credentials that count.
	private static boolean replacesCredentials(DataSource dataSource) {
		return DataSourceUnwrapper.unwrap(dataSource, UserCredentialsDataSourceAdapter.class) != null;
	}

	private static @Nullable ConnectionSettings readRoot(DataSource dataSource) {
		BeanWrapper bean = new BeanWrapperImpl(dataSource);
		Object holder = value(bean, Object.class, CREDENTIALS);
		BeanWrapper credentials = (holder != null) ? new BeanWrapperImpl(holder) : bean;
		String user = value(credentials, String.class, USER);
		String password = value(credentials, String.class, "password");
		String url = value(bean, String.class, URL);
		if (StringUtils.hasText(url)) {
			return settings(url, user, password, driverProperties(bean));
		}
		DataSource pooled = pooled(dataSource, bean);
		ConnectionSettings settings = (pooled != null && pooled != dataSource) ? read(pooled) : null;
		return (settings != null && user != null)
				? new ConnectionSettings(settings.url(), user, password, settings.properties()) : settings;
	}

	private static Map<String, String> driverProperties(BeanWrapper bean) {
		Map<String, String> properties = new HashMap<>();
		Properties given = value(bean, Properties.class, DRIVER_PROPERTIES);
		if (given != null) {
			given.forEach((name, value) -> properties.put(name.toString(), value.toString()));
		}
		return properties;
	}

	// User and password may be among the properties of the driver as well, or only there.
	private static ConnectionSettings settings(String url, @Nullable String user, @Nullable String password,
			Map<String, String> properties) {
		if (user != null) {
			properties.put("user", user);
		}
		if (password != null) {
			properties.put("password", password);
		}
		return new ConnectionSettings(url, properties.remove("user"), properties.remove("password"), properties);
	}

	private static @Nullable DataSource pooled(DataSource pool, BeanWrapper bean) {
		String className = value(bean, String.class, "dataSourceClassName");
		if (className == null) {
			return value(bean, DataSource.class, "dataSource");
		}
		try {
			return (DataSource) pool.unwrap(ClassUtils.resolveClassName(className, pool.getClass().getClassLoader()));
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static <T> @Nullable T value(BeanWrapper bean, Class<T> type, String... names) {
		for (String name : names) {
			Object value = bean.isReadableProperty(name) ? bean.getPropertyValue(name) : null;
			if (type.isInstance(value)) {
				return type.cast(value);
			}
		}
		return null;
	}

}
