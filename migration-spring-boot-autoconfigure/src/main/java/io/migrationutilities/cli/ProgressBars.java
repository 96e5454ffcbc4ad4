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
import java.util.Timer;
import java.util.TimerTask;

import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

import io.migrationutilities.Progress;
import io.migrationutilities.ProgressListener;

/**
 * Shows progress as a bar with rate and time left, which disappears at the end. Work that
 * is over within a second has none.
 */
final class ProgressBars implements ProgressListener, AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private static final Duration INTERVAL = Duration.ofMillis(250);

	private static final long MIB = 1024 * 1024;

	private static final double MILLIS_PER_SECOND = 1000;

	private final PrintWriter err;

	private final int maxLength;

	private final Clock clock;

	private @Nullable Progress progress;

	private Instant start = Instant.MIN;

	private Instant drawn = Instant.MIN;

	private int length;

	private @Nullable Timer timer;

	/**
	 * Create an instance.
	 * @param err takes the bars
	 * @param width how many columns it has
	 * @param clock tells the time
	 */
	ProgressBars(PrintWriter err, int width, Clock clock) {
		this.err = err;
		this.maxLength = width - 1;
		this.clock = clock;
	}

	@Override
	public synchronized void onProgress(Progress progress) {
		if (progress.isFinished()) {
			close();
			return;
		}
		if (this.progress == null || progress.activity() != this.progress.activity() || progress.done() == 0) {
			close();
			this.start = this.clock.instant();
		}
		this.progress = progress;
		if (this.timer == null) {
			if (since(this.start).compareTo(PATIENCE) >= 0) {
				draw();
				this.timer = startTimer();
			}
		}
		else if (since(this.drawn).compareTo(INTERVAL) >= 0) {
			draw();
		}
	}

	private Duration since(Instant past) {
		return Duration.between(past, this.clock.instant());
	}

	// The time goes on where nothing is reported for long.

	private Timer startTimer() {
		Timer timer = new Timer("migrations-progress", true);
		timer.schedule(new TimerTask() {

			@Override
			public void run() {
				draw();
			}

		}, INTERVAL.toMillis(), INTERVAL.toMillis());
		return timer;
	}

	private synchronized void draw() {
		if (this.progress != null) {
			write(bar(this.progress));
			this.drawn = this.clock.instant();
		}
	}

	private String bar(Progress progress) {
		double fraction = (double) progress.done() / progress.total();
		String name = StringUtils.capitalize(progress.activity().name().toLowerCase(Locale.ROOT));
		String before = "%s %3d%% [".formatted(name, (int) (fraction * 100));
		String after = "] " + describe(progress, fraction);
		int room = Math.max(1, this.maxLength - before.length() - after.length());
		int filled = (int) (room * fraction);
		String bar = before + "=".repeat(filled) + " ".repeat(room - filled) + after;
		return bar.substring(0, Math.max(0, Math.min(bar.length(), this.maxLength)));
	}

	private String describe(Progress progress, double fraction) {
		boolean bytes = progress.activity().isInBytes();
		long unit = bytes ? MIB : 1;
		String unitName = bytes ? " MiB" : "";
		String total = String.valueOf(progress.total() / unit);
		long elapsed = since(this.start).toMillis();
		String left = (fraction > 0) ? time((long) (elapsed * (1 / fraction - 1))) : "?";
		double rate = progress.done() / (elapsed / MILLIS_PER_SECOND) / unit;
		return String.format(Locale.ROOT, "%" + total.length() + "d/%s%s (%s / %s) %.1f%s/s", progress.done() / unit,
				total, unitName, time(elapsed), left, rate, unitName);
	}

	private static String time(long millis) {
		Duration duration = Duration.ofMillis(millis);
		return "%d:%02d:%02d".formatted(duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
	}

	private void write(String bar) {
		this.err.print("\r" + bar + " ".repeat(Math.max(0, this.length - bar.length())));
		this.err.flush();
		this.length = bar.length();
	}

	@Override
	public synchronized void close() {
		this.progress = null;
		if (this.timer != null) {
			this.timer.cancel();
			this.timer = null;
			write("");
			write("");
		}
	}

}
