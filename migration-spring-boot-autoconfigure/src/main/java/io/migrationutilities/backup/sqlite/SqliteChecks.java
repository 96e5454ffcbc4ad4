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

package io.migrationutilities.backup.sqlite;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.database.Queries;
import io.migrationutilities.database.SqliteFiles;
import io.migrationutilities.work.Background;

/**
 * Checks of a SQLite file that nobody changes, against the manifest of its backup.
 */
final class SqliteChecks {

	private static final String FOREIGN_KEY_CHECK = "SELECT format('Table ''%s'' has %d rows that refer to rows "
			+ "missing from ''%s'' (PRAGMA foreign_key_check).', \"table\", count(*), parent) "
			+ "FROM pragma_foreign_key_check GROUP BY \"table\", parent LIMIT 10";

	private static final int QUICK_CACHE_KIB = 1000;

	// The integrity check looks up every row in every index.
	private static final int THOROUGH_CACHE_KIB = 32 * 1024;

	private final Path file;

	private final String place;

	private final BackupManifest manifest;

	/**
	 * Create the checks.
	 * @param file the file
	 * @param place the file as a user calls it
	 * @param manifest the manifest of the backup
	 */
	SqliteChecks(Path file, String place, BackupManifest manifest) {
		this.file = file;
		this.place = place;
		this.manifest = manifest;
	}

	List<String> quick() {
		return check("quick_check", QUICK_CACHE_KIB, false);
	}

	List<String> thorough() {
		return check("integrity_check", THOROUGH_CACHE_KIB, true);
	}

	private List<String> check(String integrityCheck, int cacheKib, boolean foreignKeys) {
		List<String> problems = new ArrayList<>();
		CompletableFuture<List<String>> contentProblems = Background.run("backup-content", this::compareContent);
		try {
			problems.addAll(checkIntegrity(integrityCheck, cacheKib, foreignKeys));
		}
		catch (SQLException | IOException ex) {
			problems.add(unreadable(ex));
		}
		problems.addAll(Background.await(contentProblems.exceptionally((ex) -> List.of(unreadable(ex)))));
		return problems.stream().distinct().toList();
	}

	private String unreadable(Throwable failure) {
		return "SQLite can't read %s: %s.".formatted(this.place, failure.getMessage());
	}

	private List<String> checkIntegrity(String integrityCheck, int cacheKib, boolean foreignKeys)
			throws SQLException, IOException {
		if (!SqliteFiles.hasDatabaseHeader(this.file)) {
			return List.of("%s is not a SQLite database.".formatted(this.place));
		}
		List<String> problems = new ArrayList<>();
		try (Connection connection = SqliteConnections.openImmutable(this.file, cacheKib)) {
			checkIntegrity(connection, integrityCheck, problems);
			if (foreignKeys) {
				problems.addAll(Queries.strings(connection, FOREIGN_KEY_CHECK));
			}
		}
		return problems;
	}

	private void checkIntegrity(Connection connection, String integrityCheck, List<String> problems)
			throws SQLException {
		for (String finding : Queries.strings(connection, "PRAGMA " + integrityCheck + "(10)")) {
			if (!"ok".equals(finding)) {
				problems.add("SQLite's %s of %s says: %s.".formatted(integrityCheck, this.place, finding));
			}
		}
	}

	private List<String> compareContent() throws SQLException {
		try (Connection connection = SqliteConnections.openImmutable(this.file)) {
			return SqliteContent.read(connection, this.manifest.database().historyTable(), (id, author, path) -> id)
				.differencesFrom(this.manifest, this.place);
		}
	}

}
