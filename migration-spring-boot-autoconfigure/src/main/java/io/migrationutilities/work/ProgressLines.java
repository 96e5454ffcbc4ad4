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

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.util.Assert;

import io.migrationutilities.Progress;
import io.migrationutilities.Progress.Activity;
import io.migrationutilities.ProgressListener;

/**
 * Describes progress in plain lines, at most one every five seconds: what takes less has
 * none.
 */
public final class ProgressLines implements ProgressListener {

	private static final Log logger = LogFactory.getLog(ProgressLines.class);

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB", "PiB", "EiB");

	private static final int UNIT_SIZE = 1024;

	private final Consumer<String> output;

	private final Clock clock;

	private final Map<Activity, Times> times = new EnumMap<>(Activity.class);

	/**
	 * Create an instance.
	 * @param output takes the lines
	 * @param clock tells the time
	 */
	public ProgressLines(Consumer<String> output, Clock clock) {
		Assert.notNull(output, "'output' must not be null");
		Assert.notNull(clock, "'clock' must not be null");
		this.output = output;
		this.clock = clock;
	}

	/**
	 * Create an instance whose lines go to the log, at level {@code INFO}.
	 * @return the new instance
	 */
	public static ProgressLines logged() {
		return new ProgressLines(logger::info, Clock.systemUTC());
	}

	@Override
	public synchronized void onProgress(Progress progress) {
		Instant now = this.clock.instant();
		Times known = this.times.get(progress.activity());
		if (progress.isFinished()) {
			this.times.remove(progress.activity());
		}
		else if (known == null || progress.done() == 0) {
			this.times.put(progress.activity(), new Times(now, now));
		}
		else if (Duration.between(known.lastLine(), now).compareTo(INTERVAL) >= 0) {
			this.times.put(progress.activity(), new Times(known.start(), now));
			this.output.accept(describe(progress, Duration.between(known.start(), now)));
		}
	}

	private static String describe(Progress progress, Duration elapsed) {
		String name = progress.activity().name();
		double fraction = (double) progress.done() / progress.total();
		return "%s: %d %% (%s), %s left".formatted(name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT),
				(int) (fraction * 100), describeAmount(progress),
				describe(Duration.ofMillis((long) (elapsed.toMillis() * (1 / fraction - 1)))));
	}

	private static String describeAmount(Progress progress) {
		return progress.activity().isInBytes() ? bytes(progress.done()) + " of " + bytes(progress.total())
				: progress.done() + " of " + progress.total() + " change sets";
	}

	private static String bytes(long bytes) {
		double size = bytes;
		String name = "bytes";
		for (String unit : UNITS) {
			if (size < UNIT_SIZE) {
				break;
			}
			size /= UNIT_SIZE;
			name = unit;
		}
		return (bytes < UNIT_SIZE) ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", size, name);
	}

	private static String describe(Duration duration) {
		if (duration.toHours() > 0) {
			return duration.toHours() + " h " + duration.toMinutesPart() + " min";
		}
		return (duration.toMinutes() > 0) ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
				: duration.toSeconds() + " s";
	}

	private record Times(Instant start, Instant lastLine) {

	}

}
