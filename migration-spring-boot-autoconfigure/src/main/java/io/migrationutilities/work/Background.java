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

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs one task beside the thread of the caller, in a thread of its own: reading a whole
 * backup would keep a shared pool from its work.
 */
public final class Background {

	private static final ThreadLocal<Set<Thread>> tasks = ThreadLocal.withInitial(ConcurrentHashMap::newKeySet);

	private Background() {
	}

	public static <T> CompletableFuture<T> run(String name, Callable<T> task) {
		CompletableFuture<T> result = new CompletableFuture<>();
		Set<Thread> siblings = tasks.get();
		Thread thread = new Thread(() -> {
			try {
				result.complete(task.call());
			}
			catch (Throwable ex) {
				result.completeExceptionally(ex);
			}
			finally {
				siblings.remove(Thread.currentThread());
			}
		}, name);
		thread.setDaemon(true);
		siblings.add(thread);
		thread.start();
		return result;
	}

	/**
	 * Wait for a result, also when this thread is interrupted: the tasks that it has
	 * begun are interrupted as well, so that they end soon. No single wait is without
	 * limit: a context that closes would take the thread for stuck, and not let it finish
	 * ({@code AbstractApplicationContext.close()}).
	 * @param result the result to come
	 * @param <T> its type
	 * @return the result
	 * @throws CompletionException if the task failed
	 */
	public static <T> T await(CompletableFuture<T> result) {
		boolean interrupted = false;
		try {
			while (true) {
				try {
					return result.get(1, TimeUnit.HOURS);
				}
				catch (InterruptedException ex) {
					interrupted = true;
					interruptTasks();
				}
				catch (TimeoutException ex) {
					// It goes on, and so does the wait.
				}
				catch (ExecutionException ex) {
					throw new CompletionException(ex.getCause());
				}
			}
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	private static void interruptTasks() {
		tasks.get().forEach(Thread::interrupt);
	}

}
