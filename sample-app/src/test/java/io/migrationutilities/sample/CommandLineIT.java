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
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.migrationutilities.test.ChildProcess;
import io.migrationutilities.test.UsesPackagedJar;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests of the command line in the packaged application.
 */
@UsesPackagedJar
class CommandLineIT {

	@RegisterExtension
	final SampleApplications applications = new SampleApplications();

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource
	void looksUpgradesAndGenerates(SampleApplicationLayout layout) throws IOException {
		createsNoDatabaseToLookAt(layout);
		upgradesWithoutStartingTheApplication(layout);
		Path root = createSources();
		String before = Files.readString(root);
		assertThat(run(layout, "generate", "Nothing new"))
			.isEqualToNormalizingNewlines("Nothing to generate: the database has what is asked for.\n");
		assertThat(root).content().isEqualTo(before);
		// The sources of exploded classes are those of this module.
		if (layout != SampleApplicationLayout.EXPLODED) {
			writesEmptyChangeSetIntoTheSources(layout, root);
		}
	}

	private void createsNoDatabaseToLookAt(SampleApplicationLayout layout) {
		ChildProcess status = this.applications.run(layout, this.directory, "migrations", "status");
		assertThat(status.awaitExit()).isEqualTo(1);
		assertThat(status.standardOutput()).isEmpty();
		assertThat(status.standardError()).startsWith("Error: There is no database yet: ");
		// The application's own bean creates the directory before a pool is there to ask.
		assertThat(this.directory).isDirectoryRecursivelyContaining("glob:**/data")
			.isDirectoryNotContaining((path) -> !path.endsWith("data"));
		assertThat(this.directory.resolve("data")).isEmptyDirectory();
	}

	private void upgradesWithoutStartingTheApplication(SampleApplicationLayout layout) {
		ChildProcess upgrade = this.applications.run(layout, this.directory, "migrations", "upgrade");
		assertThat(upgrade.awaitExit()).as(upgrade.standardError()).isZero();
		assertThat(upgrade.standardOutput()).startsWith("Upgraded:  from base to 2.0-tag, in ");
		assertThat(upgrade.output()).doesNotContain("Tomcat", "Started CrewStudioApplication");
		JsonNode status = JsonMapper.shared().readTree(run(layout, "status", "--json"));
		assertThat(status.path("currentRevision").asString()).isEqualTo("2.0-tag");
		assertThat(status.path("upToDate").asBoolean()).isTrue();
		assertThat(StudioDatabase.in(this.directory).problems()).isEmpty();
	}

	private void writesEmptyChangeSetIntoTheSources(SampleApplicationLayout layout, Path root) throws IOException {
		String before = Files.readString(root);
		JsonNode value = JsonMapper.shared()
			.readTree(run(layout, "generate", "Custom migration", "--no-autogenerate", "--json"));
		Path file = Path.of(value.path("file").asString());
		assertThat(file).hasParent(root.getParent()).content().contains("comment: Custom migration");
		assertThat(root).content().startsWith(before).contains("file: " + file.getFileName());
		assertThat(value.path("empty").asBoolean()).isFalse();
	}

	private Path createSources() throws IOException {
		Path sources = this.directory.resolve("src/main/resources/db/changelog");
		FileSystemUtils.copyRecursively(Path.of("src/main/resources/db/changelog"), sources);
		return sources.resolve("db.changelog-master.yaml");
	}

	private String run(SampleApplicationLayout layout, String... command) {
		List<String> arguments = new ArrayList<>(List.of("migrations"));
		arguments.addAll(List.of(command));
		ChildProcess process = this.applications.run(layout, this.directory, arguments.toArray(String[]::new));
		assertThat(process.awaitExit()).as(process.standardError()).isZero();
		return process.standardOutput();
	}

}
