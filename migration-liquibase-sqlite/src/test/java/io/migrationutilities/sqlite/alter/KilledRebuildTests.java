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

package io.migrationutilities.sqlite.alter;

import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.migrationutilities.sqlite.alter.Alteration.SetNotNull;
import io.migrationutilities.test.ChildProcess;
import io.migrationutilities.test.JavaCommand;
import io.migrationutilities.test.StartsProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TableAlterer} in a process that is killed.
 */
@StartsProcesses
class KilledRebuildTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@CsvSource({ "DELETE, journal", "WAL, wal" })
	void leavesTheTableAsItWas(String journal, String suffix) throws Exception {
		Path file = this.directory.resolve("killed.db");
		try (SqliteFile database = SqliteFile.at(file)) {
			database.execute("PRAGMA journal_mode = " + journal, "CREATE TABLE t (a)", "CREATE INDEX i ON t (a)",
					"WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT %d) INSERT INTO t SELECT hex(zeroblob(400)) || i FROM n"
						.formatted(StoppedRebuild.ROWS));
		}
		alterAndKill(file);
		assertThat(this.directory.resolve("killed.db-" + suffix)).isNotEmptyFile();
		try (SqliteFile database = SqliteFile.at(file)) {
			assertThat(database.rows("SELECT name, sql FROM sqlite_schema")).containsExactly("t|CREATE TABLE t (a)",
					"i|CREATE INDEX i ON t (a)");
			assertThat(database.rows("SELECT count(DISTINCT a) FROM t")).containsExactly("" + StoppedRebuild.ROWS);
			assertThat(database.rows("PRAGMA integrity_check")).containsExactly("ok");
			database.alter(new SetNotNull("t", "a", null));
			assertThat(database.definition("t")).isEqualTo("CREATE TABLE \"t\" (a NOT NULL)");
		}
	}

	private void alterAndKill(Path file) {
		try (ChildProcess process = JavaCommand.of(StoppedRebuild.class).arguments(file.toString()).start()) {
			process.awaitOutput("copying");
		}
	}

}
