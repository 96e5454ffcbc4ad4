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

package io.migrationutilities.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/**
 * Times of something and of its peer, taken in turns, and their ratio.
 */
final class Measurement {

	private final String name;

	private final String peer;

	private final double limit;

	private final double[] ours;

	private final double[] theirs;

	Measurement(String name, String peer, double limit, int rounds) {
		this.name = name;
		this.peer = peer;
		this.limit = limit;
		this.ours = new double[rounds];
		this.theirs = new double[rounds];
	}

	/**
	 * Take the times, ours and the peer's in turns.
	 * @param peerAction returns the peer's time in seconds
	 * @param ownAction returns our time in seconds
	 * @throws Exception if one of them fails
	 */
	void run(Timed peerAction, Timed ownAction) throws Exception {
		for (int round = 0; round < this.ours.length; round++) {
			this.theirs[round] = peerAction.seconds();
			this.ours[round] = ownAction.seconds();
		}
	}

	/**
	 * Print measurements, then fail if one of them missed its limit.
	 * @param measurements the measurements, with their times taken
	 */
	static void report(Measurement... measurements) {
		for (Measurement measurement : measurements) {
			System.out.println(measurement);
		}
		if (!Arrays.stream(measurements).allMatch(Measurement::isReached)) {
			throw new IllegalStateException("A limit was missed");
		}
	}

	private boolean isReached() {
		return ratio() <= this.limit;
	}

	private double ratio() {
		return median(this.ours) / median(this.theirs);
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT,
				"%n%s%n  ours  %10s  %s%n  peer  %10s  %s  (%s)%n  ratio %7.3f     (at most %.2f: %s)%n", this.name,
				time(median(this.ours)), times(this.ours), time(median(this.theirs)), times(this.theirs), this.peer,
				ratio(), this.limit, isReached() ? "reached" : "MISSED");
	}

	static double median(double[] values) {
		double[] sorted = values.clone();
		Arrays.sort(sorted);
		return sorted[sorted.length / 2];
	}

	static String time(double seconds) {
		return (seconds < 1) ? String.format(Locale.ROOT, "%.2f ms", seconds * 1000)
				: String.format(Locale.ROOT, "%.2f s", seconds);
	}

	private static String times(double[] values) {
		return Arrays.stream(values).mapToObj(Measurement::time).toList().toString();
	}

	/**
	 * Something that takes time.
	 */
	@FunctionalInterface
	interface Timed {

		double seconds() throws Exception;

	}

}
