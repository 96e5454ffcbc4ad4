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

package io.migrationutilities.work;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.migrationutilities.Finding;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Findings}.
 */
class FindingsTests {

	private final List<String> made = new ArrayList<>();

	@Test
	void makesEveryCheckWhateverFails() {
		Findings findings = new Findings(FindingsTests::translate);
		makeChecks(findings);
		assertThat(this.made).containsExactly("sound", "broken", "late");
		assertThat(findings.toList()).containsExactly(Finding.ok("sound", "sound is fine"),
				Finding.error("broken", failure("broken")), Finding.ok("late", "late is fine"));
	}

	@Test
	void throwsTheFirstErrorAndMakesNoFurtherCheck() {
		Findings findings = Findings.throwing(FindingsTests::translate);
		assertThatExceptionOfType(MigrationException.class).isThrownBy(() -> makeChecks(findings))
			.withMessage("broken")
			.withCauseInstanceOf(IllegalStateException.class);
		assertThat(this.made).containsExactly("sound", "broken");
	}

	private void makeChecks(Findings findings) {
		findings.check("sound", () -> check("sound", true));
		findings.check("broken", () -> check("broken", false));
		findings.check("late", () -> check("late", true));
	}

	private String check(String subject, boolean fine) {
		this.made.add(subject);
		if (!fine) {
			throw new IllegalStateException(subject);
		}
		return subject + " is fine";
	}

	private static MigrationException translate(Exception ex) {
		return new MigrationException(MigrationErrorCode.BACKUP_UNAVAILABLE, String.valueOf(ex.getMessage()),
				"Mend it.", ex);
	}

	private static MigrationException failure(String subject) {
		return translate(new IllegalStateException(subject));
	}

}
