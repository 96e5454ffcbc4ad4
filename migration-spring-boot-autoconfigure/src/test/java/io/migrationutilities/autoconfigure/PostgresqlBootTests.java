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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.migrationutilities.BackupState;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationUtilities;
import io.migrationutilities.StoredBackup;
import io.migrationutilities.autoconfigure.FaultApplication.HaltingListener;
import io.migrationutilities.backup.RequiresPostgresqlTools;
import io.migrationutilities.test.ChildProcess;
import io.migrationutilities.test.PostgresqlServer;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of applications that boot on PostgreSQL, alone and together, and are killed or
 * lose the server at every step of the run.
 */
@RequiresPostgresqlTools
@UsesPostgresql
@ExtendWith(OutputCaptureExtension.class)
class PostgresqlBootTests {

	private static final int SIGKILL = 128 + 9;

	private static final int PROCESSES = 3;

	private static final int BOOTS = 2;

	private static final String PASSWORD = "secret";

	private static final String RELEASE_1 = "1-create-account,1-open-accounts";

	private static final String RELEASE_2 = RELEASE_1
			+ ",2-add-currency,2-all-accounts-are-in-euros,2-create-statement";

	private static final PostgresqlServer server = PostgresqlServer.shared();

	private static String role;

	private static String firstRelease;

	private final String database = server.uniqueName("accounts");

	@RegisterExtension
	final FaultApplications applications = new FaultApplications();

	@TempDir
	private Path directory;

	@BeforeAll
	static void bootFirstRelease(@TempDir Path directory) {
		role = server.createRole(PASSWORD);
		firstRelease = server.createDatabase("accounts");
		server.execute("ALTER DATABASE \"" + firstRelease + "\" OWNER TO " + role, "ALTER ROLE " + role + " CREATEDB");
		FaultApplications.bootAndClose(arguments(firstRelease, directory, "postgresql-release-1"));
	}

	@AfterAll
	static void dropFirstRelease() {
		server.dropDatabase(firstRelease);
		server.execute("DROP ROLE " + role);
	}

	@BeforeEach
	void createDatabase() {
		server.execute("CREATE DATABASE \"" + this.database + "\" TEMPLATE \"" + firstRelease + "\" OWNER " + role);
		assertThat(changeSets()).isEqualTo(RELEASE_1);
	}

	@AfterEach
	void dropDatabase() {
		server.dropDatabase(this.database);
	}

	private static List<String> arguments(String database, Path directory, String changeLog) {
		return List.of("--spring.main.banner-mode=off", "--spring.datasource.url=" + server.url(database),
				"--spring.datasource.username=" + role, "--spring.datasource.password=" + PASSWORD,
				"--spring.datasource.hikari.maximum-pool-size=1",
				"--spring.liquibase.change-log=classpath:faults/" + changeLog + ".yaml",
				"--migration.backup.directory=" + directory.resolve("backups"), "--spring.application.name=accounts");
	}

	private List<String> arguments(String changeLog, String... more) {
		List<String> arguments = new ArrayList<>(arguments(this.database, this.directory, changeLog));
		arguments.addAll(List.of(more));
		return arguments;
	}

	private String query(String sql) {
		return server.queryIn(this.database, sql);
	}

	private String changeSets() {
		return query("SELECT string_agg(id, ',' ORDER BY orderexecuted) FROM databasechangelog");
	}

	/**
	 * Return everything in the database, except who holds Liquibase's lock.
	 * @return the dump
	 */
	private String content() {
		return server.dump(this.database, "--exclude-table-data=databasechangeloglock");
	}

	private void assertUpgradedOnce() {
		assertThat(changeSets()).isEqualTo(RELEASE_2);
		assertThat(
				query("SELECT string_agg(outcome || ' ' || to_revision, ',' ORDER BY started_at) FROM migration_run"))
			.isEqualTo("SUCCEEDED 1-open-accounts,SUCCEEDED 2-create-statement");
		assertThat(query("SELECT count(*) FROM account WHERE currency = 'EUR'")).isEqualTo("300");
		assertThat(query("SELECT count(*) FROM databasechangeloglock WHERE locked OR lockedby IS NOT NULL"))
			.isEqualTo("0");
		awaitNone("SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
				+ "WHERE l.locktype = 'advisory' AND d.datname = current_database()");
		awaitNone("SELECT count(*) FROM pg_database WHERE datname LIKE 'migration\\_scratch%' AND datdba = '" + role
				+ "'::regrole");
	}

	// The server ends a session a moment after its client has gone.
	private void awaitNone(String count) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> query(count), "0"::equals);
	}

	private MigrationUtilities bootAgain(String... more) {
		List<String> arguments = arguments("postgresql-release-2", "--migration.lock.timeout=5s");
		arguments.addAll(List.of(more));
		return this.applications.boot(arguments).getBean(MigrationUtilities.class);
	}

	private List<String> backupFiles() throws IOException {
		try (Stream<Path> files = Files.list(this.directory.resolve("backups"))) {
			return files.map((file) -> file.getFileName().toString())
				.filter((name) -> !name.equals(".lock"))
				.sorted()
				.toList();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "LOCK", "BACKUP", FaultApplication.CAPTURED, FaultApplication.SCRATCH, "APPLY",
			"ChangeSetRan2", "RECORD" })
	void killedInstanceLeavesTheDatabaseAsItWasAndTheNextGoesOnWithinFiveSeconds(String point) throws IOException {
		String verify = "--migration.backup.verify="
				+ (point.equals(FaultApplication.SCRATCH) ? "restore" : "structure");
		String before = content();
		ChildProcess killed = this.applications.start(point, arguments("postgresql-release-2", verify))
			.awaitOutput(FaultApplication.HALTED);
		assertThat(killed.kill()).isEqualTo(SIGKILL);
		assertThat(content()).isEqualTo(before);
		MigrationUtilities utilities = bootAgain(verify);
		assertUpgradedOnce();
		List<StoredBackup> backups = utilities.listBackups();
		assertThat(backups).isNotEmpty().allSatisfy((backup) -> assertThat(backup.state()).isEqualTo(BackupState.GOOD));
		assertThat(backupFiles()).hasSize(2 * backups.size());
	}

	@Test
	void instanceKilledAfterTheCommitLeavesTheUpgradedDatabase() {
		this.applications.start("UNLOCK", arguments("postgresql-release-2"))
			.awaitOutput(FaultApplication.HALTED)
			.kill();
		assertThat(changeSets()).isEqualTo(RELEASE_2);
		String after = content();
		bootAgain();
		assertThat(content()).isEqualTo(after);
	}

	@Test
	void manyInstancesBootTogetherAndOneUpgrades() throws IOException {
		List<String> arguments = arguments("postgresql-release-2");
		List<ChildProcess> processes = Stream.generate(() -> this.applications.start("CHECK_UP_TO_DATE", arguments))
			.limit(PROCESSES)
			.toList();
		processes.forEach((process) -> process.awaitOutput(FaultApplication.HALTED));
		List<FaultBoot> boots = Stream.generate(() -> this.applications.begin(arguments)).limit(BOOTS).toList();
		processes.forEach((process) -> process.type(""));
		long upgraded = processes.stream()
			.map((process) -> process.awaitSuccess(FaultApplication.STARTED))
			.filter((process) -> process.output().contains("Upgraded 'liquibase'"))
			.count();
		upgraded += boots.stream()
			.filter((boot) -> boot.awaitStart().getBean(HaltingListener.class).hasUpgraded())
			.count();
		assertThat(upgraded).isEqualTo(1);
		assertUpgradedOnce();
		assertThat(backupFiles()).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "BACKUP", "ChangeSetRan2" })
	void waitingInstanceGoesOnWhenTheHolderIsKilled(String point, CapturedOutput output) {
		List<String> arguments = arguments("postgresql-release-2");
		ChildProcess first = this.applications.start(point, arguments).awaitOutput(FaultApplication.HALTED);
		FaultBoot second = this.applications.begin(arguments).awaitOutput("Waiting for 'liquibase'", output);
		assertThat(output).contains("accounts (process " + first.pid());
		first.kill();
		second.awaitStart();
		assertThat(output).contains("Upgraded 'liquibase' to 2-create-statement: 3 change sets");
		assertUpgradedOnce();
	}

	@ParameterizedTest
	@CsvSource({ "LOCK, true, DATABASE_UNAVAILABLE", "BACKUP, true, DATABASE_UNAVAILABLE",
			"ChangeSetRan1, false, LOCK_LOST", "RECORD, false, DATABASE_UNAVAILABLE" })
	void serverThatGoesAwayAtAnyStepChangesNothing(String point, boolean nothingBegun, MigrationErrorCode code,
			CapturedOutput output) {
		String before = content();
		FaultBoot instance = this.applications
			.begin(arguments("postgresql-release-2", "--spring.datasource.hikari.connection-timeout=2000",
					"--" + FaultApplication.HALT_AT + "=" + point))
			.awaitHalt();
		server.execute("ALTER DATABASE \"" + this.database + "\" ALLOW_CONNECTIONS false",
				"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + this.database + "'");
		instance.goOn().awaitFailure();
		server.execute("ALTER DATABASE \"" + this.database + "\" ALLOW_CONNECTIONS true");
		// Nobody could look at what became of the transaction.
		assertThat(output).contains("Code:     " + code,
				"Database: " + (nothingBegun ? "The database is exactly as it was before."
						: "The database could not be read after the failure, so its state is not known."));
		assertThat(content()).isEqualTo(before);
		bootAgain();
		assertUpgradedOnce();
	}

	@Test
	void crashOfTheWholeServerChangesNothing() throws Exception {
		PostgresqlServer crashing = PostgresqlServer.start();
		try {
			List<String> url = List.of("--spring.datasource.url=" + crashing.url("postgres"),
					"--spring.datasource.username=" + PostgresqlServer.SUPERUSER);
			String[] more = url.toArray(String[]::new);
			this.applications.boot(overridden("postgresql-release-1", more)).close();
			ChildProcess instance = this.applications.start("ChangeSetRan2", overridden("postgresql-release-2", more))
				.awaitOutput(FaultApplication.HALTED);
			// The server takes the death of any of its processes for a corruption of its
			// memory, ends all others and recovers.
			long backend = Long.parseLong(crashing.queryIn("postgres",
					"SELECT pid FROM pg_stat_activity WHERE state = 'idle in transaction' LIMIT 1"));
			ProcessHandle.of(backend).orElseThrow().destroyForcibly();
			assertThat(instance.type("").awaitExit()).isEqualTo(1);
			assertThat(instance.output()).contains("Database: The database is exactly as it was before.");
			crashing.awaitRecovery();
			assertThat(crashing.queryIn("postgres", "SELECT count(*) FROM databasechangelog")).isEqualTo("2");
			this.applications.boot(overridden("postgresql-release-2", more)).close();
			assertThat(crashing.queryIn("postgres", "SELECT count(*) FROM databasechangelog")).isEqualTo("5");
		}
		finally {
			crashing.stop();
		}
	}

	private List<String> overridden(String changeLog, String... more) {
		List<String> arguments = new ArrayList<>(arguments(changeLog));
		for (String argument : more) {
			arguments.removeIf((replaced) -> replaced.startsWith(argument.substring(0, argument.indexOf('=') + 1)));
			arguments.add(argument);
		}
		return arguments;
	}

	@Test
	void missingProgramsAreFoundOutBeforeAnythingStarts(CapturedOutput output) {
		String before = content();
		String missing = "--migration.backup.postgresql.pg-dump=/nowhere/pg_dump";
		this.applications.begin(arguments("postgresql-release-2", missing)).awaitFailure();
		assertThat(output).contains("Code:     BACKUP_UNAVAILABLE", "'/nowhere/pg_dump' can't be run")
			.doesNotContain(PASSWORD);
		assertThat(content()).isEqualTo(before);
		this.applications.boot(arguments("postgresql-release-2", missing, "--migration.backup.when-unavailable=warn"));
		assertUpgradedOnce();
	}

	@Test
	void wrongPasswordIsNamed() {
		List<String> arguments = overridden("postgresql-release-2", "--spring.datasource.password=wrong",
				"--spring.datasource.hikari.connection-timeout=2000");
		ChildProcess refused = this.applications.start(null, arguments);
		assertThat(refused.awaitExit()).isEqualTo(1);
		assertThat(refused.output()).contains("Code:     DATABASE_UNAVAILABLE", "password authentication failed");
	}

}
