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

package io.migrationutilities.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import liquibase.Liquibase;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.visitor.AbstractChangeExecListener;
import liquibase.database.Database;
import liquibase.exception.DatabaseException;
import liquibase.integration.spring.SpringLiquibase;
import liquibase.integration.spring.SpringResourceAccessor;
import liquibase.resource.ResourceAccessor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MigrationBoot}.
 */
class MigrationBootTests {

	private static final String CHANGELOG = "changelog-with-rollbacks.sql";

	private static final String TAGS = "changelog-with-tags.yaml";

	private EngineFixture studio;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new EngineFixture(directory);
	}

	@Test
	void upgrades() {
		this.studio.start(CHANGELOG).boot();
		assertThat(this.studio.status(CHANGELOG).upToDate()).isTrue();
	}

	@Test
	void upgradesToConfiguredTarget() {
		this.studio.start(CHANGELOG).boot(true, "first-crew");
		assertThat(this.studio.history()).isEqualTo("create-crew,first-crew");
	}

	@Test
	void upgradesToTagOfTheBean() {
		this.studio.bean((liquibase) -> liquibase.setTag("v1"));
		this.studio.start(TAGS).boot();
		assertThat(this.studio.history()).isEqualTo("create-crew,tag-v1");
	}

	@Test
	void prefersConfiguredTargetToTagOfTheBean() {
		this.studio.bean((liquibase) -> liquibase.setTag("v1"));
		this.studio.start(TAGS).boot(true, "tag-v2");
		assertThat(this.studio.history()).isEqualTo("create-crew,tag-v1,create-agent,tag-v2");
	}

	@Test
	void doesNothingWhenTheBeanShouldNotRun() {
		this.studio.bean((liquibase) -> liquibase.setShouldRun(false));
		this.studio.start(CHANGELOG).boot();
		assertThat(this.studio.tables()).isEmpty();
		assertThat(this.studio.events()).isEmpty();
	}

	@Test
	void upgradesNothingWhenThatIsTurnedOff() {
		this.studio.start(CHANGELOG).boot(false, "head");
		assertThat(this.studio.tables()).isEmpty();
	}

	@Test
	void refusesDatabaseThatIsAheadThoughUpgradesAreTurnedOff() {
		this.studio.upgrade(CHANGELOG);
		this.studio.failUnchanged(() -> this.studio.start("changelog-with-rollbacks-older.sql").boot(false, "head"),
				MigrationErrorCode.UNKNOWN_MIGRATIONS);
	}

	@Test
	void refusesToDropDatabaseThatHoldsData() {
		this.studio.upgrade(CHANGELOG);
		this.studio.bean((liquibase) -> liquibase.setDropFirst(true));
		this.studio.failUnchanged(() -> this.studio.start(CHANGELOG).boot(),
				MigrationErrorCode.LIQUIBASE_SETTING_REFUSED);
	}

	@Test
	void dropsEmptyDatabase() {
		this.studio.bean((liquibase) -> liquibase.setDropFirst(true));
		this.studio.start(CHANGELOG).boot();
		assertThat(this.studio.query("SELECT count(*) FROM crew")).isEqualTo("2");
	}

	@Test
	void dropsDatabaseInMemory() throws SQLException {
		try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
			this.studio.dataSource(new SingleConnectionDataSource(connection, true));
			this.studio.start(CHANGELOG).boot();
			this.studio.bean((liquibase) -> liquibase.setDropFirst(true));
			EngineFixture.query(connection, "PRAGMA foreign_keys");
			this.studio.start(CHANGELOG).boot();
			assertThat(EngineFixture.query(connection, "SELECT count(*) FROM crew")).isEqualTo("2");
			assertThat(EngineFixture.query(connection, "SELECT count(*) FROM MIGRATION_RUN")).isEqualTo("1");
		}
	}

	@Test
	void refusesToTestRollbacksOnTheLiveDatabase() {
		this.studio.bean((liquibase) -> liquibase.setTestRollbackOnUpdate(true));
		this.studio.failUnchanged(() -> this.studio.start(CHANGELOG).boot(),
				MigrationErrorCode.LIQUIBASE_SETTING_REFUSED);
	}

	@Test
	void refusesToTestRollbacksWhoeverAsksForTheUpgrade() {
		this.studio.bean((liquibase) -> liquibase.setTestRollbackOnUpdate(true));
		this.studio.failUnchanged(() -> this.studio.upgrade(CHANGELOG), MigrationErrorCode.LIQUIBASE_SETTING_REFUSED);
		this.studio.failUnchanged(() -> this.studio.utilities(CHANGELOG).previewUpgrade("head"),
				MigrationErrorCode.LIQUIBASE_SETTING_REFUSED);
	}

	@Test
	void refusesSubclassesBeforeAnythingIsDropped() {
		this.studio.execute("CREATE TABLE note (text TEXT)");
		this.studio.bean((liquibase) -> liquibase.setDropFirst(true));
		SpringLiquibase liquibase = this.studio.configure(new SpringLiquibase() {

			@Override
			protected void performUpdate(Liquibase liquibase) {
			}

		}, CHANGELOG);
		this.studio.failUnchanged(() -> this.studio.start(liquibase).boot(), MigrationErrorCode.LIQUIBASE_BEAN_REFUSED);
		this.studio.failUnchanged(() -> this.studio.start(liquibase).upgrade("head"),
				MigrationErrorCode.LIQUIBASE_BEAN_REFUSED);
	}

	@Test
	void upgradesOnRequestWhatBootDoesNot() {
		this.studio.bean((liquibase) -> liquibase.setShouldRun(false));
		this.studio.upgrade(CHANGELOG);
		assertThat(this.studio.status(CHANGELOG).upToDate()).isTrue();
	}

	@Test
	void refusesSubclassesWhoseCodeWouldNotRun() {
		SpringLiquibase update = this.studio.configure(new SpringLiquibase() {

			@Override
			protected void performUpdate(Liquibase liquibase) {
			}

		}, CHANGELOG);
		SpringLiquibase init = this.studio.configure(new SpringLiquibase() {

			@Override
			public void afterPropertiesSet() {
			}

		}, CHANGELOG);
		assertThat(EngineFixture.fail(() -> this.studio.start(update).boot()).getMessage())
			.contains("overrides performUpdate()");
		assertThat(EngineFixture.fail(() -> this.studio.start(init).boot()).getMessage())
			.contains("overrides afterPropertiesSet()");
		assertThat(this.studio.tables()).isEmpty();
	}

	@Test
	void acceptsMethodsThatOnlyShareAReplacedName() {
		SpringLiquibase liquibase = this.studio.configure(new SpringLiquibase() {

			@SuppressWarnings("unused")
			void performUpdate(String unrelated) {
			}

		}, CHANGELOG);
		this.studio.start(liquibase).boot();
		assertThat(this.studio.status(CHANGELOG).upToDate()).isTrue();
	}

	@Test
	void namesTheBeanWhoseCustomizerFails() {
		this.studio.bean((liquibase) -> liquibase.setCustomizer((created) -> {
			throw new IllegalArgumentException("no such region");
		}));
		MigrationException failure = this.studio.failUnchanged(() -> this.studio.start(CHANGELOG).boot(),
				MigrationErrorCode.LIQUIBASE_BEAN_REFUSED);
		assertThat(failure).hasMessageContaining("'liquibase', or its customizer, failed: no such region");
	}

	@Test
	void honoursOtherOverridesOfSubclasses() {
		AtomicInteger created = new AtomicInteger();
		SpringLiquibase liquibase = this.studio.configure(new SpringLiquibase() {

			@Override
			protected Database createDatabase(Connection connection, ResourceAccessor resourceAccessor)
					throws DatabaseException {
				Database database = super.createDatabase(connection, resourceAccessor);
				database.setDatabaseChangeLogTableName("OVERRIDDEN");
				return database;
			}

			@Override
			protected SpringResourceAccessor createResourceOpener() {
				created.incrementAndGet();
				return super.createResourceOpener();
			}

		}, CHANGELOG);
		this.studio.start(liquibase).boot();
		assertThat(this.studio.tables()).contains("OVERRIDDEN").doesNotContain("DATABASECHANGELOG");
		assertThat(created).hasPositiveValue();
	}

	@Test
	void appliesCustomizerAndItsListener() {
		List<String> ran = new ArrayList<>();
		this.studio.bean((liquibase) -> liquibase
			.setCustomizer((created) -> created.setChangeExecListener(new AbstractChangeExecListener() {

				@Override
				public void ran(ChangeSet changeSet, DatabaseChangeLog changeLog, Database database,
						ChangeSet.ExecType execType) {
					ran.add(changeSet.getId());
				}

			})));
		this.studio.start(CHANGELOG).boot();
		assertThat(ran).containsExactly("create-crew", "first-crew", "second-crew", "create-agent");
	}

	@Test
	void writesRollbackFile(@TempDir Path directory) throws IOException {
		Path file = directory.resolve("rollback.sql");
		this.studio.bean((liquibase) -> liquibase.setRollbackFile(file.toFile()));
		this.studio.start(CHANGELOG).boot(true, "second-crew");
		assertThat(Files.readString(file))
			.containsSubsequence("DELETE FROM crew WHERE id = 2", "DELETE FROM crew WHERE id = 1", "DROP TABLE crew")
			.doesNotContain("DROP TABLE agent");
		assertThat(this.studio.history()).isEqualTo("create-crew,first-crew,second-crew");
	}

	@Test
	void writesRollbackFileOfTableThatIsCreatedAndAltered(@TempDir Path directory) throws IOException {
		Path file = directory.resolve("rollback.sql");
		this.studio.bean((liquibase) -> liquibase.setRollbackFile(file.toFile()));
		this.studio.start("changelog-that-creates-and-alters-table.yaml").boot();
		assertThat(Files.readString(file)).containsSubsequence("ALTER TABLE \"crew\" DROP CONSTRAINT \"crew_name\"",
				"DROP TABLE crew");
		assertThat(this.studio.history()).isEqualTo("create-and-alter,of-postgresql");
	}

	@Test
	void namesChangeSetThatKeepsRollbackFileFromBeingWritten(@TempDir Path directory) {
		this.studio.bean((liquibase) -> liquibase.setRollbackFile(directory.resolve("rollback.sql").toFile()));
		MigrationException failure = this.studio.failUnchanged(() -> this.studio.start(TAGS).boot(),
				MigrationErrorCode.LIQUIBASE_SETTING_REFUSED);
		assertThat(failure.getMessage()).contains("rollback-file").contains("by-sql");
	}

}
