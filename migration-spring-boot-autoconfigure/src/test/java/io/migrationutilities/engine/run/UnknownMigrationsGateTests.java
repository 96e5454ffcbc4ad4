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

package io.migrationutilities.engine.run;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationException;
import io.migrationutilities.engine.EngineFixture;
import io.migrationutilities.engine.run.MigrationSettings.OnUnknown;
import io.migrationutilities.engine.session.DatabaseRegistry;
import io.migrationutilities.engine.session.MigrationDatabase;
import io.migrationutilities.sqlite.SqliteConfiguration.Ineffective;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnknownMigrationsGate}.
 */
class UnknownMigrationsGateTests {

	private static final String TAGS = "changelog-with-tags.yaml";

	private EngineFixture studio;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new EngineFixture(directory);
	}

	@Test
	void refusesDatabaseThatIsAhead() {
		this.studio.upgrade("changelog-with-rollbacks.sql");
		this.studio.events().clear();
		MigrationException failure = this.studio.failUnchanged(
				() -> this.studio.upgrade("changelog-with-rollbacks-older.sql"), MigrationErrorCode.UNKNOWN_MIGRATIONS);
		assertThat(failure.getMessage()).contains("second-crew, create-agent");
		assertThat(this.studio.events()).contains(
				new MigrationEvent.UnknownMigrationsDetected("liquibase", List.of("second-crew", "create-agent")));
	}

	@ParameterizedTest
	@EnumSource(value = OnUnknown.class, names = { "WARN", "IGNORE" })
	void goesOnWithDatabaseThatIsAheadWhenUserWantsThat(OnUnknown onUnknown) {
		this.studio.upgrade("changelog-with-rollbacks.sql");
		this.studio.events().clear();
		this.studio.onUnknown(onUnknown).upgrade("changelog-with-rollbacks-older.sql");
		assertThat(this.studio.events()).hasSize((onUnknown == OnUnknown.WARN) ? 2 : 1);
	}

	@Test
	void decidesAboutUnknownChangeSetsWhenAllBeansExist() {
		this.studio.upgrade("changelog-of-other-module.sql");
		DatabaseRegistry registry = new DatabaseRegistry(() -> List.of("main", "module"), (unused) -> List.of(),
				Ineffective.FAIL, "MIGRATION_RUN");
		MigrationRunner runner = this.studio.runner(registry);
		MigrationDatabase main = registry.register("main", this.studio.liquibase(TAGS));
		assertThat(runner.upgrade(main, "head").applied()).hasSize(5);
		MigrationException failure = EngineFixture.fail(this.studio.gate(registry)::checkDelayed);
		assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.UNKNOWN_MIGRATIONS);
		assertThat(failure.getMessage()).contains("create-module");
	}

}
