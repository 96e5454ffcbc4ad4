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
 * Tests for {@link BackupVerb}.
 */
class BackupVerbTests {

	private final CommandLineFixture migrations = new CommandLineFixture();

	@Test
	void takesBackup() {
		given(this.migrations.database().createDatabaseBackup()).willReturn(CommandLineFixture.BACKUP);
		assertThat(this.migrations.run("backup")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				Backup:    /backups/studio.db
				Revision:  create-book
				Size:      8192 bytes
				Duration:  120 ms
				""");
	}

	@Test
	void verifiesAtTheConfiguredLevel() {
		given(this.migrations.database().createDatabaseBackup()).willReturn(CommandLineFixture.BACKUP);
		given(this.migrations.database().verifyDatabaseBackup(CommandLineFixture.BACKUP.path()))
			.willReturn(CommandLineFixture.GOOD);
		assertThat(this.migrations.run("backup --verify")).isZero();
		assertThat(this.migrations.out())
			.contains("Verified:  good at level STRUCTURE, 1 tables, 8192 bytes, in 30 ms");
	}

	@Test
	void verifiesAtAnotherLevelAndSaysThatItIsBad() {
		given(this.migrations.database().createDatabaseBackup(Path.of("a.db"))).willReturn(CommandLineFixture.BACKUP);
		given(this.migrations.database()
			.verifyDatabaseBackup(CommandLineFixture.BACKUP.path(), VerificationLevel.CHECKSUM))
			.willReturn(CommandLineFixture.BAD);
		assertThat(this.migrations.run("backup --verify=checksum --path a.db")).isEqualTo(2);
		assertThat(this.migrations.out()).contains("Verified:  BAD at level CHECKSUM",
				"  'studio.db' has 8191 bytes instead of 8192.");
	}

	@Test
	void writesOneJsonValue() {
		given(this.migrations.database().createDatabaseBackup()).willReturn(CommandLineFixture.BACKUP);
		assertThat(this.migrations.run("backup --json")).isZero();
		assertThat(this.migrations.out())
			.startsWith("{\"path\":\"/backups/studio.db\",\"manifest\":{\"formatVersion\":1,")
			.endsWith("\"verification\":null}" + System.lineSeparator());
	}

}
