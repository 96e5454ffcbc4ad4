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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.migrationutilities.Progress;
import io.migrationutilities.Progress.Activity;
import io.migrationutilities.backup.MutableClock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ProgressLines}.
 */
class ProgressLinesTests {

	private static final long MIB = 1024 * 1024;

	private final List<String> lines = new ArrayList<>();

	private final MutableClock clock = new MutableClock();

	private final ProgressLines progress = new ProgressLines(this.lines::add, this.clock);

	@Test
	void saysHowFarItIsEveryFiveSeconds() {
		report(Activity.BACKUP, 0, 3000 * MIB, 0);
		report(Activity.BACKUP, 100 * MIB, 3000 * MIB, 1);
		report(Activity.BACKUP, 1230 * MIB, 3000 * MIB, 8);
		report(Activity.BACKUP, 1500 * MIB, 3000 * MIB, 4);
		report(Activity.BACKUP, 2500 * MIB, 3000 * MIB, 1);
		report(Activity.BACKUP, 3000 * MIB, 3000 * MIB, 10);
		assertThat(this.lines).containsExactly("Backup: 41 % (1.2 GiB of 2.9 GiB), 12 s left",
				"Backup: 83 % (2.4 GiB of 2.9 GiB), 2 s left");
	}

	@Test
	void saysNothingOfWhatIsOverSoon() {
		report(Activity.VERIFY, 0, 2000, 0);
		report(Activity.VERIFY, 1000, 2000, 4);
		report(Activity.VERIFY, 2000, 2000, 4);
		report(Activity.RESTORE, 0, 2000, 4);
		report(Activity.RESTORE, 1000, 2000, 4);
		assertThat(this.lines).isEmpty();
	}

	@Test
	void countsChangeSets() {
		report(Activity.UPGRADE, 0, 30, 0);
		report(Activity.UPGRADE, 1, 30, 600);
		report(Activity.UPGRADE, 20, 30, 600);
		assertThat(this.lines).containsExactly("Upgrade: 3 % (1 of 30 change sets), 4 h 50 min left",
				"Upgrade: 66 % (20 of 30 change sets), 10 min 0 s left");
	}

	@Test
	void beginsAnewAfterAFailure() {
		report(Activity.DOWNGRADE, 0, 2, 0);
		report(Activity.DOWNGRADE, 0, 4, 100);
		report(Activity.DOWNGRADE, 2, 4, 5);
		assertThat(this.lines).containsExactly("Downgrade: 50 % (2 of 4 change sets), 5 s left");
	}

	@Test
	void describesFewBytes() {
		report(Activity.RESTORE, 0, 1023, 0);
		report(Activity.RESTORE, 1, 1023, 5);
		report(Activity.RESTORE, 2, Long.MAX_VALUE, 5);
		assertThat(this.lines).first().asString().startsWith("Restore: 0 % (1 bytes of 1023 bytes), ");
		assertThat(this.lines).last().asString().startsWith("Restore: 0 % (2 bytes of 8.0 EiB), ");
	}

	private void report(Activity activity, long done, long total, int secondsLater) {
		this.clock.advance(Duration.ofSeconds(secondsLater));
		this.progress.onProgress(new Progress(activity, done, total));
	}

}
