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

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * The database file in the JDBC URL of SQLite, which connecting would create.
 */
public final class SqliteUrl {

	private static final String PREFIX = "jdbc:sqlite:";

	private SqliteUrl() {
	}

	/**
	 * Return the file that connecting would create.
	 * @param url the JDBC URL
	 * @return the absolute path of a file that does not exist, or {@code null} if there
	 * is none
	 */
	public static @Nullable Path findMissingFile(String url) {
		Path file = findFile(url);
		return (file != null && Files.notExists(file)) ? file.toAbsolutePath() : null;
	}

	static @Nullable Path findFile(String url) {
		if (!url.startsWith(PREFIX)) {
			return null;
		}
		String location = url.substring(PREFIX.length()).replaceFirst("\\?.*$", "");
		if (location.isEmpty() || location.startsWith(":")) {
			return null;
		}
		return location.startsWith("file:") ? findFileOfUri(location) : Path.of(location);
	}

	// With an authority or in memory it is not for us to know.
	private static @Nullable Path findFileOfUri(String location) {
		String path = location.substring("file:".length()).replaceFirst("^//(?=/)", "");
		if (path.isEmpty() || path.startsWith(":") || path.startsWith("//")) {
			return null;
		}
		return path.startsWith("/") ? Path.of(URI.create("file:" + path.replace(" ", "%20"))) : Path.of(path);
	}

}
