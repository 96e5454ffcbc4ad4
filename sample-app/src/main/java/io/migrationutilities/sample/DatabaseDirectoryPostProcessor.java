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

package io.migrationutilities.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.stereotype.Component;

/**
 * Creates the directory of the SQLite database before the connection pool opens: SQLite
 * creates a missing file, but not a missing directory.
 */
@Component
class DatabaseDirectoryPostProcessor implements BeanPostProcessor {

	private static final String SQLITE_PREFIX = "jdbc:sqlite:";

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof HikariDataSource dataSource) {
			createDirectory(dataSource.getJdbcUrl());
		}
		return bean;
	}

	private void createDirectory(@Nullable String jdbcUrl) {
		if (jdbcUrl == null || !jdbcUrl.startsWith(SQLITE_PREFIX)) {
			return;
		}
		String file = fileOf(jdbcUrl.substring(SQLITE_PREFIX.length()));
		if (!file.isEmpty() && !file.startsWith(":")) {
			createDirectory(Path.of(file).toAbsolutePath().getParent());
		}
	}

	private String fileOf(String location) {
		return location.replaceFirst("\\?.*$", "").replaceFirst("^file:(//)?", "");
	}

	private void createDirectory(@Nullable Path directory) {
		try {
			Files.createDirectories(Objects.requireNonNull(directory, "'directory' must not be null"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The database directory '%s' can't be created".formatted(directory), ex);
		}
	}

}
