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

package io.migrationutilities.backup.postgresql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.work.Background;
import io.migrationutilities.work.Interruption;

/**
 * A client program of PostgreSQL that runs. Its output is read while it runs, and it ends
 * with this object, with the thread that waits for it, and with this JVM.
 */
final class PostgresqlProcess implements AutoCloseable {

	private static final Duration GRACE_PERIOD = Duration.ofSeconds(2);

	private static final int MAX_ERRORS = 16 * 1024;

	private static final int SIGNAL_EXIT_CODE = 128;

	private static final long LOOK_MILLIS = 500;

	private final Process process;

	private final CompletableFuture<Void> output;

	private final CompletableFuture<String> errors;

	private final Thread shutdownHook = new Thread(this::endWithJvm, "postgresql-process-shutdown");

	private volatile boolean jvmEnds;

	private PostgresqlProcess(Process process, OutputReader reader) {
		this.process = process;
		this.output = Background.run("postgresql-output", () -> {
			try (InputStream stream = process.getInputStream()) {
				reader.read(stream);
				stream.transferTo(OutputStream.nullOutputStream());
				return null;
			}
		});
		this.errors = Background.run("postgresql-errors", () -> readErrors(process.getErrorStream()));
	}

	/**
	 * Start a program.
	 * @param builder the program, its environment and where its output goes
	 * @param reader reads what the program writes to its standard output
	 * @return the process
	 * @throws IOException if it can't be started
	 */
	static PostgresqlProcess start(ProcessBuilder builder, OutputReader reader) throws IOException {
		PostgresqlProcess started = new PostgresqlProcess(builder.start(), reader);
		if (builder.redirectInput() == ProcessBuilder.Redirect.PIPE) {
			started.process.getOutputStream().close();
		}
		try {
			Runtime.getRuntime().addShutdownHook(started.shutdownHook);
		}
		catch (IllegalStateException ex) {
			started.destroy();
		}
		return started;
	}

	// The last words of a program say why it failed, after any number of warnings.
	private static String readErrors(InputStream stream) throws IOException {
		byte[] last = stream.readNBytes(MAX_ERRORS);
		byte[] buffer = new byte[MAX_ERRORS];
		for (int read = stream.read(buffer); read > 0; read = stream.read(buffer)) {
			System.arraycopy(last, read, last, 0, MAX_ERRORS - read);
			System.arraycopy(buffer, 0, last, MAX_ERRORS - read, read);
		}
		return new String(last, StandardCharsets.UTF_8);
	}

	/**
	 * Wait for the end of the program.
	 * @param timeout how long
	 * @param code the code of the failure if it does not end by itself
	 * @return how it ended
	 * @throws IOException if its output could not be read
	 * @throws MigrationException if it did not end in time, with {@code INTERRUPTED} if
	 * this thread was interrupted or the JVM ends; the program is ended then
	 */
	Result await(Duration timeout, MigrationErrorCode code) throws IOException {
		return await(timeout, code, () -> {
		});
	}

	/**
	 * Wait for the end of the program, and look again and again at what it does.
	 * @param timeout how long
	 * @param code the code of the failure if it does not end by itself
	 * @param look looks at it
	 * @return how it ended
	 * @throws IOException if its output could not be read
	 * @throws MigrationException if it did not end in time or this thread was
	 * interrupted; the program is ended then
	 */
	Result await(Duration timeout, MigrationErrorCode code, Runnable look) throws IOException {
		try {
			boolean ended = waitFor(timeout, look);
			if (this.jvmEnds) {
				throw new InterruptedException("The JVM ends");
			}
			if (!ended) {
				throw new MigrationException(code,
						"%s did not end within %d s and was stopped.".formatted(describe(), timeout.toSeconds()),
						"Raise migration.backup.postgresql.timeout if the database needs longer.");
			}
			Result result = new Result(this.process.exitValue(), Background.await(this.errors));
			if (result.isSuccess()) {
				Background.await(this.output);
			}
			return result;
		}
		catch (InterruptedException ex) {
			throw Interruption.failure("Interrupted: %s was stopped.".formatted(describe()), ex);
		}
		catch (CompletionException ex) {
			throw new IOException("The output of %s can't be read: %s".formatted(describe(), ex.getCause()), ex);
		}
		finally {
			close();
		}
	}

	private boolean waitFor(Duration timeout, Runnable look) throws InterruptedException {
		long start = System.nanoTime();
		while (!this.process.waitFor(Math.min(LOOK_MILLIS, timeout.toMillis()), TimeUnit.MILLISECONDS)) {
			if (Duration.ofNanos(System.nanoTime() - start).compareTo(timeout) >= 0) {
				return false;
			}
			look.run();
		}
		return true;
	}

	/**
	 * Return whether the program has ended already, and not well.
	 * @return whether it has failed
	 */
	boolean hasFailed() {
		return !this.process.isAlive() && this.process.exitValue() != 0;
	}

	private String describe() {
		return this.process.info().command().orElse("The program");
	}

	/**
	 * End the program if it still runs.
	 */
	@Override
	public void close() {
		destroy();
		try {
			Runtime.getRuntime().removeShutdownHook(this.shutdownHook);
		}
		catch (IllegalStateException ex) {
			// The JVM is ending, and with it the program.
		}
	}

	private void endWithJvm() {
		this.jvmEnds = true;
		destroy();
	}

	// Asked to end, pg_dump cancels what the server does for it.
	private void destroy() {
		if (!this.process.isAlive()) {
			return;
		}
		this.process.destroy();
		boolean interrupted = Thread.interrupted();
		try {
			if (!this.process.waitFor(GRACE_PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
				destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			interrupted = true;
			destroyForcibly();
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void destroyForcibly() {
		this.process.descendants().forEach(ProcessHandle::destroyForcibly);
		this.process.destroyForcibly();
	}

	/**
	 * Reads the output of a program.
	 */
	@FunctionalInterface
	interface OutputReader {

		/**
		 * Reads nothing: the output is thrown away.
		 */
		OutputReader NOTHING = (output) -> {
		};

		void read(InputStream output) throws IOException;

	}

	/**
	 * The end of a program.
	 *
	 * @param exitCode its exit code
	 * @param errors the end of what it wrote to its standard error
	 */
	record Result(int exitCode, String errors) {

		/**
		 * Describe a failure.
		 * @return what the program said, or how it ended if it said nothing
		 */
		String describe() {
			String said = this.errors.strip().replaceAll("\\s*\\R\\s*", " ");
			if (!said.isEmpty()) {
				return said;
			}
			return isKilled() ? "it was killed by signal " + (this.exitCode - SIGNAL_EXIT_CODE)
					: "it ended with exit code " + this.exitCode;
		}

		boolean isKilled() {
			return this.exitCode > SIGNAL_EXIT_CODE;
		}

		boolean isSuccess() {
			return this.exitCode == 0;
		}

	}

}
