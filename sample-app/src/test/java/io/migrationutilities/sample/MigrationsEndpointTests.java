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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.migrationutilities.MigrationUtilities;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the endpoint over HTTP with unrestricted access.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "management.endpoint.migrations.access=unrestricted", "spring.jmx.enabled=false" })
@ContextConfiguration(initializers = TemporaryDatabase.class)
@DirtiesContext
class MigrationsEndpointTests {

	private static final JsonMapper JSON = new JsonMapper();

	@TempDir
	static Path backups;

	@LocalServerPort
	private int port;

	@Autowired
	private MigrationUtilities utilities;

	@DynamicPropertySource
	static void backups(DynamicPropertyRegistry registry) {
		registry.add("migration.backup.directory", () -> backups);
	}

	@Test
	void showsTheDatabaseInTheWordsOfTheUtilities() throws Exception {
		HttpResponse<String> response = send("GET", "");
		assertThat(response.statusCode()).isEqualTo(200);
		JsonNode database = database(response);
		assertThat(database.at("/currentRevision").asString())
			.isEqualTo(this.utilities.getCurrentRevision().orElseThrow());
		assertThat(database.at("/upToDate").booleanValue()).isTrue();
		assertThat(database.at("/migrationCount").intValue())
			.isEqualTo(this.utilities.checkMigrationStatus().migrationCount());
		assertThat(database.at("/lastRun/kind").asString()).isEqualTo("UPGRADE");
		assertThat(database.at("/lastRun/outcome").asString()).isEqualTo("SUCCEEDED");
		assertThat(database.at("/lastRun/duration").asString()).startsWith("PT");
		assertThat(database.at("/lastRun/startedAt").asString()).endsWith("Z");
		assertThat(database.has("lock")).isFalse();
		assertThat(database.has("error")).isFalse();
		assertThat(response.body()).doesNotContain("test-databases").doesNotContain(backups.toString());
	}

	@Test
	void pagesTheHistory() throws Exception {
		int total = this.utilities.getMigrationHistory().size();
		JsonNode page = json(send("GET", "/liquibase/history?page=1&size=2"));
		assertThat(page.at("/totalElements").intValue()).isEqualTo(total);
		assertThat(page.at("/totalPages").intValue()).isEqualTo((total + 1) / 2);
		assertThat(page.at("/migrations").size()).isEqualTo(2);
		assertThat(page.at("/migrations/0/revision").asString())
			.isEqualTo(this.utilities.getMigrationHistory().get(2).revision());
		assertThat(page.at("/migrations/0/dateExecuted").asString()).endsWith("Z");
	}

	@Test
	void listsRuns() throws Exception {
		JsonNode page = json(send("GET", "/liquibase/runs"));
		assertThat(page.at("/totalElements").intValue()).isPositive();
		assertThat(page.at("/runs/0/kind").asString()).isEqualTo("UPGRADE");
	}

	@Test
	void refusesPagesThatDoNotExist() throws Exception {
		for (String query : new String[] { "page=-1", "size=0", "size=100000", "page=x" }) {
			assertThat(send("GET", "/liquibase/history?" + query).statusCode()).as(query).isEqualTo(400);
		}
	}

	@Test
	void doesNotKnowOtherNames() throws Exception {
		for (String path : new String[] { "/other/history", "/liquibase/other", "/liquibase/backups/other",
				"/liquibase/other/other", "/liquibase/backups/..%5Cother" }) {
			assertThat(send("GET", path).statusCode()).as(path).isIn(404, 400);
		}
		assertThat(send("DELETE", "/liquibase/backups/other").statusCode()).isEqualTo(404);
		assertThat(send("POST", "/liquibase/backups/other").statusCode()).isEqualTo(404);
		assertThat(send("POST", "/other").statusCode()).isEqualTo(404);
	}

	@Test
	void takesVerifiesAndDeletesABackup() throws Exception {
		HttpResponse<String> created = send("POST", "/liquibase/backups");
		assertThat(created.statusCode()).isEqualTo(200);
		assertThat(created.body()).doesNotContain(backups.toString());
		String id = json(created).at("/id").asString();
		JsonNode verified = json(send("POST", "/liquibase/backups/" + id));
		assertThat(verified.at("/valid").booleanValue()).isTrue();
		JsonNode backup = json(send("GET", "/liquibase/backups/" + id));
		assertThat(backup.at("/state").asString()).isEqualTo("GOOD");
		assertThat(backup.at("/tables").size()).isPositive();
		assertThat(backup.at("/verifications/0/valid").booleanValue()).isTrue();
		assertThat(json(send("GET", "/liquibase/backups")).at("/backups").findValuesAsString("id")).contains(id);
		HttpResponse<String> refused = send("DELETE", "/liquibase/backups/" + id);
		assertThat(refused.statusCode()).isEqualTo(409);
		assertThat(json(refused).at("/code").asString()).isEqualTo("BACKUP_NEEDED");
		String newer = json(send("POST", "/liquibase/backups")).at("/id").asString();
		assertThat(json(send("POST", "/liquibase/backups/" + newer)).at("/valid").booleanValue()).isTrue();
		assertThat(send("DELETE", "/liquibase/backups/" + id).statusCode()).isEqualTo(200);
		assertThat(send("GET", "/liquibase/backups/" + id).statusCode()).isEqualTo(404);
		assertThat(backups.resolve(backup.at("/name").asString())).doesNotExist();
	}

	@Test
	void upgrades() throws Exception {
		JsonNode result = json(send("POST", "/liquibase"));
		assertThat(result.at("/applied").size()).isZero();
		HttpResponse<String> refused = send("POST", "/liquibase", "{\"target\":\"no-such-revision\"}");
		assertThat(refused.statusCode()).isEqualTo(400);
		assertThat(json(refused).at("/code").asString()).isEqualTo("REVISION_UNKNOWN");
		assertThat(refused.body()).doesNotContain("no-such-revision");
	}

	@Test
	void previewsTheUpgrade() throws Exception {
		assertThat(json(send("GET", "/liquibase/sql")).at("/sql").asString())
			.isEqualTo(this.utilities.previewUpgrade("head"));
	}

	@Test
	void showsItsHealth() throws Exception {
		HttpResponse<String> response = get(URI.create("http://localhost:" + this.port + "/actuator/health"));
		JsonNode migrations = json(response).at("/components/migrations");
		assertThat(migrations.at("/status").asString()).as(response.body()).isEqualTo("UP");
		assertThat(migrations.at("/details/pending").intValue()).isZero();
		assertThat(migrations.at("/details/current").booleanValue()).isTrue();
	}

	private HttpResponse<String> send(String method, String path) throws Exception {
		return send(method, path, "{}");
	}

	private HttpResponse<String> send(String method, String path, String body) throws Exception {
		URI uri = URI.create("http://localhost:" + this.port + "/actuator/migrations" + path);
		HttpRequest.Builder request = HttpRequest.newBuilder(uri);
		if (method.equals("POST")) {
			request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
		}
		else {
			request.method(method, BodyPublishers.noBody());
		}
		return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
	}

	private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
		return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
	}

	private static JsonNode database(HttpResponse<String> response) {
		return json(response).at("/contexts").iterator().next().at("/migrations/liquibase");
	}

	private static JsonNode json(HttpResponse<String> response) {
		return JSON.readTree(response.body());
	}

}
