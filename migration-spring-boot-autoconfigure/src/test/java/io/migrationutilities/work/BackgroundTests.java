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

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Background}.
 */
class BackgroundTests {

	@AfterEach
	void endInterruption() {
		Thread.interrupted();
	}

	@Test
	void failsWithWhatTheTaskFailedWith() {
		IOException failure = new IOException("No space");
		CompletableFuture<String> result = Background.run("task", () -> {
			throw failure;
		});
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> Background.await(result))
			.withCause(failure);
		CompletableFuture<String> broken = Background.run("task", () -> {
			throw new StackOverflowError();
		});
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> Background.await(broken))
			.withCauseInstanceOf(StackOverflowError.class);
	}

	@Test
	void worksInAThreadThatKeepsNoProcessAlive() {
		Thread thread = Background.await(Background.run("count rows", Thread::currentThread));
		assertThat(thread.getName()).isEqualTo("count rows");
		assertThat(thread.isDaemon()).isTrue();
	}

	@Test
	void interruptsTheTasksOfAThreadThatIsInterruptedAndWaitsForThem() {
		CompletableFuture<String> other = sleep();
		CompletableFuture<String> awaited = sleep();
		Thread.currentThread().interrupt();
		assertThat(Background.await(awaited)).isEqualTo("cleaned up");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(Background.await(other)).isEqualTo("cleaned up");
	}

	@Test
	void interruptsNoTaskOfAnotherThread() throws Exception {
		CountDownLatch done = new CountDownLatch(1);
		CompletableFuture<CompletableFuture<Boolean>> ofOther = Background.run("other",
				() -> Background.run("task of the other", () -> done.await(1, TimeUnit.MINUTES)));
		CompletableFuture<Boolean> foreign = Background.await(ofOther);
		CompletableFuture<String> own = sleep();
		Thread.currentThread().interrupt();
		Background.await(own);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(foreign).isNotDone();
		done.countDown();
		assertThat(foreign.get(1, TimeUnit.MINUTES)).isTrue();
	}

	private static CompletableFuture<String> sleep() {
		return Background.run("sleep", () -> {
			try {
				Thread.sleep(TimeUnit.MINUTES.toMillis(1));
				return "slept";
			}
			catch (InterruptedException ex) {
				return "cleaned up";
			}
		});
	}

}
