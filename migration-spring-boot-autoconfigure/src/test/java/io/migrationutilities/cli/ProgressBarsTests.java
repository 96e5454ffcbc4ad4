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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Arrays;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.Progress;
import io.migrationutilities.Progress.Activity;
import io.migrationutilities.backup.MutableClock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProgressBars}.
 */
class ProgressBarsTests {

	private static final long MIB = 1024 * 1024;

	private final StringWriter err = new StringWriter();

	private final MutableClock clock = new MutableClock();

	@Test
	void showsBytes() {
		try (ProgressBars bars = bars(100)) {
			report(bars, Activity.BACKUP, 0, 3000 * MIB, 0);
			report(bars, Activity.BACKUP, 300 * MIB, 3000 * MIB, 2);
			report(bars, Activity.BACKUP, 1230 * MIB, 3000 * MIB, 6);
		}
		assertThat(this.err.toString()).contains("\rBackup  10% [", "]  300/3000 MiB (0:00:02 / 0:00:18) 150.0 MiB/s",
				"\rBackup  41% [", "] 1230/3000 MiB (0:00:08 / 0:00:11) 153.8 MiB/s");
	}

	@Test
	void fillsTheLine() {
		try (ProgressBars bars = bars(80)) {
			report(bars, Activity.RESTORE, 0, 3000 * MIB, 0);
			report(bars, Activity.RESTORE, 1500 * MIB, 3000 * MIB, 7200);
		}
		assertThat(this.err.toString().split("\r")).startsWith("",
				"Restore  50% [==========          ] 1500/3000 MiB (2:00:00 / 2:00:00) 0.2 MiB/s");
	}

	@Test
	void goesOnWithTheTimeWhileNothingIsReported() {
		try (ProgressBars bars = bars(100)) {
			report(bars, Activity.UPGRADE, 0, 3, 0);
			report(bars, Activity.UPGRADE, 1, 3, 2);
			this.clock.advance(Duration.ofSeconds(60));
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(this.err.toString()).contains("] 1/3 (0:01:02 / 0:02:04) 0.0/s"));
		}
		assertLineIsEmpty();
	}

	@Test
	void showsChangeSets() {
		try (ProgressBars bars = bars(100)) {
			report(bars, Activity.UPGRADE, 0, 3, 0);
			report(bars, Activity.UPGRADE, 1, 3, 2);
			report(bars, Activity.UPGRADE, 2, 3, 2);
		}
		assertThat(this.err.toString()).contains("\rUpgrade  66% [", "] 2/3 (");
	}

	@Test
	void showsNothingOfWhatIsOverWithinASecond() {
		ProgressBars bars = bars(100);
		report(bars, Activity.VERIFY, 0, 3, 0);
		report(bars, Activity.VERIFY, 2, 3, 0);
		report(bars, Activity.VERIFY, 3, 3, 10);
		bars.close();
		assertThat(this.err.toString()).isEmpty();
	}

	@Test
	void leavesNothingOnTheLine() {
		ProgressBars bars = bars(80);
		report(bars, Activity.BACKUP, 0, 300, 0);
		report(bars, Activity.BACKUP, 100, 300, 2);
		report(bars, Activity.BACKUP, 300, 300, 2);
		assertLineIsEmpty();
		report(bars, Activity.VERIFY, 0, 300, 0);
		report(bars, Activity.VERIFY, 100, 300, 2);
		report(bars, Activity.UPGRADE, 0, 300, 0);
		assertLineIsEmpty();
		report(bars, Activity.UPGRADE, 100, 300, 2);
		bars.close();
		bars.close();
		assertLineIsEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 5, 20, 40, 200 })
	void keepsToTheWidth(int width) {
		try (ProgressBars bars = bars(width)) {
			report(bars, Activity.DOWNGRADE, 0, 3, 0);
			report(bars, Activity.DOWNGRADE, 2, 3, 2);
		}
		assertThat(Arrays.stream(this.err.toString().split("\r")))
			.allMatch((line) -> line.length() < Math.max(2, width));
	}

	@Test
	void followsATotalThatChanges() {
		try (ProgressBars bars = bars(100)) {
			report(bars, Activity.BACKUP, 0, 3000 * MIB, 0);
			report(bars, Activity.BACKUP, 1000 * MIB, 2000 * MIB, 2);
			report(bars, Activity.BACKUP, 1000 * MIB, 4000 * MIB, 2);
		}
		assertThat(this.err.toString()).contains("\rBackup  25% [", "] 1000/4000 MiB");
	}

	@Test
	void closesForAnInterruptedThread() {
		ProgressBars bars = bars(80);
		report(bars, Activity.BACKUP, 0, 300, 0);
		report(bars, Activity.BACKUP, 100, 300, 2);
		Thread.currentThread().interrupt();
		bars.close();
		assertThat(Thread.interrupted()).isTrue();
		assertLineIsEmpty();
	}

	@Test
	void leavesNothingOfBarsThatAreClosedAtOnce() {
		ProgressBars bars = bars(80);
		for (int round = 0; round < 100; round++) {
			report(bars, Activity.BACKUP, 0, 300, 0);
			report(bars, Activity.BACKUP, 100, 300, 2);
			bars.close();
			assertLineIsEmpty();
		}
	}

	private ProgressBars bars(int width) {
		return new ProgressBars(new PrintWriter(this.err), width, this.clock);
	}

	private void report(ProgressBars bars, Activity activity, long done, long total, int secondsLater) {
		this.clock.advance(Duration.ofSeconds(secondsLater));
		bars.onProgress(new Progress(activity, done, total));
	}

	private void assertLineIsEmpty() {
		String shown = this.err.toString();
		assertThat(shown).endsWith("\r");
		String[] lines = shown.split("\r");
		assertThat(lines[lines.length - 1]).isBlank();
		assertThat(lines[lines.length - 1].length()).isGreaterThanOrEqualTo(lines[lines.length - 2].length());
	}

}
