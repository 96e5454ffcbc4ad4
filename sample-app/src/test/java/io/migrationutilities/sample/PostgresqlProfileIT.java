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

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.test.ChildProcess;
import io.migrationutilities.test.UsesPackagedJar;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests of the packaged application with the profile {@code postgres}.
 */
@UsesPackagedJar
@UsesPostgresql
class PostgresqlProfileIT {

	private static final int SIGTERM = 128 + 15;

	@RegisterExtension
	final SampleApplications applications = new SampleApplications();

	@TempDir
	private Path directory;

	private final String url = StudioServer.createDatabase();

	private final StudioDatabase database = StudioDatabase.at(this.url, StudioServer.USER, StudioServer.PASSWORD);

	@Test
	void bootsOnAnEmptyDatabaseAndAgainInAnotherLayout() {
		ChildProcess first = boot(SampleApplicationLayout.FAT_JAR);
		StudioClient client = new StudioClient(first);
		assertThat(this.database.changeSets()).hasSize(28).endsWith("2.0-tag");
		assertThat(client.get("/").body()).contains("Newsroom");
		assertThat(client.get("/actuator/health").statusCode()).isEqualTo(200);
		assertThat(this.directory).isEmptyDirectory();
		HttpResponse<String> created = client.post("/api/agents", """
				{"name": "Zoë", "role": "Translator"}""");
		assertThat(created.statusCode()).isEqualTo(201);
		String agent = URI.create(created.headers().firstValue("Location").orElseThrow()).getPath();
		assertThat(first.stop()).isEqualTo(SIGTERM);
		ChildProcess second = boot(SampleApplicationLayout.EXTRACTED);
		assertThat(new StudioClient(second).get(agent).body()).contains("\"name\":\"Zoë\"");
		assertThat(this.database.count("MIGRATION_RUN")).isEqualTo(1);
		assertThat(this.directory).isEmptyDirectory();
	}

	private ChildProcess boot(SampleApplicationLayout layout) {
		return this.applications.boot(layout, this.directory, "--spring.profiles.active=postgres",
				"--spring.datasource.url=" + this.url);
	}

}
