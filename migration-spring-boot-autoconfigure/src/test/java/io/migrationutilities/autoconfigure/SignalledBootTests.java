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

import java.io.IOException;
import java.nio.file.Path;
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
 * Tests of boots that are told to end by {@code SIGTERM} or {@code SIGINT}: Spring's
 * shutdown hook lets a context that is still starting finish first.
 */
@StartsProcesses
class SignalledBootTests {

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
	@CsvSource({ "TERM, 143, BACKUP", "INT, 130, BACKUP", "TERM, 143, ChangeSetRan2", "INT, 130, ChangeSetRan2" })
	void theRunIsFinishedBeforeTheApplicationEnds(String signal, int exitCode, String point) throws IOException {
		AccountDatabase database = release1.copyTo(this.directory, "wal");
		ChildProcess process = signalAt(point, signal, database);
		assertThat(database.changeSets()).isEqualTo(AccountDatabase.RELEASE_1);
		process.type("");
		assertThat(process.awaitExit()).isEqualTo(exitCode);
		assertThat(database.changeSets()).isEqualTo(AccountDatabase.RELEASE_2);
		assertThat(database.problems()).isEmpty();
		assertThat(database.backupFiles()).hasSize(2);
		List<String> after = database.content();
		bootAgain(database);
		assertThat(database.content()).isEqualTo(after);
	}

	@ParameterizedTest
	@CsvSource({ "TERM, BACKUP", "INT, ChangeSetRan2", "TERM, ChangeSetRan2" })
	void theDatabaseIsAsBeforeWhenTheTimeToEndRunsOut(String signal, String point) throws IOException {
		AccountDatabase database = release1.copyTo(this.directory, "delete");
		List<String> before = database.content();
		ChildProcess process = signalAt(point, signal, database);
		process.kill();
		assertThat(database.content()).isEqualTo(before);
		bootAgain(database);
		assertThat(database.changeSets()).isEqualTo(AccountDatabase.RELEASE_2);
		assertThat(database.problems()).isEmpty();
	}

	private ChildProcess signalAt(String point, String signal, AccountDatabase database) throws IOException {
		ChildProcess process = this.applications.start(point, database.arguments("changelog-of-release-2"))
			.awaitOutput(FaultApplication.HALTED);
		return process.signal(signal).awaitOutput(FaultApplication.ENDING);
	}

	private void bootAgain(AccountDatabase database) {
		this.applications.boot(database.arguments("changelog-of-release-2", "--migration.lock.timeout=0"));
	}

}
