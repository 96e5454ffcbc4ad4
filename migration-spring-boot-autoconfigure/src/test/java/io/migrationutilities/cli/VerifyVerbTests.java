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

import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import io.migrationutilities.VerificationLevel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Tests for {@link VerifyVerb}.
 */
class VerifyVerbTests {

	private final CommandLineFixture migrations = new CommandLineFixture();

	@Test
	void verifiesAtTheConfiguredLevel() {
		given(this.migrations.database().verifyDatabaseBackup(Path.of("studio.db")))
			.willReturn(CommandLineFixture.GOOD);
		assertThat(this.migrations.run("verify studio.db")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				Backup:    studio.db
				Verified:  good at level STRUCTURE, 1 tables, 8192 bytes, in 30 ms
				""");
	}

	@Test
	void endsWithTwoWhenTheBackupIsBad() {
		given(this.migrations.database().verifyDatabaseBackup(Path.of("studio.db"), VerificationLevel.CHECKSUM))
			.willReturn(CommandLineFixture.BAD);
		assertThat(this.migrations.run("verify studio.db --level checksum")).isEqualTo(2);
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				Backup:    studio.db
				Verified:  BAD at level CHECKSUM, 1 tables, 8191 bytes, in 3 ms
				  'studio.db' has 8191 bytes instead of 8192.
				""");
	}

	@Test
	void writesOneJsonValue() {
		given(this.migrations.database().verifyDatabaseBackup(Path.of("studio.db"))).willReturn(CommandLineFixture.BAD);
		assertThat(this.migrations.run("verify --json studio.db")).isEqualTo(2);
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				{"valid":false,"fileSize":8191,"tableCount":1,"errors":["'studio.db' has 8191 bytes instead of 8192."],\
				"level":"CHECKSUM","duration":"PT0.003S"}
				""");
	}

}
