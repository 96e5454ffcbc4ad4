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

package io.migrationutilities.database;

import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Cancels a statement when the thread that executes it is interrupted. Channels are what
 * Java tells of an interruption as it happens, without another thread that looks out for
 * it.
 */
final class StatementCancellation extends AbstractInterruptibleChannel {

	private static final Log logger = LogFactory.getLog(StatementCancellation.class);

	// A statement that has only just begun may not be known to the database yet.
	private static final long RETRY_MILLIS = 50;

	private final Statement statement;

	private final CountDownLatch ended = new CountDownLatch(1);

	private volatile @Nullable CompletableFuture<?> canceller;

	StatementCancellation(Statement statement) {
		this.statement = statement;
	}

	/**
	 * Begin to watch this thread, which is going to execute the statement.
	 */
	void arm() {
		begin();
	}

	/**
	 * End the watch. When this method returns, nothing cancels what is executed next.
	 */
	void disarm() {
		try {
			end(true);
		}
		catch (AsynchronousCloseException ex) {
			logger.debug("The statement was interrupted");
		}
		this.ended.countDown();
		CompletableFuture<?> cancelling = this.canceller;
		if (cancelling != null) {
			cancelling.join();
		}
	}

	// Called by the thread that interrupts, which must not have to wait.
	@Override
	protected void implCloseChannel() {
		this.canceller = CompletableFuture.runAsync(this::cancelUntilEnded,
				(task) -> new Thread(task, "statement-cancellation").start());
	}

	private void cancelUntilEnded() {
		try {
			while (!this.ended.await(RETRY_MILLIS, TimeUnit.MILLISECONDS)) {
				cancel();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void cancel() {
		try {
			this.statement.cancel();
		}
		catch (SQLException ex) {
			logger.debug("The statement can't be cancelled", ex);
		}
	}

}
