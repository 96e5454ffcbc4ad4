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

import java.util.List;

import org.junit.jupiter.api.Test;

import io.migrationutilities.Finding;
import io.migrationutilities.Finding.Severity;
import io.migrationutilities.MigrationErrorCode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Tests for {@link DoctorVerb}.
 */
class DoctorVerbTests {

	private static final Finding DATABASE = Finding.ok("Database", "SQLite 3.53.4");

	private static final Finding BACKUP = new Finding("Backup", Severity.WARNING, "Upgrades take none.",
			"Set migration.backup.before-upgrade=true.", null);

	private final CommandLineFixture migrations = new CommandLineFixture();

	@Test
	void isContentWithWarnings() {
		given(this.migrations.database().diagnose()).willReturn(List.of(DATABASE, BACKUP));
		assertThat(this.migrations.run("doctor")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				ok       Database:  SQLite 3.53.4
				warning  Backup:    Upgrades take none.
				                    Try: Set migration.backup.before-upgrade=true.
				""");
	}

	@Test
	void endsWithTwoWhenSomethingIsWrong() {
		given(this.migrations.database().diagnose()).willReturn(List.of(DATABASE, CommandLineFixture.NO_PROGRAMS));
		assertThat(this.migrations.run("doctor")).isEqualTo(2);
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				ok     Database:  SQLite 3.53.4
				error  Programs:  No pg_dump was found.
				                  Try: Install it.
				""");
	}

	@Test
	void writesOneJsonValue() {
		given(this.migrations.database().diagnose()).willReturn(List.of(DATABASE, CommandLineFixture.NO_PROGRAMS));
		assertThat(this.migrations.run("doctor --json")).isEqualTo(2);
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				[{"subject":"Database","severity":"OK","message":"SQLite 3.53.4","hint":null,"code":null},\
				{"subject":"Programs","severity":"ERROR","message":"No pg_dump was found.","hint":"Install it.",\
				"code":"%s"}]
				""".formatted(MigrationErrorCode.BACKUP_UNAVAILABLE));
	}

}
