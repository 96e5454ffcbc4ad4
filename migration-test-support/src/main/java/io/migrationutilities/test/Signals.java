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

package io.migrationutilities.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Sends signals to processes.
 */
final class Signals {

	private static final int SIGINT = 2;

	private static final List<String> ENV = List.of("env", "--default-signal=INT");

	private static final boolean HEED_INTERRUPTS = canHeedInterrupts();

	private Signals() {
	}

	/**
	 * Make a command heed {@code INT} even if a parent of this JVM, such as a shell that
	 * runs it in the background, has made all its children ignore that. GNU's {@code env}
	 * can do so.
	 * @param command the command
	 * @return the command to run in its place
	 */
	static List<String> heedInterrupts(List<String> command) {
		if (!HEED_INTERRUPTS) {
			return command;
		}
		List<String> heeding = new ArrayList<>(ENV);
		heeding.addAll(command);
		return heeding;
	}

	private static boolean canHeedInterrupts() {
		List<String> command = new ArrayList<>(ENV);
		command.add("true");
		try {
			return new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Send a signal. The test is skipped if it is {@code INT} and the process
	 * {@linkplain #heedInterrupts ignores it}.
	 * @param name the name of the signal, such as {@code TERM}
	 * @param process to which process
	 */
	static void send(String name, Process process) {
		if (name.equals("INT")) {
			assumeThat(ignoresInterrupts(process)).as("a parent of this process made it ignore SIGINT").isFalse();
		}
		try {
			Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
			if (kill.waitFor() != 0) {
				throw new AssertionError("The process can't be signalled");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static boolean ignoresInterrupts(Process process) {
		Path status = Path.of("/proc", Long.toString(process.pid()), "status");
		if (!Files.exists(status)) {
			return false;
		}
		try (Stream<String> lines = Files.lines(status)) {
			return lines.filter((line) -> line.startsWith("SigIgn:"))
				.map((line) -> Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16))
				.anyMatch((ignored) -> (ignored >> (SIGINT - 1) & 1) == 1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
