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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.file.PrivateFiles;

/**
 * The file of a SQLite database.
 */
public final class SqliteFiles {

	private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

	private SqliteFiles() {
	}

	/**
	 * Return the file of the main database of a connection. SQLite itself is asked, so
	 * that links and relative names are resolved as it resolved them. Never open that
	 * file with Java's IO: closing it would drop the locks that SQLite holds on it in
	 * this process (<a href="https://www.sqlite.org/howtocorrupt.html">How To Corrupt An
	 * SQLite Database File</a>, 2.2).
	 * @param connection a connection to a SQLite database
	 * @return the absolute path without links, or empty if the database is temporary or
	 * lives in memory
	 * @throws MigrationException with code {@code DATABASE_UNAVAILABLE} if the file can't
	 * be found
	 */
	public static Optional<Path> locate(Connection connection) {
		try (Statement statement = connection.createStatement();
				ResultSet databases = statement.executeQuery("PRAGMA database_list")) {
			while (databases.next()) {
				if ("main".equals(databases.getString("name"))) {
					return toPath(databases.getString("file"));
				}
			}
			return Optional.empty();
		}
		catch (SQLException ex) {
			throw new MigrationException(MigrationErrorCode.DATABASE_UNAVAILABLE,
					"SQLite can't tell which file the database is in: %s.".formatted(ex.getMessage()),
					"Check the JDBC URL of the database.", ex);
		}
	}

	private static Optional<Path> toPath(@Nullable String file) {
		if (file == null || file.isEmpty()) {
			return Optional.empty();
		}
		try {
			return Optional.of(Path.of(file).toRealPath());
		}
		catch (InvalidPathException ex) {
			throw new MigrationException(MigrationErrorCode.DATABASE_UNAVAILABLE,
					"The file name '%s' can't be expressed in the character set of this process.".formatted(file),
					"Start the application in a UTF-8 locale, for example with LC_ALL=C.UTF-8.", ex);
		}
		catch (IOException ex) {
			throw new MigrationException(MigrationErrorCode.DATABASE_UNAVAILABLE,
					"The database file '%s' can't be found although it is open: %s.".formatted(file, ex),
					"Don't move or delete the file of a database while the application runs; restart the application.",
					ex);
		}
	}

	/**
	 * Return whether a file that no database connection uses begins like a SQLite
	 * database.
	 * @param file the file
	 * @return whether it can be a database
	 * @throws IOException if it can't be read
	 */
	public static boolean hasDatabaseHeader(Path file) throws IOException {
		if (!PrivateFiles.isRegularFile(file)) {
			return false;
		}
		try (InputStream input = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
			return Arrays.equals(input.readNBytes(MAGIC.length), MAGIC);
		}
	}

}
