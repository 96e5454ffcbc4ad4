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

package io.migrationutilities.actuatortests;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationListener;

/**
 * Holds up what happens at an event, so that it can be looked at in the middle.
 */
class Turnstile implements MigrationListener {

	private volatile Predicate<MigrationEvent> stops = (event) -> false;

	private volatile CountDownLatch reached = new CountDownLatch(1);

	private volatile CountDownLatch open = new CountDownLatch(1);

	/**
	 * Hold up the next event of a kind.
	 * @param type the kind of event
	 */
	void close(Class<? extends MigrationEvent> type) {
		this.reached = new CountDownLatch(1);
		this.open = new CountDownLatch(1);
		this.stops = type::isInstance;
	}

	/**
	 * Wait until the event is held up.
	 */
	void await() {
		await(this.reached);
	}

	void open() {
		this.stops = (event) -> false;
		this.open.countDown();
	}

	@Override
	public void onMigrationEvent(MigrationEvent event) {
		if (this.stops.test(event)) {
			this.stops = (other) -> false;
			this.reached.countDown();
			await(this.open);
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			if (!latch.await(1, TimeUnit.MINUTES)) {
				throw new IllegalStateException("Nobody came");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
