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

package io.migrationutilities.engine.plan;

import java.nio.file.Path;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.migrationutilities.DowngradeResult;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.engine.EngineFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DowngradePlanner}.
 */
class DowngradePlannerTests {

	private static final String CHANGELOG = "changelog-with-rollbacks.sql";

	private EngineFixture studio;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new EngineFixture(directory);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			-1, second-crew, 1
			-3, create-crew, 3
			-4, -, 4
			base, -, 4
			first-crew, first-crew, 2
			create-crew::ada, create-crew, 3
			fir, first-crew, 2
			""")
	void leadsToTarget(String target, @Nullable String revision, int count) {
		this.studio.upgrade(CHANGELOG);
		DowngradeResult result = this.studio.downgrade(CHANGELOG, target);
		assertThat(result.preDowngradeRevision()).isEqualTo("create-agent");
		assertThat(result.postDowngradeRevision()).isEqualTo(revision);
		assertThat(result.rolledBack()).hasSize(count).startsWith("create-agent");
		assertThat(this.studio.utilities(CHANGELOG).getCurrentRevision()).isEqualTo(Optional.ofNullable(revision));
		assertThat(this.studio.ledger().lines()).last()
			.isEqualTo("DOWNGRADE|create-agent|" + revision + "|SUCCEEDED|null");
	}

	@Test
	void leavesTheRowOfATaggedEmptyHistoryAlone() {
		this.studio.upgrade(CHANGELOG);
		this.studio
			.execute("INSERT INTO DATABASECHANGELOG (ID, AUTHOR, FILENAME, DATEEXECUTED, ORDEREXECUTED, EXECTYPE,"
					+ " TAG) VALUES ('1', 'liquibase', 'liquibase-internal', CURRENT_TIMESTAMP, 99, 'EXECUTED', 'v0')");
		assertThat(this.studio.utilities(CHANGELOG).getCurrentRevision()).contains("create-agent");
		assertThat(this.studio.downgrade(CHANGELOG, "base").rolledBack()).hasSize(4);
		assertThat(this.studio.utilities(CHANGELOG).getCurrentRevision()).isEmpty();
	}

	@Test
	void keepsChangeSetThatSetsTheTag() {
		this.studio.upgrade("changelog-with-tags.yaml", "create-agent");
		DowngradeResult result = this.studio.downgrade("changelog-with-tags.yaml", "tag:v1");
		assertThat(result.postDowngradeRevision()).isEqualTo("tag-v1");
		assertThat(result.rolledBack()).containsExactly("create-agent");
	}

	@Test
	void refusesTagThatIsNotApplied() {
		this.studio.upgrade("changelog-with-tags.yaml", "create-agent");
		this.studio.failUnchanged(() -> this.studio.downgrade("changelog-with-tags.yaml", "tag:v2"),
				MigrationErrorCode.REVISION_UNKNOWN);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			-5            | TARGET_INVALID   | 4 change sets are applied
			+1            | TARGET_INVALID   | does not lead down
			-0            | TARGET_INVALID   | does not lead down
			head          | REVISION_UNKNOWN | head
			tag:v1        | REVISION_UNKNOWN | v1
			nothing       | REVISION_UNKNOWN | nothing
			""")
	void refusesTarget(String target, MigrationErrorCode code, String message) {
		this.studio.upgrade(CHANGELOG);
		assertThat(this.studio.failUnchanged(() -> this.studio.downgrade(CHANGELOG, target), code).getMessage())
			.contains(message);
	}

	@Test
	void refusesPendingRevision() {
		this.studio.upgrade(CHANGELOG, "+2");
		this.studio.failUnchanged(() -> this.studio.downgrade(CHANGELOG, "second-crew"),
				MigrationErrorCode.TARGET_INVALID);
	}

	@Test
	void refusesWhatHasNoRollback() {
		this.studio.upgrade("changelog-without-two-rollbacks.sql");
		int backups = this.studio.backups().size();
		MigrationException failure = this.studio.failUnchanged(
				() -> this.studio.downgrade("changelog-without-two-rollbacks.sql", "base"),
				MigrationErrorCode.DOWNGRADE_REFUSED);
		assertThat(failure.getMessage()).contains("first-crew (has no rollback), second-crew (has no rollback)");
		assertThat(this.studio.backups()).hasSize(backups);
	}

	@Test
	void refusesWhatIsUnknown() {
		this.studio.upgrade(CHANGELOG);
		MigrationException failure = this.studio.failUnchanged(
				() -> this.studio.downgrade("changelog-with-rollbacks-older.sql", "base"),
				MigrationErrorCode.DOWNGRADE_REFUSED);
		assertThat(failure.getMessage()).contains("second-crew (unknown to this application)",
				"create-agent (unknown to this application)");
	}

	@Test
	void refusesWhatContextsHide() {
		this.studio.bean((liquibase) -> liquibase.setContexts("test"));
		this.studio.upgrade("changelog-with-rollbacks-and-context.sql");
		this.studio.bean((liquibase) -> liquibase.setContexts("prod"));
		MigrationException failure = this.studio.failUnchanged(
				() -> this.studio.downgrade("changelog-with-rollbacks-and-context.sql", "first-crew"),
				MigrationErrorCode.DOWNGRADE_REFUSED);
		assertThat(failure.getMessage()).contains("second-crew (hidden by contexts, labels or database)");
	}

	@Test
	void refusesWhatWasEdited() {
		this.studio.upgrade(CHANGELOG);
		MigrationException failure = this.studio.failUnchanged(
				() -> this.studio.downgrade("changelog-with-rollbacks-edited.sql", "create-crew"),
				MigrationErrorCode.DOWNGRADE_REFUSED);
		assertThat(failure.getMessage()).contains("first-crew (edited after it was applied)");
	}

	@Test
	void rollsBackTheVariantForThisDatabase() {
		this.studio.upgrade("changelog-with-variants-for-databases.sql");
		DowngradeResult result = this.studio.downgrade("changelog-with-variants-for-databases.sql", "base");
		assertThat(result.rolledBack()).containsExactly("create-crew");
		assertThat(this.studio.tables()).doesNotContain("crew");
	}

}
