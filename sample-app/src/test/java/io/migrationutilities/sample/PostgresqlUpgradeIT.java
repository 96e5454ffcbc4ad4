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
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.migrationutilities.test.ChildProcess;
import io.migrationutilities.test.UsesPackagedJar;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests of the packaged application on PostgreSQL databases of earlier
 * releases.
 */
@EnabledIf(value = "io.migrationutilities.test.PostgresqlPrograms#areInstalled",
		disabledReason = "pg_dump is missing: apt-get install postgresql-client")
@UsesPackagedJar
@UsesPostgresql
class PostgresqlUpgradeIT {

	@RegisterExtension
	final SampleApplications applications = new SampleApplications();

	@TempDir
	private Path directory;

	private final String url = StudioServer.createDatabase();

	private final StudioDatabase database = StudioDatabase.at(this.url, StudioServer.USER, StudioServer.PASSWORD);

	@ParameterizedTest
	@ValueSource(strings = { "1.0", "1.1" })
	void upgradesAnEarlierReleaseWithItsDataAfterABackup(String release) {
		this.database.upgradeTo("1.0").addTasks(1000).upgradeTo(release);
		List<String> results = this.database.query("SELECT id, result FROM task WHERE result IS NOT NULL ORDER BY id");
		StudioClient client = new StudioClient(boot().awaitOutput(SampleApplications.STARTED));
		assertThat(this.database.tags()).containsExactly("1.0", "1.1", "2.0");
		assertThat(this.database.count("task")).isEqualTo(1003);
		assertThat(this.database.query("SELECT task_id, content FROM task_output ORDER BY task_id")).isEqualTo(results)
			.hasSize(501);
		assertThat(this.database.problems()).isEmpty();
		assertThat(client.get("/api/tasks?sort=id,desc&size=1").body()).contains("\"title\":\"Task 1000\"",
				"\"output\":\"Result 1000\"", "\"status\":\"DONE\"", "\"step\":1003");
		assertThat(manifests()).singleElement().satisfies((manifest) -> {
			assertThat(manifest.at("/reason").asString()).isEqualTo("BEFORE_UPGRADE");
			assertThat(manifest.at("/revision").asString()).isEqualTo(release + "-tag");
			assertThat(manifest.at("/database/kind").asString()).isEqualTo("postgresql");
			assertThat(manifest.at("/application/name").asString()).isEqualTo("crew-studio");
			assertThat(manifest.at("/verifications/0/valid").asBoolean()).isTrue();
			assertThat(manifest.at("/verifications/0/level").asString()).isEqualTo("STRUCTURE");
		});
	}

	@Test
	void leavesTheDatabaseAsItWasWhenAChangeSetFails() {
		this.database.upgradeTo("1.0").addTasks(100);
		List<String> before = this.database.content();
		SampleChangelog changelog = SampleChangelog.copyTo(this.directory.resolve("changelog"))
			.replace("release-2.0.yaml", "defaultValue: SEQUENTIAL", "remarks: without a default");
		ChildProcess application = boot(changelog.argument());
		assertThat(application.awaitExit()).as(application::output).isEqualTo(1);
		assertThat(application.output()).contains("Change set '2.0-add-crew-process' in ")
			.contains("Code:     UPGRADE_FAILED\n")
			.contains("Database: The database is exactly as it was before.\n")
			.doesNotContain(StudioServer.PASSWORD + "@");
		assertThat(this.database.content()).isEqualTo(before);
		assertThat(manifests()).hasSize(1);
		boot().awaitOutput(SampleApplications.STARTED);
		assertThat(this.database.tags()).containsExactly("1.0", "1.1", "2.0");
	}

	private ChildProcess boot(String... arguments) {
		return this.applications.beginBoot(SampleApplicationLayout.EXTRACTED, this.directory,
				Stream
					.concat(Stream.of("--spring.profiles.active=postgres", "--spring.datasource.url=" + this.url),
							Arrays.stream(arguments))
					.toArray(String[]::new));
	}

	private List<JsonNode> manifests() {
		try (Stream<Path> files = Files.list(this.directory.resolve("backups"))) {
			return files.filter((file) -> file.toString().endsWith(".json"))
				.map((file) -> JsonMapper.shared().readTree(file))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
