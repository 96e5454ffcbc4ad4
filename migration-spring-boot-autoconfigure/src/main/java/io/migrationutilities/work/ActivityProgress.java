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
import java.util.Arrays;
import java.util.function.Consumer;

import io.migrationutilities.Progress;
import io.migrationutilities.Progress.Activity;

/**
 * Progress of one activity from its beginning to its end. An activity consists of parts
 * of the same weight, which may go on at the same time.
 */
public final class ActivityProgress {

	private static final long BYTES_INTERVAL = Duration.ofMillis(250).toNanos();

	private final Consumer<Progress> listener;

	private final Activity activity;

	private final double[] parts;

	private long total;

	private Progress last;

	private long reportedAt;

	ActivityProgress(Consumer<Progress> listener, Activity activity, long total, int parts) {
		this.listener = listener;
		this.activity = activity;
		this.total = total;
		this.parts = new double[parts];
		this.last = new Progress(activity, 0, total);
		if (!this.last.isFinished()) {
			report(this.last);
		}
	}

	/**
	 * Return the gauge of one part of the activity.
	 * @param index which one, from 0 on
	 * @return the gauge
	 */
	public Gauge part(int index) {
		return (done, total) -> advance(index, (double) done / Math.max(1, total));
	}

	private synchronized void advance(int part, double fraction) {
		this.parts[part] = Math.max(this.parts[part], Math.min(1, fraction));
		if (!this.activity.isInBytes() || System.nanoTime() - this.reportedAt >= BYTES_INTERVAL) {
			long done = Math.round(this.total * Arrays.stream(this.parts).average().orElse(0));
			Progress progress = new Progress(this.activity, Math.max(this.last.done(), done), this.total);
			if (progress.done() < this.total && !progress.equals(this.last)) {
				report(progress);
			}
		}
	}

	private void report(Progress progress) {
		this.reportedAt = System.nanoTime();
		this.last = progress;
		this.listener.accept(progress);
	}

	/**
	 * Correct the estimate.
	 * @param total how much there is to do
	 */
	public synchronized void setTotal(long total) {
		this.total = total;
	}

	/**
	 * The activity is finished.
	 */
	public synchronized void finish() {
		report(new Progress(this.activity, this.total, this.total));
	}

}
