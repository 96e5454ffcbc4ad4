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

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Tests for {@link PruneVerb}.
 */
class PruneVerbTests {

	private final CommandLineFixture migrations = new CommandLineFixture();

	@Test
	void namesWhatItDeleted() {
		given(this.migrations.database().pruneBackups()).willReturn(List.of(Path.of("/backups/old.db")));
		assertThat(this.migrations.run("prune")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("Deleted:  /backups/old.db\n");
	}

	@Test
	void saysThatThereIsNothingToDelete() {
		assertThat(this.migrations.run("prune")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("There is nothing to delete.\n");
	}

	@Test
	void writesOneJsonValue() {
		given(this.migrations.database().pruneBackups()).willReturn(List.of(Path.of("/backups/old.db")));
		assertThat(this.migrations.run("prune --json")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("[\"/backups/old.db\"]\n");
	}

}
