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

import java.util.Map;

/**
 * The output of a verb.
 *
 * @param exitCode the exit code of the command
 * @param value what {@code --json} prints
 * @param text what is printed otherwise
 */
record Report(int exitCode, Object value, Text text) {

	static Report done(Object value, Text text) {
		return new Report(ExitCode.OK, value, text);
	}

	static Report differences(Object value, Text text) {
		return new Report(ExitCode.DIFFERENCES, value, text);
	}

	static Report sql(String sql) {
		return done(Map.of("sql", sql), new Text().verbatim(script(sql)));
	}

	/**
	 * Return SQL as a script.
	 * @param sql the statements, if there are any
	 * @return the script, without the end of its last line
	 */
	static String script(String sql) {
		String script = sql.stripTrailing();
		return script.isEmpty() ? "-- Nothing to do." : script;
	}

}
