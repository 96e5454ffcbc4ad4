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

package io.migrationutilities.autoconfigure;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.migrationutilities.test.ChildProcess;
import io.migrationutilities.test.StartsProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of boots on a database whose lock another process, this one, holds.
 */
@StartsProcesses
class LockedDatabaseTests {

	@TempDir
	private static Path references;

	private static AccountDatabase release1;

	@RegisterExtension
	final FaultApplications applications = new FaultApplications();

	@TempDir
	private Path directory;

	@BeforeAll
	static void bootFirstRelease() {
		release1 = AccountDatabase.in(references);
		new FaultApplications().boot(release1.arguments("changelog-of-release-1")).close();
	}

	@ParameterizedTest
	@CsvSource({ "IMMEDIATE, wal", "EXCLUSIVE, wal", "IMMEDIATE, delete", "EXCLUSIVE, delete" })
	void givesUpAfterTheTimeout(String lock, String journalMode) throws Exception {
		AccountDatabase database = release1.copyTo(this.directory, journalMode);
		List<String> before = database.content();
		ChildProcess process;
		try (Connection holder = database.connect(); Statement statement = holder.createStatement()) {
			statement.execute("BEGIN " + lock);
			process = this.applications.start(null,
					database.arguments("changelog-of-release-2", "--migration.lock.timeout=1s"));
			assertThat(process.awaitExit()).isEqualTo(1);
		}
		assertThat(process.output()).contains("Code:     DATABASE_LOCKED")
			.contains("Database: The database is exactly as it was before.")
			.contains("Backup:   None was taken by this start.")
			.contains("End the program that holds it");
		assertThat(database.content()).isEqualTo(before);
		assertThat(database.backupFiles()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "IMMEDIATE, wal", "EXCLUSIVE, wal", "IMMEDIATE, delete", "EXCLUSIVE, delete" })
	void goesOnWhenTheLockIsReleasedInTime(String lock, String journalMode) throws Exception {
		AccountDatabase database = release1.copyTo(this.directory, journalMode);
		ChildProcess process;
		try (Connection holder = database.connect(); Statement statement = holder.createStatement()) {
			statement.execute("BEGIN " + lock);
			process = this.applications.start(null, database.arguments("changelog-of-release-2"));
			process.awaitOutput("Waiting for 'liquibase'");
		}
		process.awaitSuccess(FaultApplication.STARTED);
		assertThat(database.changeSets()).isEqualTo(AccountDatabase.RELEASE_2);
		assertThat(database.backupFiles()).hasSize(2);
	}

}
