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

package io.migrationutilities.backup.postgresql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.DatabaseState;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.PostgresqlDatabase;
import io.migrationutilities.backup.RequiresPostgresqlTools;
import io.migrationutilities.backup.RestoreRecord;
import io.migrationutilities.backup.Restores;
import io.migrationutilities.backup.Sql;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.test.UsesPostgresql;
import io.migrationutilities.work.Gauge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for restores of PostgreSQL backups that are refused or fail: the database is as
 * it was.
 */
@RequiresPostgresqlTools
@ExtendWith(OutputCaptureExtension.class)
@UsesPostgresql
class PostgresqlRestoreFaultTests {

	@TempDir
	Path directory;

	private PostgresqlDatabase database;

	private DatabaseBackup backup;

	@BeforeEach
	void createDatabase() {
		this.database = new PostgresqlDatabase(this.directory);
		this.database.execute("CREATE TABLE account (id int PRIMARY KEY, balance int)",
				"INSERT INTO account VALUES (1, 100), (2, 50)", "SELECT lo_from_bytea(0, '\\x01')");
		this.backup = this.database.backup();
		this.database.execute("INSERT INTO account VALUES (3, 7)", "CREATE TABLE added (id int)");
	}

	@AfterEach
	void dropDatabase() {
		this.database.close();
	}

	private void restore() {
		Restores.restore(this.database.backups(), this.backup, this.database.source);
	}

	private MigrationException assertRefused(MigrationErrorCode code, Runnable action) {
		MigrationException[] thrown = new MigrationException[1];
		assertThatExceptionOfType(MigrationException.class).isThrownBy(action::run).satisfies((ex) -> {
			assertThat(ex.getCode()).as(ex.getMessage()).isEqualTo(code);
			assertThat(ex.getDatabaseState()).isEqualTo(DatabaseState.UNCHANGED);
			thrown[0] = ex;
		});
		assertUnchanged();
		return thrown[0];
	}

	private void assertUnchanged() {
		assertThat(this.database.query("SELECT sum(balance) FROM account")).isEqualTo("157");
		assertThat(this.database.query("SELECT count(*) FROM added")).isEqualTo("0");
		assertThat(this.database.others()).isEmpty();
		assertThat(this.directory)
			.isDirectoryNotContaining((file) -> file.getFileName().toString().startsWith(".scratch"));
	}

	private void assertRestored() {
		assertThat(this.database.query("SELECT sum(balance) FROM account")).isEqualTo("150");
		assertThat(this.database.query("SELECT to_regclass('added') IS NULL")).isEqualTo("t");
	}

	private BackupManifest manifestWithOtherCounts() {
		BackupManifest manifest = this.backup.manifest();
		Map<String, Long> tables = new HashMap<>(manifest.tables());
		tables.put("public.account", 3L);
		return new BackupManifest(manifest.formatVersion(), manifest.id(), manifest.reason(), manifest.createdAt(),
				manifest.duration(), manifest.database(), manifest.revision(), manifest.historyDigest(), tables,
				manifest.files(), manifest.application(), manifest.tools(), List.of(), manifest.restore());
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void backupThatIsNotWhatItsManifestSaysChangesNothing(boolean swap) {
		if (swap) {
			this.database.withSwap();
		}
		assertRefused(MigrationErrorCode.BACKUP_INVALID,
				() -> new PostgresqlBackupStrategy(PostgresqlToolSettings.DEFAULTS).restore(this.backup.path(),
						manifestWithOtherCounts(), this.database.source, swap, RestoreRecord.NONE, Gauge.NONE));
	}

	@Test
	void verificationFindsWhatIsNotInTheManifest() {
		this.database.withSwap();
		List<String> findings = new PostgresqlBackupStrategy(PostgresqlToolSettings.DEFAULTS).verifyRestore(
				this.backup.path(), manifestWithOtherCounts(), this.database.source, this.directory, Gauge.NONE);
		assertThat(findings).singleElement().asString().contains("public.account", "2 rows instead of 3");
		assertUnchanged();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void damagedBackupChangesNothing(boolean swap) throws IOException {
		if (swap) {
			this.database.withSwap();
		}
		try (Stream<Path> files = Files.list(this.backup.path())) {
			Path data = files.filter((file) -> !file.endsWith("toc.dat") && !file.endsWith("blobs.toc"))
				.findFirst()
				.orElseThrow();
			Files.delete(data);
		}
		assertRefused(MigrationErrorCode.RESTORE_FAILED,
				() -> new PostgresqlBackupStrategy(PostgresqlToolSettings.DEFAULTS).restore(this.backup.path(),
						this.backup.manifest(), this.database.source, swap, RestoreRecord.NONE, Gauge.NONE));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void killedProgramChangesNothing(boolean swap) throws IOException {
		String fake = swap ? program("pg_restore", "kill -9 $$") : program("psql", "kill -9 $$");
		if (swap) {
			this.database.withSwap();
		}
		MigrationException refused = assertRefused(MigrationErrorCode.RESTORE_FAILED,
				() -> Restores.restore(this.database.backups(settings(fake)), this.backup, this.database.source));
		assertThat(refused).hasMessageContaining("killed by signal 9");
	}

	@Test
	void verificationDoesNotBlameTheBackupForAKilledProgram() throws IOException {
		this.database.withSwap();
		PostgresqlBackupStrategy strategy = new PostgresqlBackupStrategy(settings(program("pg_restore", "kill -9 $$")));
		assertRefused(MigrationErrorCode.DATABASE_UNAVAILABLE, () -> strategy.verifyRestore(this.backup.path(),
				this.backup.manifest(), this.database.source, this.directory, Gauge.NONE));
	}

	@Test
	void missingPsqlIsFoundOutBeforeAnythingStarts() throws IOException {
		String tools = program("psql", "exit 1");
		Files.delete(Path.of(tools).resolve("psql"));
		assertThat(assertRefused(MigrationErrorCode.BACKUP_UNAVAILABLE,
				() -> Restores.restore(this.database.backups(settings(tools)), this.backup, this.database.source)))
			.hasMessageContaining("psql");
	}

	// Programs that answer what version they are, and one of which does something else
	// than it should.
	private String program(String broken, String script) throws IOException {
		Path programs = Files.createDirectories(this.directory.resolve("programs"));
		Path real = Path.of(PostgresqlTools.find(PostgresqlToolSettings.DEFAULTS, 15).pgDump().get(0)).getParent();
		for (String name : List.of("pg_dump", "pg_restore", "psql")) {
			String action = name.equals(broken) ? "case \"$*\" in *--version*) exec %1$s \"$@\" ;; *) %2$s ;; esac"
					: "exec %1$s \"$@\"";
			Path program = Files.writeString(programs.resolve(name),
					"#!/bin/sh\n" + action.formatted(real.resolve(name), script) + "\n");
			assertThat(program.toFile().setExecutable(true)).isTrue();
		}
		return programs.toString();
	}

	private static PostgresqlToolSettings settings(String programs) {
		return new PostgresqlToolSettings(programs, programs, 1, null, Duration.ofSeconds(1), Duration.ofMinutes(1));
	}

	@Test
	void lockOfAnotherSessionBlocksTheScript() throws SQLException {
		try (Connection other = this.database.source.dataSource().getConnection()) {
			other.setAutoCommit(false);
			Sql.execute(other, "SET application_name = 'a report'", "SELECT * FROM account");
			PostgresqlToolSettings hasty = new PostgresqlToolSettings(null, null, 1, null, Duration.ofMillis(200),
					Duration.ofMinutes(1));
			MigrationException refused = assertRefused(MigrationErrorCode.RESTORE_BLOCKED,
					() -> Restores.restore(this.database.backups(hasty), this.backup, this.database.source));
			assertThat(refused).hasMessageContaining("a report");
		}
		restore();
		assertRestored();
	}

	@Test
	void moreRelationsThanCanBeLockedBlockTheScript() {
		this.database.execute("DO $$ BEGIN FOR i IN 1..14000 LOOP EXECUTE format('CREATE VIEW v%s AS SELECT 1', i); "
				+ "IF i % 1000 = 0 THEN COMMIT; END IF; END LOOP; END $$");
		assertThat(assertRefused(MigrationErrorCode.RESTORE_BLOCKED, this::restore).getHint())
			.contains("max_locks_per_transaction");
	}

	@Test
	void fullDiskOfTheServerIsToldInItsOwnLanguage() throws IOException {
		String fake = program("psql", "echo 'psql:<stdin>:9: FEHLER:  53100: kein Platz mehr' >&2; exit 3");
		assertRefused(MigrationErrorCode.NO_SPACE,
				() -> Restores.restore(this.database.backups(settings(fake)), this.backup, this.database.source));
	}

	@Test
	void objectsOfOthersBlockTheScript() {
		this.database.server.executeIn(this.database.name, "CREATE TABLE not_ours (id int)",
				"CREATE FUNCTION public.nor_this() RETURNS int LANGUAGE sql AS 'SELECT 1'");
		assertThat(assertRefused(MigrationErrorCode.RESTORE_BLOCKED, this::restore))
			.hasMessageContaining("table public.not_ours")
			.hasMessageContaining("function public.nor_this()");
	}

	@Test
	void eventTriggerOfOthersOnAFunctionOfOursBlocksTheScript() {
		this.database.execute("CREATE FUNCTION ours() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'");
		this.database.server.executeIn(this.database.name,
				"CREATE EVENT TRIGGER theirs ON sql_drop EXECUTE FUNCTION public.ours()",
				"CREATE PUBLICATION of_account FOR TABLE public.account");
		assertThat(assertRefused(MigrationErrorCode.RESTORE_BLOCKED, this::restore))
			.hasMessageContaining("event trigger theirs")
			.hasMessageContaining("publication of_account");
	}

	@Test
	void schemaThatMayNotBeCreatedBlocksTheScript() {
		this.database.execute("CREATE SCHEMA gone", "DROP TABLE added");
		this.backup = this.database.backup();
		this.database.execute("DROP SCHEMA gone", "CREATE TABLE added (id int)");
		this.database.server.execute("ALTER DATABASE %s OWNER TO postgres".formatted(this.database.name));
		this.database.server.executeIn(this.database.name, "GRANT CREATE ON SCHEMA public TO " + this.database.role);
		assertThat(assertRefused(MigrationErrorCode.RESTORE_BLOCKED, this::restore))
			.hasMessageContaining("SCHEMA - gone");
	}

	@Test
	void roleThatIsNotTheOwnerIsRefused() {
		String stranger = this.database.server.createRole(PostgresqlDatabase.PASSWORD.replace("'", "''"));
		try {
			this.database.server.execute("ALTER ROLE %s CREATEDB".formatted(stranger));
			BackupSource source = this.database.source(stranger);
			assertThat(this.database.backups().keepsPrevious(source)).isFalse();
			assertThat(assertRefused(MigrationErrorCode.RESTORE_BLOCKED,
					() -> Restores.restore(this.database.backups(), this.backup, source)))
				.hasMessageContaining("table public.account");
		}
		finally {
			this.database.server.execute("DROP ROLE " + stranger);
		}
	}

	@Test
	void previousDatabaseThatCanNoLongerBeKeptIsNotReplaced() {
		assertThat(assertRefused(MigrationErrorCode.RESTORE_BLOCKED,
				() -> this.database.backups().restore(this.backup, this.database.source, true)))
			.hasMessageContaining("can't be kept");
	}

	@Test
	void previousDatabaseThatNeedNotBeKeptIsNot() {
		this.database.withSwap();
		assertThat(this.database.backups().restore(this.backup, this.database.source, false)).isNull();
		assertRestored();
		assertThat(this.database.others()).isEmpty();
	}

	@Test
	void connectionThatIsRefusedForNowIsNotTakenForAMissingNeighbour() throws SQLException {
		PostgresqlAccess access = PostgresqlAccess.of(this.database.source);
		try (Connection session = access.open("a restore")) {
			this.database.server.execute("ALTER ROLE %s CONNECTION LIMIT 1".formatted(this.database.role));
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> PostgresqlNeighbour.open(access, session, "a restore"))
				.satisfies((ex) -> assertThat(ex.getSQLState()).isEqualTo("53300"));
		}
	}

	@Test
	void sessionsOfTheSameRoleAreEndedForASwap() throws SQLException {
		this.database.withSwap();
		try (Connection other = this.database.source.dataSource().getConnection()) {
			other.setAutoCommit(false);
			Sql.execute(other, "SELECT * FROM account");
			restore();
			assertThat(other.isValid(10)).isFalse();
		}
		assertRestored();
	}

	@Test
	void sessionsInTheReplacementAreEndedForASwap() throws SQLException {
		PostgresqlAccess access = PostgresqlAccess.of(this.database.withSwap().source);
		try (Connection session = access.open("postgres", "a restore");
				PostgresqlScratchDatabase replacement = PostgresqlScratchDatabase.create(access, session);
				Connection curious = access.open(replacement.name(), "somebody curious")) {
			String previous = new PostgresqlSwap(access, session, Duration.ofSeconds(10)).run(replacement.name());
			assertThat(this.database.others()).containsExactly(previous);
			assertThat(curious.isValid(10)).isFalse();
			assertThat(this.database.query("SELECT to_regclass('account') IS NULL")).isEqualTo("t");
		}
	}

	@Test
	void statisticsThatCanNotBeGatheredAreOnlyAWarning(CapturedOutput output) throws SQLException {
		try (Connection other = this.database.source.dataSource().getConnection();
				Connection session = this.database.source.dataSource().getConnection()) {
			other.setAutoCommit(false);
			Sql.execute(other, "LOCK TABLE account");
			PostgresqlStatistics.gather(session, Duration.ofMillis(1));
			assertThat(output).contains("no statistics until ANALYZE", "lock timeout");
		}
	}

	@Test
	void sessionsThatMustNotBeEndedBlockASwap() throws SQLException {
		this.database.withSwap();
		try (Connection other = this.database.server.dataSource(this.database.name).getConnection()) {
			Sql.execute(other, "SET application_name = 'the administrator'");
			assertThat(assertRefused(MigrationErrorCode.RESTORE_BLOCKED, this::restore))
				.hasMessageContaining("the administrator");
			assertThat(other.isValid(10)).isTrue();
		}
		restore();
		assertRestored();
	}

	@Test
	void settingThatCannotBeCarriedOverStaysWhereItIs() {
		this.database.withSwap();
		this.database.server.execute("ALTER DATABASE %s SET log_statement_stats = on".formatted(this.database.name));
		assertThat(this.database.backups().keepsPrevious(this.database.source)).isFalse();
		assertThat(this.database.backups().forecast(this.database.source, true).describe())
			.contains("log_statement_stats");
		restore();
		assertRestored();
		assertThat(this.database.query("SHOW log_statement_stats")).isEqualTo("on");
	}

	@Test
	void backendKilledAtTheSwapChangesNothing() throws Exception {
		this.database.withSwap();
		try (Connection other = this.database.server.dataSource("postgres").getConnection()) {
			other.setAutoCommit(false);
			Sql.execute(other, "COMMENT ON DATABASE %s IS 'in the way'".formatted(this.database.name));
			CompletableFuture<Void> restore = CompletableFuture.runAsync(this::restore);
			String waiting = "pg_stat_activity WHERE application_name = 'migration-utilities restore' AND usename = '%s' AND wait_event_type = 'Lock'"
				.formatted(this.database.role);
			while (this.database.server.queryIn("postgres", "SELECT count(*) FROM " + waiting).equals("0")) {
				assertThat(restore).isNotDone();
			}
			this.database.server.queryIn("postgres", "SELECT pg_terminate_backend(pid) FROM " + waiting);
			other.rollback();
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> restore.get(60, TimeUnit.SECONDS))
				.satisfies((ex) -> assertRefused(MigrationErrorCode.RESTORE_FAILED, () -> {
					throw (MigrationException) ex.getCause();
				}));
		}
		restore();
		assertRestored();
	}

	@Test
	void swapKeepsPropertiesOfTheDatabase() {
		String reader = this.database.withSwap().server.createRole("secret");
		try {
			this.database.execute("CREATE SCHEMA shop", "CREATE SCHEMA \"a, b\"");
			this.database.server.execute(
					"ALTER DATABASE %s SET search_path = shop, \"a, b\", public".formatted(this.database.name),
					"ALTER DATABASE %s SET work_mem = '5MB'".formatted(this.database.name),
					"ALTER ROLE %s IN DATABASE %s SET application_name = 'it''s \\ \"quoted\"'"
						.formatted(this.database.role, this.database.name),
					"ALTER DATABASE %s CONNECTION LIMIT 90".formatted(this.database.name),
					"COMMENT ON DATABASE %s IS 'what''s \\ sold'".formatted(this.database.name),
					"REVOKE ALL ON DATABASE %s FROM PUBLIC".formatted(this.database.name),
					"GRANT CONNECT ON DATABASE %s TO %s WITH GRANT OPTION".formatted(this.database.name, reader));
			String before = properties();
			restore();
			assertThat(properties()).isEqualTo(before)
				.contains("90", "shop, \"a, b\", public", "\"quoted\"", "sold", reader);
			assertRestored();
		}
		finally {
			this.database.server.execute("GRANT ALL ON DATABASE %s TO PUBLIC".formatted(this.database.name));
			this.database.others().forEach(this.database.server::dropDatabase);
			this.database.server.execute("DROP OWNED BY " + reader);
			this.database.server.executeIn(this.database.name, "DROP OWNED BY " + reader);
			this.database.server.execute("DROP ROLE " + reader);
		}
	}

	private String properties() {
		return this.database.server.queryIn("postgres",
				("SELECT concat_ws('|', d.datdba, d.datconnlimit, d.datcollate, d.encoding, shobj_description(d.oid, 'pg_database'), "
						+ "(SELECT array_agg(a::text ORDER BY a::text) FROM unnest(d.datacl) a), "
						+ "(SELECT string_agg(s.setrole || ' ' || c, ';' ORDER BY s.setrole, c) FROM pg_db_role_setting s, unnest(s.setconfig) c "
						+ "WHERE s.setdatabase = d.oid)) FROM pg_database d WHERE datname = '%s'")
					.formatted(this.database.name));
	}

	@Test
	void extensionThatOnlyASuperuserMayCreateIsLeftInPlace() {
		this.database.withSwap().server.executeIn(this.database.name, "CREATE EXTENSION pg_stat_statements");
		this.backup = this.database.backup();
		this.database.execute("INSERT INTO account VALUES (4, 7)");
		assertThatExceptionOfType(MigrationException.class)
			.isThrownBy(() -> this.database.backups()
				.verify(this.backup.path(), VerificationLevel.RESTORE, this.database.source))
			.extracting(MigrationException::getCode)
			.isEqualTo(MigrationErrorCode.BACKUP_UNAVAILABLE);
		assertThat(this.database.backups().keepsPrevious(this.database.source)).isFalse();
		restore();
		assertThat(this.database.query("SELECT sum(balance) FROM account")).isEqualTo("157");
		assertThat(this.database.query("SELECT count(*) FROM pg_extension WHERE extname = 'pg_stat_statements'"))
			.isEqualTo("1");
	}

	@Test
	void extensionThatTheUpgradeHasCreatedIsDropped() {
		this.database.execute("CREATE SCHEMA extras", "CREATE EXTENSION citext SCHEMA extras",
				"CREATE EXTENSION hstore", "CREATE TABLE public.labelled (label extras.citext)");
		restore();
		assertRestored();
		assertThat(this.database.query("SELECT string_agg(extname, ',') FROM pg_extension")).isEqualTo("plpgsql");
		assertThat(this.database.query("SELECT count(*) FROM pg_namespace WHERE nspname = 'extras'")).isEqualTo("0");
	}

	@Test
	void schemasOfOthersDoNotBlockTheScript() {
		String owner = "\"owner of %s\"".formatted(this.database.name);
		this.database.server.execute("CREATE ROLE " + owner, "GRANT %s TO %s".formatted(owner, this.database.role));
		try {
			this.database.server.executeIn(this.database.name, "ALTER SCHEMA public OWNER TO postgres",
					"GRANT ALL ON SCHEMA public TO " + this.database.role,
					"COMMENT ON SCHEMA public IS 'what the administrator says'",
					"CREATE SCHEMA extras AUTHORIZATION " + owner, "CREATE EXTENSION citext SCHEMA extras");
			this.backup = this.database.backup();
			this.database.execute("DELETE FROM account");
			restore();
			assertThat(this.database.query("SELECT sum(balance) FROM account")).isEqualTo("157");
		}
		finally {
			this.database.server.executeIn(this.database.name, "DROP OWNED BY %s CASCADE".formatted(owner));
			this.database.server.execute("DROP ROLE " + owner);
		}
	}

	@Test
	void dropPreviousDropsOnlyWhatRestoresHaveKept() {
		String lookalike = this.database.name + "_before_restore_mine";
		this.database.withSwap().server.execute("CREATE DATABASE %s OWNER %s".formatted(lookalike, this.database.role));
		String previous = Restores.restore(this.database.backups(), this.backup, this.database.source);
		assertThat(previous).startsWith(this.database.name + "_before_restore_");
		assertThat(this.database.server.queryIn(previous, "SELECT sum(balance) FROM account")).isEqualTo("157");
		assertThat(this.database.others()).containsExactlyInAnyOrder(lookalike, previous);
		assertThat(this.database.backups().dropPrevious(this.database.source)).containsExactly(previous);
		assertThat(this.database.others()).containsExactly(lookalike);
		assertThat(this.database.backups().dropPrevious(this.database.source)).isEmpty();
	}

	@Test
	void previousDatabaseInUseIsLeft() throws SQLException {
		String previous = Restores.restore(this.database.withSwap().backups(), this.backup, this.database.source);
		try (Connection user = this.database.server.dataSource(previous).getConnection()) {
			assertThat(this.database.backups().dropPrevious(this.database.source)).isEmpty();
			assertThat(user.isValid(10)).isTrue();
		}
		assertThat(this.database.backups().dropPrevious(this.database.source)).containsExactly(previous);
	}

	private void awaitEndOf(String application) {
		String sessions = "SELECT count(*) FROM pg_stat_activity WHERE application_name = '%s' AND usename = '%s'"
			.formatted(application, this.database.role);
		Awaitility.await()
			.atMost(Duration.ofMinutes(1))
			.until(() -> this.database.server.queryIn("postgres", sessions), "0"::equals);
	}

	@Test
	void scratchDatabaseOfALivingProcessIsLeft() throws SQLException {
		PostgresqlAccess access = PostgresqlAccess.of(this.database.withSwap().source);
		String abandoned;
		try (Connection other = access.open("another process")) {
			PostgresqlScratchDatabase scratch = PostgresqlScratchDatabase.create(access, other);
			abandoned = scratch.name();
			assertThat(this.database.backups().dropPrevious(this.database.source)).isEmpty();
			this.database.backups().verify(this.backup.path(), VerificationLevel.RESTORE, this.database.source);
			assertThat(this.database.others()).containsExactly(abandoned);
		}
		awaitEndOf("another process");
		assertThat(this.database.backups()
			.verify(this.backup.path(), VerificationLevel.RESTORE, this.database.source)
			.errors()).isEmpty();
		assertUnchanged();
	}

}
