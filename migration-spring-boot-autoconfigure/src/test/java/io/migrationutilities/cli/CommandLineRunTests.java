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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Tests for {@link CommandLineRun}.
 */
class CommandLineRunTests {

	private final CommandLineFixture migrations = new CommandLineFixture();

	@ParameterizedTest
	@ValueSource(strings = { "help", "--help", "-h" })
	void explainsItself(String commandLine) throws IOException {
		assertThat(this.migrations.run(commandLine)).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines(resource("help.txt"));
		assertThat(this.migrations.err()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "help downgrade, help-downgrade.txt", "downgrade --help, help-downgrade.txt",
			"downgrade -h, help-downgrade.txt", "help restore, help-restore.txt", "help generate, help-generate.txt" })
	void explainsAVerb(String commandLine, String help) throws IOException {
		assertThat(this.migrations.run(commandLine)).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines(resource(help));
		assertThat(this.migrations.err()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "check", "doctor", "release-lock" })
	void explainsWhatEndsWithTwoAndWhatAsks(String verb) throws IOException {
		assertThat(this.migrations.run("help " + verb)).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines(resource("help-" + verb + ".txt"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "status", "history", "backup", "backups", "verify", "upgrade", "downgrade", "restore",
			"generate", "check", "doctor", "prune", "release-lock" })
	void explainsEveryVerbWithExamples(String verb) {
		assertThat(this.migrations.run("help " + verb)).isZero();
		assertThat(this.migrations.out()).startsWith("Usage: migrations " + verb + " [")
			.contains("Examples:", "  migrations " + verb, "--json", "--database");
	}

	@Test
	void escapesWhatTheOutputMayNotBeAbleToShow() {
		given(this.migrations.database().checkMigrationStatus())
			.willReturn(CommandLineFixture.status("Zoë", List.of(), List.of(), List.of()));
		assertThat(this.migrations.run("check --json")).isZero();
		assertThat(this.migrations.out()).contains("\"currentRevision\":\"Zo\\u00EB\"");
	}

	private static String resource(String name) throws IOException {
		return new ClassPathResource("cli/" + name).getContentAsString(StandardCharsets.UTF_8);
	}

}
