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

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Tests for {@link ReleaseBackupVerb}.
 */
class ReleaseBackupVerbTests {

	private final CommandLineFixture migrations = new CommandLineFixture();

	@Test
	void saysWhatItReleased() {
		given(this.migrations.database().releaseBackup(Path.of("studio.db"))).willReturn(true);
		assertThat(this.migrations.run("release-backup studio.db")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("Released:  studio.db\n");
	}

	@Test
	void saysThatNothingWasPinned() {
		assertThat(this.migrations.run("release-backup studio.db")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("It is not pinned.\n");
		assertThat(this.migrations.run("release-backup studio.db --json")).isZero();
		assertThat(this.migrations.out()).endsWith("{\"released\":false}\n");
	}

	@Test
	void wantsABackup() {
		assertThat(this.migrations.run("release-backup")).isNotZero();
	}

}
