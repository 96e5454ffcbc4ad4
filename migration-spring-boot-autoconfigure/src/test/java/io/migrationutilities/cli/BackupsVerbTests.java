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
import java.util.List;

import org.junit.jupiter.api.Test;

import io.migrationutilities.BackupState;
import io.migrationutilities.StoredBackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Tests for {@link BackupsVerb}.
 */
class BackupsVerbTests {

	private final CommandLineFixture migrations = new CommandLineFixture();

	@Test
	void listsGoodAndBadOnes() {
		given(this.migrations.database().listBackups())
			.willReturn(List.of(
					new StoredBackup("new.db", Path.of("/backups/new.db"), BackupState.INCOMPLETE, 1, null,
							"It is cut off.", "The upgrade has an unknown outcome."),
					CommandLineFixture.STORED_BACKUP));
		assertThat(this.migrations.run("backups")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines(
				"""
						INCOMPLETE  new.db     1 bytes     -                              It is cut off. Pinned: The upgrade has an unknown outcome.
						GOOD        studio.db  9000 bytes  BEFORE_UPGRADE at create-book
						""");
	}

	@Test
	void saysThatThereAreNone() {
		assertThat(this.migrations.run("backups")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("There are no backups.\n");
	}

	@Test
	void writesOneJsonValue() {
		given(this.migrations.database().listBackups()).willReturn(List.of(new StoredBackup("new.db",
				Path.of("/backups/new.db"), BackupState.INCOMPLETE, 1, null, "It is cut off.", "It is needed.")));
		assertThat(this.migrations.run("backups --json")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				[{"name":"new.db","path":"/backups/new.db","state":"INCOMPLETE","size":1,"manifest":null,\
				"problem":"It is cut off.","pin":"It is needed."}]
				""");
	}

}
