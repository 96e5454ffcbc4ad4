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

import java.net.http.HttpResponse;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the endpoint behind Spring Security as it is when nobody has configured it.
 */
class SecuredEndpointTests {

	@TempDir
	static Path directory;

	private static RunningApplication application;

	@BeforeAll
	static void start() {
		application = RunningApplication.start(directory, "management.endpoint.migrations.access=unrestricted");
	}

	@AfterAll
	static void stop() {
		application.close();
	}

	@Test
	void answersNobodyWhoIsNotLoggedIn() {
		for (String path : new String[] { "", "/liquibase/history", "/liquibase/runs", "/liquibase/backups",
				"/liquibase/sql", "/migrations.css", "/migrations.js", "/migrations-parts.js" }) {
			HttpResponse<String> response = application.getAsAStranger("/actuator/migrations" + path);
			assertThat(response.statusCode()).as(path).isEqualTo(401);
			assertThat(response.body()).as(path).isEmpty();
		}
	}

	@Test
	void answersThoseWhoAre() {
		assertThat(application.get("/actuator/migrations").statusCode()).isEqualTo(200);
		assertThat(application.database("liquibase").at("/upToDate").booleanValue()).isTrue();
	}

	@Test
	void changesNothingWithoutATokenAgainstForgery() {
		int before = application.utilities().listBackups().size();
		assertThat(application.post("/actuator/migrations/liquibase/backups", "{}").statusCode()).isIn(401, 403);
		assertThat(application.post("/actuator/migrations/liquibase", "{}").statusCode()).isIn(401, 403);
		assertThat(application.delete("/actuator/migrations/liquibase/backups/any").statusCode()).isIn(401, 403);
		assertThat(application.utilities().listBackups()).hasSize(before);
	}

}
