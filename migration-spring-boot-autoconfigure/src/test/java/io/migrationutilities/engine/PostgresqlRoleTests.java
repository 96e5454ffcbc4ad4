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

import com.zaxxer.hikari.HikariDataSource;
import liquibase.exception.LiquibaseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.RestoreResult;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.RequiresPostgresqlTools;
import io.migrationutilities.backup.postgresql.PostgresqlBackupStrategy;
import io.migrationutilities.backup.postgresql.PostgresqlToolSettings;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for databases whose owner does not log in: the pool logs in as a member that
 * inherits nothing, and takes the role of the owner.
 */
@RequiresPostgresqlTools
@ExtendWith(OutputCaptureExtension.class)
@UsesPostgresql
class PostgresqlRoleTests {

	private static final String ONE = "changelog-1.sql";

	private static final String TWO = "changelog-2.sql";

	private PostgresqlFixture studio;

	private String owner;

	private String login;

	private HikariDataSource pool;

	@BeforeEach
	void createStudio(@TempDir Path directory) {
		this.studio = new PostgresqlFixture(directory);
		this.studio.strategy(new PostgresqlBackupStrategy(PostgresqlToolSettings.DEFAULTS)).withBackups();
		this.owner = this.studio.createRole();
		this.login = this.studio.createRole();
		this.studio.server()
			.execute("ALTER ROLE " + this.login + " NOINHERIT", "ALTER ROLE " + this.owner + " NOLOGIN CREATEDB",
					"GRANT " + this.owner + " TO " + this.login,
					"ALTER DATABASE \"" + this.studio.database() + "\" OWNER TO " + this.owner);
		this.pool = pool("SET ROLE " + this.owner);
	}

	@AfterEach
	void dropStudio() {
		this.pool.close();
		this.studio.expectNoSessions();
		this.studio.drop();
	}

	private HikariDataSource pool(String initSql) {
		HikariDataSource dataSource = new HikariDataSource();
		dataSource.setJdbcUrl(this.studio.server().url(this.studio.database()));
		dataSource.setUsername(this.login);
		dataSource.setPassword("secret");
		dataSource.setConnectionInitSql(initSql);
		dataSource.setMaximumPoolSize(2);
		this.studio.dataSource(dataSource);
		this.studio.connectionSettings(this.login, "secret");
		return dataSource;
	}

	@Test
	void freesTheLockAfterEachRun(CapturedOutput output) throws LiquibaseException {
		this.studio.upgrade(ONE);
		assertThat(row()).isEqualTo("false|null");
		this.studio.failUpgrade("changelog-with-syntax-error.yaml");
		assertThat(row()).isEqualTo("false|null");
		assertThat(output).doesNotContain("could not be freed");
		this.studio.liquibase(TWO).afterPropertiesSet();
		assertThat(this.studio.history()).isEqualTo("create-crew,first-crew,create-agent");
	}

	private String row() {
		return this.studio.query("SELECT LOCKED, LOCKEDBY FROM DATABASECHANGELOGLOCK");
	}

	@Test
	void backsUpBeforeAnUpgrade() {
		this.studio.verificationLevel(VerificationLevel.RESTORE);
		this.studio.upgrade(ONE);
		assertThat(this.studio.upgrade(TWO).backup()).isNotNull();
		assertThat(this.studio.query("SELECT tableowner FROM pg_tables WHERE tablename = 'agent'"))
			.isEqualTo(this.owner);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void restores(boolean mayCreateDatabases) {
		this.studio.upgrade(ONE);
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		this.studio.upgrade(TWO);
		if (!mayCreateDatabases) {
			this.studio.server().execute("ALTER ROLE " + this.owner + " NOCREATEDB");
			this.studio.execute("ALTER SCHEMA public OWNER TO " + this.owner);
		}
		RestoreResult result = this.studio.utilities(TWO).restoreDatabase(backup.path());
		assertThat(result.postRestoreRevision()).isEqualTo("first-crew");
		assertThat(this.studio.query("SELECT tableowner FROM pg_tables WHERE tablename = 'crew'"))
			.isEqualTo(this.owner);
		assertThat(row()).isEqualTo("false|null");
		assertThat(this.studio.upgrade(TWO).applied()).containsExactly("create-agent");
		this.studio.utilities(TWO).pruneBackups();
	}

	@Test
	void needsNoPlpgsqlForAnUpgrade() {
		this.studio.execute("REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC");
		this.studio.upgrade(ONE);
		this.studio.execute("SET ROLE " + this.owner,
				"CREATE TABLE agent (id INTEGER, crew INTEGER REFERENCES crew DEFERRABLE INITIALLY DEFERRED)");
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		assertThat(this.studio.upgrade("changelog-with-deferred-reference.sql").applied())
			.containsExactly("first-agent");
		this.studio.utilities(ONE).restoreDatabase(backup.path());
		assertThat(this.studio.query("SELECT count(*) FROM agent")).isEqualTo("0");
		this.studio.utilities(ONE).pruneBackups();
	}

	@Test
	void saysThatARestoreInOneTransactionNeedsPlpgsql() {
		this.studio.server().execute("ALTER ROLE " + this.owner + " NOCREATEDB");
		this.studio.execute("ALTER SCHEMA public OWNER TO " + this.owner,
				"REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC");
		this.studio.upgrade(ONE);
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		MigrationException failure = this.studio.failUnchanged(
				() -> this.studio.utilities(ONE).restoreDatabase(backup.path()), MigrationErrorCode.RESTORE_BLOCKED);
		assertThat(failure.getHint()).startsWith("Grant it: GRANT USAGE ON LANGUAGE plpgsql TO \"" + this.owner + "\"");
	}

	@Test
	void findsTheHistoryInTheSearchPathOfThePool() {
		this.studio.execute("CREATE SCHEMA back_office AUTHORIZATION " + this.owner);
		this.pool.close();
		this.pool = pool("SET ROLE " + this.owner + "; SET search_path TO back_office");
		this.studio.upgrade(ONE);
		assertThat(this.studio.query("SELECT LOCKED FROM back_office.DATABASECHANGELOGLOCK")).isEqualTo("false");
		DatabaseBackup backup = this.studio.utilities(ONE).createDatabaseBackup();
		assertThat(backup.manifest().revision()).isEqualTo("first-crew");
		assertThat(backup.manifest().tables()).containsKey("back_office.crew");
	}

}
