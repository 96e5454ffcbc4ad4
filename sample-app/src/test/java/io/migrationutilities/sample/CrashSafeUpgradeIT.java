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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.migrationutilities.test.ChildProcess;
import io.migrationutilities.test.UsesPackagedJar;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests of the packaged application with what makes its upgrades safe: the
 * backup, and the lock.
 */
@UsesPackagedJar
class CrashSafeUpgradeIT {

	private static final int SIGKILL = 128 + 9;

	@RegisterExtension
	final SampleApplications applications = new SampleApplications();

	@TempDir
	private Path directory;

	private StudioDatabase database;

	@BeforeEach
	void prepareFirstRelease() {
		this.database = StudioDatabase.in(this.directory).upgradeTo("1.0").addTasks(1000);
	}

	@Test
	void keepsTheFirstReleaseInAVerifiedBackup() throws IOException {
		List<String> before = this.database.content();
		this.applications.boot(SampleApplicationLayout.EXTRACTED, this.directory);
		assertThat(this.database.tags()).containsExactly("1.0", "1.1", "2.0");
		assertThat(this.database.count("task")).isEqualTo(1003);
		List<Path> backups = backups();
		assertThat(backups).hasSize(1);
		JsonNode manifest = manifestOf(backups.get(0));
		assertThat(manifest.at("/reason").asString()).isEqualTo("BEFORE_UPGRADE");
		assertThat(manifest.at("/revision").asString()).isEqualTo("1.0-tag");
		assertThat(manifest.at("/tables/task").asInt()).isEqualTo(1003);
		assertThat(manifest.at("/tables/agent").asInt()).isEqualTo(3);
		assertThat(manifest.at("/application/name").asString()).isEqualTo("crew-studio");
		assertThat(manifest.at("/verifications/0/valid").asBoolean()).isTrue();
		assertThat(manifest.at("/verifications/0/level").asString()).isEqualTo("STRUCTURE");
		Path elsewhere = Files.createDirectories(this.directory.resolve("restored/data"));
		Files.copy(backups.get(0), elsewhere.resolve("crew-studio.db"));
		StudioDatabase restored = StudioDatabase.in(this.directory.resolve("restored"));
		assertThat(restored.problems()).isEmpty();
		assertThat(restored.content()).isEqualTo(before);
		this.applications.boot(SampleApplicationLayout.EXTRACTED, this.directory.resolve("restored"));
		assertThat(restored.tags()).containsExactly("1.0", "1.1", "2.0");
	}

	@RepeatedTest(2)
	void oneOfTwoInstancesUpgradesAndBothStart() {
		ChildProcess first = this.applications.beginBoot(SampleApplicationLayout.EXTRACTED, this.directory);
		ChildProcess second = this.applications.beginBoot(SampleApplicationLayout.EXTRACTED, this.directory);
		StudioClient firstClient = new StudioClient(first.awaitOutput(SampleApplications.STARTED));
		StudioClient secondClient = new StudioClient(second.awaitOutput(SampleApplications.STARTED));
		assertThat(firstClient.get("/actuator/health").statusCode()).isEqualTo(200);
		assertThat(secondClient.get("/actuator/health").statusCode()).isEqualTo(200);
		assertThat(this.database.changeSets()).hasSize(28).doesNotHaveDuplicates();
		assertThat(this.database.count("MIGRATION_RUN")).isEqualTo(1);
		assertThat(backups()).hasSize(1);
		assertThat(this.database.problems()).isEmpty();
	}

	@Test
	void aWaitingInstanceTakesOverFromOneThatIsKilled() {
		SampleChangelog slow = SampleChangelog.copyTo(this.directory.resolve("slow")).append("release-2.0.yaml", """

				  - changeSet:
				      id: 2.1-takes-for-ever
				      author: crew-studio
				      changes:
				        - sql:
				            sql: >-
				              WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number)
				              SELECT count(*) FROM number
				""");
		List<String> before = this.database.content();
		ChildProcess first = this.applications
			.beginBoot(SampleApplicationLayout.EXTRACTED, this.directory, slow.argument())
			.awaitOutput(Pattern.compile("Running Changeset: .*2.1-takes-for-ever"));
		ChildProcess second = this.applications.beginBoot(SampleApplicationLayout.EXTRACTED, this.directory)
			.awaitOutput(
					Pattern.compile("Waiting for 'liquibase': migrated by crew-studio .* \\(process " + first.pid()));
		assertThat(first.kill()).isEqualTo(SIGKILL);
		second.awaitOutput(SampleApplications.STARTED);
		assertThat(this.database.tags()).containsExactly("1.0", "1.1", "2.0");
		assertThat(this.database.changeSets()).hasSize(28).doesNotHaveDuplicates();
		assertThat(this.database.count("MIGRATION_RUN")).isEqualTo(1);
		assertThat(this.database.problems()).isEmpty();
		assertThat(backups()).hasSize(2).allSatisfy((backup) -> {
			Path elsewhere = Files.createDirectories(this.directory.resolve(backup.getFileName() + "-restored/data"));
			Files.copy(backup, elsewhere.resolve("crew-studio.db"));
			assertThat(StudioDatabase.in(elsewhere.getParent()).content()).isEqualTo(before);
		});
	}

	private JsonNode manifestOf(Path backup) throws IOException {
		return JsonMapper.shared().readTree(Files.readString(backup.resolveSibling(backup.getFileName() + ".json")));
	}

	private List<Path> backups() {
		try (Stream<Path> files = Files.list(this.directory.resolve("backups"))) {
			return files.filter((file) -> file.getFileName().toString().endsWith(".db")).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
