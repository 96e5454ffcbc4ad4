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

package io.migrationutilities;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * An account of whether the present user can restore a backup of a database as it is now.
 * Nothing is tried: it tells what can be known beforehand.
 *
 * @param way the name of the way that a restore takes
 * @param ways the ways of a restore, the best first
 * @param unproved what only a verification at level {@code RESTORE} can prove
 */
public record RestoreForecast(String way, List<Way> ways, List<String> unproved) {

	/**
	 * Return the way that a restore takes.
	 * @return the way
	 */
	public Way taken() {
		return this.ways.stream()
			.filter((candidate) -> this.way.equals(candidate.name()))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("There is no way '%s'.".formatted(this.way)));
	}

	/**
	 * Return whether nothing is known to keep a backup from being restored.
	 * @return whether the way that a restore takes is open
	 */
	public boolean possible() {
		return taken().open();
	}

	/**
	 * Return what is in the way of a restore, or of a better way than the one that it
	 * takes.
	 * @return what is in the way, in sentences; empty if nothing is
	 */
	public String describe() {
		Stream<Way> told = possible() ? this.ways.stream().takeWhile((candidate) -> !candidate.equals(taken()))
				: this.ways.stream();
		return told.filter((candidate) -> !candidate.open()).map(Way::describe).collect(Collectors.joining(" "));
	}

	/**
	 * Return what would open the way that a restore takes.
	 * @return what to do about the first obstacle, or {@code null} if there is none
	 */
	public @Nullable String hint() {
		return taken().obstacles().stream().findFirst().map(Obstacle::hint).orElse(null);
	}

	/**
	 * A way of a restore.
	 *
	 * @param name a stable name, such as {@code new-database}
	 * @param description how it restores, such as {@code into a new database}
	 * @param obstacles what keeps the present user from it
	 */
	public record Way(String name, String description, List<Obstacle> obstacles) {

		/**
		 * Return whether nothing is known to be in the way.
		 * @return whether there is no obstacle
		 */
		public boolean open() {
			return this.obstacles.isEmpty();
		}

		private String describe() {
			return this.obstacles.stream()
				.map(Obstacle::reason)
				.collect(Collectors.joining("; ", "Not " + this.description + ": ", "."));
		}

	}

	/**
	 * Something that is in the way of a restore.
	 *
	 * @param reason what is in the way
	 * @param hint what to do about it
	 */
	public record Obstacle(String reason, String hint) {

	}

}
