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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.test.StartsProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for commands of {@link HostApplication}, in processes of their own.
 */
@StartsProcesses
class CommandModeTests {

	private static final String CHANGELOG = "--spring.liquibase.change-log=classpath:autoconfigure/changelog.yaml";

	private static final String OLDER_CHANGELOG = "classpath:autoconfigure/changelog-of-an-older-release.yaml";

	private static final String DATABASE = "--spring.datasource.url=jdbc:sqlite:studio.db";

	@TempDir
	private Path directory;

	@Test
	void startsTheApplicationWithoutTheCommandWord() throws Exception {
		HostApplicationProcess application = run("status", "migrations");
		assertThat(application.exitCode()).as(application.err()).isZero();
		assertThat(application.out()).contains(
				Stream
					.of("singleton", "application runner", "command line runner", "application listener", "lifecycle",
							"scheduled method", "listener method")
					.map((what) -> HostApplication.SAYS + what)
					.toList());
		assertThat(this.directory.resolve("studio.db")).exists();
	}

	@Test
	void startsNothingOfTheApplicationForACommand() throws Exception {
		HostApplicationProcess upgrade = run("migrations", "upgrade");
		assertThat(upgrade.exitCode()).as(upgrade.err()).isZero();
		assertThat(upgrade.out()).startsWith("Upgraded:  from base to add-shelf, in ");
		assertThat(upgrade.err().lines()).filteredOn((line) -> line.contains(HostApplication.SAYS)).isEmpty();
		HostApplicationProcess status = run("migrations", "status");
		assertThat(status.exitCode()).isZero();
		assertThat(status.out()).startsWith("Current:      add-shelf");
		assertThat(status.err()).isEmpty();
	}

	@Test
	void readsWithoutWriting() throws Exception {
		upgradeToOlderRelease();
		for (String verb : List.of("status", "history", "backups", "upgrade --dry-run")) {
			assertReadsWithoutWriting(0, verb);
		}
		assertThat(files()).containsExactly("studio.db", "studio.db.migrate.lock");
	}

	private void upgradeToOlderRelease() {
		HostApplicationProcess.prepare(this.directory.resolve("studio.db"), OLDER_CHANGELOG,
				MigrationUtilities::upgradeDatabase);
	}

	private void assertReadsWithoutWriting(int exitCode, String verb) throws Exception {
		byte[] before = Files.readAllBytes(this.directory.resolve("studio.db"));
		List<String> files = files();
		HostApplicationProcess command = run(("migrations " + verb + " --json").split(" "));
		assertThat(command.exitCode()).as(command.err()).isEqualTo(exitCode);
		JsonNode value = JsonMapper.shared().readTree(command.out());
		assertThat(value.isContainer()).isTrue();
		assertThat(Files.readAllBytes(this.directory.resolve("studio.db"))).isEqualTo(before);
		assertThat(files()).isEqualTo(files);
	}

	@Test
	void createsNoDatabaseToLookAt() throws Exception {
		HostApplicationProcess status = run("migrations", "status", "--json");
		assertThat(status.exitCode()).isEqualTo(1);
		assertThat(status.err()).startsWith("Error: There is no database yet: ").contains("Try: ");
		assertThat(JsonMapper.shared().readTree(status.out()).path("error").path("code").asString())
			.isEqualTo("DATABASE_UNAVAILABLE");
		assertThat(files()).isEmpty();
	}

	@Test
	void goesThroughTheLifeOfABackup() throws Exception {
		upgradeToOlderRelease();
		HostApplicationProcess backup = run("migrations", "backup", "--path", "copy.db", "--verify=restore");
		assertThat(backup.exitCode()).as(backup.err()).isZero();
		assertThat(run("migrations", "upgrade", "--no-backup").exitCode()).isZero();
		assertThat(run("migrations", "restore", "copy.db").exitCode()).isEqualTo(64);
		assertThat(run("migrations", "check").exitCode()).isZero();
		HostApplicationProcess restore = run("migrations", "restore", "copy.db", "--yes");
		assertThat(restore.exitCode()).as(restore.err()).isZero();
		assertReadsWithoutWriting(2, "check");
		Files.writeString(this.directory.resolve("copy.db"), "damaged");
		assertThat(run("migrations", "verify", "copy.db").exitCode()).isEqualTo(2);
	}

	@Test
	void helpsWithoutAnApplicationThatWorks() throws Exception {
		HostApplicationProcess help = run("migrations", "help", "--spring.profiles.active=test",
				"--spring.config.location=missing/");
		assertThat(help.exitCode()).isZero();
		assertThat(help.out()).startsWith("Usage: migrations");
		HostApplicationProcess mistake = run("migrations", "statsu");
		assertThat(mistake.exitCode()).isEqualTo(64);
		assertThat(mistake.out()).isEmpty();
		assertThat(mistake.err()).contains("Error: There is no verb 'statsu'.", "Try: migrations status");
	}

	@Test
	void failsWhenTheApplicationCanNotBePrepared() throws Exception {
		HostApplicationProcess status = run("migrations", "status", "--spring.config.location=missing/");
		assertThat(status.exitCode()).isEqualTo(1);
		assertThat(status.out()).isEmpty();
		assertThat(status.err()).contains("Error: The application can't be prepared for the command: ", "missing/",
				"Try: ", "APPLICATION FAILED TO START");
	}

	@Test
	void writesJsonWhenTheApplicationCanNotBePrepared() throws Exception {
		HostApplicationProcess status = run("migrations", "status", "--json", "--spring.config.location=missing/");
		assertThat(status.exitCode()).isEqualTo(1);
		assertThat(JsonMapper.shared().readTree(status.out()).path("error").path("message").asString())
			.contains("missing/");
	}

	@Test
	void takesTheWordFromTheEnvironment() throws Exception {
		HostApplicationProcess help = run(Map.of("MIGRATION_CLI_COMMAND", "schema"), "schema", "help");
		assertThat(help.exitCode()).isZero();
		assertThat(help.out()).startsWith("Usage: schema");
	}

	@Test
	void leavesTheWordToTheApplicationWhenDisabled() throws Exception {
		HostApplicationProcess application = run(Map.of("MIGRATION_CLI_ENABLED", "false"), "migrations", "help");
		assertThat(application.exitCode()).as(application.err()).isZero();
		assertThat(application.out()).contains(HostApplication.SAYS + "application runner");
	}

	private HostApplicationProcess run(String... arguments) throws Exception {
		return run(Map.of(), arguments);
	}

	private HostApplicationProcess run(Map<String, String> environment, String... arguments) throws Exception {
		List<String> all = new ArrayList<>(Arrays.asList(arguments));
		all.addAll(List.of(DATABASE, CHANGELOG));
		return HostApplicationProcess.run(this.directory, environment, all.toArray(String[]::new));
	}

	private List<String> files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
	}

}
