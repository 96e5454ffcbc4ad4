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

package io.migrationutilities.engine.plan;

import java.nio.file.Path;
import java.util.List;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.migrationutilities.Migration;
import io.migrationutilities.MigrationState;
import io.migrationutilities.MigrationStatus;
import io.migrationutilities.engine.EngineFixture;
import io.migrationutilities.engine.run.MigrationRunner;
import io.migrationutilities.engine.session.DatabaseRegistry;
import io.migrationutilities.engine.session.MigrationDatabase;
import io.migrationutilities.sqlite.SqliteConfiguration.Ineffective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for {@link SchemaComparison}.
 */
class SchemaComparisonTests {

	private static final String TAGS = "changelog-with-tags.yaml";

	private EngineFixture studio;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new EngineFixture(directory);
	}

	@Test
	void showsTagThatLiquibaseSetFromOutside() {
		this.studio.upgrade(TAGS, "create-crew");
		this.studio.execute("UPDATE DATABASECHANGELOG SET TAG = 'release'");
		assertThat(this.studio.utilities(TAGS).getMigrationHistory().get(0).tag()).isEqualTo("release");
		this.studio.execute("UPDATE DATABASECHANGELOG SET TAG = NULL");
		this.studio.upgrade(TAGS, "create-agent");
		this.studio.execute("UPDATE DATABASECHANGELOG SET TAG = 'release'");
		assertThat(this.studio.utilities(TAGS).getMigrationHistory()).extracting(Migration::tag)
			.containsExactly(null, "v1", "release", "v2", null);
	}

	@Test
	void listsUnknownChangeSets() {
		this.studio.upgrade("changelog-with-rollbacks.sql");
		MigrationStatus status = this.studio.status("changelog-with-rollbacks-older.sql");
		assertThat(status.upToDate()).isFalse();
		assertThat(status.unknownMigrations())
			.extracting(Migration::revision, Migration::state, Migration::rollbackable)
			.containsExactly(tuple("second-crew", MigrationState.UNKNOWN, false),
					tuple("create-agent", MigrationState.UNKNOWN, false));
	}

	@Test
	void knowsTheChangeSetsOfOtherBeansWithTheSameHistory() {
		DataSource dataSource = this.studio.liquibase(TAGS).getDataSource();
		this.studio.dataSource(dataSource);
		DatabaseRegistry registry = new DatabaseRegistry(() -> List.of("main", "module"), (unused) -> List.of(),
				Ineffective.FAIL, "MIGRATION_RUN");
		MigrationRunner runner = this.studio.runner(registry);
		MigrationDatabase main = registry.register("main", this.studio.liquibase(TAGS));
		runner.upgrade(main, "head");
		MigrationDatabase module = registry.register("module", this.studio.liquibase("changelog-of-other-module.sql"));
		assertThat(runner.upgrade(module, "head").applied()).containsExactly("create-module");
		assertThat(runner.upgrade(main, "head").applied()).isEmpty();
		this.studio.gate(registry).checkDelayed();
	}

	@Test
	void correctsPathsThatOlderLiquibaseRecordedWronglyWithTheNextUpgradeOnly() {
		String changelog = "changelog-that-includes-file-with-logical-path.yaml";
		this.studio.upgrade(changelog);
		this.studio.execute("UPDATE DATABASECHANGELOG SET FILENAME = 'changelog', LIQUIBASE = '5.0.1'");
		String before = this.studio.content();
		assertThat(this.studio.status(changelog).upToDate()).isTrue();
		assertThat(this.studio.upgrade(changelog).applied()).isEmpty();
		assertThat(this.studio.content()).isEqualTo(before);
		this.studio.upgrade("changelog-that-includes-file-with-logical-path-2.yaml");
		assertThat(this.studio.query("SELECT ID, FILENAME FROM DATABASECHANGELOG"))
			.isEqualTo("create-part|part\ncreate-more|changelog");
	}

}
