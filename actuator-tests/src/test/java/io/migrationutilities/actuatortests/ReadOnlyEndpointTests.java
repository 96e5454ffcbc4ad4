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

package io.migrationutilities.actuatortests;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the endpoint as it is when nobody has given it more access.
 */
class ReadOnlyEndpointTests {

	private static final String MIGRATIONS = "/actuator/migrations";

	@TempDir
	Path directory;

	@Test
	void changesNothing() {
		try (RunningApplication application = start()) {
			assertThat(application.post(MIGRATIONS + "/liquibase", "{}").statusCode()).isEqualTo(405);
			assertThat(application.post(MIGRATIONS + "/liquibase/backups", "{}").statusCode()).isEqualTo(405);
			assertThat(application.post(MIGRATIONS + "/liquibase/backups/any", "{}").statusCode()).isEqualTo(405);
			assertThat(application.delete(MIGRATIONS + "/liquibase/backups/any").statusCode()).isEqualTo(405);
			assertThat(application.utilities().listBackups()).isEmpty();
		}
	}

	@Test
	void createsNoTableByReading() {
		try (RunningApplication application = start("migration.upgrade.on-boot=false")) {
			JdbcClient client = application.context().getBean(JdbcClient.class);
			client.sql("CREATE TABLE other (id INTEGER)").update();
			for (String path : new String[] { "", "/liquibase/history", "/liquibase/runs", "/liquibase/backups",
					"/liquibase/sql" }) {
				assertThat(application.get(MIGRATIONS + path).statusCode()).as(path).isEqualTo(200);
			}
			assertThat(application.get("/actuator/health/migrations").statusCode()).isEqualTo(200);
			assertThat(client.sql("SELECT name FROM sqlite_schema").query(String.class).list())
				.containsExactly("other");
		}
	}

	// A pool that is still being filled would create the file again.
	@Test
	void createsNoDatabaseByReading() throws Exception {
		try (RunningApplication application = start("migration.upgrade.on-boot=false",
				"spring.datasource.hikari.maximum-pool-size=1")) {
			Path file = this.directory.resolve("library.db");
			Files.deleteIfExists(file);
			JsonNode database = application.database("liquibase");
			assertThat(database.at("/error/code").asString()).isEqualTo("DATABASE_UNAVAILABLE");
			assertThat(application.get("/actuator/health/migrations").statusCode()).isEqualTo(503);
			assertThat(file).doesNotExist();
		}
	}

	@Test
	void showsNoValuesOfParameters() {
		try (RunningApplication application = start("migration.upgrade.on-boot=false",
				"spring.liquibase.change-log=classpath:library/changelog-with-parameter.yaml",
				"spring.liquibase.parameters.librarian-password=correct-horse")) {
			String sql = application.json(MIGRATIONS + "/liquibase/sql").at("/sql").asString();
			assertThat(sql).contains("'${librarian-password}'").doesNotContain("correct-horse");
			assertThat(application.utilities().previewUpgrade("head")).contains("correct-horse");
		}
	}

	private RunningApplication start(String... properties) {
		return RunningApplication.start(new SpringApplicationBuilder(LibraryApplication.class, OpenDoors.class)
			.properties("management.endpoint.health.show-details=always"), this.directory, properties);
	}

}
