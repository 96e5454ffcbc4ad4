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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupReason;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.BackupStrategyContractTests;
import io.migrationutilities.backup.BackupVerifierTests;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.backup.RequiresPostgresqlTools;
import io.migrationutilities.backup.Retention;
import io.migrationutilities.backup.Sql;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.database.ConnectionSettings;
import io.migrationutilities.file.PrivateFiles;
import io.migrationutilities.test.FullDisk;
import io.migrationutilities.test.PostgresqlServer;
import io.migrationutilities.test.UsesPostgresql;
import io.migrationutilities.work.ProgressListeners;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PostgresqlDump} and what can go wrong with it.
 */
@RequiresPostgresqlTools
@ExtendWith(OutputCaptureExtension.class)
@UsesPostgresql
class PostgresqlDumpTests {

	private static final String PASSWORD = "it's: a \\ pa55phrase";

	private final PostgresqlServer server = PostgresqlServer.shared();

	private final String database = this.server.createDatabase();

	private final String role = this.server.createRole("it''s: a \\ pa55phrase");

	private final DataSource dataSource = this.server.dataSource(this.database, this.role, PASSWORD);

	private final BackupSource source = new BackupSource(this.dataSource, null, "DATABASECHANGELOG",
			() -> List.of(new ConnectionSettings(this.server.url(this.database), this.role, PASSWORD, Map.of())));

	@RegisterExtension
	final FullDisk disks = new FullDisk();

	@TempDir
	private Path temporary;

	private Path directory;

	private ToolScripts scripts;

	@BeforeEach
	void createTables() throws IOException {
		this.directory = this.temporary.resolve("backups");
		this.scripts = new ToolScripts(Files.createDirectory(this.temporary.resolve("tools")));
		this.server.execute("ALTER DATABASE \"" + this.database + "\" OWNER TO " + this.role);
		Sql.execute(this.dataSource, "CREATE TABLE account (id INT PRIMARY KEY, balance INT NOT NULL)",
				"INSERT INTO account SELECT i, 100 FROM generate_series(1, 1000) i");
	}

	@AfterEach
	void dropDatabase() {
		this.server.dropDatabase(this.database);
		this.server.execute("DROP ROLE " + this.role);
	}

	private DatabaseBackups backups(PostgresqlToolSettings settings) {
		return new DatabaseBackups(this.directory, List.of(new PostgresqlBackupStrategy(settings)),
				new Retention(5, null), new BackupManifest.Application("shop", null), Clock.systemUTC(),
				ProgressListeners.NONE);
	}

	private DatabaseBackup create(PostgresqlToolSettings settings) {
		return backups(settings).create(this.source, BackupReason.MANUAL, (id, author, path) -> id);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ROLE ${role}", "DATABASE ${database}" })
	void takesFewerJobsWhereConnectionsAreLimited(String limited, CapturedOutput output) {
		String limit = "ALTER " + limited.replace("${role}", this.role).replace("${database}", this.database)
				+ " CONNECTION LIMIT ";
		PostgresqlToolSettings settings = new PostgresqlToolSettings(null, null, 4, null, Duration.ofSeconds(5),
				Duration.ofMinutes(1));
		this.server.execute(limit + "4", "ALTER ROLE " + this.role + " CREATEDB");
		DatabaseBackup backup = create(settings);
		assertThat(output).contains("2 jobs instead of 4, since 3 connections are left");
		assertThat(backups(settings).verify(backup.path(), VerificationLevel.RESTORE, this.source).valid()).isTrue();
		this.server.execute(limit + "2");
		assertThat(create(settings).manifest().tables()).containsEntry("public.account", 1000L);
		this.server.execute(limit + "1");
		MigrationException failure = BackupStrategyContractTests.refusal(MigrationErrorCode.BACKUP_FAILED,
				() -> create(settings));
		assertThat(failure).hasMessageContaining("too many connections");
		assertThat(failure.getHint()).contains("CONNECTION LIMIT").contains("three beside that of the pool");
	}

	private List<String> verify(DatabaseBackup backup) {
		return backups(PostgresqlToolSettings.DEFAULTS).verify(backup.path(), VerificationLevel.STRUCTURE, this.source)
			.errors();
	}

	private MigrationException refusal(MigrationErrorCode code, PostgresqlToolSettings settings) throws IOException {
		MigrationException refusal = BackupStrategyContractTests.refusal(code, () -> create(settings));
		assertNothingIsLeft();
		return refusal;
	}

	private void assertNothingIsLeft() throws IOException {
		if (Files.exists(this.directory)) {
			try (Stream<Path> files = Files.list(this.directory)) {
				assertThat(files.map(Path::getFileName).map(Path::toString)).containsOnly(".lock");
			}
		}
		await("the sessions of the dump end", () -> sessions("migration-utilities%").isEmpty());
		assertThat(passwordFiles()).isEmpty();
	}

	private static List<Path> passwordFiles() throws IOException {
		String own = "migration-utilities-pgpass-" + ProcessHandle.current().pid() + "-";
		try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
			return files.filter((file) -> file.getFileName().toString().startsWith(own)).toList();
		}
	}

	private String sessions(String applicationName) {
		return this.server
			.queryIn("postgres",
					"SELECT string_agg(pid::text, ',' ORDER BY pid) FROM pg_stat_activity WHERE datname = '"
							+ this.database + "' AND application_name LIKE '" + applicationName + "'")
			.replace("null", "");
	}

	private static void await(String what, BooleanSupplier condition) {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
		while (!condition.getAsBoolean()) {
			assertThat(System.nanoTime()).as(what).isLessThan(deadline);
			try {
				Thread.sleep(20);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
		}
	}

	/**
	 * Do something while a dump waits for a table that is locked.
	 * @param settings the settings of the dump
	 * @param action what to do
	 * @return the dump
	 */
	private CompletableFuture<DatabaseBackup> whileDumpWaits(PostgresqlToolSettings settings, Runnable action)
			throws SQLException {
		try (Connection locking = this.dataSource.getConnection()) {
			locking.setAutoCommit(false);
			// A table that is not counted, so that only the dump waits for it.
			Sql.execute(locking, "LOCK TABLE parted IN ACCESS EXCLUSIVE MODE");
			CompletableFuture<DatabaseBackup> dump = CompletableFuture.supplyAsync(() -> create(settings));
			await("the dump waits", () -> this.server
				.queryIn("postgres", "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + this.database
						+ "' AND wait_event_type = 'Lock' AND application_name LIKE 'migration-utilities dump%'")
				.equals("1"));
			action.run();
			dump.exceptionally((ex) -> null).join();
			return dump;
		}
	}

	private MigrationException failureOf(CompletableFuture<DatabaseBackup> dump) {
		return dump.handle((backup, ex) -> (MigrationException) ex.getCause()).join();
	}

	private void createPartedTable() {
		Sql.execute(this.dataSource, "CREATE TABLE parted (id INT) PARTITION BY RANGE (id)");
	}

	@Test
	void dumpAndCountsAreOfOneMoment() throws Exception {
		Sql.execute(this.dataSource, "CREATE TABLE log (id INT)");
		ToolScripts slow = this.scripts.replace("pg_dump", "echo x > " + this.temporary + "/started; while [ ! -e "
				+ this.temporary + "/go ]; do sleep 0.05; done; exec " + this.scripts.realPgDump() + " \"$@\"");
		CompletableFuture<DatabaseBackup> dump = CompletableFuture.supplyAsync(() -> create(slow.settings()));
		await("the dump starts", () -> Files.exists(this.temporary.resolve("started")));
		Sql.execute(this.dataSource, "INSERT INTO log SELECT generate_series(1, 500)",
				"DELETE FROM account WHERE id > 10");
		Files.createFile(this.temporary.resolve("go"));
		DatabaseBackup backup = dump.join();
		assertThat(backup.manifest().tables()).containsEntry("public.account", 1000L).containsEntry("public.log", 0L);
		assertThat(verify(backup)).isEmpty();
	}

	@Test
	void countsThatTheDumpDoesNotHaveAreFound() throws Exception {
		DatabaseBackup backup = create(PostgresqlToolSettings.DEFAULTS);
		Path manifest = BackupStrategyContractTests.manifestOf(backup.path());
		BackupVerifierTests.rewrite(manifest, (json) -> json.replace("\"public.account\" : 1000",
				"\"public.account\" : 1001,\n    \"public.gone\" : 1"));
		assertThat(verify(backup)).hasSize(2)
			.anySatisfy((error) -> assertThat(error).contains("'public.account'", "1000 rows instead of 1001"))
			.anySatisfy((error) -> assertThat(error).contains("'public.gone' is missing"));
	}

	@Test
	void passwordIsOnlyInAPrivateFile() throws IOException {
		Path seen = this.temporary.resolve("seen");
		this.scripts.replace("pg_dump",
				"{ echo \"$@\"; env; cat /proc/$$/cmdline; } > " + seen + "\nfile=$(echo \"$@\" | sed \"s/.*passfile='"
						+ "\\([^']*\\)'.*/\\1/\")\nstat -c %a $file > " + this.temporary + "/mode\nexec "
						+ this.scripts.realPgDump() + " \"$@\"");
		DatabaseBackup backup = create(this.scripts.settings());
		assertThat(Files.readString(seen)).contains("passfile=").doesNotContain("pa55phrase");
		assertThat(this.temporary.resolve("mode")).content().isEqualTo("600\n");
		assertThat(Files.readString(BackupStrategyContractTests.manifestOf(backup.path())))
			.doesNotContain("pa55phrase");
		assertThat(passwordFiles()).isEmpty();
		assertThat(this.source.toString()).doesNotContain("pa55phrase");
	}

	@Test
	void passwordFilesOfKilledProcessesAreSwept() throws Exception {
		Path left = leftBehind();
		Path young = leftBehind();
		Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(120)));
		create(PostgresqlToolSettings.DEFAULTS);
		assertThat(left).doesNotExist();
		assertThat(young).exists();
		PrivateFiles.delete(young);
	}

	// In a container each process has the number 1, so that it says nothing.
	private static Path leftBehind() throws IOException {
		Path left = Files.createTempDirectory("migration-utilities-pgpass-" + ProcessHandle.current().pid() + "-");
		Files.createFile(left.resolve(".lock"));
		Files.writeString(left.resolve("data"), "left");
		return left;
	}

	@Test
	void programsElsewhereWriteOneFileThroughTheirOutput() {
		this.scripts.script("elsewhere",
				"tool=$(basename $1); shift; export PGHOST=localhost PGPORT=%d; exec %s/$tool \"$@\""
					.formatted(this.server.port(), this.scripts.directory()));
		PostgresqlToolSettings settings = new PostgresqlToolSettings(this.scripts.directory() + "/elsewhere pg_dump",
				null, null, null, Duration.ofSeconds(30), Duration.ofMinutes(1));
		DatabaseBackup backup = create(settings);
		assertThat(backup.path()).isRegularFile();
		assertThat(backups(settings).verify(backup.path(), VerificationLevel.STRUCTURE, this.source).errors())
			.isEmpty();
		assertThat(verify(backup)).isEmpty();
	}

	@Test
	void wrongPasswordIsRefused() throws IOException {
		BackupSource wrong = new BackupSource(this.dataSource, null, "DATABASECHANGELOG",
				() -> List.of(new ConnectionSettings(this.server.url(this.database), this.role, "wrong", Map.of())));
		MigrationException refusal = BackupStrategyContractTests.refusal(MigrationErrorCode.BACKUP_UNAVAILABLE,
				() -> backups(PostgresqlToolSettings.DEFAULTS).create(wrong, BackupReason.MANUAL,
						(id, author, path) -> id));
		assertThat(refusal).hasMessageContaining("password authentication failed").message().doesNotContain("wrong\"");
		assertNothingIsLeft();
	}

	@Test
	void unknownPasswordIsRefusedBeforehand() {
		BackupSource unknown = new BackupSource(this.dataSource, null, "DATABASECHANGELOG");
		MigrationException refusal = BackupStrategyContractTests.refusal(MigrationErrorCode.BACKUP_UNAVAILABLE,
				() -> backups(PostgresqlToolSettings.DEFAULTS).checkAvailable(unknown, VerificationLevel.STRUCTURE));
		assertThat(refusal).hasMessageContaining("settings that a backup needs to connect are not known");
	}

	@Test
	void unknownPasswordIsRefused() throws IOException {
		BackupSource unknown = new BackupSource(this.dataSource, null, "DATABASECHANGELOG");
		BackupStrategyContractTests.assertRefused(MigrationErrorCode.BACKUP_UNAVAILABLE,
				() -> backups(PostgresqlToolSettings.DEFAULTS).create(unknown, BackupReason.MANUAL,
						(id, author, path) -> id));
		assertNothingIsLeft();
	}

	@Test
	void serverThatIsDownIsNamed() {
		PostgresqlServer stopped = PostgresqlServer.start();
		BackupSource down = new BackupSource(stopped.dataSource("postgres"), null, "DATABASECHANGELOG");
		stopped.stop();
		BackupStrategyContractTests.assertRefused(MigrationErrorCode.DATABASE_UNAVAILABLE,
				() -> backups(PostgresqlToolSettings.DEFAULTS).create(down, BackupReason.MANUAL,
						(id, author, path) -> id));
	}

	@Test
	void serverNewerThanTheProgramsIsRefusedBeforeAnythingStarts() {
		BackupSource newer = new BackupSource(PostgresqlServer.newer().dataSource("postgres"), null,
				"DATABASECHANGELOG");
		PostgresqlToolSettings older = new PostgresqlToolSettings(this.scripts.realPgDump(), null, null, null,
				Duration.ofSeconds(1), Duration.ofMinutes(1));
		MigrationException refusal = BackupStrategyContractTests.refusal(MigrationErrorCode.BACKUP_UNAVAILABLE,
				() -> backups(older).checkAvailable(newer, VerificationLevel.STRUCTURE));
		assertThat(refusal.getMessage())
			.matches("pg_dump 1[0-7]\\..* is older than the server, which is of version 18.*");
		assertThat(refusal.getHint()).contains("postgresql-client-18");
		BackupStrategyContractTests.assertRefused(MigrationErrorCode.BACKUP_UNAVAILABLE,
				() -> backups(older).create(newer, BackupReason.MANUAL, (id, author, path) -> id));
	}

	@Test
	void failureOfTheProgramIsTold() throws IOException {
		this.scripts.replace("pg_dump", "echo 'pg_dump: error: something is wrong' >&2; exit 1");
		assertThat(refusal(MigrationErrorCode.BACKUP_FAILED, this.scripts.settings()))
			.hasMessageContaining("something is wrong");
		this.scripts.replace("pg_dump", "exit 3");
		assertThat(refusal(MigrationErrorCode.BACKUP_FAILED, this.scripts.settings()))
			.hasMessageContaining("exit code 3");
	}

	@Test
	void moreTablesThanCanBeLockedAreToldFromALockedOne() throws IOException {
		this.scripts.replace("pg_dump", "echo 'pg_dump: error: query failed: ERROR: out of shared memory' >&2; "
				+ "echo 'HINT: increase max_locks_per_transaction. query was: LOCK TABLE a' >&2; exit 1");
		assertThat(refusal(MigrationErrorCode.BACKUP_FAILED, this.scripts.settings()).getHint())
			.contains("max_locks_per_transaction");
	}

	@Test
	void programThatFailsAfterWritingEverythingIsNotTrusted() throws IOException {
		this.scripts.replace("pg_dump", this.scripts.realPgDump() + " \"$@\"; exit 1");
		refusal(MigrationErrorCode.BACKUP_FAILED, this.scripts.settings());
	}

	@Test
	void failureAfterManyWarningsIsTold() throws IOException {
		ToolScripts failing = this.scripts.replace("pg_dump",
				"yes 'pg_dump: warning: of little interest' | head -n 2000 >&2; echo 'pg_dump: error: the reason' >&2; exit 1");
		assertThat(refusal(MigrationErrorCode.BACKUP_FAILED, failing.settings())).hasMessageEndingWith("the reason");
	}

	@Test
	void warningOfTheProgramIsLogged(CapturedOutput output) {
		this.scripts.replace("pg_dump",
				"echo 'pg_dump: warning: mind the gap' >&2; exec " + this.scripts.realPgDump() + " \"$@\"");
		assertThat(verify(create(this.scripts.settings()))).isEmpty();
		assertThat(output).contains("pg_dump says: pg_dump: warning: mind the gap");
	}

	@Test
	void programThatHangsIsStopped() throws IOException {
		Path pid = this.temporary.resolve("pid");
		this.scripts.replace("pg_dump", "echo $$ > " + pid + "; trap '' TERM; sleep 600 & wait; sleep 600");
		PostgresqlToolSettings impatient = this.scripts.settings(Duration.ofSeconds(1), Duration.ofSeconds(3));
		assertThat(refusal(MigrationErrorCode.BACKUP_FAILED, impatient)).hasMessageContaining("did not end within 3 s")
			.satisfies((ex) -> assertThat(ex.getHint()).contains("migration.backup.postgresql.timeout"));
		assertThat(ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))).isEmpty();
	}

	@Test
	void interruptedThreadEndsTheProgram() throws Exception {
		Path pid = this.temporary.resolve("pid");
		this.scripts.replace("pg_dump", "echo $$ > " + pid + "; exec sleep 600");
		List<MigrationException> failures = new ArrayList<>();
		Thread thread = new Thread(() -> failures.add(BackupStrategyContractTests
			.refusal(MigrationErrorCode.INTERRUPTED, () -> create(this.scripts.settings()))));
		thread.start();
		await("the program runs", () -> pid.toFile().length() > 0);
		long program = Long.parseLong(Files.readString(pid).strip());
		thread.interrupt();
		thread.join(TimeUnit.SECONDS.toMillis(30));
		assertThat(failures).singleElement().asString().contains("Interrupted");
		await("the program ended", () -> ProcessHandle.of(program).isEmpty());
		assertNothingIsLeft();
	}

	@Test
	void killedProgramIsTold() throws Exception {
		createPartedTable();
		Path pid = this.temporary.resolve("pid");
		this.scripts.replace("pg_dump", "echo $$ > " + pid + "; exec " + this.scripts.realPgDump() + " \"$@\"");
		CompletableFuture<DatabaseBackup> dump = whileDumpWaits(this.scripts.settings(),
				() -> ProcessHandle.of(Long.parseLong(read(pid))).orElseThrow().destroyForcibly());
		assertThat(failureOf(dump).getCode()).isEqualTo(MigrationErrorCode.BACKUP_FAILED);
		assertThat(failureOf(dump)).hasMessageContaining("killed by signal 9");
		assertNothingIsLeft();
	}

	private static String read(Path file) {
		try {
			return Files.readString(file).strip();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void connectionLostInMidDumpIsTold() throws Exception {
		createPartedTable();
		CompletableFuture<DatabaseBackup> dump = whileDumpWaits(this.scripts.settings(),
				() -> this.server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
						+ this.database + "' AND application_name LIKE 'migration-utilities dump%'"));
		assertThat(failureOf(dump).getCode()).isEqualTo(MigrationErrorCode.BACKUP_FAILED);
		assertThat(failureOf(dump)).hasMessageContaining("terminating connection");
		assertNothingIsLeft();
	}

	@Test
	void tableThatStaysLockedIsNamed() throws Exception {
		PostgresqlToolSettings impatient = this.scripts.settings(Duration.ofMillis(300), Duration.ofMinutes(1));
		createPartedTable();
		try (Connection locking = this.dataSource.getConnection()) {
			locking.setAutoCommit(false);
			Sql.execute(locking, "LOCK TABLE parted IN ACCESS EXCLUSIVE MODE");
			assertThat(refusal(MigrationErrorCode.DATABASE_LOCKED, impatient))
				.hasMessageContainingAll("LOCK TABLE public.parted", "parted (session ");
		}
	}

	@Test
	void countedTableThatStaysLockedIsTold() throws Exception {
		PostgresqlToolSettings impatient = this.scripts.settings(Duration.ofMillis(300), Duration.ofMinutes(1));
		try (Connection locking = this.dataSource.getConnection()) {
			locking.setAutoCommit(false);
			Sql.execute(locking, "LOCK TABLE account IN ACCESS EXCLUSIVE MODE");
			refusal(MigrationErrorCode.DATABASE_LOCKED, impatient);
		}
	}

	@Test
	void dumpOfAKilledProcessIsEnded(CapturedOutput output) throws Exception {
		createPartedTable();
		try (Connection locking = this.dataSource.getConnection();
				Connection orphan = this.dataSource.getConnection();
				Connection alive = this.dataSource.getConnection();
				Connection ofAlive = this.dataSource.getConnection()) {
			locking.setAutoCommit(false);
			Sql.execute(orphan, "SET application_name = 'migration-utilities dump for 999999999'");
			Sql.execute(alive, "SET application_name = 'migration-utilities backup'");
			Sql.execute(ofAlive, "SET application_name = 'migration-utilities dump for "
					+ Sql.query(alive, "SELECT pg_backend_pid()") + "'");
			assertThat(verify(create(PostgresqlToolSettings.DEFAULTS))).isEmpty();
			assertThat(orphan.isValid(5)).isFalse();
			assertThat(ofAlive.isValid(5)).isTrue();
			assertThat(output).contains("Ended 1 sessions of a dump whose application was killed");
		}
	}

	@Test
	void diskThatFillsUpDuringTheDumpIsTold() throws IOException {
		Path disk = this.disks.mount(this.temporary.resolve("disk"), "size=16m");
		this.directory = disk.resolve("backups");
		Sql.execute(this.dataSource,
				"CREATE TABLE big AS SELECT repeat(md5(i::text), 100) AS data " + "FROM generate_series(1, 1000) i");
		this.scripts.replace("pg_dump",
				"head -c 15M /dev/zero > %s/filler; exec %s \"$@\"".formatted(disk, this.scripts.realPgDump()));
		refusal(MigrationErrorCode.NO_SPACE, this.scripts.settings());
	}

	@Test
	void diskWithoutRoomIsRefusedBeforehand() {
		this.directory = this.disks.mount(this.temporary.resolve("disk"), "size=1m").resolve("backups");
		BackupStrategyContractTests.assertRefused(MigrationErrorCode.NO_SPACE,
				() -> backups(PostgresqlToolSettings.DEFAULTS).checkAvailable(this.source,
						VerificationLevel.STRUCTURE));
	}

	@Test
	void theHostThatTheDataSourceReachedIsDumped() {
		PGSimpleDataSource several = this.server.dataSource(this.database, this.role, PASSWORD);
		several.setUrl("jdbc:postgresql://localhost:1,localhost:%d/%s?options=-c%%20search_path=public&ssl=false"
			.formatted(this.server.port(), this.database));
		BackupSource reached = new BackupSource(several, null, "DATABASECHANGELOG", this.source.connectionSettings());
		DatabaseBackup backup = backups(PostgresqlToolSettings.DEFAULTS).create(reached, BackupReason.MANUAL,
				(id, author, path) -> id);
		assertThat(verify(backup)).isEmpty();
	}

	@Test
	void tableThatMayNotBeReadIsRefusedBeforehand() throws IOException {
		this.server.executeIn(this.database, "CREATE SCHEMA secret", "CREATE TABLE secret.salary (id INT)",
				"CREATE SEQUENCE public.hidden", "CREATE MATERIALIZED VIEW public.hidden_view AS SELECT 1");
		DatabaseBackups backups = backups(PostgresqlToolSettings.DEFAULTS);
		MigrationException closed = BackupStrategyContractTests.refusal(MigrationErrorCode.BACKUP_UNAVAILABLE,
				() -> backups.checkAvailable(this.source, VerificationLevel.STRUCTURE));
		assertThat(closed).hasMessageContaining("may not use the schema secret");
		this.server.executeIn(this.database, "GRANT USAGE ON SCHEMA secret TO " + this.role);
		MigrationException refusal = BackupStrategyContractTests.refusal(MigrationErrorCode.BACKUP_UNAVAILABLE,
				() -> backups.checkAvailable(this.source, VerificationLevel.STRUCTURE));
		assertThat(refusal).hasMessageContainingAll("may not read", "public.hidden, secret.salary", this.role);
		assertThat(refusal.getHint()).contains("GRANT SELECT");
		refusal(MigrationErrorCode.BACKUP_UNAVAILABLE, PostgresqlToolSettings.DEFAULTS);
	}

	@Test
	void rowLevelSecurityIsRefusedBeforehand() throws IOException {
		this.server.executeIn(this.database, "CREATE TABLE tenant (id INT)",
				"ALTER TABLE tenant ENABLE ROW LEVEL SECURITY", "GRANT SELECT ON tenant TO " + this.role,
				"CREATE POLICY own ON tenant USING (id = 1)");
		DatabaseBackups backups = backups(PostgresqlToolSettings.DEFAULTS);
		MigrationException refusal = BackupStrategyContractTests.refusal(MigrationErrorCode.BACKUP_UNAVAILABLE,
				() -> backups.checkAvailable(this.source, VerificationLevel.STRUCTURE));
		assertThat(refusal).hasMessageContainingAll("row-level security", "public.tenant");
		refusal(MigrationErrorCode.BACKUP_UNAVAILABLE, PostgresqlToolSettings.DEFAULTS);
	}

	@Test
	void verificationByRestoreNeedsTheRightToCreateDatabases() {
		DatabaseBackups backups = backups(PostgresqlToolSettings.DEFAULTS);
		assertThat(BackupStrategyContractTests.refusal(MigrationErrorCode.BACKUP_UNAVAILABLE,
				() -> backups.checkAvailable(this.source, VerificationLevel.RESTORE)))
			.hasMessageContaining("scratch database");
		this.server.execute("ALTER ROLE " + this.role + " CREATEDB");
		backups.checkAvailable(this.source, VerificationLevel.RESTORE);
	}

	@Test
	void timeLimitsOfTheApplicationDoNotEndABackup() {
		this.server.execute("ALTER ROLE " + this.role + " SET statement_timeout = '1s'",
				"ALTER ROLE " + this.role + " SET idle_in_transaction_session_timeout = '10ms'");
		ToolScripts slow = this.scripts.replace("pg_dump", "sleep 1.5; exec " + this.scripts.realPgDump() + " \"$@\"");
		assertThat(verify(create(slow.settings()))).isEmpty();
	}

	@Test
	void programThatIsMissingOrStoppedDoesNotMakeABackupABadOne() {
		DatabaseBackup backup = create(PostgresqlToolSettings.DEFAULTS);
		Runnable verification = () -> backups(this.scripts.settings()).verify(backup.path(),
				VerificationLevel.STRUCTURE, this.source);
		this.scripts.replace("pg_restore", "kill -9 $$");
		assertThat(BackupStrategyContractTests.refusal(MigrationErrorCode.BACKUP_FAILED, verification::run))
			.hasMessageContaining("killed by signal 9");
		this.scripts.script("pg_restore", "exit 127");
		BackupStrategyContractTests.refusal(MigrationErrorCode.BACKUP_UNAVAILABLE, verification::run);
		assertThat(backups(PostgresqlToolSettings.DEFAULTS).open(backup.path()).manifest().verifications()).isEmpty();
	}

	@Test
	void everyDamageToADirectoryIsFound() throws IOException {
		DatabaseBackup backup = create(PostgresqlToolSettings.DEFAULTS);
		Path file = BackupStrategyContractTests.dataFiles(backup)
			.stream()
			.filter((candidate) -> candidate.toString().endsWith(".dat"))
			.findFirst()
			.orElseThrow();
		byte[] content = Files.readAllBytes(file);
		BackupStrategyContractTests.flipBit(file, 100);
		assertThat(verify(backup)).anySatisfy((error) -> assertThat(error).contains("SHA-256"));
		Files.write(file, content);
		assertThat(verify(backup)).isEmpty();
		Files.writeString(backup.path().resolve("surprise"), "x");
		assertThat(verify(backup)).singleElement().asString().contains("surprise' is not in the manifest");
		Files.delete(backup.path().resolve("surprise"));
		Files.delete(file);
		assertThat(verify(backup)).singleElement().asString().contains("is missing");
	}

	@Test
	void historyIsFoundInAnySchemaAndSpelling() {
		Sql.execute(this.dataSource, "CREATE SCHEMA \"Liqui base\"",
				"CREATE TABLE \"Liqui base\".\"MyHistory\" (id TEXT, author TEXT, filename TEXT, orderexecuted INT)",
				"INSERT INTO \"Liqui base\".\"MyHistory\" VALUES ('one', 'me', 'f', 1)");
		BackupSource other = new BackupSource(this.dataSource, "Liqui base", "MyHistory",
				this.source.connectionSettings());
		BackupManifest manifest = backups(PostgresqlToolSettings.DEFAULTS)
			.create(other, BackupReason.MANUAL, (id, author, path) -> id)
			.manifest();
		assertThat(manifest.revision()).isEqualTo("one");
		assertThat(manifest.database().historySchema()).isEqualTo("Liqui base");
	}

}
