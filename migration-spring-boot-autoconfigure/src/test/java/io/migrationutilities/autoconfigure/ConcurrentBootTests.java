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
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
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
 * Tests of applications that boot on the same database at the same time, one in a process
 * of its own and one in this.
 */
@StartsProcesses
@ExtendWith(OutputCaptureExtension.class)
class ConcurrentBootTests {

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

	@RepeatedTest(3)
	void bothStartAndOneOfThemUpgrades() {
		AccountDatabase database = release1.copyTo(this.directory, "wal");
		bootTwoAtATime(database);
		assertThatOneUpgraded(database);
	}

	@Test
	void bothStartOnAnEmptyDatabase() {
		AccountDatabase database = AccountDatabase.in(this.directory);
		bootTwoAtATime(database);
		assertThat(database.changeSets()).isEqualTo(AccountDatabase.RELEASE_2);
		assertThat(database.ledger()).hasSize(1);
		assertThat(database.backupFiles()).isEmpty();
	}

	private void bootTwoAtATime(AccountDatabase database) {
		List<String> arguments = database.arguments("changelog-of-release-2");
		ChildProcess first = this.applications.start("CHECK_UP_TO_DATE", arguments)
			.awaitOutput(FaultApplication.HALTED);
		FaultBoot second = this.applications
			.begin(database.arguments("changelog-of-release-2", "--" + FaultApplication.HALT_AT + "=CHECK_UP_TO_DATE"))
			.awaitHalt();
		first.type("");
		second.goOn();
		first.awaitSuccess(FaultApplication.STARTED);
		second.awaitStart();
	}

	@ParameterizedTest
	@CsvSource({ "PLAN, wal", "ChangeSetRan2, wal", "PLAN, delete", "ChangeSetRan2, delete" })
	void theSecondWaitsUntilTheFirstHasUpgraded(String point, String journalMode, CapturedOutput output) {
		AccountDatabase database = release1.copyTo(this.directory, journalMode);
		List<String> arguments = database.arguments("changelog-of-release-2");
		ChildProcess first = this.applications.start(point, arguments).awaitOutput(FaultApplication.HALTED);
		FaultBoot second = this.applications.begin(arguments).awaitOutput("Waiting for 'liquibase'", output);
		first.type("").awaitSuccess(FaultApplication.STARTED);
		second.awaitStart();
		assertThatOneUpgraded(database);
	}

	@ParameterizedTest
	@CsvSource({ "BACKUP, wal", "RECORD, wal", "BACKUP, delete", "RECORD, delete" })
	void theSecondTakesOverWhenTheFirstIsKilled(String point, String journalMode, CapturedOutput output) {
		AccountDatabase database = release1.copyTo(this.directory, journalMode);
		List<String> arguments = database.arguments("changelog-of-release-2");
		ChildProcess first = this.applications.start(point, arguments).awaitOutput(FaultApplication.HALTED);
		FaultBoot second = this.applications.begin(arguments).awaitOutput("Waiting for 'liquibase'", output);
		first.kill();
		second.awaitStart();
		assertThat(output).contains("Upgraded 'liquibase' to 2-find-statements: 4 change sets");
		assertThat(database.changeSets()).isEqualTo(AccountDatabase.RELEASE_2);
		assertThat(database.problems()).isEmpty();
	}

	@Test
	void theWaitingOneNamesTheHolderAndGivesUpInTime() {
		AccountDatabase database = release1.copyTo(this.directory, "wal");
		ChildProcess first = this.applications.start("VERIFY", database.arguments("changelog-of-release-2"))
			.awaitOutput(FaultApplication.HALTED);
		ChildProcess second = this.applications.start(null,
				database.arguments("changelog-of-release-2", "--migration.lock.timeout=1s"));
		assertThat(second.awaitExit()).isEqualTo(1);
		assertThat(second.output()).contains("Code:     LOCK_TIMEOUT")
			.contains("Database: The database is exactly as it was before.")
			.contains("held by accounts (process " + first.pid() + " on ");
		first.type("").awaitSuccess(FaultApplication.STARTED);
		assertThatOneUpgraded(database);
	}

	private void assertThatOneUpgraded(AccountDatabase database) {
		assertThat(database.changeSets()).isEqualTo(AccountDatabase.RELEASE_2);
		assertThat(database.ledger()).hasSize(2);
		assertThat(database.backupFiles()).hasSize(2);
		assertThat(database.problems()).isEmpty();
	}

}
