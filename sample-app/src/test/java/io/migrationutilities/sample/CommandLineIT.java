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

import java.nio.file.Path;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests of the command line in the packaged application.
 */
class CommandLineIT {

	@RegisterExtension
	final SampleApplications applications = new SampleApplications();

	@TempDir
	private Path directory;

	@ParameterizedTest
	@EnumSource
	void createsNoDatabaseToLookAt(SampleApplicationLayout layout) {
		SampleApplicationProcess status = this.applications.run(layout, this.directory, "migrations", "status");
		assertThat(status.awaitExit()).isEqualTo(1);
		assertThat(status.standardOutput()).isEmpty();
		assertThat(status.standardError()).startsWith("Error: There is no database yet: ");
		// The application's own bean creates the directory before a pool is there to ask.
		assertThat(this.directory).isDirectoryRecursivelyContaining("glob:**/data")
			.isDirectoryNotContaining((path) -> !path.endsWith("data"));
		assertThat(this.directory.resolve("data")).isEmptyDirectory();
	}

	@ParameterizedTest
	@EnumSource
	void upgradesWithoutStartingTheApplication(SampleApplicationLayout layout) {
		SampleApplicationProcess upgrade = this.applications.run(layout, this.directory, "migrations", "upgrade");
		assertThat(upgrade.awaitExit()).as(upgrade.standardError()).isZero();
		assertThat(upgrade.standardOutput()).startsWith("Upgraded:  from base to 2.0-tag, in ");
		assertThat(upgrade.output()).doesNotContain("Tomcat", "Started CrewStudioApplication");
		SampleApplicationProcess status = this.applications.run(layout, this.directory, "migrations", "status",
				"--json");
		assertThat(status.awaitExit()).as(status.standardError()).isZero();
		JsonNode value = JsonMapper.shared().readTree(status.standardOutput());
		assertThat(value.path("currentRevision").asString()).isEqualTo("2.0-tag");
		assertThat(value.path("upToDate").asBoolean()).isTrue();
		assertThat(StudioDatabase.in(this.directory).problems()).isEmpty();
	}

}
