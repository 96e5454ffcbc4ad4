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

import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;
import picocli.CommandLine;

import io.migrationutilities.MigrationDatabases;
import io.migrationutilities.MigrationUtilities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link DatabaseSelection}.
 */
class DatabaseSelectionTests {

	private final MigrationDatabases databases = mock(MigrationDatabases.class);

	@Test
	void takesTheOnlyDatabase() {
		MigrationUtilities orders = databases("orders").get(0);
		assertThat(select("status")).isSameAs(orders);
		assertThat(select("status --database orders")).isSameAs(orders);
	}

	@Test
	void takesTheNamedDatabaseWhenAllAreKnown() {
		MigrationUtilities stock = databases("orders", "stock").get(1);
		assertThat(select("status --database stock")).isSameAs(stock);
		then(this.databases).should().get("orders");
	}

	@Test
	void refusesToGuess() {
		databases("orders", "stock");
		assertUsageError("status", "This application has several databases.");
		assertUsageError("status --database order", "There is no database 'order'.");
	}

	@Test
	void refusesApplicationWithoutDatabases() {
		databases();
		assertThatExceptionOfType(CommandException.class).isThrownBy(() -> select("status"))
			.satisfies((ex) -> assertThat(ex.getExitCode()).isEqualTo(ExitCode.ERROR));
		assertThatExceptionOfType(CommandException.class)
			.isThrownBy(() -> new DatabaseSelection(refreshed(new GenericApplicationContext())).apply(verb("status")))
			.withMessageContaining("no database");
	}

	private void assertUsageError(String commandLine, String message) {
		assertThatExceptionOfType(CommandException.class).isThrownBy(() -> select(commandLine))
			.withMessage(message)
			.satisfies((ex) -> {
				assertThat(ex.getExitCode()).isEqualTo(ExitCode.USAGE);
				assertThat(ex.getHint()).isEqualTo("--database with one of: orders, stock");
			});
	}

	private List<MigrationUtilities> databases(String... names) {
		Set<String> all = new LinkedHashSet<>(Arrays.asList(names));
		given(this.databases.getNames()).willReturn(all);
		return all.stream().map((name) -> {
			MigrationUtilities utilities = mock(MigrationUtilities.class);
			given(this.databases.get(name)).willReturn(utilities);
			return utilities;
		}).toList();
	}

	private MigrationUtilities select(String commandLine) {
		GenericApplicationContext context = new GenericApplicationContext();
		context.registerBean(MigrationDatabases.class, () -> this.databases);
		try (GenericApplicationContext refreshed = refreshed(context)) {
			return new DatabaseSelection(refreshed).apply(verb(commandLine));
		}
	}

	private static GenericApplicationContext refreshed(GenericApplicationContext context) {
		context.refresh();
		return context;
	}

	private static Verb verb(String commandLine) {
		CommandLine parser = new CommandLine(new MigrationsCommand());
		MigrationsCommand.verbs(Clock.systemUTC(), (question) -> {
		}).forEach(parser::addSubcommand);
		return parser.parseArgs(commandLine.split(" ")).subcommand().commandSpec().commandLine().getCommand();
	}

}
