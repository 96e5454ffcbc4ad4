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

package io.migrationutilities.engine.run;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.Finding;
import io.migrationutilities.InterruptedRun;
import io.migrationutilities.MigrationException;
import io.migrationutilities.StoredBackup;
import io.migrationutilities.engine.EngineFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InterruptedRuns}, on a database as a process leaves it that was killed
 * between two commits.
 */
class InterruptedRunsTests {

	private static final String BROKEN = "changelog-with-failure-after-vacuum.sql";

	private EngineFixture studio;

	private String backup;

	@BeforeEach
	void killRun(@TempDir Path directory) {
		this.studio = new EngineFixture(directory);
		this.studio.upgrade("changelog-1.sql");
		EngineFixture.fail(() -> this.studio.upgrade(BROKEN));
		this.backup = this.studio.backups().get(0).getFileName().toString();
		this.studio.execute("UPDATE MIGRATION_RUN SET OUTCOME = 'RUNNING', ERROR_CODE = NULL WHERE OUTCOME = 'FAILED'");
	}

	@Test
	void isFoundWithWhatIsCommittedAndItsBackup() {
		InterruptedRun run = this.studio.utilities(BROKEN).findInterruptedRun();
		assertThat(run).isNotNull();
		assertThat(run.kind()).isEqualTo("UPGRADE");
		assertThat(run.committed()).containsExactly("create-agent", "vacuum");
		assertThat(run.backup()).isEqualTo(this.backup);
		assertThat(run.description()).contains("was interrupted; committed of it: create-agent, vacuum.",
				"'migrations restore " + this.backup + "'");
	}

	@Test
	void isNamedByTheDoctor() {
		assertThat(this.studio.utilities(BROKEN).diagnose()).filteredOn((finding) -> finding.subject().equals("Runs"))
			.extracting(Finding::message)
			.singleElement()
			.asString()
			.contains("was interrupted", this.backup);
	}

	@Test
	void isTheWayBackOfTheNextFailureToo() {
		MigrationException failure = EngineFixture.fail(() -> this.studio.upgrade(BROKEN));
		assertThat(this.studio.backups()).hasSize(2);
		assertThat(failure.getHint()).contains("'migrations restore " + this.backup + "'")
			.doesNotContain("nothing to restore");
	}

	@Test
	void failedRunThatIsPartlyCommittedKeepsItsBackup() {
		assertThat(pins()).containsOnlyKeys(this.backup);
		assertThat(pins().get(this.backup)).startsWith("The upgrade that began at ").endsWith(" is partly committed.");
		assertThat(this.studio.utilities(BROKEN).releaseBackup(Path.of(this.backup))).isTrue();
		assertThat(pins()).isEmpty();
	}

	@Test
	void keepsItsBackupUntilARunIsDone() {
		this.studio.databaseBackups().release(Path.of(this.backup));
		for (int start = 0; start < 3; start++) {
			EngineFixture.fail(() -> this.studio.upgrade(BROKEN));
		}
		assertThat(pins()).containsOnlyKeys(this.backup);
		assertThat(pins().get(this.backup)).contains("was interrupted; committed of it: create-agent, vacuum.");
		this.studio.execute("CREATE TABLE no_such_table (id INTEGER)");
		this.studio.upgrade(BROKEN);
		assertThat(pins()).isEmpty();
		assertThat(this.studio.backups()).extracting(Path::getFileName).contains(Path.of(this.backup));
	}

	private Map<String, String> pins() {
		return this.studio.utilities(BROKEN)
			.listBackups()
			.stream()
			.filter((backup) -> backup.pin() != null)
			.collect(Collectors.toMap(StoredBackup::name, StoredBackup::pin));
	}

	@Test
	void endsWithTheNextRunThatDoesAll() {
		this.studio.execute("CREATE TABLE no_such_table (id INTEGER)");
		this.studio.upgrade(BROKEN);
		assertThat(this.studio.utilities(BROKEN).findInterruptedRun()).isNull();
		assertThat(this.studio.query("SELECT OUTCOME, ERROR_CODE FROM MIGRATION_RUN ORDER BY RUN_NUMBER"))
			.isEqualTo("SUCCEEDED|null\nFAILED|INTERRUPTED\nSUCCEEDED|null");
	}

	@Test
	void isNothingAfterARunThatSucceeded(@TempDir Path other) {
		EngineFixture healthy = new EngineFixture(other);
		healthy.upgrade("changelog-1.sql");
		assertThat(healthy.utilities("changelog-1.sql").findInterruptedRun()).isNull();
		assertThat(healthy.utilities("changelog-1.sql").diagnose())
			.noneMatch((finding) -> finding.subject().equals("Runs"));
	}

}
