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

package io.migrationutilities.engine.lock;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.BlockingSession;

/**
 * Watches a run that applies change sets, until it is closed. A change set whose code
 * waits for another connection, which waits for the transaction of the run, would wait
 * for ever.
 */
public interface RunWatch extends AutoCloseable {

	/** Watches nothing. */
	RunWatch NONE = new RunWatch() {

		@Override
		public @Nullable String findCancelled() {
			return null;
		}

		@Override
		public List<BlockingSession> getBlockers() {
			return List.of();
		}

		@Override
		public void close() {
		}

	};

	/**
	 * Return which statement had to be cancelled so that the run could go on.
	 * @return its session and text, or {@code null} if there was none
	 */
	@Nullable String findCancelled();

	/**
	 * Return who was seen last to hold a lock that the run waited for.
	 * @return the sessions, those that the run waits for first
	 */
	List<BlockingSession> getBlockers();

	@Override
	void close();

}
