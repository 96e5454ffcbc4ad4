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

import io.migrationutilities.test.ChildProcess;
import io.migrationutilities.test.UsesPackagedJar;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests of the packaged application when it must not start: what it says, and
 * that the database stays as it was.
 */
@UsesPackagedJar
class RefusedStartIT extends RefusedStart {

	private static final String CLASS_PATH_ENTRY = "db/changelog/release-2.0.yaml";

	@RegisterExtension
	final SampleApplications applications = new SampleApplications();

	@Test
	void saysWhichChangeSetFailedAndWhatToDo() throws IOException {
		this.changelog.replace("release-2.0.yaml", "defaultValue: SEQUENTIAL", "remarks: without a default");
		byte[] before = Files.readAllBytes(StudioDatabase.fileIn(this.directory));
		List<String> content = this.database.content();
		String output = refusal(this.changelog.argument());
		List<Path> backups = backups();
		assertThat(backups).hasSize(1);
		assertThat(output).contains(
				"""
						***************************
						APPLICATION FAILED TO START
						***************************

						Description:

						Change set '2.0-add-crew-process' in %s failed: Column 'process' of table 'crew' is NOT NULL and has no default, but the table has rows: 1.

						Code:     ALTERATION_REFUSED
						Database: The database is exactly as it was before.
						Backup:   %s

						Action:

						Give the column a default, or add it without NOT NULL, fill it, and set NOT NULL. Then start again; there is nothing to restore.
						"""
					.formatted(CLASS_PATH_ENTRY, backups.get(0).toRealPath()));
		assertThat(this.database.content()).isEqualTo(content);
		assertThat(Files.readAllBytes(StudioDatabase.fileIn(this.directory))).isEqualTo(before);
		assertThat(this.database.problems()).isEmpty();
		StudioClient client = new StudioClient(
				this.applications.boot(SampleApplicationLayout.EXTRACTED, this.directory));
		assertThat(this.database.tags()).containsExactly("1.0", "1.1", "2.0");
		assertThat(client.get("/api/tasks?size=1").statusCode()).isEqualTo(200);
	}

	@Test
	void saysThatTheChangelogIsMissing() {
		assertThatItRefuses("CHANGELOG_NOT_FOUND", "--spring.liquibase.change-log=classpath:/missing.yaml")
			.contains("missing.yaml")
			.contains("Create the file, or correct 'spring.liquibase.change-log' or the include that names it.");
	}

	@Test
	void namesTheChangeSetThatWasEdited() {
		this.changelog.replace("release-1.0.yaml", "remarks: An AI agent", "remarks: An agent")
			.replace("release-1.0.yaml", "name: goal\n                  type: varchar(1000)",
					"name: goal\n                  type: varchar(1001)");
		assertThatItRefuses("CHANGED_MIGRATIONS", this.changelog.argument())
			.contains("Change sets were edited after they had been applied: 1.0-create-agent.")
			.contains("Bring them back to the text that was applied");
	}

	@Override
	String refusal(String... arguments) {
		ChildProcess application = this.applications.beginBoot(SampleApplicationLayout.EXTRACTED, this.directory,
				arguments);
		assertThat(application.awaitExit()).as(application::output).isEqualTo(1);
		return application.output();
	}

}
