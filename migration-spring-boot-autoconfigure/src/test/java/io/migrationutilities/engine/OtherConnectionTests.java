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

package io.migrationutilities.engine;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of custom changes that work through a connection of their own, which may wait for
 * the transaction of the run.
 */
@UsesPostgresql
@Timeout(120)
class OtherConnectionTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@CsvSource({ "false, DROP TABLE seen", "true, UPDATE seen SET value = 'theirs'" })
	void endsWaitsForTheTransactionOnPostgresql(boolean swallowing, String text) {
		PostgresqlFixture studio = new PostgresqlFixture(this.directory);
		try {
			studio.execute("CREATE TABLE seen (value TEXT)", "INSERT INTO seen VALUES ('before')");
			write(studio, "true", swallowing, text);
			MigrationException failure = studio.failUnchanged(() -> studio.upgrade("changelog.yaml"),
					MigrationErrorCode.UPGRADE_FAILED);
			assertThat(failure.getMessage()).contains("Change set 'other' in engine/changelog.yaml failed",
					"waited for the transaction of the run and was cancelled: session ", "user 'postgres'", text);
			assertThat(failure.getHint()).contains("runInTransaction=\"false\"",
					"start again; there is nothing to restore.");
			studio.expectNoSessions();
		}
		finally {
			studio.drop();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void worksAsTheHintSays(boolean postgresql) {
		EngineFixture studio = postgresql ? new PostgresqlFixture(this.directory)
				: new EngineFixture(this.directory).withoutBackups();
		try {
			studio.execute("CREATE TABLE seen (value TEXT)", "INSERT INTO seen VALUES ('before')");
			write(studio, "false", false, "UPDATE seen SET value = value || ' and theirs'");
			studio.upgrade("changelog.yaml");
			assertThat(studio.query("SELECT value FROM seen")).isEqualTo("ours and theirs");
		}
		finally {
			if (studio instanceof PostgresqlFixture database) {
				database.drop();
			}
		}
	}

	@Test
	void saysWhatHelpsOnSqlite() {
		EngineFixture studio = new EngineFixture(this.directory).withoutBackups();
		studio.execute("CREATE TABLE seen (value TEXT)", "INSERT INTO seen VALUES ('before')");
		write(studio, "true", false, "UPDATE seen SET value = 'theirs'");
		MigrationException failure = studio.failUnchanged(() -> studio.upgrade("changelog.yaml"),
				MigrationErrorCode.UPGRADE_FAILED);
		assertThat(failure.getMessage()).contains("'other'", "SQLITE_BUSY");
		assertThat(failure.getHint()).contains("runInTransaction=\"false\"",
				"start again; there is nothing to restore.");
	}

	// The run does nothing for longer than it takes to find one that waits for ever.
	@Test
	void letsOthersWaitForTheRun() throws Exception {
		PostgresqlFixture studio = new PostgresqlFixture(this.directory);
		try {
			studio.execute("CREATE TABLE seen (value TEXT)", "INSERT INTO seen VALUES ('before')");
			studio.write("changelog.yaml", """
					databaseChangeLog:
					- changeSet:
					    id: ours
					    author: ada
					    changes:
					    - sql: { sql: ALTER TABLE seen ADD more TEXT }
					    - customChange: { class: io.migrationutilities.engine.ThinkingChange }
					""");
			CompletableFuture<String> reading = CompletableFuture.supplyAsync(() -> {
				ThinkingChange.awaitBeginning();
				return studio.query("SELECT value FROM seen");
			});
			studio.upgrade("changelog.yaml");
			assertThat(reading.get(60, TimeUnit.SECONDS)).isEqualTo("before");
		}
		finally {
			studio.drop();
		}
	}

	private void write(EngineFixture studio, String transactional, boolean swallowing, String text) {
		studio.write("changelog.yaml", """
				databaseChangeLog:
				- changeSet:
				    id: ours
				    author: ada
				    changes:
				    - sql: { sql: UPDATE seen SET value = 'ours' }
				    - sql: { sql: 'CREATE INDEX made_index ON seen (value)' }
				- changeSet:
				    id: other
				    author: ada
				    runInTransaction: %s
				    changes:
				    - customChange:
				        class: io.migrationutilities.engine.OtherConnectionChange
				        params:
				        - param: { name: url, value: '%s' }
				        - param: { name: text, value: "%s" }
				        - param: { name: swallowing, value: '%s' }
				""".formatted(transactional, studio.url(), text, swallowing));
	}

}
