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

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.migrationutilities.file.PrivateFiles;

/**
 * The files of a dump in the directory format, without compression, that hold the rows of
 * the tables: {@code <number>.dat}, by the number that the entry of the table has in the
 * list of contents.
 */
final class PostgresqlDataFiles {

	// 3363; 0 16396 TABLE DATA public purchase owner
	private static final Pattern ENTRY = Pattern.compile("(?m)^(\\d+); \\d+ \\d+ TABLE DATA (.+)$");

	private PostgresqlDataFiles() {
	}

	/**
	 * Find the files of tables. Schema, name and owner are not delimited in the list, and
	 * a newline in them is a space there.
	 * @param directory the dump
	 * @param contents what {@code pg_restore --list} writes
	 * @param tables the names of the tables, as in manifests
	 * @return the files by table; empty if that of a table is not there, or can't be told
	 * for certain
	 */
	static Map<String, Path> find(Path directory, String contents, Set<String> tables) {
		Map<String, Path> files = new LinkedHashMap<>();
		Matcher entry = ENTRY.matcher(contents);
		while (entry.find()) {
			Set<String> possible = possibleNames(entry.group(2));
			possible.retainAll(tables);
			for (String table : possible) {
				Path file = directory.resolve(entry.group(1) + ".dat");
				if (possible.size() > 1 || !PrivateFiles.isRegularFile(file) || files.put(table, file) != null) {
					return Map.of();
				}
			}
		}
		return files.keySet().equals(tables) ? files : Map.of();
	}

	private static Set<String> possibleNames(String text) {
		Set<String> names = new TreeSet<>();
		for (int end = text.lastIndexOf(' '); end > 0; end = text.lastIndexOf(' ', end - 1)) {
			for (int middle = text.lastIndexOf(' ', end - 1); middle > 0; middle = text.lastIndexOf(' ', middle - 1)) {
				names.add(new PostgresqlName(text.substring(0, middle), text.substring(middle + 1, end)).toString());
			}
		}
		return names;
	}

}
