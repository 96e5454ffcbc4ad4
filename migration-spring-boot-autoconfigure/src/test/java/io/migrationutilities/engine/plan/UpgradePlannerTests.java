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

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationStep;
import io.migrationutilities.UpgradeResult;
import io.migrationutilities.engine.EngineFixture;
import io.migrationutilities.engine.run.MigrationSettings.OnUnknown;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UpgradePlanner}.
 */
class UpgradePlannerTests {

	private static final String CHANGELOG = "changelog-2-with-agents.yaml";

	private EngineFixture studio;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new EngineFixture(directory);
	}

	@ParameterizedTest
	@CsvSource({ "head,agent-view", "+1,create-crew", "+3,create-agent", "+6,agent-view", "create-agent,create-agent",
			"create-agent::ada,create-agent", "changelog::create-agent::ada,create-agent", "create-ag,create-agent",
			"crew-name-index::b,crew-name-index", "changelog::crew-,crew-name-index", "tag:v2,tag-v2",
			"agent-view,agent-view" })
	void leadsToTarget(String target, String revision) {
		UpgradeResult result = this.studio.upgrade(CHANGELOG, target);
		assertThat(result.postUpgradeRevision()).isEqualTo(revision);
		assertThat(result.applied()).endsWith(revision).startsWith("create-crew");
		assertThat(this.studio.utilities(CHANGELOG).getCurrentRevision()).hasValue(revision);
		assertThat(this.studio.ledger()).isEqualTo("UPGRADE|null|" + revision + "|SUCCEEDED|null");
	}

	@Test
	void continuesFromTarget() {
		this.studio.upgrade(CHANGELOG, "+2");
		assertThat(this.studio.upgrade(CHANGELOG, "+2").applied()).containsExactly("create-agent", "crew-name-index");
		assertThat(this.studio.upgrade(CHANGELOG).applied()).containsExactly("tag-v2", "agent-view");
	}

	@ParameterizedTest
	@ValueSource(strings = { "create-crew", "create-agent", "changelog::first-crews::ada" })
	void doesNothingWhenTargetIsApplied(String target) {
		this.studio.upgrade(CHANGELOG, "create-agent");
		String before = this.studio.content();
		this.studio.events().clear();
		UpgradeResult result = this.studio.upgrade(CHANGELOG, target);
		assertThat(result.applied()).isEmpty();
		assertThat(result.postUpgradeRevision()).isEqualTo("create-agent");
		assertThat(this.studio.content()).isEqualTo(before);
		assertThat(this.studio.steps()).containsExactly(MigrationStep.CHECK_UP_TO_DATE);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			+7               | TARGET_INVALID    | 6 change sets are pending
			+0               | TARGET_INVALID    | does not lead up
			-1               | TARGET_INVALID    | does not lead up
			' '              | TARGET_INVALID    | is not a target
			tag:             | TARGET_INVALID    | is not a target
			tag:v9           | REVISION_UNKNOWN  | v9
			base             | REVISION_UNKNOWN  | base
			+99999999999     | REVISION_UNKNOWN  | +99999999999
			no-such          | REVISION_UNKNOWN  | no-such
			c                | REVISION_AMBIGUOUS | create-crew, create-agent, crew-name-index
			create           | REVISION_AMBIGUOUS | create-crew, create-agent
			""")
	void refusesTarget(String target, MigrationErrorCode code, String message) {
		MigrationException failure = this.studio.failUnchanged(() -> this.studio.upgrade(CHANGELOG, target), code);
		assertThat(failure.getMessage()).contains(message);
		assertThat(this.studio.lockFile()).doesNotExist();
	}

	@Test
	void findsExactRevisionThoughItIsThePrefixOfAnother() {
		UpgradeResult result = this.studio.upgrade("changelog-with-same-ids.sql", "create::ada");
		assertThat(result.applied()).containsExactly("create::ada");
		assertThat(this.studio.upgrade("changelog-with-same-ids.sql", "create-more").applied())
			.containsExactly("create::bob", "create-more");
	}

	@Test
	void namesRevisionsByPathWhenIdAndAuthorAreTheSame() {
		MigrationException failure = this.studio.failUpgrade("changelog-with-same-ids-in-two-files.yaml", "create");
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.REVISION_AMBIGUOUS);
		assertThat(failure.getMessage()).contains("one::create::ada, two::create::ada");
		UpgradeResult result = this.studio.upgrade("changelog-with-same-ids-in-two-files.yaml", "one::create::ada");
		assertThat(result.applied()).containsExactly("one::create::ada");
	}

	@Test
	void refusesTargetThatDoesNotRunHere() {
		MigrationException failure = this.studio.failUpgrade("changelog-with-contexts-and-labels.sql", "only-oracle");
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.TARGET_INVALID);
		assertThat(this.studio.tables()).isEmpty();
	}

	@Test
	void refusesUnknownTargetThatIsApplied() {
		this.studio.upgrade("changelog-with-rollbacks.sql");
		this.studio.onUnknown(OnUnknown.IGNORE);
		this.studio.failUnchanged(() -> this.studio.upgrade("changelog-with-rollbacks-older.sql", "create-agent"),
				MigrationErrorCode.TARGET_INVALID);
	}

}
