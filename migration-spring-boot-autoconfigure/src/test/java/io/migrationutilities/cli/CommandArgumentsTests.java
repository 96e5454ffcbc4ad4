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

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertyResolver;
import org.springframework.core.env.PropertySourcesPropertyResolver;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CommandArguments}.
 */
class CommandArgumentsTests {

	@Test
	void seesNoCommandWithoutArguments() {
		assertThat(CommandArguments.of(new String[0], settings(Map.of()))).isEmpty();
	}

	@Test
	void seesNoCommandUnlessTheWordComesFirst() {
		assertThat(of(Map.of(), "--debug", "migrations", "status")).isEmpty();
		assertThat(of(Map.of(), "Migrations")).isEmpty();
		assertThat(of(Map.of(), "migrations")).isPresent();
	}

	@Test
	void takesTheWordFromTheSettings() {
		assertThat(of(Map.of("MIGRATION_CLI_COMMAND", "schema"), "migrations")).isEmpty();
		assertThat(of(Map.of("MIGRATION_CLI_COMMAND", "schema"), "schema")).get()
			.extracting(CommandArguments::word)
			.isEqualTo("schema");
	}

	@Test
	void leavesTheWordToTheApplicationWhenDisabled() {
		assertThat(of(Map.of("MIGRATION_CLI_ENABLED", "false"), "migrations")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "--spring.profiles.active=test", "--migration.backup.keep=3", "--a.b", "--a.b=c\nd" })
	void givesOptionsWithADotToTheApplication(String argument) {
		assertThat(of(Map.of(), "migrations", argument, "status"))
			.contains(new CommandArguments("migrations", List.of("status"), List.of(argument)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "--json", "--path=/a/b.db", "--database=a.b", "-1", "a.b", "--", "--=a.b", "-Da.b=c" })
	void keepsOtherArgumentsForTheCommand(String argument) {
		assertThat(of(Map.of(), "migrations", "status", argument))
			.contains(new CommandArguments("migrations", List.of("status", argument), List.of()));
	}

	private static Optional<CommandArguments> of(Map<String, Object> environment, String... arguments) {
		return CommandArguments.of(arguments, settings(environment));
	}

	private static PropertyResolver settings(Map<String, Object> environment) {
		MutablePropertySources sources = new MutablePropertySources();
		sources.addLast(new SystemEnvironmentPropertySource("environment", environment));
		return new PropertySourcesPropertyResolver(sources);
	}

}
