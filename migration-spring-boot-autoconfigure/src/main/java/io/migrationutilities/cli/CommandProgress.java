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
import java.util.Map;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.Progress;
import io.migrationutilities.ProgressListener;
import io.migrationutilities.work.ProgressLines;

/**
 * Shows how far a command is: by {@link ProgressBars} if the standard error is a
 * terminal, else by {@link ProgressLines}.
 */
final class CommandProgress implements ProgressListener, AutoCloseable {

	private final PrintWriter err;

	private final Clock clock;

	private final Map<String, String> environment;

	private @Nullable ProgressListener display;

	/**
	 * Create an instance.
	 * @param err the standard error
	 * @param clock tells the time
	 * @param environment the environment variables
	 */
	CommandProgress(PrintWriter err, Clock clock, Map<String, String> environment) {
		this.err = err;
		this.clock = clock;
		this.environment = environment;
	}

	@Override
	public synchronized void onProgress(Progress progress) {
		if (this.display == null) {
			this.display = choose();
		}
		this.display.onProgress(progress);
	}

	private ProgressListener choose() {
		OptionalInt width = Terminal.findWidthOfStandardError(this.environment);
		return width.isPresent() ? new ProgressBars(this.err, width.getAsInt(), this.clock)
				: new ProgressLines(this.err::println, this.clock);
	}

	/**
	 * Take away what is not finished, so that something else can be said.
	 */
	@Override
	public synchronized void close() {
		if (this.display instanceof ProgressBars bars) {
			bars.close();
		}
	}

}
