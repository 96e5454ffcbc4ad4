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

package io.migrationutilities.engine.session;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.MockedStatic;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.Mockito.CALLS_REAL_METHODS;
import static org.mockito.Mockito.mockStatic;

/**
 * Tests for {@link Patience}.
 */
@ExtendWith(OutputCaptureExtension.class)
class PatienceTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final MigrationException LOCKED = new MigrationException(MigrationErrorCode.DATABASE_LOCKED,
			"Somebody writes.", "Wait.");

	private final AtomicInteger calls = new AtomicInteger();

	@Test
	void failsAtOnceWithWhatDoesNotPass() {
		SQLException failure = new SQLException("No such table");
		assertThatExceptionOfType(SQLException.class)
			.isThrownBy(() -> new Patience(LONG).call("liquibase", () -> fail(failure)))
			.isSameAs(failure);
		assertThat(this.calls).hasValue(1);
	}

	@Test
	void triesOnceWithoutTime() {
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> new Patience(Duration.ZERO).call("liquibase", () -> fail(LOCKED)))
			.isSameAs(LOCKED);
		assertThat(this.calls).hasValue(1);
	}

	@Test
	void failsWithTheLastFailureWhenTheTimeIsOver() {
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> new Patience(Duration.ofMillis(150)).call("liquibase", () -> fail(LOCKED)))
			.isSameAs(LOCKED);
		assertThat(this.calls).hasValueBetween(2, 3);
	}

	@Test
	void triesAgainUntilTheLockIsFreeAndSaysSoOnce(CapturedOutput output) throws Exception {
		String result = new Patience(LONG).call("liquibase",
				() -> (this.calls.get() < 2) ? fail(LOCKED) : "done after " + this.calls);
		assertThat(result).isEqualTo("done after 2");
		assertThat(output.toString()).containsOnlyOnce("Waiting for 'liquibase': Somebody writes.");
	}

	@Test
	void waitsForOtherFailuresIfToldSo() throws Exception {
		Patience patience = new Patience(LONG, SQLException.class::isInstance);
		assertThat(patience.call("liquibase", () -> (this.calls.get() < 1) ? fail(new SQLException("Gone")) : "back"))
			.isEqualTo("back");
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> patience.call("liquibase", () -> fail(LOCKED)));
	}

	@Test
	void doesNotGiveUpWhereTheClockIsSet() throws Exception {
		Instant now = Instant.now();
		try (MockedStatic<Instant> clock = mockStatic(Instant.class, CALLS_REAL_METHODS)) {
			clock.when(Instant::now).then((call) -> now.plus(Duration.ofHours(this.calls.get())));
			assertThat(
					new Patience(LONG).call("liquibase", () -> (this.calls.get() < 2) ? fail(LOCKED) : "done in time"))
				.isEqualTo("done in time");
		}
	}

	private String fail(Exception failure) throws Exception {
		this.calls.incrementAndGet();
		throw failure;
	}

}
