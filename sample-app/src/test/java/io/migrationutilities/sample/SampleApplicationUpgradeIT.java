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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.FileSystemUtils;

import io.migrationutilities.test.UsesPackagedJar;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests of the packaged application on databases of earlier releases.
 */
@UsesPackagedJar
class SampleApplicationUpgradeIT {

	@RegisterExtension
	final SampleApplications applications = new SampleApplications();

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "1.0", "1.1" })
	void upgradesAnEarlierReleaseWithItsData(String release) {
		StudioDatabase database = StudioDatabase.in(this.directory).upgradeTo("1.0").addTasks(1000).upgradeTo(release);
		List<String> results = database.query("SELECT id, result FROM task WHERE result IS NOT NULL ORDER BY id");
		StudioClient client = new StudioClient(
				this.applications.boot(SampleApplicationLayout.EXTRACTED, this.directory));
		assertThat(database.tags()).containsExactly("1.0", "1.1", "2.0");
		assertThat(database.count("task")).isEqualTo(1003);
		assertThat(database.query("SELECT task_id, content FROM task_output ORDER BY task_id")).isEqualTo(results)
			.hasSize(501);
		assertThat(database.problems()).isEmpty();
		assertThat(client.get("/api/tasks?sort=id,desc&size=1").body()).contains("\"title\":\"Task 1000\"",
				"\"output\":\"Result 1000\"", "\"status\":\"DONE\"", "\"step\":1003");
	}

	@Test
	void takesAChangelogFromOutsideTheJarForTheSameOne() throws Exception {
		StudioDatabase database = StudioDatabase.in(this.directory).upgrade();
		List<String> applied = database.changeSets();
		Path changelog = copyOfChangelog("""
				  - changeSet:
				      id: 2.1-create-note
				      author: crew-studio
				      changes:
				        - sql:
				            sql: CREATE TABLE note (id INTEGER PRIMARY KEY, text VARCHAR(1000) NOT NULL)
				      rollback:
				        - sql:
				            sql: DROP TABLE note
				""");
		this.applications.boot(SampleApplicationLayout.EXTRACTED, this.directory,
				"--spring.liquibase.change-log=" + changelog.toUri());
		assertThat(database.changeSets()).startsWith(applied.toArray(String[]::new)).endsWith("2.1-create-note");
		assertThat(database.changeSets()).hasSize(applied.size() + 1);
	}

	private Path copyOfChangelog(String appended) throws IOException {
		Path copy = this.directory.resolve("changelog");
		FileSystemUtils.copyRecursively(Path.of("src/main/resources/db/changelog"), copy);
		Path master = copy.resolve("db.changelog-master.yaml");
		Files.writeString(master, Files.readString(master) + appended);
		return master;
	}

}
