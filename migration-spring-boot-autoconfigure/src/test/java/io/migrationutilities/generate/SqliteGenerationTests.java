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

package io.migrationutilities.generate;

import java.nio.file.Path;
import java.util.List;

import javax.sql.DataSource;

import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import io.migrationutilities.test.TakesLong;

/**
 * Generates migrations for SQLite.
 */
@TakesLong
class SqliteGenerationTests extends GenerationContractTests {

	@TempDir
	private Path directory;

	@Override
	List<String> properties() {
		return List.of("spring.datasource.url=" + url(), "spring.datasource.hikari.maximum-pool-size=2",
				"spring.jpa.database-platform=io.migrationutilities.generate.LenientSqliteDialect");
	}

	private String url() {
		return "jdbc:sqlite:" + this.directory.resolve("app.db");
	}

	@Override
	DataSource dataSource() {
		return new DriverManagerDataSource(url());
	}

	@Override
	boolean hasArrays() {
		return false;
	}

}
