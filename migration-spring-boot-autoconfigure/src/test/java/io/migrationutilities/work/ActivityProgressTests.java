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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.migrationutilities.Progress;
import io.migrationutilities.Progress.Activity;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ActivityProgress} and {@link ProgressListeners}.
 */
class ActivityProgressTests {

	private final List<Progress> reports = new ArrayList<>();

	private final ProgressListeners listeners = new ProgressListeners(List.of(this.reports::add));

	@Test
	void reportsEachChangeSet() {
		ActivityProgress upgrade = this.listeners.begin(Activity.UPGRADE, 3, 1);
		for (int done = 1; done <= 3; done++) {
			upgrade.part(0).show(done, 3);
		}
		upgrade.finish();
		assertThat(this.reports).containsExactly(new Progress(Activity.UPGRADE, 0, 3),
				new Progress(Activity.UPGRADE, 1, 3), new Progress(Activity.UPGRADE, 2, 3),
				new Progress(Activity.UPGRADE, 3, 3));
	}

	@Test
	void reportsBytesOnlyFourTimesASecond() {
		long start = System.nanoTime();
		ActivityProgress backup = this.listeners.begin(Activity.BACKUP, 1_000_000, 1);
		for (int done = 0; done < 1_000_000; done++) {
			backup.part(0).show(done, 1_000_000);
		}
		backup.finish();
		long quarters = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) / 250;
		assertThat(this.reports).hasSizeBetween(2, (int) quarters + 2);
		assertThat(this.reports.get(0).done()).isZero();
		assertThat(this.reports).last().matches(Progress::isFinished);
	}

	@Test
	void isNotFinishedBeforeTheEnd() {
		ActivityProgress downgrade = this.listeners.begin(Activity.DOWNGRADE, 2, 1);
		downgrade.part(0).show(2, 2);
		downgrade.part(0).show(5, 2);
		assertThat(this.reports).noneMatch(Progress::isFinished);
	}

	@Test
	void reportsOnceWhereThereIsNothingToDo() {
		ActivityProgress backup = this.listeners.begin(Activity.BACKUP, 0, 2);
		backup.part(0).show(0, 0);
		backup.finish();
		assertThat(this.reports).containsExactly(new Progress(Activity.BACKUP, 0, 0));
	}

	@Test
	void takesPartsTogether() {
		ActivityProgress upgrade = this.listeners.begin(Activity.UPGRADE, 100, 2);
		upgrade.part(1).show(1, 2);
		upgrade.part(0).show(1, 1);
		assertThat(this.reports).extracting(Progress::done).containsExactly(0L, 25L, 75L);
	}

	@Test
	void neverGoesBack() {
		ActivityProgress upgrade = this.listeners.begin(Activity.UPGRADE, 100, 1);
		upgrade.part(0).show(50, 100);
		upgrade.part(0).show(10, 100);
		upgrade.setTotal(60);
		upgrade.part(0).show(55, 100);
		upgrade.setTotal(200);
		upgrade.part(0).show(60, 100);
		assertThat(this.reports).containsExactly(new Progress(Activity.UPGRADE, 0, 100),
				new Progress(Activity.UPGRADE, 50, 100), new Progress(Activity.UPGRADE, 50, 60),
				new Progress(Activity.UPGRADE, 120, 200));
	}

}
