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
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.migrationutilities.test.ChildProcess;
import io.migrationutilities.test.StartsProcesses;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of boots on a database whose lock another connection holds, of another process or
 * of the same.
 */
@StartsProcesses
@ExtendWith(OutputCaptureExtension.class)
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

	@Test
	void givesUpAfterTheTimeoutOnALockOfAnotherProcess() throws Exception {
		AccountDatabase database = release1.copyTo(this.directory, "wal");
		List<String> before = database.content();
		ChildProcess process;
		try (Connection holder = lock("IMMEDIATE", database)) {
			process = this.applications.start(null,
					database.arguments("changelog-of-release-2", "--migration.lock.timeout=1s"));
			assertThat(process.awaitExit()).isEqualTo(1);
		}
		assertThatItGaveUp(process.output(), database, before);
	}

	@ParameterizedTest
	@CsvSource({ "EXCLUSIVE, wal", "IMMEDIATE, delete", "EXCLUSIVE, delete" })
	void givesUpAfterTheTimeout(String lock, String journalMode, CapturedOutput output) throws Exception {
		AccountDatabase database = release1.copyTo(this.directory, journalMode);
		List<String> before = database.content();
		try (Connection holder = lock(lock, database)) {
			this.applications.begin(database.arguments("changelog-of-release-2", "--migration.lock.timeout=1s"))
				.awaitFailure();
		}
		assertThatItGaveUp(output.getAll(), database, before);
	}

	private void assertThatItGaveUp(String output, AccountDatabase database, List<String> before) {
		assertThat(output).contains("Code:     DATABASE_LOCKED")
			.contains("Database: The database is exactly as it was before.")
			.contains("Backup:   None was taken by this start.")
			.contains("End the program that holds it");
		assertThat(database.content()).isEqualTo(before);
		assertThat(database.backupFiles()).isEmpty();
	}

	@Test
	void goesOnWhenTheLockOfAnotherProcessIsReleasedInTime() throws Exception {
		AccountDatabase database = release1.copyTo(this.directory, "delete");
		ChildProcess process;
		try (Connection holder = lock("EXCLUSIVE", database)) {
			process = this.applications.start(null, database.arguments("changelog-of-release-2"));
			process.awaitOutput("Waiting for 'liquibase'");
		}
		process.awaitSuccess(FaultApplication.STARTED);
		assertThatItUpgraded(database);
	}

	@ParameterizedTest
	@CsvSource({ "IMMEDIATE, wal", "EXCLUSIVE, wal", "IMMEDIATE, delete" })
	void goesOnWhenTheLockIsReleasedInTime(String lock, String journalMode, CapturedOutput output) throws Exception {
		AccountDatabase database = release1.copyTo(this.directory, journalMode);
		FaultBoot boot;
		try (Connection holder = lock(lock, database)) {
			boot = this.applications.begin(database.arguments("changelog-of-release-2"))
				.awaitOutput("Waiting for 'liquibase'", output);
		}
		boot.awaitStart();
		assertThatItUpgraded(database);
	}

	private void assertThatItUpgraded(AccountDatabase database) {
		assertThat(database.changeSets()).isEqualTo(AccountDatabase.RELEASE_2);
		assertThat(database.backupFiles()).hasSize(2);
	}

	private Connection lock(String lock, AccountDatabase database) throws SQLException {
		Connection holder = database.connect();
		try (Statement statement = holder.createStatement()) {
			statement.execute("BEGIN " + lock);
		}
		return holder;
	}

}
