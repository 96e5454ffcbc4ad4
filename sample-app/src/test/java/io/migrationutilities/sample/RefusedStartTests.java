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

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.migrationutilities.test.TakesLong;

import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests of the application when it must not start, in this process: what it says, and
 * that the database stays as it was.
 */
@TakesLong
@ExtendWith(OutputCaptureExtension.class)
class RefusedStartTests extends RefusedStart {

	private final CapturedOutput output;

	RefusedStartTests(CapturedOutput output) {
		this.output = output;
	}

	@Test
	void saysThatTheChangelogDoesNotParse() {
		this.changelog.append("release-2.0.yaml", "  - changeSet: [\n");
		assertThatItRefuses("CHANGELOG_INVALID", this.changelog.argument()).contains("release-2.0.yaml")
			.contains("Correct the changelog, then start again.");
	}

	@Test
	void saysThatAnIncludedFileIsMissing() {
		this.changelog.replace("db.changelog-master.yaml", "release-1.1.yaml", "release-1.9.yaml");
		assertThatItRefuses("CHANGELOG_NOT_FOUND", this.changelog.argument()).contains("release-1.9.yaml");
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

	@Override
	String refusal(String... arguments) {
		List<String> all = new ArrayList<>(List.of("--server.port=0",
				"--spring.datasource.url=jdbc:sqlite:" + StudioDatabase.fileIn(this.directory),
				"--migration.backup.directory=" + this.directory.resolve("backups")));
		all.addAll(List.of(arguments));
		assertThatException()
			.isThrownBy(() -> SpringApplication.run(CrewStudioApplication.class, all.toArray(String[]::new)));
		return this.output.toString();
	}

}
