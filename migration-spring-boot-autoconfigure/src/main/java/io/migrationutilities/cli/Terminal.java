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

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/**
 * The terminal at which somebody runs a command, if there is one.
 */
final class Terminal {

	private static final int DEFAULT_WIDTH = 80;

	// The size is that of the terminal at its standard input.
	private static final String SIZE = "test -t 2 && stty size <&2 2>/dev/null";

	private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("\\d+ (\\d+)\\s*");

	private Terminal() {
	}

	/**
	 * Return the console for a question and its answer.
	 * @return the console, or {@code null} if there is no terminal
	 */
	// Since Java 22 there is a console without a terminal, too; before, the method that
	// tells did not exist.
	static @Nullable Console findConsole() {
		Console console = System.console();
		if (console == null) {
			return null;
		}
		Method isTerminal = ReflectionUtils.findMethod(Console.class, "isTerminal");
		return (isTerminal == null || Boolean.TRUE.equals(ReflectionUtils.invokeMethod(isTerminal, console))) ? console
				: null;
	}

	/**
	 * Find out whether a line on the standard error can be written over, and how long it
	 * can be. Java knows only whether standard input and output are a terminal.
	 * @param environment the environment variables
	 * @return the number of columns, or empty if it is not a terminal, or one that can do
	 * nothing
	 */
	static OptionalInt findWidthOfStandardError(Map<String, String> environment) {
		if ("dumb".equals(environment.getOrDefault("TERM", "dumb"))) {
			return OptionalInt.empty();
		}
		try {
			Process process = new ProcessBuilder("sh", "-c", SIZE).redirectError(Redirect.INHERIT).start();
			try (InputStream output = process.getInputStream()) {
				return parse(new String(output.readAllBytes(), StandardCharsets.US_ASCII));
			}
		}
		catch (IOException ex) {
			return OptionalInt.empty();
		}
	}

	private static OptionalInt parse(String size) {
		Matcher matcher = ROWS_AND_COLUMNS.matcher(size);
		if (!matcher.matches()) {
			return OptionalInt.empty();
		}
		int columns = Integer.parseInt(matcher.group(1));
		return OptionalInt.of((columns > 0) ? columns : DEFAULT_WIDTH);
	}

}
