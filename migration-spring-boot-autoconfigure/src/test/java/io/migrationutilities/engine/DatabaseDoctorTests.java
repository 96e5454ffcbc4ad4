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
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import liquibase.Liquibase;
import liquibase.integration.spring.SpringLiquibase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.Finding;
import io.migrationutilities.Finding.Severity;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.backup.BackupStrategy;
import io.migrationutilities.backup.Sql;
import io.migrationutilities.backup.sqlite.SqliteBackupStrategy;
import io.migrationutilities.engine.lock.LockReleaseTests;
import io.migrationutilities.engine.run.MigrationSettings.OnUnknown;
import io.migrationutilities.engine.run.MigrationSettings.WhenBackupUnavailable;
import io.migrationutilities.file.ProcessLock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.spy;

/**
 * Tests for {@link DatabaseDoctor}.
 */
public class DatabaseDoctorTests {

	private static final String ONE = "changelog-1.sql";

	private static final String TWO = "changelog-2.sql";

	@TempDir
	private Path directory;

	private EngineFixture studio;

	@BeforeEach
	void createStudio() {
		this.studio = new EngineFixture(this.directory);
	}

	@Test
	void findsNothingWrongAndWritesNothing() throws IOException {
		this.studio.upgrade(ONE);
		String content = this.studio.content();
		List<Path> files = files();
		List<Finding> findings = diagnose(TWO);
		assertThat(findings).extracting(Finding::severity).containsOnly(Severity.OK);
		assertThat(findings).extracting(Finding::subject)
			.containsExactly("Database", "Driver", "Connection", "Kind of lock", "Lock", "Changelog", "Pending",
					"Unknown", "Changed", "Next boot", "Liquibase", "Bean", "Backup directory", "Backup", "Free space",
					"Restore");
		assertThat(find(findings, "Database").message()).startsWith("SQLite 3.");
		assertThat(find(findings, "Pending").message()).isEqualTo("1 change set, up to create-agent");
		assertThat(find(findings, "Next boot").message())
			.isEqualTo("upgrades from first-crew to head: 1 change set, in one transaction");
		assertThat(find(findings, "Backup directory").message()).endsWith("backups, to be created");
		assertThat(this.studio.content()).isEqualTo(content);
		assertThat(files()).isEqualTo(files);
	}

	@Test
	void findsThatAnotherConnectionKeepsARestoreFromTheDatabase() throws SQLException {
		this.studio.upgrade(ONE);
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		assertThat(backup.manifest().restore().possible()).isTrue();
		try (Connection other = this.studio.connect()) {
			Sql.execute(other, "BEGIN IMMEDIATE");
			Finding finding = find(diagnose(ONE), "Restore");
			assertThat(finding.severity()).isEqualTo(Severity.WARNING);
			assertThat(finding.code()).isEqualTo(MigrationErrorCode.RESTORE_BLOCKED);
			assertThat(finding.message()).contains("another connection holds a lock");
			assertThat(this.studio.utilities(ONE).previewRestore(backup.path()).forecast().possible()).isFalse();
			Sql.execute(other, "ROLLBACK");
		}
		assertThat(find(diagnose(ONE), "Restore").message()).isEqualTo("over the content of this one.");
	}

	@Test
	void createsNoDatabase() throws IOException {
		this.studio.connectionSettings("", "");
		List<Finding> findings = diagnose(ONE);
		assertThat(find(findings, "Database").message()).contains("app.db does not exist yet");
		assertThat(find(findings, "Changelog").message()).contains("2 change sets");
		assertThat(findings).extracting(Finding::severity).containsOnly(Severity.OK);
		assertThat(files()).isEmpty();
	}

	@Test
	void saysWhatCanBeSaidWithoutADatabase() {
		this.studio = new EngineFixture(this.directory, "jdbc:sqlite:" + this.directory.resolve("missing/app.db"));
		List<Finding> findings = diagnose(ONE);
		assertError(findings, "Connection", MigrationErrorCode.DATABASE_UNAVAILABLE);
		assertThat(find(findings, "Changelog").severity()).isEqualTo(Severity.OK);
		assertThat(find(findings, "Bean").severity()).isEqualTo(Severity.OK);
		assertThat(find(findings, "Backup directory").severity()).isEqualTo(Severity.OK);
		this.studio.connectionSettings("", "");
		assertError(diagnose(ONE), "Database", MigrationErrorCode.DATABASE_UNAVAILABLE);
	}

	@ParameterizedTest
	@CsvSource({ "changelog-with-syntax-error.yaml, CHANGELOG_INVALID", "changelog-missing.sql, CHANGELOG_NOT_FOUND",
			"changelog-with-invalid-change.yaml, CHANGELOG_INVALID" })
	void findsChangelogThatCanNotBeUsed(String changelog, MigrationErrorCode code) {
		this.studio.upgrade(ONE);
		assertError(diagnose(changelog), "Changelog", code);
	}

	@Test
	void findsUnknownMigrations() {
		this.studio.upgrade(TWO);
		assertError(diagnose(ONE), "Unknown", MigrationErrorCode.UNKNOWN_MIGRATIONS);
		Finding finding = find(this.studio.onUnknown(OnUnknown.WARN).utilities(ONE).diagnose(), "Unknown");
		assertThat(finding.severity()).isEqualTo(Severity.WARNING);
		assertThat(this.studio.events()).noneMatch((event) -> event.getClass().getSimpleName().contains("Unknown"));
	}

	@Test
	void findsChangedMigrations() {
		this.studio.upgrade(ONE);
		List<Finding> findings = diagnose("changelog-1-with-edited-change-set.sql");
		assertError(findings, "Changed", MigrationErrorCode.CHANGED_MIGRATIONS);
		assertError(findings, "Next boot", MigrationErrorCode.CHANGED_MIGRATIONS);
		this.studio.bean((liquibase) -> liquibase.setClearCheckSums(true));
		assertThat(diagnose("changelog-1-with-edited-change-set.sql")).extracting(Finding::severity)
			.containsOnly(Severity.OK);
	}

	@Test
	void findsWhatBootRefuses() {
		this.studio.upgrade(ONE);
		this.studio.bean((liquibase) -> liquibase.setTestRollbackOnUpdate(true));
		assertError(diagnose(ONE), "Bean", MigrationErrorCode.LIQUIBASE_SETTING_REFUSED);
		this.studio.bean((liquibase) -> liquibase.setDropFirst(true));
		assertError(diagnose(ONE), "Next boot", MigrationErrorCode.LIQUIBASE_SETTING_REFUSED);
		this.studio.bean((liquibase) -> liquibase.setRollbackFile(this.directory.resolve("rollback.sql").toFile()));
		assertError(diagnose("changelog-without-two-rollbacks.sql"), "Next boot",
				MigrationErrorCode.LIQUIBASE_SETTING_REFUSED);
		this.studio.bean((liquibase) -> {
		}).bootSettings(new BootSettings(true, "no-such-revision"));
		assertError(diagnose(ONE), "Next boot", MigrationErrorCode.REVISION_UNKNOWN);
	}

	@Test
	void findsBeanThatBootRefuses() {
		SpringLiquibase liquibase = this.studio.configure(new SpringLiquibase() {

			@Override
			protected void performUpdate(Liquibase liquibase) {
			}

		}, ONE);
		assertError(this.studio.start(liquibase).utilities().diagnose(), "Bean",
				MigrationErrorCode.LIQUIBASE_BEAN_REFUSED);
		this.studio.bean((bean) -> bean.setCustomizer((created) -> {
			throw new IllegalArgumentException("no such region");
		}));
		assertError(diagnose(ONE), "Liquibase", MigrationErrorCode.LIQUIBASE_BEAN_REFUSED);
	}

	@Test
	void saysWhenBootChangesNothing() {
		this.studio.bootSettings(new BootSettings(false, "head"));
		assertThat(find(diagnose(ONE), "Next boot").message()).contains("migration.upgrade.on-boot");
		this.studio.bean((liquibase) -> liquibase.setShouldRun(false));
		assertThat(find(diagnose(ONE), "Next boot").message()).contains("told not to run");
	}

	@Test
	void namesInstanceThatHoldsTheLock() {
		this.studio.upgrade(ONE);
		try (ProcessLock lock = ProcessLock.acquire(this.studio.lockFile(), "the other instance", Duration.ZERO,
				(holder) -> {
				})) {
			Finding finding = find(diagnose(ONE), "Lock");
			assertThat(finding.severity()).isEqualTo(Severity.WARNING);
			assertThat(finding.message()).startsWith("It is held by the other instance since ");
		}
	}

	@Test
	void namesLiquibaseThatHoldsTheLock() {
		this.studio.upgrade(ONE);
		LockReleaseTests.createLockRow(this.studio);
		Finding finding = find(diagnose(ONE), "Lock");
		assertThat(finding.code()).isEqualTo(MigrationErrorCode.DATABASE_LOCKED);
		assertThat(finding.message()).contains("ci-server");
		assertThat(finding.hint()).contains("migrations release-lock");
	}

	@Test
	void findsThatThereIsNoRoomForABackup() {
		this.studio.upgrade(ONE);
		BackupStrategy large = spy(new SqliteBackupStrategy());
		doReturn(1L << 60).when(large).requiredSpace(any());
		this.studio.strategy(large).whenBackupUnavailable(WhenBackupUnavailable.WARN);
		assertError(diagnose(ONE), "Free space", MigrationErrorCode.NO_SPACE);
		this.studio.withoutBackups();
		assertThat(find(diagnose(ONE), "Free space").severity()).isEqualTo(Severity.WARNING);
		assertThat(find(diagnose(ONE), "Backup").severity()).isEqualTo(Severity.WARNING);
	}

	@Test
	void warnsOfABackupDirectoryThatOthersCanWriteTo() throws IOException {
		Path directory = Files.createDirectory(this.studio.backupDirectory());
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
		Finding finding = find(diagnose(ONE), "Backup directory");
		assertThat(finding.severity()).isEqualTo(Severity.WARNING);
		assertThat(finding.message()).contains("Other users of this machine can write to", directory.toString());
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwx---"));
		assertThat(find(diagnose(ONE), "Backup directory").severity()).isEqualTo(Severity.OK);
	}

	@Test
	void findsBackupDirectoryThatCanNotBeUsed() throws IOException {
		this.studio.upgrade(ONE);
		Files.createFile(this.studio.backupDirectory());
		assertError(diagnose(ONE), "Backup directory", MigrationErrorCode.BACKUP_DIRECTORY_UNUSABLE);
		assertThat(this.studio.utilities(ONE).diagnoseBackups())
			.anyMatch((finding) -> finding.severity() == Severity.ERROR);
	}

	@Test
	void onlyWarnsAboutBackupsOfDatabaseThatHoldsNothing() throws IOException {
		Files.createFile(this.studio.backupDirectory());
		this.studio.execute("PRAGMA user_version = 1");
		assertThat(find(diagnose(ONE), "Backup directory").severity()).isEqualTo(Severity.WARNING);
		this.studio.dataSource(new DriverManagerDataSource("jdbc:sqlite::memory:"));
		assertThat(find(diagnose(ONE), "Backup").message()).isEqualTo("none is taken of a database in memory");
	}

	private List<Finding> diagnose(String changelog) {
		return this.studio.utilities(changelog).diagnose();
	}

	static Finding find(List<Finding> findings, String subject) {
		return findings.stream()
			.filter((finding) -> finding.subject().equals(subject))
			.findFirst()
			.orElseThrow(() -> new AssertionError("No finding of " + subject + " in " + findings));
	}

	public static void assertError(List<Finding> findings, String subject, MigrationErrorCode code) {
		Finding finding = find(findings, subject);
		assertThat(finding.severity()).as(finding.message()).isEqualTo(Severity.ERROR);
		assertThat(finding.code()).as(finding.message()).isEqualTo(code);
		assertThat(finding.hint()).isNotBlank();
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.walk(this.directory)) {
			return files.filter(Files::isRegularFile).sorted().toList();
		}
	}

}
