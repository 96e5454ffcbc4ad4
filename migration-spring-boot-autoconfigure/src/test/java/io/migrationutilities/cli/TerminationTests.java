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
import java.io.StringWriter;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Termination}.
 */
@Timeout(60)
class TerminationTests {

	private final StringWriter err = new StringWriter();

	@Test
	void waitsForTheCommandThatItInterrupts() throws InterruptedException {
		Termination termination = new Termination(new PrintWriter(this.err, true), Duration.ofMinutes(1));
		Thread hook = new Thread(termination::endCommand);
		hook.start();
		while (!Thread.interrupted()) {
			Thread.onSpinWait();
		}
		assertThat(hook.isAlive()).isTrue();
		termination.close();
		hook.join();
		assertThat(this.err.toString()).isEmpty();
	}

	@Test
	void saysThatTheCommandDoesNotEnd() throws InterruptedException {
		Termination termination = new Termination(new PrintWriter(this.err, true), Duration.ofMillis(1));
		Thread hook = new Thread(termination::endCommand);
		hook.start();
		while (!Thread.interrupted()) {
			Thread.onSpinWait();
		}
		hook.join();
		assertThat(this.err.toString().lines()).satisfiesExactly(
				(error) -> assertThat(error).startsWith("Error: Interrupted, but the command could not be stopped"),
				(hint) -> assertThat(hint).startsWith("Try: "));
	}

}
