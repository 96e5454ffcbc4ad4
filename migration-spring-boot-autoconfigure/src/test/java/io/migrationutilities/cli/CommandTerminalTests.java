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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.cli.HostApplicationProcess.Running;
import io.migrationutilities.test.StartsProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for commands of {@link HostApplication} at a terminal, and without one.
 */
@StartsProcesses
class CommandTerminalTests {

	private static final String CHANGELOG = "classpath:autoconfigure/changelog.yaml";

	private static final String SLOW = "--host.duration-of-backup=1100ms";

	private static final String VERY_SLOW = "--host.duration-of-backup=5100ms";

	private static final String BAR = "\rBackup  50% [";

	@TempDir
	private static Path prepared;

	@TempDir
	private Path directory;

	@BeforeAll
	static void prepareDatabase() {
		HostApplicationProcess.prepare(prepared.resolve("studio.db"), CHANGELOG, MigrationUtilities::upgradeDatabase);
	}

	@BeforeEach
	void createDatabase() throws IOException {
		Files.copy(prepared.resolve("studio.db"), this.directory.resolve("studio.db"));
	}

	@Test
	void showsABarAndTakesItAway() throws Exception {
		HostApplicationProcess backup = runAtTerminal("", "$APPLICATION", "backup", SLOW);
		assertThat(backup.exitCode()).as(backup.out()).isZero();
		assertThat(backup.out()).contains(BAR).containsPattern("\r *\rBackup:    .*studio-.*\\.db");
	}

	@Test
	void keepsTheBarShorterThanTheTerminal() throws Exception {
		HostApplicationProcess backup = runAtTerminal("", "stty cols 20; $APPLICATION", "backup", SLOW);
		assertThat(backup.exitCode()).as(backup.out()).isZero();
		assertThat(backup.out()).contains(BAR);
		assertThat(Arrays.stream(backup.out().split("\r")).filter((line) -> line.startsWith("Backup  "))).isNotEmpty()
			.allMatch((line) -> line.length() < 20);
	}

	@ParameterizedTest
	@ValueSource(strings = { "TERM=dumb $APPLICATION", "env -u TERM $APPLICATION", "$APPLICATION --json",
			"$APPLICATION 2>&-", "$APPLICATION 2>/dev/null" })
	void showsNoBarWhereItWouldNotBeUnderstood(String commandLine) throws Exception {
		HostApplicationProcess backup = runAtTerminal("", commandLine, "backup", SLOW);
		assertThat(backup.exitCode()).as(backup.out()).isZero();
		assertThat(backup.out().strip().replace("\r\n", "\n"))
			.startsWith(commandLine.endsWith("--json") ? "{" : "Backup:")
			.doesNotContain("\r", "Unable to create a system terminal");
	}

	@Test
	void saysALineEveryFiveSecondsWithoutATerminalAndNothingWithJson() throws Exception {
		Path other = Files.createDirectory(this.directory.resolve("other"));
		Files.copy(prepared.resolve("studio.db"), other.resolve("studio.db"));
		Running running = HostApplicationProcess.start(other, Map.of(), arguments("backup", VERY_SLOW, "--json"));
		HostApplicationProcess backup = run("backup", VERY_SLOW);
		assertThat(backup.exitCode()).as(backup.err()).isZero();
		assertThat(backup.out()).startsWith("Backup:  ");
		assertThat(backup.err()).matches("Backup: 50 % \\(\\d+\\.\\d KiB of \\d+\\.\\d KiB\\), \\d+ s left\\R");
		HostApplicationProcess json = running.await();
		assertThat(json.exitCode()).as(json.err()).isZero();
		assertThat(json.err()).isEmpty();
	}

	@Test
	void loadsNoBarForWhatIsQuick() throws Exception {
		Path classes = this.directory.resolve("classes.txt");
		Map<String, String> environment = Map.of("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + classes);
		HostApplicationProcess status = HostApplicationProcess.run(this.directory, environment, arguments("status"));
		assertThat(status.exitCode()).as(status.err()).isZero();
		assertThat(Files.readString(classes)).contains(StatusVerb.class.getName())
			.doesNotContain("me.tongfei", "org.jline", ProgressBars.class.getName());
	}

	@Test
	void downgradesWhenTheAnswerIsYes() throws Exception {
		HostApplicationProcess downgrade = runAtTerminal("y\n", "$APPLICATION", "downgrade", "-1");
		assertThat(downgrade.exitCode()).as(downgrade.out()).isZero();
		assertThat(downgrade.out()).contains("Downgrade from add-shelf to create-book rolls back 1 change set:",
				"[y/N] ", "Downgraded:   from add-shelf to create-book");
	}

	@ParameterizedTest
	@ValueSource(strings = { "n\n", "yesterday\n", "" })
	void changesNothingWhenTheAnswerIsNotYes(String answer) throws Exception {
		HostApplicationProcess downgrade = runAtTerminal(answer, "$APPLICATION", "downgrade", "-1");
		assertThat(downgrade.exitCode()).as(downgrade.out()).isEqualTo(ExitCode.ERROR);
		assertThat(downgrade.out()).contains("[y/N] ", "Error: Not confirmed: nothing was changed.");
		assertThat(this.directory.resolve("studio.db")).hasSameBinaryContentAs(prepared.resolve("studio.db"));
	}

	@Test
	void refusesWithoutATerminal() throws Exception {
		HostApplicationProcess downgrade = run("downgrade", "-1");
		assertThat(downgrade.exitCode()).isEqualTo(ExitCode.USAGE);
		assertThat(downgrade.err()).contains("there is no terminal to ask at").contains("Try: --yes");
		assertThat(this.directory.resolve("studio.db")).hasSameBinaryContentAs(prepared.resolve("studio.db"));
	}

	private HostApplicationProcess run(String... arguments) throws Exception {
		return HostApplicationProcess.run(this.directory, Map.of(), arguments(arguments));
	}

	private HostApplicationProcess runAtTerminal(String input, String commandLine, String... arguments)
			throws Exception {
		return HostApplicationProcess.runAtTerminal(this.directory, input, commandLine, arguments(arguments));
	}

	private static String[] arguments(String... arguments) {
		return Stream
			.of(List.of("migrations"), Arrays.asList(arguments),
					List.of("--spring.datasource.url=jdbc:sqlite:studio.db",
							"--spring.liquibase.change-log=" + CHANGELOG))
			.flatMap(List::stream)
			.toArray(String[]::new);
	}

}
