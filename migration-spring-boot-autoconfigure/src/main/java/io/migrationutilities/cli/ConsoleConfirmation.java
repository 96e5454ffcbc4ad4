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
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Set;

/**
 * {@link Confirmation} by who sits at the terminal.
 */
final class ConsoleConfirmation implements Confirmation {

	private static final Set<String> YES = Set.of("y", "yes");

	private final PrintWriter err;

	ConsoleConfirmation(PrintWriter err) {
		this.err = err;
	}

	@Override
	public void require(String question) {
		Console console = Terminal.findConsole();
		if (console == null) {
			throw new CommandException(ExitCode.USAGE,
					question + " This has to be confirmed, and there is no terminal to ask at.", "--yes");
		}
		this.err.print(question + " [y/N] ");
		this.err.flush();
		String answer = console.readLine();
		if (answer == null) {
			this.err.println();
		}
		if (answer == null || !YES.contains(answer.strip().toLowerCase(Locale.ROOT))) {
			throw new CommandException(ExitCode.ERROR, "Not confirmed: nothing was changed.",
					"answer 'y', or use --yes.");
		}
	}

}
