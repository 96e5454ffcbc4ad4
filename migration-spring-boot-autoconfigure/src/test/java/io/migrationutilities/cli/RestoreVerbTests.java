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
import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.migrationutilities.RestoreResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;

/**
 * Tests for {@link RestoreVerb}.
 */
class RestoreVerbTests {

	private final CommandLineFixture migrations = new CommandLineFixture();

	private static final RestoreResult RESULT = new RestoreResult("add-shelf", "create-book", CommandLineFixture.BACKUP,
			CommandLineFixture.BACKUP, null, Duration.ofMillis(80));

	@Test
	void restores() {
		given(this.migrations.database().restoreDatabase(Path.of("studio.db"))).willReturn(RESULT);
		assertThat(this.migrations.run("restore studio.db --yes")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				Restored:     /backups/studio.db, in 80 ms
				Revision:     from add-shelf to create-book
				Kept before:  /backups/studio.db
				""");
	}

	@Test
	void namesTheDatabaseThatTheServerKeeps() {
		given(this.migrations.database().restoreDatabase(Path.of("studio.db"))).willReturn(
				new RestoreResult(null, null, CommandLineFixture.BACKUP, null, "studio_before", Duration.ofMillis(80)));
		assertThat(this.migrations.run("restore studio.db --yes")).isZero();
		assertThat(this.migrations.out()).contains("Kept before:  database studio_before");
	}

	@Test
	void changesNothingUnlessConfirmed() {
		this.migrations.confirmation((question) -> {
			throw new CommandException(ExitCode.ERROR, question, "--yes");
		});
		assertThat(this.migrations.run("restore studio.db")).isEqualTo(1);
		assertThat(this.migrations.err())
			.startsWith("Error: Restore studio.db? It takes the place of everything that is in the database now.");
		then(this.migrations.database()).shouldHaveNoInteractions();
	}

	@Test
	void writesOneJsonValue() {
		given(this.migrations.database().restoreDatabase(Path.of("studio.db"))).willReturn(RESULT);
		assertThat(this.migrations.run("restore studio.db --yes --json")).isZero();
		assertThat(this.migrations.out()).startsWith("{\"preRestoreRevision\":\"add-shelf\",")
			.endsWith("\"previousDatabase\":null,\"duration\":\"PT0.08S\"}" + System.lineSeparator());
	}

}
