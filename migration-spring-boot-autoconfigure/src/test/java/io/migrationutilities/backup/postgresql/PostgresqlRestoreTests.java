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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.migrationutilities.BackupReason;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.backup.PostgresqlDatabase;
import io.migrationutilities.backup.RequiresPostgresqlTools;
import io.migrationutilities.backup.Restores;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what restores of PostgreSQL backups bring back, in either way.
 */
@RequiresPostgresqlTools
@UsesPostgresql
class PostgresqlRestoreTests {

	@TempDir
	Path directory;

	private PostgresqlDatabase database;

	private String reader;

	@BeforeEach
	void createDatabase() {
		this.database = new PostgresqlDatabase(this.directory);
		this.reader = this.database.server.createRole("secret");
	}

	@AfterEach
	void dropDatabase() {
		this.database.close();
		this.database.server.execute("DROP OWNED BY " + this.reader, "DROP ROLE " + this.reader);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void bringsBackEverything(boolean swap) throws IOException {
		if (swap) {
			this.database.withSwap();
		}
		this.database.executeResource("postgresql-database-with-everything.sql", this.reader);
		String schema = this.database.dump("--schema-only");
		List<String> data = data();
		DatabaseBackup backup = this.database.backup();
		this.database.executeResource("postgresql-upgrade-that-changes-everything.sql", this.reader);
		assertThat(this.database.dump("--schema-only")).isNotEqualTo(schema);
		assertThat(this.database.backups().keepsPrevious(this.database.source)).isEqualTo(swap);
		String previous = Restores.restore(this.database.backups(), backup, this.database.source);
		assertThat(previous != null).isEqualTo(swap);
		assertThat(this.database.dump("--schema-only")).isEqualTo(schema);
		assertThat(data()).isEqualTo(data);
		assertThat(this.database.query("SELECT count(*) > 0 FROM pg_stats WHERE schemaname = 'shop'")).isEqualTo("t");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void bringsBackObjectsOfAllKinds(boolean swap) throws IOException {
		this.database.server.execute("ALTER ROLE %s SUPERUSER".formatted(this.database.role));
		this.database.executeResource("postgresql-database-with-objects-of-all-kinds.sql", this.reader);
		String schema = this.database.dump("--schema-only");
		List<String> data = data();
		DatabaseBackup backup = this.database.backup();
		assertThat(
				this.database.backups().verify(backup.path(), VerificationLevel.RESTORE, this.database.source).errors())
			.isEmpty();
		this.database.execute("ALTER EVENT TRIGGER guard_of_creations ENABLE", "COMMENT ON SCHEMA kinds IS 'changed'",
				"REVOKE ALL ON SCHEMA kinds FROM %s CASCADE".formatted(this.reader),
				"GRANT CREATE ON SCHEMA kinds TO PUBLIC", "DROP CAST (bool AS int8)",
				"CREATE CAST (bool AS float8) WITH INOUT", "SELECT lo_unlink(1234), lo_from_bytea(4321, '\\x05')",
				"DELETE FROM kinds.plain", "CREATE SCHEMA later",
				"CREATE AGGREGATE later.cnt(*) (SFUNC = int8inc, STYPE = int8, INITCOND = '0')",
				"CREATE VIEW later.view AS SELECT later.cnt(*) FROM kinds.typed", "DROP PUBLICATION a_few",
				"ALTER DATABASE %s SET kinds.guarded = 'on'".formatted(this.database.name));
		this.database.backups().restore(backup, this.database.source, swap);
		assertThat(this.database.dump("--schema-only")).isEqualTo(schema);
		assertThat(data()).isEqualTo(data);
	}

	@Test
	void emptiesTheSchemaOfARoleThatMayNotCreateAny() throws IOException {
		this.database.execute("CREATE SCHEMA app", "GRANT USAGE ON SCHEMA app TO " + this.reader,
				"COMMENT ON SCHEMA app IS 'ours'", "CREATE TABLE app.account (id int PRIMARY KEY)",
				"INSERT INTO app.account VALUES (1), (2)");
		this.database.server.execute("ALTER DATABASE %s OWNER TO postgres".formatted(this.database.name),
				"REVOKE CREATE ON DATABASE %s FROM PUBLIC, %s".formatted(this.database.name, this.database.role));
		assertThat(this.database.query("SELECT has_database_privilege(current_database(), 'CREATE')")).isEqualTo("f");
		String schema = this.database.dump();
		DatabaseBackup backup = this.database.backup();
		this.database.execute("DROP TABLE app.account", "CREATE TYPE app.leftover AS ENUM ('a')",
				"GRANT CREATE ON SCHEMA app TO PUBLIC", "COMMENT ON SCHEMA app IS 'changed'");
		assertThat(Restores.restore(this.database.backups(), backup, this.database.source)).isNull();
		assertThat(this.database.dump()).isEqualTo(schema);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void leavesAloneWhatTheAdministratorOwns(boolean mayCreateDatabases) {
		if (mayCreateDatabases) {
			this.database.withSwap();
		}
		String role = this.database.role;
		this.database.server.executeIn(this.database.name, "CREATE SCHEMA extensions",
				"CREATE EXTENSION hstore SCHEMA extensions", "GRANT USAGE ON SCHEMA extensions TO " + role,
				"COMMENT ON SCHEMA extensions IS 'of all'", "CREATE SCHEMA app",
				"GRANT USAGE, CREATE ON SCHEMA app TO " + role, "CREATE SCHEMA \"Own app\" AUTHORIZATION " + role,
				"CREATE FUNCTION extensions.watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
				"CREATE EVENT TRIGGER watching ON ddl_command_end EXECUTE FUNCTION extensions.watch()",
				"COMMENT ON EVENT TRIGGER watching IS 'all'", "CREATE PUBLICATION everything FOR ALL TABLES",
				"CREATE PUBLICATION ours FOR TABLES IN SCHEMA \"Own app\"",
				"CREATE CAST (varchar AS int) WITH INOUT AS IMPLICIT", "COMMENT ON CAST (varchar AS int) IS 'implicit'",
				"CREATE FOREIGN DATA WRAPPER wrapper", "CREATE SERVER far FOREIGN DATA WRAPPER wrapper",
				"GRANT USAGE ON FOREIGN SERVER far TO " + role, "CREATE USER MAPPING FOR " + role + " SERVER far",
				"REVOKE USAGE ON LANGUAGE sql FROM PUBLIC", "GRANT USAGE ON LANGUAGE sql TO " + role,
				"ALTER DEFAULT PRIVILEGES IN SCHEMA \"Own app\" GRANT SELECT ON TABLES TO " + role,
				"CREATE TEXT SEARCH TEMPLATE plain (LEXIZE = dsimple_lexize)",
				"CREATE ACCESS METHOD another_heap TYPE TABLE HANDLER heap_tableam_handler");
		this.database.execute("CREATE TABLE app.account (id int PRIMARY KEY, data extensions.hstore)",
				"INSERT INTO app.account VALUES (1, 'a=>1')", "CREATE TABLE \"Own app\".account (id int)",
				"CREATE FOREIGN TABLE app.far (id int) SERVER far");
		String schema = this.database.dump();
		assertThat(this.database.backups().keepsPrevious(this.database.source)).isFalse();
		DatabaseBackup backup = this.database.backup();
		assertThatExceptionOfType(MigrationException.class).isThrownBy(
				() -> this.database.backups().verify(backup.path(), VerificationLevel.RESTORE, this.database.source))
			.extracting(MigrationException::getCode)
			.isEqualTo(MigrationErrorCode.BACKUP_UNAVAILABLE);
		this.database.execute("DROP TABLE app.account CASCADE", "CREATE TABLE app.added (id int)",
				"ALTER TABLE \"Own app\".account ADD COLUMN added int");
		assertThat(Restores.restore(this.database.backups(), backup, this.database.source)).isNull();
		assertThat(this.database.dump()).isEqualTo(schema);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void bringsBackFunctionsThatNeedTheSearchPath(boolean swap) throws IOException {
		if (swap) {
			this.database.withSwap();
		}
		this.database.execute("ALTER DATABASE %s SET search_path = public, shop".formatted(this.database.name));
		this.database.execute("CREATE SCHEMA shop", "CREATE TABLE shop.rate (id int PRIMARY KEY, value int)",
				"INSERT INTO shop.rate VALUES (1, 5)",
				"CREATE FUNCTION shop.twice(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2'",
				"CREATE FUNCTION four_times(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN twice(twice($1)); END'",
				"CREATE FUNCTION rate() RETURNS int LANGUAGE plpgsql STABLE AS 'BEGIN RETURN (SELECT value FROM rate WHERE id = 1); END'",
				"CREATE TABLE account (id int CHECK (four_times(id) > 0), four int GENERATED ALWAYS AS (four_times(id)) STORED)",
				"CREATE INDEX by_four ON account (four_times(id + 1))", "INSERT INTO account (id) VALUES (1), (2)",
				"CREATE MATERIALIZED VIEW rated AS SELECT id * rate() AS rated FROM account");
		String schema = this.database.dump("--schema-only");
		DatabaseBackup backup = this.database.backup();
		if (swap) {
			assertThat(this.database.backups()
				.verify(backup.path(), VerificationLevel.RESTORE, this.database.source)
				.errors()).isEmpty();
		}
		this.database.execute("DELETE FROM account", "DROP MATERIALIZED VIEW rated");
		assertThat(Restores.restore(this.database.backups(), backup, this.database.source) != null).isEqualTo(swap);
		assertThat(this.database.dump("--schema-only")).isEqualTo(schema);
		assertThat(this.database.query("SELECT string_agg(rated::text, ' ' ORDER BY rated) FROM rated"))
			.isEqualTo("5 10");
		assertThat(this.database.query("SELECT sum(four) FROM account")).isEqualTo("12");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void defaultPrivilegesOfTheLiveDatabaseGrantNothingInTheRestoredOne(boolean swap) {
		if (swap) {
			this.database.withSwap();
		}
		this.database.execute("CREATE TABLE secret (id int)", "CREATE FUNCTION hidden() RETURNS int RETURN 1",
				"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO " + this.reader,
				"ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC");
		String schema = this.database.dump("--schema-only");
		DatabaseBackup backup = this.database.backup();
		this.database.execute("ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO " + this.reader,
				"ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO " + this.reader + " WITH GRANT OPTION",
				"ALTER DEFAULT PRIVILEGES GRANT USAGE ON SCHEMAS TO " + this.reader);
		Restores.restore(this.database.backups(), backup, this.database.source);
		assertThat(this.database.dump("--schema-only")).isEqualTo(schema);
		assertThat(this.database.query("SELECT has_table_privilege('" + this.reader + "', 'secret', 'SELECT')"))
			.isEqualTo("f");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void bringsBackADatabaseInAnEncodingOfItsOwn(boolean swap) throws IOException {
		if (swap) {
			this.database.withSwap();
		}
		this.database.server.dropDatabase(this.database.name);
		this.database.server
			.execute("CREATE DATABASE %s OWNER %s TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'"
				.formatted(this.database.name, this.database.role));
		this.database.execute("CREATE TABLE \"gr\u00f6\u00dfe\" (\"ma\u00df\" text)",
				"INSERT INTO \"gr\u00f6\u00dfe\" VALUES ('\u00fc')");
		List<String> data = data();
		DatabaseBackup backup = this.database.backup();
		assertThat(this.database.backups()
			.verify(backup.path(), VerificationLevel.STRUCTURE, this.database.source)
			.errors()).isEmpty();
		this.database.execute("DROP TABLE \"gr\u00f6\u00dfe\"");
		Restores.restore(this.database.backups(), backup, this.database.source);
		assertThat(data()).isEqualTo(data);
		assertThat(this.database.query("SHOW server_encoding")).isEqualTo("LATIN1");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void bringsBackPartitionsThatTheHashOfAnEnumDecides(boolean swap) {
		if (swap) {
			this.database.withSwap();
		}
		this.database.execute("CREATE TYPE mood AS ENUM ('glad', 'sad', 'mad')",
				"CREATE TABLE mixed (year int, mood mood) PARTITION BY LIST (year)",
				"CREATE TABLE mixed_past PARTITION OF mixed FOR VALUES IN (2025)",
				"CREATE TABLE mixed_now PARTITION OF mixed FOR VALUES IN (2026) PARTITION BY HASH (mood)",
				"CREATE TABLE mixed_now_0 PARTITION OF mixed_now FOR VALUES WITH (MODULUS 2, REMAINDER 0)",
				"CREATE TABLE mixed_now_1 PARTITION OF mixed_now FOR VALUES WITH (MODULUS 2, REMAINDER 1)",
				"CREATE TABLE bare (mood mood) PARTITION BY HASH (mood)",
				"INSERT INTO mixed VALUES (2025, 'sad'), (2026, 'glad'), (2026, 'sad'), (2026, 'mad')");
		DatabaseBackup backup = this.database.backup();
		assertThat(backup.manifest().tables())
			.containsExactlyInAnyOrderEntriesOf(Map.of("public.mixed", 3L, "public.mixed_past", 1L));
		assertThat(this.database.backups()
			.verify(backup.path(), VerificationLevel.STRUCTURE, this.database.source)
			.errors()).isEmpty();
		this.database.execute("DELETE FROM mixed", "DROP TABLE bare");
		Restores.restore(this.database.backups(), backup, this.database.source);
		assertThat(this.database.query("SELECT string_agg(year || ' ' || mood, ', ' ORDER BY year, mood) FROM mixed"))
			.isEqualTo("2025 sad, 2026 glad, 2026 sad, 2026 mad");
	}

	// The order of tables whose foreign keys form a circle is arbitrary.
	private List<String> data() throws IOException {
		return this.database.dump("--data-only").lines().sorted().toList();
	}

	@Test
	void verificationOfEverythingLeavesNothingBehind() {
		this.database.withSwap().executeResource("postgresql-database-with-everything.sql", this.reader);
		DatabaseBackup backup = this.database.backup();
		assertThat(
				this.database.backups().verify(backup.path(), VerificationLevel.RESTORE, this.database.source).errors())
			.isEmpty();
		assertThat(this.database.others()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void bringsBackABackupThroughProgramsThatSeeNoFiles(boolean swap) {
		DatabaseBackups backups = this.database.withSwap().backups(settingsOfRemotePrograms());
		this.database.execute("CREATE TABLE account (id int PRIMARY KEY, note text)",
				"INSERT INTO account VALUES (1, 'one'), (2, NULL)", "SELECT lo_from_bytea(0, '\\x01')");
		DatabaseBackup backup = backups.create(this.database.source, BackupReason.MANUAL, (id, author, path) -> id);
		assertThat(backup.path()).isRegularFile();
		assertThat(backups.verify(backup.path(), VerificationLevel.RESTORE, this.database.source).errors()).isEmpty();
		this.database.execute("DELETE FROM account", "CREATE TABLE added (id int)");
		if (!swap) {
			this.database.server.execute("ALTER ROLE %s NOCREATEDB".formatted(this.database.role));
		}
		assertThat(Restores.restore(backups, backup, this.database.source) != null).isEqualTo(swap);
		assertThat(this.database.query("SELECT count(*) || '/' || count(note) FROM account")).isEqualTo("2/1");
		assertThat(this.database.query("SELECT to_regclass('added') IS NULL")).isEqualTo("t");
	}

	// As with "docker exec -i db": a command of several words, which knows its server.
	private PostgresqlToolSettings settingsOfRemotePrograms() {
		String program = PostgresqlTools.find(PostgresqlToolSettings.DEFAULTS, 15).pgDump().get(0);
		String command = "env PGHOST=localhost PGPORT=%d %s".formatted(this.database.server.port(), program);
		return new PostgresqlToolSettings(command, null, 1, null, Duration.ofSeconds(5), Duration.ofMinutes(1));
	}

}
