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
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.migrationutilities.test.ChildProcess;
import io.migrationutilities.test.UsesPackagedJar;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests of the packaged application.
 */
@UsesPackagedJar
class SampleApplicationIT {

	private static final int SIGTERM = 128 + 15;

	private static final int SIGKILL = 128 + 9;

	@RegisterExtension
	final SampleApplications applications = new SampleApplications();

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource
	void bootsInAnEmptyDirectory(SampleApplicationLayout layout) {
		StudioClient client = new StudioClient(this.applications.boot(layout, this.directory));
		StudioDatabase database = StudioDatabase.in(this.directory);
		assertThat(StudioDatabase.fileIn(this.directory)).isRegularFile();
		assertThat(database.changeSets()).hasSize(28).endsWith("2.0-tag");
		assertThat(client.get("/").body()).contains("Newsroom");
		assertThat(client.get("/actuator/health").statusCode()).isEqualTo(200);
	}

	@Test
	void keepsWhatUsersEnterOverARestartInAnotherLayout() {
		ChildProcess first = this.applications.boot(SampleApplicationLayout.FAT_JAR, this.directory);
		HttpResponse<String> created = new StudioClient(first).post("/api/agents", """
				{"name": "Zoë", "role": "Translator"}""");
		assertThat(created.statusCode()).isEqualTo(201);
		String agent = URI.create(created.headers().firstValue("Location").orElseThrow()).getPath();
		assertThat(first.stop()).isEqualTo(SIGTERM);
		List<String> history = history();
		ChildProcess second = this.applications.boot(SampleApplicationLayout.EXTRACTED, this.directory);
		assertThat(new StudioClient(second).get(agent).body()).contains("\"name\":\"Zoë\"");
		assertThat(history()).isEqualTo(history);
	}

	@Test
	void servesTheWholeLifeOfACrew() {
		StudioClient client = new StudioClient(
				this.applications.boot(SampleApplicationLayout.EXTRACTED, this.directory));
		assertThat(client.post("/api/agents", """
				{"name": "Marie", "role": "Analyst"}""").body()).contains("\"id\":4");
		assertThat(client.post("/api/crews", """
				{"name": "Lab", "memberIds": [4]}""").body()).contains("\"id\":2");
		assertThat(client.post("/api/tasks", """
				{"crewId": 2, "assigneeId": 4, "title": "Measure"}""").body()).contains("\"id\":4");
		assertThat(client.put("/api/tasks/4", """
				{"crewId": 2, "assigneeId": 4, "title": "Measure", "status": "DONE", "output": "42"}""").body())
			.contains("\"output\":\"42\"");
		assertThat(client.delete("/api/agents/4").statusCode()).isEqualTo(409);
		assertThat(client.delete("/api/crews/2").statusCode()).isEqualTo(204);
		assertThat(client.delete("/api/agents/4").statusCode()).isEqualTo(204);
		assertThat(client.get("/api/agents/4").statusCode()).isEqualTo(404);
		assertThat(client.get("/api/tasks/4").statusCode()).isEqualTo(404);
		assertThat(StudioDatabase.in(this.directory).problems()).isEmpty();
	}

	@Test
	void survivesBeingKilled() {
		ChildProcess application = this.applications.boot(SampleApplicationLayout.EXTRACTED, this.directory);
		assertThat(new StudioClient(application).delete("/api/tasks/3").statusCode()).isEqualTo(204);
		assertThat(application.kill()).isEqualTo(SIGKILL);
		StudioDatabase database = StudioDatabase.in(this.directory);
		assertThat(database.problems()).isEmpty();
		assertThat(database.count("task")).isEqualTo(2);
	}

	private List<String> history() {
		return StudioDatabase.in(this.directory)
			.query("SELECT id, dateexecuted, orderexecuted, md5sum, deployment_id FROM DATABASECHANGELOG");
	}

}
