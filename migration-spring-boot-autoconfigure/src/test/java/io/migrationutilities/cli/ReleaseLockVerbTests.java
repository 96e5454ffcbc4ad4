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

package io.migrationutilities.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.migrationutilities.LockSession;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationLock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link ReleaseLockVerb}.
 */
class ReleaseLockVerbTests {

	private static final MigrationLock LOCK = new MigrationLock("ci-server", Instant.parse("2026-11-22T10:00:00Z"));

	private final CommandLineFixture migrations = new CommandLineFixture();

	@Test
	void asksAndSaysWhatItReleased() {
		List<String> questions = new ArrayList<>();
		this.migrations.confirmation(questions::add);
		givenLock();
		assertThat(this.migrations.run("release-lock")).isZero();
		assertThat(questions).containsExactly("Release the lock of ci-server since 2026-11-22T10:00:00Z? "
				+ "If that process still runs, two of them may change the database at once.");
		assertThat(this.migrations.out())
			.isEqualToNormalizingNewlines("Released:  held by ci-server since 2026-11-22T10:00:00Z\n");
	}

	@Test
	void releasesNothingUnconfirmed() {
		this.migrations.confirmation((question) -> {
			throw new CommandException(ExitCode.ERROR, "Not confirmed: nothing was changed.",
					"answer 'y', or use --yes.");
		});
		givenLock();
		assertThat(this.migrations.run("release-lock")).isEqualTo(1);
		then(this.migrations.database()).should(never()).releaseLock();
	}

	@Test
	void doesNotAskWhenToldSo() {
		givenLock();
		assertThat(this.migrations.run("release-lock --yes --json")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				{"released":{"owner":"ci-server","since":"2026-11-22T10:00:00Z"}}
				""");
	}

	@Test
	void saysThatThereIsNothingToRelease() {
		given(this.migrations.database().findLock()).willReturn(Optional.empty());
		given(this.migrations.database().releaseLock()).willReturn(Optional.empty());
		assertThat(this.migrations.run("release-lock")).isZero();
		assertThat(this.migrations.run("release-lock --json")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				Nothing to release.
				{"released":null}
				""");
	}

	@Test
	void saysWhoStillHoldsTheLock() {
		given(this.migrations.database().releaseLock())
			.willThrow(new MigrationException(MigrationErrorCode.LOCK_TIMEOUT, "It is being migrated.", "Wait."));
		assertThat(this.migrations.run("release-lock --yes")).isEqualTo(1);
		assertThat(this.migrations.err()).startsWith("Error: It is being migrated.");
	}

	@Test
	void saysWhichSessionItEndsAndEndsIt() {
		List<String> questions = new ArrayList<>();
		this.migrations.confirmation(questions::add);
		LockSession session = new LockSession(4711, "studio 2.0 (process 7 on gone)", "studio", "10.0.0.7",
				Instant.parse("2026-11-22T10:00:00Z"), "idle", Instant.parse("2026-11-22T10:05:00Z"));
		given(this.migrations.database().findLockSession()).willReturn(Optional.of(session));
		given(this.migrations.database().releaseLock()).willReturn(Optional.empty());
		assertThat(this.migrations.run("release-lock --terminate")).isZero();
		assertThat(questions).containsExactly("End the session 4711 of user 'studio' (studio 2.0 (process 7 on gone), "
				+ "from 10.0.0.7), connected since 2026-11-22T10:00:00Z, idle since 2026-11-22T10:05:00Z? "
				+ "If that process still runs, its migration fails, and what it has not committed is rolled back.");
		then(this.migrations.database()).should().terminateLockSession(session);
		assertThat(this.migrations.out()).startsWith("Ended:  session 4711 of user 'studio'");
	}

	@Test
	void endsNoSessionUnlessToldSo() {
		givenLock();
		assertThat(this.migrations.run("release-lock --yes")).isZero();
		then(this.migrations.database()).should(never()).terminateLockSession(any());
	}

	@Test
	void endsNoSessionUnconfirmed() {
		this.migrations.confirmation((question) -> {
			throw new CommandException(ExitCode.ERROR, "Not confirmed: nothing was changed.",
					"answer 'y', or use --yes.");
		});
		given(this.migrations.database().findLockSession())
			.willReturn(Optional.of(new LockSession(4711, "studio", "studio", null, null, null, null)));
		assertThat(this.migrations.run("release-lock --terminate")).isEqualTo(1);
		then(this.migrations.database()).should(never()).terminateLockSession(any());
		then(this.migrations.database()).should(never()).releaseLock();
	}

	private void givenLock() {
		given(this.migrations.database().findLock()).willReturn(Optional.of(LOCK));
		given(this.migrations.database().releaseLock()).willReturn(Optional.of(LOCK));
	}

}
