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

package io.migrationutilities.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

import liquibase.Liquibase;
import liquibase.integration.spring.Customizer;
import liquibase.integration.spring.MultiTenantSpringLiquibase;
import liquibase.integration.spring.SpringLiquibase;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.liquibase.autoconfigure.DataSourceClosingSpringLiquibase;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;

import io.migrationutilities.BackupReason;
import io.migrationutilities.BackupState;
import io.migrationutilities.DatabaseState;
import io.migrationutilities.MigrationDatabases;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationEvent;
import io.migrationutilities.MigrationException;
import io.migrationutilities.MigrationListener;
import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.Progress;
import io.migrationutilities.Progress.Activity;
import io.migrationutilities.ProgressListener;
import io.migrationutilities.StoredBackup;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.engine.InternalBeans;
import io.migrationutilities.test.TakesLong;
import io.migrationutilities.work.ProgressLines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link MigrationAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class MigrationAutoConfigurationTests {

	private static final String CHANGELOG = "classpath:autoconfigure/changelog.yaml";

	private static final String FAILING_CHANGELOG = "classpath:autoconfigure/changelog-with-failing-third-change-set.yaml";

	private static final String OLDER_CHANGELOG = "classpath:autoconfigure/changelog-of-an-older-release.yaml";

	@TempDir
	Path directory;

	private final ApplicationContextRunner plainRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
				LiquibaseAutoConfiguration.class));

	private final ApplicationContextRunner contextRunner = this.plainRunner
		.withConfiguration(AutoConfigurations.of(MigrationAutoConfiguration.class));

	@Test
	void upgradesAtBootBeforeOthersUseTheDatabase() {
		runner(CHANGELOG).withUserConfiguration(EarlyReader.class).run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(MigrationUtilities.class);
			assertThat(context.getBean("booksAtStart")).isEqualTo(0);
			assertThat(context.getBean(MigrationUtilities.class).getCurrentRevision()).contains("add-shelf");
		});
	}

	@Test
	void keepsTheBeanOfSpringBoot() {
		runner(CHANGELOG).run((context) -> {
			assertThat(context).hasSingleBean(SpringLiquibase.class).hasBean("liquibase");
			assertThat(context.getBean(SpringLiquibase.class).getClass()).isEqualTo(SpringLiquibase.class);
		});
	}

	@Test
	void backsOffWithoutLiquibase() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(SpringLiquibase.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MigrationDatabases.class));
	}

	@Test
	void hasNoUtilitiesWithoutSpringLiquibaseBean() {
		runner(CHANGELOG).withPropertyValues("spring.liquibase.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(MigrationDatabases.class)
				.doesNotHaveBean(MigrationUtilities.class));
	}

	@Test
	void leavesEverythingToLiquibaseWhenDisabled() {
		runner(CHANGELOG).withPropertyValues("migration.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(MigrationUtilities.class);
			assertThat(tables(context)).contains("book", "DATABASECHANGELOGLOCK").doesNotContain("MIGRATION_RUN");
		});
	}

	@Test
	void usesTheUtilitiesOfTheApplication() {
		runner(CHANGELOG).withUserConfiguration(OwnUtilities.class)
			.run((context) -> assertThat(context).hasSingleBean(MigrationUtilities.class).hasBean("ownUtilities"));
	}

	@Test
	void worksWithoutTheSqliteDriverOnTheClassPath() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.sqlite"))
			.withPropertyValues("spring.datasource.url=jdbc:h2:mem:nosqlite",
					"spring.liquibase.change-log=" + CHANGELOG)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void takesAVerifiedBackupBeforeAnUpgradeOfADatabaseWithData() {
		prepareOlderRelease();
		runner(CHANGELOG).run((context) -> {
			assertThat(context).hasNotFailed();
			List<StoredBackup> backups = context.getBean(MigrationUtilities.class).listBackups();
			assertThat(backups).singleElement().satisfies((backup) -> {
				assertThat(backup.state()).isEqualTo(BackupState.GOOD);
				assertThat(backup.path()).hasParent(this.directory.resolve("backups"));
				assertThat(backup.manifest()).isNotNull();
				assertThat(backup.manifest().revision()).isEqualTo("create-book");
				assertThat(backup.manifest().tables()).containsEntry("book", 1L);
				assertThat(backup.manifest().verifications()).singleElement().satisfies((verification) -> {
					assertThat(verification.valid()).isTrue();
					assertThat(verification.level()).isEqualTo(VerificationLevel.STRUCTURE);
				});
			});
		});
	}

	@Test
	void takesNoBackupWhenNothingIsPending() {
		prepareOlderRelease();
		runner(CHANGELOG).run((context) -> assertThat(context).hasNotFailed());
		runner(CHANGELOG).run((context) -> assertThat(backups(context)).hasSize(1));
	}

	@Test
	void failsToStartWithTheDatabaseAsItWasWhenAChangeSetFails() throws IOException {
		prepareOlderRelease();
		byte[] before = Files.readAllBytes(database());
		runner(FAILING_CHANGELOG).run((context) -> {
			assertThat(context).hasFailed();
			MigrationException failure = failure(context);
			assertThat(failure.getCode()).isEqualTo(MigrationErrorCode.UPGRADE_FAILED);
			assertThat(failure.getDatabaseState()).isEqualTo(DatabaseState.UNCHANGED);
			assertThat(failure.getBackup()).exists();
			assertThat(failure).hasMessageContaining("'fails'").hasMessageContaining("no such table: nowhere");
		});
		assertThat(Files.readAllBytes(database())).isEqualTo(before);
	}

	@Test
	void doesNotFillTheDiskWithBackupsOfAStartThatFailsAgainAndAgain() {
		prepareOlderRelease();
		runner(OLDER_CHANGELOG).run((context) -> context.getBean(MigrationUtilities.class).createDatabaseBackup());
		for (int start = 0; start < 5; start++) {
			runner(FAILING_CHANGELOG).run((context) -> assertThat(failure(context).getBackup()).exists());
		}
		runner(OLDER_CHANGELOG)
			.run((context) -> assertThat(backups(context)).extracting((backup) -> backup.manifest().reason())
				.containsExactly(BackupReason.BEFORE_UPGRADE, BackupReason.MANUAL));
	}

	@Test
	void refusesADatabaseThatIsAhead() {
		runner(CHANGELOG).run((context) -> assertThat(context).hasNotFailed());
		runner(OLDER_CHANGELOG).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(failure(context).getCode()).isEqualTo(MigrationErrorCode.UNKNOWN_MIGRATIONS);
			assertThat(failure(context)).hasMessageContaining("add-shelf");
		});
	}

	@Test
	void startsOnADatabaseThatIsAheadWithAWarning(CapturedOutput output) {
		runner(CHANGELOG).run((context) -> assertThat(context).hasNotFailed());
		runner(OLDER_CHANGELOG).withPropertyValues("migration.on-unknown=warn")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("is ahead of this application").contains("add-shelf");
	}

	@Test
	void startsOnADatabaseThatIsAheadInSilence(CapturedOutput output) {
		runner(CHANGELOG).run((context) -> assertThat(context).hasNotFailed());
		runner(OLDER_CHANGELOG).withPropertyValues("migration.on-unknown=ignore")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("is ahead of this application");
	}

	@Test
	void refusesADatabaseThatIsAheadEvenIfBootDoesNotUpgrade() {
		runner(CHANGELOG).run((context) -> assertThat(context).hasNotFailed());
		runner(OLDER_CHANGELOG).withPropertyValues("migration.upgrade.on-boot=false")
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void leavesPendingChangeSetsAloneIfBootDoesNotUpgrade() {
		runner(CHANGELOG).withPropertyValues("migration.upgrade.on-boot=false").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(tables(context)).isEmpty();
			assertThat(context.getBean(MigrationUtilities.class).checkMigrationStatus().pendingMigrations()).hasSize(2);
		});
	}

	@Test
	void upgradesToTheConfiguredTarget() {
		runner(CHANGELOG).withPropertyValues("migration.upgrade.target=create-book")
			.run((context) -> assertThat(context.getBean(MigrationUtilities.class).getCurrentRevision())
				.contains("create-book"));
	}

	@Test
	void commitsEachChangeSetOnItsOwnIfConfigured() {
		runner(FAILING_CHANGELOG).withPropertyValues("migration.upgrade.transaction=per-change-set").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(failure(context).getDatabaseState()).isEqualTo(DatabaseState.PARTLY_CHANGED);
		});
		runner(CHANGELOG).withPropertyValues("migration.upgrade.on-boot=false")
			.run((context) -> assertThat(context.getBean(MigrationUtilities.class).getCurrentRevision())
				.contains("add-shelf"));
	}

	@Test
	void takesNoBackupIfNoneIsWanted() {
		prepareOlderRelease();
		runner(CHANGELOG).withPropertyValues("migration.backup.before-upgrade=false").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(backups(context)).isEmpty();
		});
	}

	@Test
	void takesNoBackupBeforeADowngradeIfNoneIsWanted() {
		runner(CHANGELOG).withPropertyValues("migration.backup.before-downgrade=false").run((context) -> {
			context.getBean(JdbcTemplate.class).update("INSERT INTO book VALUES (1, 'Emma', 'A')");
			assertThat(context.getBean(MigrationUtilities.class).downgradeDatabase("-1").backup()).isNull();
		});
	}

	@Test
	void verifiesAtTheConfiguredLevel() {
		prepareOlderRelease();
		runner(CHANGELOG).withPropertyValues("migration.backup.verify=restore")
			.run((context) -> assertThat(backups(context)).singleElement()
				.satisfies((backup) -> assertThat(backup.manifest().verifications()).singleElement()
					.satisfies(
							(verification) -> assertThat(verification.level()).isEqualTo(VerificationLevel.RESTORE))));
	}

	@Test
	void keepsAsManyBackupsAsConfigured() {
		runner(CHANGELOG).withPropertyValues("migration.backup.keep=2").run((context) -> {
			MigrationUtilities utilities = context.getBean(MigrationUtilities.class);
			for (int i = 0; i < 4; i++) {
				utilities.createDatabaseBackup();
			}
			assertThat(utilities.pruneBackups()).hasSize(2);
			assertThat(utilities.listBackups()).hasSize(2);
		});
	}

	@Test
	void keepsBackupsForAsLongAsConfigured() {
		runner(CHANGELOG).withPropertyValues("migration.backup.keep=1", "migration.backup.keep-for=30d")
			.run((context) -> {
				MigrationUtilities utilities = context.getBean(MigrationUtilities.class);
				utilities.createDatabaseBackup();
				utilities.createDatabaseBackup();
				assertThat(utilities.pruneBackups()).isEmpty();
			});
	}

	@Test
	void refusesADatabaseOfWhichNoBackupCanBeTaken() {
		String url = "spring.datasource.url=jdbc:h2:file:" + this.directory.resolve("h2");
		this.contextRunner.withPropertyValues(url, "spring.liquibase.change-log=" + OLDER_CHANGELOG)
			.run((context) -> context.getBean(JdbcTemplate.class).update("INSERT INTO book VALUES (1, 'Emma')"));
		this.contextRunner.withPropertyValues(url, "spring.liquibase.change-log=" + CHANGELOG).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(failure(context).getCode()).isEqualTo(MigrationErrorCode.BACKUP_UNAVAILABLE);
		});
		this.contextRunner
			.withPropertyValues(url, "spring.liquibase.change-log=" + CHANGELOG,
					"migration.backup.when-unavailable=warn")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@TakesLong
	@Test
	void waitsForOthersAsLongAsConfigured() throws SQLException {
		prepareOlderRelease();
		try (Connection writer = DriverManager.getConnection("jdbc:sqlite:" + database());
				Statement statement = writer.createStatement()) {
			statement.execute("BEGIN IMMEDIATE");
			runner(CHANGELOG).withPropertyValues("migration.lock.timeout=1ms").run((context) -> {
				assertThat(context).hasFailed();
				assertThat(failure(context).getCode()).isEqualTo(MigrationErrorCode.DATABASE_LOCKED);
			});
		}
	}

	@Test
	void servesUtilitiesForEachOfSeveralBeans() {
		runner(CHANGELOG).withUserConfiguration(TwoDatabases.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(MigrationDatabases.class).getNames()).containsExactly("books", "readers");
			assertThat(context.getBean("booksMigrationUtilities", MigrationUtilities.class).getHeadRevision())
				.contains("add-shelf");
			assertThat(context.getBean(MigrationDatabases.class).get("readers").getHeadRevision())
				.contains("create-reader");
		});
	}

	@Test
	void doesNotTakeTheChangeSetsOfAnotherBeanForUnknown() {
		for (int boot = 0; boot < 2; boot++) {
			runner(CHANGELOG).withUserConfiguration(TwoDatabases.class).run((context) -> {
				assertThat(context).hasNotFailed();
				MigrationDatabases databases = context.getBean(MigrationDatabases.class);
				assertThat(databases.get("books").checkMigrationStatus().unknownMigrations()).isEmpty();
				assertThat(databases.get("readers").checkMigrationStatus().unknownMigrations()).isEmpty();
			});
		}
	}

	@Test
	void refusesChangeSetsThatNoneOfSeveralBeansKnows() {
		runner(CHANGELOG).withUserConfiguration(TwoDatabases.class)
			.run((context) -> context.getBean(JdbcTemplate.class)
				.update("UPDATE DATABASECHANGELOG SET ID = 'from-the-future' WHERE ID = 'create-book'"));
		runner(CHANGELOG).withUserConfiguration(TwoDatabases.class)
			.withPropertyValues("migration.upgrade.on-boot=false")
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(failure(context)).hasMessageContaining("from-the-future");
			});
	}

	@Test
	void upgradesTheDataSourceThatLiquibaseHasForItself() {
		this.contextRunner
			.withPropertyValues("spring.datasource.url=jdbc:h2:mem:other", "spring.liquibase.change-log=" + CHANGELOG,
					"spring.liquibase.url=jdbc:sqlite:" + database(),
					"migration.backup.directory=" + this.directory.resolve("backups"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(SpringLiquibase.class)).isInstanceOf(DataSourceClosingSpringLiquibase.class);
				assertThat(context.getBean(MigrationUtilities.class).getCurrentRevision()).contains("add-shelf");
			});
	}

	@Test
	void appliesTheCustomizerOfTheApplication() {
		runner("classpath:autoconfigure/changelog-with-parameter.yaml").withUserConfiguration(OwnCustomizer.class)
			.run((context) -> assertThat(tables(context)).contains("set_by_customizer"));
	}

	@Test
	void upgradesWithLazyInitialization() {
		runner(CHANGELOG).withPropertyValues("spring.main.lazy-initialization=true")
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(context.getBeanFactory().containsSingleton("liquibase")).isTrue());
	}

	@Test
	void publishesEventsOfTheBootWhenTheContextIsReady() {
		prepareOlderRelease();
		runner(CHANGELOG).withUserConfiguration(Listeners.class).run((context) -> {
			List<MigrationEvent> atOnce = context.getBean(RecordingListener.class).events;
			List<MigrationEvent> published = context.getBean(Listeners.class).events;
			assertThat(published).isEqualTo(atOnce)
				.hasAtLeastOneElementOfType(MigrationEvent.BackupCreated.class)
				.hasAtLeastOneElementOfType(MigrationEvent.BackupVerified.class)
				.hasAtLeastOneElementOfType(MigrationEvent.UpgradeStarted.class)
				.hasAtLeastOneElementOfType(MigrationEvent.UpgradeCompleted.class);
		});
	}

	@Test
	void tellsListenersHowFarTheBootIs() {
		prepareOlderRelease();
		List<Progress> reports = new CopyOnWriteArrayList<>();
		runner(CHANGELOG).withBean(ProgressListener.class, () -> reports::add).run((context) -> {
			assertThat(reports).filteredOn(Progress::isFinished)
				.extracting(Progress::activity)
				.containsExactly(Activity.BACKUP, Activity.VERIFY, Activity.UPGRADE);
			assertThat(progressListeners(context)).isNotEmpty().doesNotHaveAnyElementsOfTypes(ProgressLines.class);
		});
	}

	@Test
	void logsHowFarTheBootIsWhereNobodyElseListens() {
		runner(CHANGELOG)
			.run((context) -> assertThat(progressListeners(context)).hasOnlyElementsOfType(ProgressLines.class));
	}

	private static List<?> progressListeners(AssertableApplicationContext context) {
		return assertThat(context.getBean(InternalBeans.PROGRESS_LISTENERS)).extracting("listeners")
			.asInstanceOf(InstanceOfAssertFactories.LIST)
			.actual();
	}

	@Test
	void warnsAboutTenantsThatCanNotBeTakenOver(CapturedOutput output) {
		runner(CHANGELOG).withUserConfiguration(Tenants.class).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("The tenants of 'tenants' are upgraded by Liquibase alone");
	}

	@Test
	void readsTheLockTimeoutAndTheOtherSettings() {
		runner(CHANGELOG).withPropertyValues("migration.lock.timeout=7s")
			.run((context) -> assertThat(context.getBean(InternalBeans.COMPONENTS)).extracting("settings.lockTimeout")
				.isEqualTo(Duration.ofSeconds(7)));
	}

	private ApplicationContextRunner runner(String changeLog) {
		return this.contextRunner.withPropertyValues("spring.datasource.url=jdbc:sqlite:" + database(),
				"spring.liquibase.change-log=" + changeLog,
				"migration.backup.directory=" + this.directory.resolve("backups"));
	}

	private void prepareOlderRelease() {
		runner(OLDER_CHANGELOG).run((context) -> {
			assertThat(context).hasNotFailed();
			context.getBean(JdbcTemplate.class).update("INSERT INTO book VALUES (1, 'Emma')");
		});
	}

	private Path database() {
		return this.directory.resolve("library.db");
	}

	private List<StoredBackup> backups(AssertableApplicationContext context) {
		return context.getBean(MigrationUtilities.class).listBackups();
	}

	private List<String> tables(AssertableApplicationContext context) {
		return context.getBean(JdbcTemplate.class)
			.queryForList("SELECT name FROM sqlite_schema WHERE type = 'table'", String.class);
	}

	private static MigrationException failure(AssertableApplicationContext context) {
		Throwable failure = context.getStartupFailure();
		while (failure != null && !(failure instanceof MigrationException)) {
			failure = failure.getCause();
		}
		assertThat(failure).isNotNull();
		return (MigrationException) failure;
	}

	@Configuration(proxyBeanMethods = false)
	static class EarlyReader {

		@Bean
		Integer booksAtStart(JdbcTemplate jdbcTemplate) {
			return jdbcTemplate.queryForObject("SELECT count(*) FROM book", Integer.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnUtilities {

		@Bean
		MigrationUtilities ownUtilities() {
			return mock(MigrationUtilities.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDatabases {

		@Bean
		SpringLiquibase books(DataSource dataSource) {
			return liquibase(dataSource, CHANGELOG);
		}

		@Bean
		SpringLiquibase readers(DataSource dataSource) {
			return liquibase(dataSource, "classpath:autoconfigure/changelog-of-another-module.yaml");
		}

		private static SpringLiquibase liquibase(DataSource dataSource, String changeLog) {
			SpringLiquibase liquibase = new SpringLiquibase();
			liquibase.setDataSource(dataSource);
			liquibase.setChangeLog(changeLog);
			return liquibase;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnCustomizer {

		@Bean
		Customizer<Liquibase> customizer() {
			return (liquibase) -> liquibase.setChangeLogParameter("table", "set_by_customizer");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Tenants {

		@Bean
		MultiTenantSpringLiquibase tenants(DataSource dataSource) {
			MultiTenantSpringLiquibase tenants = new MultiTenantSpringLiquibase();
			tenants.setDataSource(dataSource);
			tenants.setSchemas(List.of());
			tenants.setChangeLog(CHANGELOG);
			tenants.setParameters(Map.of());
			return tenants;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Listeners {

		private final List<MigrationEvent> events = new ArrayList<>();

		@Bean
		RecordingListener recordingListener() {
			return new RecordingListener();
		}

		@EventListener
		void onEvent(MigrationEvent event) {
			this.events.add(event);
		}

	}

	static class RecordingListener implements MigrationListener {

		private final List<MigrationEvent> events = new ArrayList<>();

		@Override
		public void onMigrationEvent(MigrationEvent event) {
			this.events.add(event);
		}

	}

}
