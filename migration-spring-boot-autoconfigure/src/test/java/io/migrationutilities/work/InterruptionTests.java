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

package io.migrationutilities.work;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.migrationutilities.DatabaseState;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.work.Interruption.Deferral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Interruption}.
 */
class InterruptionTests {

	@AfterEach
	void endInterruption() {
		Thread.interrupted();
	}

	@Test
	void letsNoMoreWorkBeginAndKeepsTheThreadInterrupted() {
		assertThatCode(Interruption::check).doesNotThrowAnyException();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(MigrationException.class).isThrownBy(Interruption::check)
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(MigrationErrorCode.INTERRUPTED));
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
	}

	@Test
	void waitsUntilWhatMustNotStopIsDone() {
		Thread.currentThread().interrupt();
		try (Deferral deferral = Interruption.defer()) {
			assertThat(deferral).isNotNull();
			assertThat(Thread.currentThread().isInterrupted()).isFalse();
			assertThat(Interruption.isDeferred()).isTrue();
			assertThat(Interruption.isPending()).isTrue();
			assertThatCode(Interruption::check).doesNotThrowAnyException();
		}
		assertThat(Interruption.isDeferred()).isFalse();
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
	}

	@Test
	void waitsForTheOutermostDeferral() {
		Thread.currentThread().interrupt();
		try (Deferral outer = Interruption.defer()) {
			assertThat(outer).isNotNull();
			try (Deferral inner = Interruption.defer()) {
				assertThat(inner).isNotNull();
				assertThat(Interruption.isPending()).isTrue();
			}
			assertThat(Interruption.isDeferred()).isTrue();
			assertThatCode(Interruption::check).doesNotThrowAnyException();
		}
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
	}

	@Test
	void noticesAnInterruptDuringTheDeferral() {
		try (Deferral deferral = Interruption.defer()) {
			assertThat(deferral).isNotNull();
			assertThat(Interruption.isPending()).isFalse();
			Thread.currentThread().interrupt();
			assertThat(Interruption.isPending()).isTrue();
		}
		assertThatExceptionOfType(MigrationException.class).isThrownBy(Interruption::check);
	}

	@Test
	void interruptsNobodyWhoWasNot() {
		Interruption.defer().close();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	@Test
	void keepsWhatTheFailureKnowsOfTheDatabase() {
		Path backup = Path.of("/backups/studio.db");
		MigrationException cause = new MigrationException(MigrationErrorCode.UPGRADE_FAILED, "No.", "Yes.",
				DatabaseState.PARTLY_CHANGED, backup, null);
		MigrationException failure = Interruption.failure(cause);
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.INTERRUPTED);
		assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.PARTLY_CHANGED);
		assertThat(failure.getBackup()).isEqualTo(backup);
		assertThat(failure).hasCause(cause);
		assertThat(Interruption.failure(failure)).isSameAs(failure);
	}

	@Test
	void keepsTheThreadInterruptedThatWaited() {
		InterruptedException cause = new InterruptedException();
		assertThat(Interruption.failure("Interrupted while waiting.", cause)).hasMessage("Interrupted while waiting.")
			.hasCause(cause);
		assertThat(Thread.currentThread().isInterrupted()).isTrue();
	}

}
