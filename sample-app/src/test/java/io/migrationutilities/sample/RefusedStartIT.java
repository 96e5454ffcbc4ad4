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
import java.util.stream.Stream;

import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Integration tests of the packaged application when it must not start: what it says, and
 * that the database stays as it was.
 */
class RefusedStartIT {

	private static final String CLASS_PATH_ENTRY = "db/changelog/release-2.0.yaml";

	@RegisterExtension
	final SampleApplications applications = new SampleApplications();

	@TempDir
	private Path directory;

	private StudioDatabase database;

	private SampleChangelog changelog;

	@BeforeEach
	void prepareFirstRelease() {
		this.database = StudioDatabase.in(this.directory).upgradeTo("1.0").addTasks(100);
		this.database.query("PRAGMA journal_mode = wal");
		this.changelog = SampleChangelog.copyTo(this.directory.resolve("changelog"));
	}

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
		StudioClient client = new StudioClient(this.applications.boot(SampleApplicationLayout.FAT_JAR, this.directory));
		assertThat(this.database.tags()).containsExactly("1.0", "1.1", "2.0");
		assertThat(client.get("/api/tasks?size=1").statusCode()).isEqualTo(200);
	}

	@Test
	void saysThatTheChangelogDoesNotParse() {
		this.changelog.append("release-2.0.yaml", "  - changeSet: [\n");
		assertThatItRefuses("CHANGELOG_INVALID", this.changelog.argument()).contains("release-2.0.yaml")
			.contains("Correct the changelog, then start again.");
	}

	@Test
	void saysThatTheChangelogIsMissing() {
		assertThatItRefuses("CHANGELOG_NOT_FOUND", "--spring.liquibase.change-log=classpath:/missing.yaml")
			.contains("missing.yaml")
			.contains("Create the file, or correct 'spring.liquibase.change-log' or the include that names it.");
	}

	@Test
	void saysThatAnIncludedFileIsMissing() {
		this.changelog.replace("db.changelog-master.yaml", "release-1.1.yaml", "release-1.9.yaml");
		assertThatItRefuses("CHANGELOG_NOT_FOUND", this.changelog.argument()).contains("release-1.9.yaml");
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

	@Test
	void namesTheChangeSetsOfANewerRelease() {
		this.database.upgrade();
		this.database.execute("""
				INSERT INTO DATABASECHANGELOG SELECT '3.0-from-the-future', AUTHOR, 'db/changelog/release-3.0.yaml',
				DATEEXECUTED, ORDEREXECUTED + 1, EXECTYPE, MD5SUM, DESCRIPTION, COMMENTS, NULL, LIQUIBASE, CONTEXTS,
				LABELS, DEPLOYMENT_ID FROM DATABASECHANGELOG WHERE ID = '2.0-tag'""");
		assertThatItRefuses("UNKNOWN_MIGRATIONS")
			.contains("The database of 'liquibase' is ahead of this application: "
					+ "it holds 1 change sets that the changelog doesn't: 3.0-from-the-future.")
			.contains("migration.on-unknown=warn");
	}

	@Test
	void saysThatTheTargetIsUnknown() {
		assertThatItRefuses("REVISION_UNKNOWN", "--migration.upgrade.target=9.9").contains("9.9");
	}

	@Test
	void saysThatTheTagIsUnknown() {
		assertThatItRefuses("REVISION_UNKNOWN", "--migration.upgrade.target=tag:9.9")
			.contains("No change set of the changelog sets the tag '9.9'.");
	}

	@Test
	void namesTheCandidatesOfAnAmbiguousTarget() {
		assertThatItRefuses("REVISION_AMBIGUOUS", "--migration.upgrade.target=1.1-find").contains("1.1-find")
			.contains("1.1-find-tasks-by-status", "1.1-find-dependent-tasks");
	}

	@Test
	void saysThatTheTargetLeadsDown() {
		assertThatItRefuses("TARGET_INVALID", "--migration.upgrade.target=-1").contains("'-1' does not lead up.");
	}

	private AbstractStringAssert<?> assertThatItRefuses(String code, String... arguments) {
		List<String> content = this.database.content();
		String output = refusal(arguments);
		assertThat(output).contains("Code:     " + code + "\n")
			.contains("Database: The database is exactly as it was before.\n")
			.contains("Backup:   None was taken by this start.\n");
		assertThat(this.database.content()).isEqualTo(content);
		assertThat(backups()).isEmpty();
		return assertThat(output);
	}

	private String refusal(String... arguments) {
		SampleApplicationProcess application = this.applications.beginBoot(SampleApplicationLayout.FAT_JAR,
				this.directory, arguments);
		assertThat(application.awaitExit()).as(application::output).isEqualTo(1);
		return application.output();
	}

	private List<Path> backups() {
		Path backups = this.directory.resolve("backups");
		if (!Files.exists(backups)) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(backups)) {
			return files.filter((file) -> file.getFileName().toString().endsWith(".db")).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
