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

/**
 * Lets the script that {@code pg_restore} writes run with a search path. A dump empties
 * it, so that functions whose texts leave out schemas fail in the indexes, constraints
 * and views that call them.
 */
final class PostgresqlSearchPath {

	private static final String SETTING = "\nSELECT pg_catalog.set_config('search_path', %s, false);\n";

	private static final String EMPTIED = SETTING.formatted("''");

	private static final int MAX_HEAD = 16 * 1024;

	private PostgresqlSearchPath() {
	}

	/**
	 * Copy the beginning of the script, with another search path.
	 * @param script what {@code pg_restore} writes
	 * @param target where it goes
	 * @param searchPath the search path
	 * @throws IOException if it can't be copied
	 */
	static void copyHead(InputStream script, OutputStream target, String searchPath) throws IOException {
		String head = new String(script.readNBytes(MAX_HEAD), StandardCharsets.ISO_8859_1);
		int start = head.indexOf(EMPTIED);
		if (start >= 0) {
			target.write(head.substring(0, start).getBytes(StandardCharsets.ISO_8859_1));
			target.write(SETTING.formatted(PostgresqlName.literal(searchPath)).getBytes(StandardCharsets.UTF_8));
			head = head.substring(start + EMPTIED.length());
		}
		target.write(head.getBytes(StandardCharsets.ISO_8859_1));
	}

}
