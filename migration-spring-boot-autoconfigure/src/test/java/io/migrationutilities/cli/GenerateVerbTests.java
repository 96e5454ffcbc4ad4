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

package io.migrationutilities.cli;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.mockito.ArgumentMatchers;

import io.migrationutilities.GeneratedMigration;
import io.migrationutilities.GenerationOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;

/**
 * Tests for {@link GenerateVerb}.
 */
class GenerateVerbTests {

	private static final Path FILE = Path.of("/studio/20261122130000_priority.yaml");

	private final CommandLineFixture migrations = new CommandLineFixture();

	@Test
	void saysWhatWasGenerated() {
		willReturn(
				new GeneratedMigration(FILE, List.of("add column task.priority"), List.of(), List.of(), null, false));
		assertThat(this.migrations.run("generate Priority")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				Generated:  /studio/20261122130000_priority.yaml
				Change:     add column task.priority
				""");
		then(this.migrations.database()).should().generateMigration("Priority", GenerationOptions.DEFAULTS);
	}

	@Test
	void saysThatThereIsNothingToGenerate() {
		willReturn(new GeneratedMigration(null, List.of(), List.of(), List.of(), null, true));
		assertThat(this.migrations.run("generate Nothing")).isZero();
		assertThat(this.migrations.out())
			.isEqualToNormalizingNewlines("Nothing to generate: the database has what is asked for.\n");
	}

	@Test
	void offersWhatIsNotDoneSilently() {
		willReturn(new GeneratedMigration(FILE, List.of("add column task.name"),
				List.of("drop column task.title (the values of the column)"), List.of("task.title=name"),
				"- include: { file: 20261122130000_priority.yaml, relativeToChangelogFile: true }", false));
		assertThat(this.migrations.run("generate Name")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines(
				"""
						Generated:  /studio/20261122130000_priority.yaml
						Change:     add column task.name
						Left out:   drop column task.title (the values of the column)
						To do:      add to the root changelog: - include: { file: 20261122130000_priority.yaml, \
						relativeToChangelogFile: true }
						What is left out would lose data. --allow-destructive writes it to be run.
						If that column was renamed, delete the file and its include, and generate again with: --rename task.title=name
						""");
	}

	@Test
	void hasOptions() {
		willReturn(new GeneratedMigration(FILE, List.of(), List.of(), List.of(), null, false));
		assertThat(this.migrations.run("generate X --no-autogenerate --allow-destructive --concurrent-indexes "
				+ "--rename a.b=c --rename a.d=e --reference-url jdbc:sqlite:other.db"))
			.isZero();
		then(this.migrations.database()).should()
			.generateMigration("X",
					new GenerationOptions(false, true, true, List.of("a.b=c", "a.d=e"), "jdbc:sqlite:other.db"));
	}

	@Test
	void writesOneJsonValue() {
		willReturn(new GeneratedMigration(null, List.of(), List.of(), List.of(), null, true));
		assertThat(this.migrations.run("generate X --json")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				{"file":null,"changes":[],"leftOut":[],"possibleRenames":[],"include":null,"empty":true}
				""");
	}

	@Test
	void needsAMessage() {
		assertThat(this.migrations.run("generate")).isEqualTo(ExitCode.USAGE);
		assertThat(this.migrations.err()).contains("MESSAGE", "Try: migrations help generate");
	}

	private void willReturn(GeneratedMigration result) {
		given(this.migrations.database()
			.generateMigration(ArgumentMatchers.anyString(), ArgumentMatchers.any(GenerationOptions.class)))
			.willReturn(result);
	}

}
