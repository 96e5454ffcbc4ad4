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

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * Tests for {@link HistoryVerb}.
 */
class HistoryVerbTests {

	private final CommandLineFixture migrations = new CommandLineFixture();

	@Test
	void listsAppliedAndPendingChangeSets() {
		given(this.migrations.database().getMigrationHistory())
			.willReturn(List.of(CommandLineFixture.BOOK, CommandLineFixture.SHELF));
		assertThat(this.migrations.run("history")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				APPLIED  2026-11-22T10:00:00Z  create-book  createTable tableName=book
				PENDING  -                     add-shelf    Where the book stands
				""");
	}

	@Test
	void namesTheColumnsOnATerminal() {
		given(this.migrations.database().getMigrationHistory()).willReturn(List.of(CommandLineFixture.SHELF));
		assertThat(this.migrations.onTerminal().run("history")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				STATE    APPLIED  REVISION   DESCRIPTION
				PENDING  -        add-shelf  Where the book stands
				""");
	}

	@Test
	void saysThatThereIsNothing() {
		assertThat(this.migrations.run("history")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("There are no change sets.\n");
	}

	@Test
	void writesOneJsonValue() {
		given(this.migrations.database().getMigrationHistory()).willReturn(List.of(CommandLineFixture.BOOK));
		assertThat(this.migrations.run("history --json")).isZero();
		assertThat(this.migrations.out()).isEqualToNormalizingNewlines("""
				[{"revision":"create-book","id":"create-book","author":"ada","path":"changelog.yaml",\
				"doc":"createTable tableName=book","state":"APPLIED","dateExecuted":"2026-11-22T10:00:00Z",\
				"deploymentId":"42","tag":null,"rollbackable":true}]
				""");
	}

}
