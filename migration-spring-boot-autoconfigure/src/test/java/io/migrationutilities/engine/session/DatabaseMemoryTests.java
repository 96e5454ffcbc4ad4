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

package io.migrationutilities.engine.session;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.migrationutilities.RunReport;
import io.migrationutilities.RunReport.Outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link DatabaseMemory}.
 */
class DatabaseMemoryTests {

	private static final Instant TIME = Instant.parse("2026-11-22T10:00:00Z");

	private final DatabaseMemory memory = new DatabaseMemory();

	private final DatabaseSnapshot snapshot = mock();

	@BeforeEach
	void remember() {
		this.memory.remember(this.snapshot);
	}

	@Test
	void knowsOfNoRunAtFirst() {
		assertThat(this.memory.getLastRun()).isNull();
		assertThat(new DatabaseMemory().getLastRun()).isNull();
	}

	@Test
	void knowsTheRunThatIsTheOnlyOne() {
		RunReport recorded = run("recorded", 1, 0, Outcome.SUCCEEDED);
		record(recorded);
		assertThat(this.memory.getLastRun()).isEqualTo(recorded);
		record(null);
		RunReport own = run("own", 1, 0, Outcome.FAILED);
		this.memory.setLastRun(own);
		assertThat(this.memory.getLastRun()).isEqualTo(own);
		this.memory.forget();
		assertThat(this.memory.getLastRun()).isEqualTo(own);
	}

	@ParameterizedTest
	@CsvSource({ "2, 0, 1, 60, recorded", "1, 60, 2, 0, own", "2, 60, 2, 0, recorded", "2, 0, 2, 60, recorded",
			"0, 60, 2, 0, recorded", "0, 0, 2, 60, own", "2, 0, 0, 60, own", "0, 0, 0, 0, own" })
	void knowsTheNewestRunByItsNumberAndByTheClockWhereThereIsNone(long recordedNumber, int recordedAt, long ownNumber,
			int ownAt, String newest) {
		record(run("recorded", recordedNumber, recordedAt, Outcome.SUCCEEDED));
		this.memory.setLastRun(run("own", ownNumber, ownAt, Outcome.FAILED));
		assertThat(this.memory.getLastRun()).isNotNull().extracting(RunReport::id).isEqualTo(newest);
	}

	@Test
	void forgetsARunThatFailedAndNoOther() {
		this.memory.forgetFailure();
		this.memory.setLastRun(run("own", 1, 0, Outcome.SUCCEEDED));
		this.memory.forgetFailure();
		assertThat(this.memory.getLastRun()).isNotNull();
		this.memory.setLastRun(run("own", 2, 0, Outcome.FAILED));
		this.memory.forgetFailure();
		assertThat(this.memory.getLastRun()).isNull();
	}

	private void record(@Nullable RunReport run) {
		given(this.snapshot.lastRun()).willReturn(run);
	}

	private static RunReport run(String id, long number, int seconds, Outcome outcome) {
		return new RunReport(id, number, "UPGRADE", null, null, outcome.name(), TIME.plusSeconds(seconds),
				Duration.ZERO, null, null, null, null);
	}

}
