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

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.migrationutilities.RunReport;
import io.migrationutilities.RunReport.Failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Tests for {@link RunsVerb}.
 */
class RunsVerbTests {

	private static final RunReport FAILED = new RunReport("b", 2, "UPGRADE", "one", "two", "FAILED",
			Instant.parse("2026-11-27T08:00:00Z"), Duration.ofMillis(1200), "2.0", null, "UPGRADE_FAILED",
			new Failure("Change set 'two' failed: no such table.\nStatement: X", "two", "Statement: X", "UNCHANGED"));

	private static final RunReport DONE = new RunReport("a", 1, "UPGRADE", null, "one", "SUCCEEDED",
			Instant.parse("2026-11-26T08:00:00Z"), Duration.ofMillis(90), "1.0", "20261126T080000000Z-abcdef", null,
			null);

	private final CommandLineFixture migrations = new CommandLineFixture();

	@Test
	void listsRunsWithWhatFailed() {
		given(this.migrations.database().listRuns(20)).willReturn(List.of(FAILED, DONE));
		assertThat(this.migrations.run("runs")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				FAILED     UPGRADE  2026-11-27T08:00:00Z  1200 ms  from one to two   -                           \
				UPGRADE_FAILED: Change set 'two' failed: no such table. Statement: X
				SUCCEEDED  UPGRADE  2026-11-26T08:00:00Z  90 ms    from base to one  20261126T080000000Z-abcdef
				""");
	}

	@Test
	void listsAsManyAsWanted() {
		given(this.migrations.database().listRuns(1)).willReturn(List.of(FAILED));
		assertThat(this.migrations.run("runs --limit 1 --json")).isZero();
		assertThat(this.migrations.out()).startsWith("[{\"id\":\"b\"").contains("\"statement\":\"Statement: X\"");
	}

	@Test
	void refusesALimitThatIsNone() {
		assertThat(this.migrations.run("runs --limit many")).isEqualTo(64);
		assertThat(this.migrations.run("runs --limit 0")).isEqualTo(64);
	}

	@Test
	void saysThatThereIsNone() {
		assertThat(this.migrations.run("runs")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("No run is known.\n");
	}

}
