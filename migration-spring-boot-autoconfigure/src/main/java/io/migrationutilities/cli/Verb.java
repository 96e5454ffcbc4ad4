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

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import io.migrationutilities.MigrationUtilities;

/**
 * Something that can be asked of, or done to, a database.
 */
abstract class Verb {

	private static final int AFTER_OWN_OPTIONS = 100;

	@Spec
	private CommandSpec spec = CommandSpec.create();

	@Option(names = "--database", paramLabel = "NAME", order = AFTER_OWN_OPTIONS,
			description = "The database: the name of its SpringLiquibase bean. Needed where there are several.")
	private @Nullable String database;

	@Option(names = "--json", order = AFTER_OWN_OPTIONS + 1, description = "Print one JSON value.")
	private boolean json;

	@Option(names = { "-h", "--help" }, usageHelp = true, order = AFTER_OWN_OPTIONS + 2,
			description = "Show this help.")
	private boolean help;

	/**
	 * Change how the arguments are understood.
	 * @param commandLine the parser of this verb
	 */
	void configure(CommandLine commandLine) {
	}

	/**
	 * Do it.
	 * @param database the database
	 * @return what to say
	 */
	abstract Report run(MigrationUtilities database);

	@Nullable String getDatabase() {
		return this.database;
	}

	/**
	 * Return where to say what is no data.
	 * @return the standard error
	 */
	PrintWriter getErr() {
		return this.spec.commandLine().getErr();
	}

	boolean isJson() {
		return this.json;
	}

}
