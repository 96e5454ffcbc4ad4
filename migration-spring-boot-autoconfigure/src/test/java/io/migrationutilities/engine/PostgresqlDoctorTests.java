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

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.Finding;
import io.migrationutilities.Finding.Severity;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.RestoreForecast;
import io.migrationutilities.RestorePreview;
import io.migrationutilities.UpgradeResult;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.RequiresPostgresqlTools;
import io.migrationutilities.backup.postgresql.PostgresqlBackupStrategy;
import io.migrationutilities.backup.postgresql.PostgresqlToolSettings;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DatabaseDoctor} with PostgreSQL.
 */
@RequiresPostgresqlTools
@UsesPostgresql
@ExtendWith(OutputCaptureExtension.class)
class PostgresqlDoctorTests {

	private static final String ONE = "changelog-1.sql";

	private static final String TWO = "changelog-2.sql";

	@TempDir
	private Path directory;

	private PostgresqlFixture studio;

	private String role;

	@BeforeEach
	void createStudio() {
		this.studio = new PostgresqlFixture(this.directory);
		this.role = this.studio.createRole();
		this.studio.strategy(new PostgresqlBackupStrategy(PostgresqlToolSettings.DEFAULTS));
		this.studio.upgrade(ONE);
		this.studio.withBackups();
	}

	@AfterEach
	void dropStudio() {
		this.studio.expectNoSessions();
		this.studio.drop();
	}

	@Test
	void findsNothingWrongAndWritesNothing() {
		String content = this.studio.content();
		List<Finding> findings = diagnose();
		assertThat(findings).allMatch((finding) -> finding.severity() == Severity.OK);
		assertThat(findings).extracting(Finding::subject)
			.containsSubsequence("Lock", "Changelog", "Next boot", "Backup directory", "Programs", "Login of programs",
					"Privileges", "Verification", "Free space", "Restore");
		assertThat(DatabaseDoctorTests.find(findings, "Programs").message()).contains("pg_dump' and ",
				" for a server of version 15");
		assertThat(DatabaseDoctorTests.find(findings, "Restore").message()).startsWith("into a new database");
		assertThat(this.studio.content()).isEqualTo(content);
	}

	@Test
	void findsMissingPrograms() {
		this.studio.strategy(new PostgresqlBackupStrategy(new PostgresqlToolSettings("/no/such/pg_dump", null, 1, null,
				Duration.ofSeconds(5), Duration.ofMinutes(1))));
		List<Finding> findings = diagnose();
		DatabaseDoctorTests.assertError(findings, "Programs", MigrationErrorCode.BACKUP_UNAVAILABLE);
		DatabaseDoctorTests.assertError(findings, "Free space", MigrationErrorCode.BACKUP_UNAVAILABLE);
		assertThat(DatabaseDoctorTests.find(findings, "Privileges").severity()).isEqualTo(Severity.OK);
	}

	@Test
	void namesTheSchemaThatMayNotBeUsed() {
		this.studio.execute("CREATE SCHEMA \"Back Office\"", "CREATE TABLE \"Back Office\".ledger (id INT)",
				"GRANT SELECT ON ALL TABLES IN SCHEMA \"Back Office\", public TO " + this.role);
		loginAsRole();
		Finding finding = DatabaseDoctorTests.find(diagnose(), "Privileges");
		assertThat(finding.message()).contains("may not use the schema \"Back Office\"");
		assertThat(finding.hint()).startsWith("Grant it: GRANT USAGE ON SCHEMA <schema> TO \"" + this.role + "\"");
	}

	@Test
	void saysThatRowSecurityIsForcedOnTheOwner() {
		this.studio.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + this.role,
				"CREATE TABLE secret (id INT)", "ALTER TABLE secret OWNER TO " + this.role,
				"ALTER TABLE secret ENABLE ROW LEVEL SECURITY", "ALTER TABLE secret FORCE ROW LEVEL SECURITY");
		loginAsRole();
		Finding finding = DatabaseDoctorTests.find(diagnose(), "Privileges");
		assertThat(finding.message()).contains("row-level security is forced on the user", "public.secret");
		assertThat(finding.hint()).startsWith("Take it off the owner: ALTER TABLE <table> NO FORCE ROW LEVEL SECURITY");
	}

	@Test
	void findsMissingPrivileges() {
		loginAsRole();
		this.studio.verificationLevel(VerificationLevel.RESTORE);
		List<Finding> findings = diagnose();
		DatabaseDoctorTests.assertError(findings, "Privileges", MigrationErrorCode.BACKUP_UNAVAILABLE);
		DatabaseDoctorTests.assertError(findings, "Verification", MigrationErrorCode.BACKUP_UNAVAILABLE);
		assertThat(DatabaseDoctorTests.find(findings, "Restore")).satisfies((finding) -> {
			assertThat(finding.severity()).isEqualTo(Severity.WARNING);
			assertThat(finding.code()).isEqualTo(MigrationErrorCode.RESTORE_BLOCKED);
			assertThat(finding.message()).contains("Not in one transaction", "doesn't own table public.", this.role);
		});
		assertThat(DatabaseDoctorTests.find(findings, "Connection").message()).contains("as '" + this.role + "'")
			.doesNotContain("secret");
		this.studio.connectionSettings(this.role, "wrong");
		findings = diagnose();
		DatabaseDoctorTests.assertError(findings, "Login of programs", MigrationErrorCode.BACKUP_UNAVAILABLE);
	}

	@Test
	void findsThatABackupCouldNotBeRestored() {
		this.studio.server().executeIn(this.studio.database(), "CREATE TABLE theirs (id int)");
		ownAllButTheirs();
		List<Finding> findings = diagnose();
		assertThat(findings).filteredOn((finding) -> finding.severity() == Severity.ERROR).isEmpty();
		assertThat(DatabaseDoctorTests.find(findings, "Restore")).satisfies((finding) -> {
			assertThat(finding.severity()).isEqualTo(Severity.WARNING);
			assertThat(finding.code()).isEqualTo(MigrationErrorCode.RESTORE_BLOCKED);
			assertThat(finding.message()).contains("table public.theirs");
			assertThat(finding.hint()).contains("OWNER TO");
		});
		this.studio.requireRestorable();
		DatabaseDoctorTests.assertError(diagnose(), "Restore", MigrationErrorCode.RESTORE_BLOCKED);
	}

	@Test
	void upgradeWarnsThatItsBackupCouldNotBeRestored(CapturedOutput output) {
		this.studio.server().executeIn(this.studio.database(), "CREATE TABLE theirs (id int)");
		ownAllButTheirs();
		UpgradeResult result = this.studio.upgrade(TWO);
		assertThat(output).contains("RESTORE_BLOCKED 'liquibase': A backup taken now could not be restored")
			.contains("table public.theirs");
		assertThat(result.backup()).isNotNull();
		RestoreForecast recorded = result.backup().manifest().restore();
		assertThat(recorded).isNotNull();
		assertThat(recorded.possible()).isFalse();
		assertThat(this.studio.databaseBackups().open(result.backup().path()).manifest().restore()).isEqualTo(recorded);
	}

	@Test
	void upgradeIsRefusedWhoseBackupCouldNotBeRestored(CapturedOutput output) {
		this.studio.server().executeIn(this.studio.database(), "CREATE TABLE theirs (id int)");
		ownAllButTheirs();
		this.studio.requireRestorable();
		this.studio.failUnchanged(() -> this.studio.upgrade(TWO), MigrationErrorCode.RESTORE_BLOCKED);
		assertThat(this.studio.backups()).isEmpty();
		this.studio.server().executeIn(this.studio.database(), "ALTER TABLE theirs OWNER TO " + this.role);
		UpgradeResult result = this.studio.upgrade(TWO);
		assertThat(result.backup().manifest().restore().possible()).isTrue();
		assertThat(output).doesNotContain("RESTORE_BLOCKED '");
	}

	@Test
	void upgradeThatTakesNoBackupNeedsNoRestore() {
		this.studio.server().executeIn(this.studio.database(), "CREATE TABLE theirs (id int)");
		ownAllButTheirs();
		this.studio.requireRestorable().withoutBackups();
		assertThat(this.studio.upgrade(TWO).backup()).isNull();
	}

	@Test
	void previewTellsThatARestoreWouldBeRefused() {
		ownAllButTheirs();
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		assertThat(this.studio.utilities(ONE).previewRestore(backup.path()).forecast().possible()).isTrue();
		this.studio.server()
			.executeIn(this.studio.database(), "CREATE TABLE theirs (id int)", "GRANT SELECT ON theirs TO PUBLIC");
		RestorePreview preview = this.studio.utilities(ONE).previewRestore(backup.path());
		assertThat(preview.verification().valid()).isTrue();
		assertThat(preview.forecast().possible()).isFalse();
		this.studio.failUnchanged(() -> this.studio.utilities(ONE).restoreDatabase(backup.path()),
				MigrationErrorCode.RESTORE_BLOCKED);
	}

	private void ownAllButTheirs() {
		this.studio.server()
			.executeIn(this.studio.database(), "GRANT ALL ON SCHEMA public TO " + this.role,
					"GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + this.role,
					"DO $$ DECLARE t text; BEGIN FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' "
							+ "AND tablename <> 'theirs' LOOP EXECUTE format('ALTER TABLE %I OWNER TO " + this.role
							+ "', t); END LOOP; END $$");
		this.studio.dataSource(this.studio.server().dataSource(this.studio.database(), this.role, "secret"));
		this.studio.connectionSettings(this.role, "secret");
	}

	@Test
	void knowsWhatAnInstanceLeftBehind() {
		this.studio.execute("UPDATE DATABASECHANGELOGLOCK SET LOCKED = TRUE, LOCKEDBY = 'Migration Utilities: studio'");
		Finding finding = DatabaseDoctorTests.find(diagnose(), "Lock");
		assertThat(finding.severity()).isEqualTo(Severity.OK);
		assertThat(finding.message()).contains("takes over", "Migration Utilities: studio");
	}

	@Test
	void findsPoolerThatLendsSessionsToOthers() throws Exception {
		Assumptions.assumeTrue(PgBouncer.isInstalled(), PgBouncer.INSTALL);
		try (PgBouncer bouncer = PgBouncer.start(this.studio, "transaction", this.directory)) {
			this.studio.dataSource(bouncer.dataSource());
			DatabaseDoctorTests.assertError(diagnose(), "Kind of lock", MigrationErrorCode.CONNECTION_POOLER_REFUSED);
		}
	}

	private void loginAsRole() {
		this.studio.server()
			.executeIn(this.studio.database(),
					"GRANT SELECT ON databasechangelog, databasechangeloglock TO " + this.role);
		this.studio.dataSource(this.studio.server().dataSource(this.studio.database(), this.role, "secret"));
		this.studio.connectionSettings(this.role, "secret");
	}

	private List<Finding> diagnose() {
		return this.studio.utilities(ONE).diagnose();
	}

}
