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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

import io.migrationutilities.Progress;
import io.migrationutilities.Progress.Activity;
import io.migrationutilities.ProgressListener;

/**
 * Shows progress as a bar with rate and time left, which disappears at the end. What is
 * over within a second has none.
 */
final class ProgressBars implements ProgressListener, AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private static final int UPDATE_MILLIS = 250;

	// The bar computes with whole nanoseconds for each unit.
	private static final int KIB = 1024;

	private final Line line;

	private final Clock clock;

	private @Nullable Activity activity;

	private Instant start = Instant.MIN;

	private @Nullable ProgressBar bar;

	/**
	 * Create an instance.
	 * @param err takes the bars
	 * @param width how many columns it has
	 * @param clock tells the time
	 */
	ProgressBars(PrintWriter err, int width, Clock clock) {
		this.line = new Line(err, width - 1);
		this.clock = clock;
	}

	@Override
	public synchronized void onProgress(Progress progress) {
		if (progress.isFinished()) {
			close();
		}
		else if (progress.activity() != this.activity || progress.done() == 0) {
			close();
			this.activity = progress.activity();
			this.start = this.clock.instant();
		}
		else {
			show(progress);
		}
	}

	private void show(Progress progress) {
		int unit = progress.activity().isInBytes() ? KIB : 1;
		long done = progress.done() / unit;
		long total = Math.max(1, progress.total() / unit);
		Duration elapsed = Duration.between(this.start, this.clock.instant());
		if (this.bar != null) {
			this.bar.maxHint(total);
			this.bar.stepTo(done);
		}
		else if (elapsed.compareTo(PATIENCE) >= 0) {
			this.bar = builder(progress.activity()).setInitialMax(total).startsFrom(done, elapsed).build();
		}
	}

	private ProgressBarBuilder builder(Activity activity) {
		return ProgressBar.builder()
			.setTaskName(StringUtils.capitalize(activity.name().toLowerCase(Locale.ROOT)))
			.setStyle(ProgressBarStyle.ASCII)
			.setUnit(activity.isInBytes() ? " MiB" : "", activity.isInBytes() ? KIB : 1)
			.showSpeed()
			.setUpdateIntervalMillis(UPDATE_MILLIS)
			.setConsumer(this.line);
	}

	@Override
	public synchronized void close() {
		if (this.bar != null) {
			// An interrupted thread would not wait until the bar is gone.
			boolean interrupted = Thread.interrupted();
			this.bar.close();
			this.bar = null;
			// A bar that is closed before it was drawn is drawn by that, and stays.
			this.line.close();
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * The line of the terminal that holds a bar, written over and over.
	 */
	private static final class Line implements ProgressBarConsumer {

		private final PrintWriter err;

		private final int maxLength;

		private int length;

		Line(PrintWriter err, int maxLength) {
			this.err = err;
			this.maxLength = maxLength;
		}

		@Override
		public int getMaxRenderedLength() {
			return this.maxLength;
		}

		@Override
		public void accept(String bar) {
			this.err.print("\r" + bar + " ".repeat(Math.max(0, this.length - bar.length())));
			this.err.flush();
			this.length = bar.length();
		}

		@Override
		public void close() {
			if (this.length > 0) {
				accept("");
				accept("");
			}
		}

	}

}
