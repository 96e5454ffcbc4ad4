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

package io.migrationutilities.engine.preview;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.engine.EngineFixture;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SqlPreview}.
 */
class SqlPreviewTests {

	private static final String ONE = "changelog-1-with-crews.yaml";

	private static final String TWO = "changelog-2-with-agents.yaml";

	private EngineFixture studio;

	private EngineFixture twin;

	@BeforeEach
	void createStudio(@TempDir Path directory) throws IOException {
		this.studio = new EngineFixture(Files.createDirectory(directory.resolve("studio")));
		this.twin = new EngineFixture(Files.createDirectory(directory.resolve("twin")));
	}

	@Test
	void writesUpgradeOfEmptyDatabase() {
		this.studio.execute(statements(this.studio.utilities(TWO).previewUpgrade("head")));
		this.twin.upgrade(TWO);
		assertThat(state(this.studio)).isEqualTo(state(this.twin));
		assertThat(this.studio.upgrade(TWO).applied()).isEmpty();
	}

	@Test
	void writesUpgradeOfDatabaseWithData() {
		this.studio.upgrade(ONE);
		this.studio.execute(statements(this.studio.utilities(TWO).previewUpgrade("create-agent")));
		this.twin.upgrade(ONE);
		this.twin.upgrade(TWO, "create-agent");
		assertThat(state(this.studio)).isEqualTo(state(this.twin));
		assertThat(this.studio.upgrade(TWO).applied()).containsExactly("crew-name-index", "tag-v2", "agent-view");
	}

	@Test
	void writesDowngrade() {
		this.studio.upgrade("changelog-with-rollbacks.sql");
		String before = this.studio.content();
		String sql = this.studio.utilities("changelog-with-rollbacks.sql").previewDowngrade("create-crew");
		assertThat(this.studio.content()).isEqualTo(before);
		this.studio.execute(statements(sql));
		this.twin.upgrade("changelog-with-rollbacks.sql");
		this.twin.downgrade("changelog-with-rollbacks.sql", "create-crew");
		assertThat(state(this.studio)).isEqualTo(state(this.twin));
	}

	@Test
	void writesNothingWhenNothingIsPending() {
		this.studio.upgrade(ONE);
		assertThat(this.studio.utilities(ONE).previewUpgrade("head")).isEmpty();
	}

	@Test
	void refusesAsTheRunItselfWould() {
		this.studio.upgrade("changelog-with-rollbacks.sql");
		this.studio.failUnchanged(
				() -> this.studio.utilities("changelog-without-two-rollbacks.sql").previewDowngrade("base"),
				MigrationErrorCode.DOWNGRADE_REFUSED);
		this.studio.failUnchanged(
				() -> this.studio.utilities("changelog-with-rollbacks-edited.sql").previewUpgrade("head"),
				MigrationErrorCode.CHANGED_MIGRATIONS);
	}

	@Test
	void runsUpgradeAfterPreview() {
		this.studio.utilities(TWO).previewUpgrade("head");
		assertThat(this.studio.upgrade(TWO).applied()).hasSize(6);
	}

	private static String[] statements(String sql) {
		return Stream.of(sql.replaceAll("(?m)^--.*$", "").split(";\\s*(\\R|$)"))
			.map(String::strip)
			.filter((statement) -> !statement.isEmpty())
			.toArray(String[]::new);
	}

	private static String state(EngineFixture studio) {
		return studio.query("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE '%MIGRATION%' ORDER BY 1, 2")
				+ studio.query("SELECT ID, AUTHOR, FILENAME, ORDEREXECUTED, MD5SUM, EXECTYPE, DESCRIPTION"
						+ " FROM DATABASECHANGELOG ORDER BY ORDEREXECUTED")
				+ studio.query("SELECT * FROM crew");
	}

}
