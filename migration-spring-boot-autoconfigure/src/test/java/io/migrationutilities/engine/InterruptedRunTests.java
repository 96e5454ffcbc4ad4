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

package io.migrationutilities.engine;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import io.migrationutilities.BackupState;
import io.migrationutilities.DatabaseState;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationEvent.ChangeSetRan;
import io.migrationutilities.MigrationEvent.StepStarted;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationStep;
import io.migrationutilities.UpgradeResult;
import io.migrationutilities.engine.plan.TransactionMode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for runs whose thread is interrupted.
 */
class InterruptedRunTests {

	private static final String ONE = "changelog-1.sql";

	private static final String THREE = "changelog-3.sql";

	private EngineFixture studio;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new EngineFixture(directory);
		this.studio.upgrade(ONE);
		this.studio.events().clear();
	}

	@ParameterizedTest
	@EnumSource(names = "UNLOCK", mode = Mode.EXCLUDE)
	void leavesTheDatabaseAsItWasWhateverStepIsInterrupted(MigrationStep step) {
		this.studio.listener((event) -> interruptIf(event instanceof StepStarted started && started.step() == step));
		MigrationException failure = this.studio.failUnchanged(this::upgradeInterrupted,
				MigrationErrorCode.INTERRUPTED);
		assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.UNCHANGED);
		this.studio.listener((event) -> {
		});
		assertThat(this.studio.utilities(ONE).listBackups())
			.allSatisfy((backup) -> assertThat(backup.state()).isEqualTo(BackupState.GOOD));
		assertThat(this.studio.upgrade(THREE).applied()).isNotEmpty();
	}

	@Test
	void isNotUndoneWhenInterruptedAfterTheCommit() {
		this.studio.listener(
				(event) -> interruptIf(event instanceof StepStarted started && started.step() == MigrationStep.UNLOCK));
		UpgradeResult result = this.studio.upgrade(THREE);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.studio.status(THREE).upToDate()).isTrue();
		assertThat(result.applied()).isNotEmpty();
	}

	@Test
	void beginsNoFurtherChangeSet() {
		this.studio.listener((event) -> interruptIf(event instanceof ChangeSetRan));
		MigrationException failure = this.studio.failUnchanged(this::upgradeInterrupted,
				MigrationErrorCode.INTERRUPTED);
		assertThat(failure).hasMessageStartingWith("Interrupted at change set ");
		assertThat(this.studio.events()).filteredOn(ChangeSetRan.class::isInstance).hasSize(1);
	}

	@Test
	void tellsAndRecordsWhatIsCommitted() {
		this.studio.transaction(TransactionMode.PER_CHANGE_SET)
			.listener(
					(event) -> interruptIf(event instanceof ChangeSetRan ran && ran.revision().equals("create-task")));
		MigrationException failure = EngineFixture.fail(this::upgradeInterrupted);
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.INTERRUPTED);
		assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.PARTLY_CHANGED);
		assertThat(failure.getHint()).startsWith("Committed: create-agent.").contains("start again to go on");
		assertThat(this.studio.history()).endsWith("create-agent");
		assertThat(this.studio.ledger().lines()).last().asString().endsWith("|FAILED|INTERRUPTED");
	}

	private void upgradeInterrupted() {
		try {
			this.studio.upgrade(THREE);
		}
		finally {
			assertThat(Thread.interrupted()).as("the caller sees that its thread was interrupted").isTrue();
		}
	}

	private static void interruptIf(boolean condition) {
		if (condition) {
			Thread.currentThread().interrupt();
		}
	}

}
