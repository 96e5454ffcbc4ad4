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

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import io.migrationutilities.BackupManifest;
import io.migrationutilities.BackupReason;
import io.migrationutilities.BackupVerification;
import io.migrationutilities.DatabaseBackup;
import io.migrationutilities.MigrationErrorCode;
import io.migrationutilities.MigrationException;
import io.migrationutilities.RestoreForecast;
import io.migrationutilities.VerificationLevel;
import io.migrationutilities.backup.DatabaseBackups;
import io.migrationutilities.backup.PostgresqlDatabase;
import io.migrationutilities.backup.RequiresPostgresqlTools;
import io.migrationutilities.backup.Restores;
import io.migrationutilities.backup.Retention;
import io.migrationutilities.backup.Sql;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.database.ConnectionSettings;
import io.migrationutilities.test.PostgresqlServer;
import io.migrationutilities.test.UsesPostgresql;
import io.migrationutilities.work.ProgressListeners;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a restore does what was foreseen of it, for users with different rights and
 * whatever else is in their database.
 */
@RequiresPostgresqlTools
@UsesPostgresql
class PostgresqlRestoreForecastTests {

	private static final Set<User> VERIFIED = EnumSet.of(User.OWNER_WITH_CREATEDB, User.MEMBER_WITH_CREATEDB);

	private static final String SECRET = PostgresqlDatabase.PASSWORD.replace("'", "''");

	private final PostgresqlServer server = PostgresqlServer.shared();

	private final List<String> roles = new ArrayList<>();

	private final String owner = role();

	private final String other = role();

	private final String database = this.server.createDatabase();

	@TempDir
	Path directory;

	static Stream<Arguments> cases() {
		return Stream.of(User.values())
			.flatMap((user) -> Stream.of(Thing.values())
				.filter((thing) -> user.isToMeet(thing))
				.map((thing) -> Arguments.of(user, thing)));
	}

	private String role() {
		String role = this.server.createRole(SECRET);
		this.roles.add(role);
		return role;
	}

	@AfterEach
	void drop() {
		if (query("SELECT count(*) FROM pg_subscription WHERE subname = 'theirs'").equals("1")) {
			this.server.executeIn(this.database, "DROP SUBSCRIPTION theirs");
		}
		query("SELECT coalesce(string_agg(datname, ' '), '') FROM pg_database WHERE datname LIKE '" + this.database
				+ "%'")
			.lines()
			.flatMap((line) -> Stream.of(line.split(" ")))
			.forEach(this.server::dropDatabase);
		this.roles.forEach((role) -> this.server.execute("DROP OWNED BY " + role));
		this.roles.forEach((role) -> this.server.execute("DROP ROLE " + role));
	}

	private String query(String sql) {
		return this.server.queryIn(this.database, sql);
	}

	@ParameterizedTest
	@MethodSource("cases")
	void restoreDoesWhatWasForeseenAndVerificationLoadsAsItDoes(User user, Thing thing) {
		BackupSource source = createDatabase(user, thing);
		DatabaseBackups backups = backups();
		RestoreForecast forecast = backups.forecast(source, true);
		DatabaseBackup backup = backup(backups, source);
		if (forecast.possible() && VERIFIED.contains(user)) {
			assertVerified(backups, backup, source, thing);
		}
		String content = forecast.possible() ? this.server.dump(this.database) : "";
		this.server.executeIn(this.database, "INSERT INTO shop.account VALUES (2, 50)");
		String outcome = restore(backups, backup, source);
		assertThat(outcome).as(forecast.toString())
			.isEqualTo(forecast.possible() ? forecast.way() : MigrationErrorCode.RESTORE_BLOCKED.name());
		assertThat(query("SELECT sum(balance) FROM shop.account")).isEqualTo(forecast.possible() ? "100" : "150");
		if (forecast.possible() && thing.isBroughtBack(forecast.way())) {
			assertThat(this.server.dump(this.database)).isEqualTo(content);
		}
	}

	private static void assertVerified(DatabaseBackups backups, DatabaseBackup backup, BackupSource source,
			Thing thing) {
		String outcome = outcome(() -> {
			BackupVerification verified = backups.verify(backup.path(), VerificationLevel.RESTORE, source);
			return verified.valid() ? "valid" : verified.toString();
		});
		assertThat(outcome).isEqualTo(thing.isUntrustedExtension() ? "BACKUP_UNAVAILABLE" : "valid");
	}

	@ParameterizedTest
	@EnumSource(names = { "OWNER_WITH_CREATEDB", "OWNER", "SUPERUSER" })
	void foreseesWhatOnlyTheBackupHas(User user) {
		BackupSource source = createDatabase(user, Thing.TABLE);
		this.server.executeIn(this.database, "ALTER TABLE shop.theirs OWNER TO " + this.other);
		DatabaseBackup backup = backups().create(source(PostgresqlServer.SUPERUSER), BackupReason.MANUAL,
				(id, author, path) -> id);
		this.server.executeIn(this.database, "DROP TABLE shop.theirs");
		assertForecast(source, backup, user == User.SUPERUSER, this.other);
		this.server.executeIn(this.database, "DROP OWNED BY " + this.other);
		if (user == User.SUPERUSER) {
			query("SELECT coalesce(string_agg(datname, ' '), '') FROM pg_database WHERE datname LIKE '" + this.database
					+ "_before%'")
				.lines()
				.forEach(this.server::dropDatabase);
		}
		this.server.execute("DROP ROLE " + this.other);
		this.roles.remove(this.other);
		assertForecast(source, backup, false, "doesn't have the roles that own");
	}

	private void assertForecast(BackupSource source, DatabaseBackup backup, boolean possible, String reason) {
		DatabaseBackups backups = backups();
		assertThat(backups.forecast(source, true).possible()).isTrue();
		RestoreForecast forecast = backups.forecast(backup, source);
		assertThat(forecast.possible()).as(forecast.toString()).isEqualTo(possible);
		if (!possible) {
			assertThat(forecast.describe()).contains("TABLE shop theirs").contains(reason);
		}
		assertThat(restore(backups, backup, source)).isEqualTo(possible ? forecast.way() : "RESTORE_BLOCKED");
	}

	@Test
	void foreseesASchemaThatOnlyTheBackupHas() {
		BackupSource source = createDatabase(User.SCHEMA_OWNER, Thing.SCHEMA);
		this.server.executeIn(this.database, "ALTER SCHEMA theirs OWNER TO " + this.owner);
		DatabaseBackup backup = backup(backups(), source);
		this.server.executeIn(this.database, "DROP SCHEMA theirs");
		RestoreForecast forecast = backups().forecast(backup, source);
		assertThat(forecast.describe()).contains("may not create in it what the backup has: SCHEMA - theirs");
		assertThat(restore(backups(), backup, source)).isEqualTo("RESTORE_BLOCKED");
		this.server.execute("GRANT CREATE ON DATABASE %s TO %s".formatted(this.database, this.owner));
		assertThat(backups().forecast(backup, source).possible()).isTrue();
		assertThat(restore(backups(), backup, source)).isEqualTo(PostgresqlWay.SCRIPT.id());
	}

	private BackupSource createDatabase(User user, Thing thing) {
		String login = login(user);
		if (user != User.SCHEMA_OWNER) {
			this.server.execute("ALTER DATABASE %s OWNER TO %s".formatted(this.database, this.owner));
		}
		this.server.executeIn(this.database, "CREATE SCHEMA shop AUTHORIZATION " + this.owner, "SET ROLE " + this.owner,
				"CREATE TABLE shop.account (id int PRIMARY KEY, balance int)",
				"INSERT INTO shop.account VALUES (1, 100)", "GRANT USAGE ON SCHEMA shop TO PUBLIC");
		this.server.executeIn(this.database,
				thing.sql.replace("${owner}", this.owner)
					.replace("${other}", this.other)
					.replace("${database}", this.database)
					.split("; "));
		BackupSource source = source(login);
		return user.name().startsWith("SET_ROLE") ? new BackupSource(inRole(source.dataSource()), null,
				source.historyTable(), source.connectionSettings()) : source;
	}

	private String login(User user) {
		String login = switch (user) {
			case SUPERUSER -> PostgresqlServer.SUPERUSER;
			case OWNER_WITH_CREATEDB, OWNER, SCHEMA_OWNER -> this.owner;
			case MEMBER_WITH_CREATEDB, SET_ROLE, SET_ROLE_WITH_CREATEDB -> role();
		};
		if (user.name().endsWith("CREATEDB")) {
			this.server.execute("ALTER ROLE %s CREATEDB".formatted(login));
		}
		if (user.name().startsWith("SET_ROLE")) {
			this.server.execute("ALTER ROLE %s NOINHERIT".formatted(login));
		}
		if (!login.equals(this.owner) && user != User.SUPERUSER) {
			this.server.execute("GRANT %s TO %s".formatted(this.owner, login));
		}
		return login;
	}

	private BackupSource source(String login) {
		return new BackupSource(this.server.dataSource(this.database, login, PostgresqlDatabase.PASSWORD), null,
				"DATABASECHANGELOG", () -> List.of(new ConnectionSettings(this.server.url(this.database), login,
						PostgresqlDatabase.PASSWORD, Map.of())));
	}

	// As connection-init-sql of a pool does.
	private DataSource inRole(DataSource dataSource) {
		return new DelegatingDataSource(dataSource) {

			@Override
			public Connection getConnection() throws SQLException {
				Connection connection = super.getConnection();
				Sql.execute(connection, "SET ROLE " + PostgresqlRestoreForecastTests.this.owner);
				return connection;
			}

		};
	}

	private DatabaseBackups backups() {
		return new DatabaseBackups(this.directory,
				List.of(new PostgresqlBackupStrategy(PostgresqlToolSettings.DEFAULTS)), new Retention(5, null),
				new BackupManifest.Application(null, null), Clock.systemUTC(), ProgressListeners.NONE);
	}

	// A user who may not read everything restores what a superuser has saved.
	private DatabaseBackup backup(DatabaseBackups backups, BackupSource source) {
		try {
			DatabaseBackup backup = backups.create(source, BackupReason.MANUAL, (id, author, path) -> id);
			assertThat(backup.manifest().restore()).isEqualTo(backups.forecast(source, false));
			return backup;
		}
		catch (MigrationException ex) {
			return backups.create(source(PostgresqlServer.SUPERUSER), BackupReason.MANUAL, (id, author, path) -> id);
		}
	}

	private static String restore(DatabaseBackups backups, DatabaseBackup backup, BackupSource source) {
		return outcome(() -> {
			String previous = Restores.restore(backups, backup, source);
			return ((previous != null) ? PostgresqlWay.SWAP : PostgresqlWay.SCRIPT).id();
		});
	}

	private static String outcome(Supplier<String> work) {
		try {
			return work.get();
		}
		catch (MigrationException ex) {
			return EnumSet.of(MigrationErrorCode.RESTORE_BLOCKED, MigrationErrorCode.BACKUP_UNAVAILABLE)
				.contains(ex.getCode()) ? ex.getCode().name() : ex.getCode() + ": " + ex.getMessage();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SUPERUSER", "OWNER_WITH_CREATEDB", "OWNER" })
	void namesWhatOnlyARestoreProves(User user) {
		BackupSource source = createDatabase(user, Thing.NOTHING);
		Sql.execute(source(this.owner).dataSource(),
				"CREATE FUNCTION shop.plain(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1'",
				"CREATE FUNCTION shop.parsed(int) RETURNS int IMMUTABLE RETURN $1",
				"CREATE FUNCTION shop.path(int) RETURNS int IMMUTABLE LANGUAGE sql SET search_path = shop AS 'SELECT $1'",
				"CREATE INDEX by_plain ON shop.account (shop.plain(id))",
				"CREATE INDEX by_parsed ON shop.account (shop.parsed(id))",
				"CREATE INDEX by_path ON shop.account (shop.path(id))",
				"ALTER TABLE shop.account ADD CONSTRAINT checked CHECK (shop.plain(balance) > 0)",
				"ALTER TABLE shop.account ADD double int GENERATED ALWAYS AS (shop.plain(balance)) STORED",
				"ALTER TABLE shop.account ADD given int DEFAULT shop.plain(3)",
				"CREATE MATERIALIZED VIEW shop.summary AS SELECT shop.plain(id) FROM shop.account");
		RestoreForecast forecast = backups().forecast(source, true);
		assertThat(forecast.possible()).isTrue();
		assertThat(forecast.unproved()).hasSize(4)
			.allMatch((name) -> name.endsWith("(shop.plain(integer))"))
			.anyMatch((name) -> name.contains("index shop.by_plain"))
			.anyMatch((name) -> name.contains("constraint checked"))
			.anyMatch((name) -> name.contains("double"))
			.anyMatch((name) -> name.contains("shop.summary"));
	}

	@Test
	void asksANewerServer() throws SQLException {
		PostgresqlServer newer = PostgresqlServer.newer();
		String name = newer.createDatabase();
		try (Connection session = newer.dataSource(name).getConnection()) {
			assertThat(PostgresqlObstacles.find(session, name, (obstacle) -> true)).isEmpty();
			Sql.execute(session, "SET ROLE pg_monitor");
			assertThat(PostgresqlObstacles.find(session, name, (obstacle) -> true))
				.containsKeys(PostgresqlObstacle.CREATE_DATABASE, PostgresqlObstacle.OWNER);
		}
		finally {
			newer.dropDatabase(name);
		}
	}

	@Test
	void sessionsOfOthersAreForeseenForNowOnly() throws SQLException {
		BackupSource source = createDatabase(User.OWNER_WITH_CREATEDB, Thing.NOTHING);
		try (Connection administrator = this.server.dataSource(this.database).getConnection()) {
			assertThat(administrator.isValid(0)).isTrue();
			assertThat(backups().forecast(source, true).possible()).isFalse();
			assertThat(backups().forecast(source, false).possible()).isTrue();
		}
	}

	/**
	 * Users with different rights. A database of the owner has a schema and a table of
	 * the owner.
	 */
	enum User {

		SUPERUSER, OWNER_WITH_CREATEDB, OWNER, SCHEMA_OWNER, MEMBER_WITH_CREATEDB, SET_ROLE, SET_ROLE_WITH_CREATEDB;

		// Where one transaction differs from a new database.
		private static final Set<Thing> SEEN_BY_OWNERS = EnumSet.of(Thing.PUBLICATION_OF_OURS,
				Thing.GRANT_ON_FUNCTION_OF_EXTENSION, Thing.OWNER_OF_PUBLIC, Thing.TABLE_OF_MEMBERSHIP,
				Thing.TABLE_OF_MEMBERSHIP_IN_PUBLIC, Thing.SETTING, Thing.DEFAULT_PRIVILEGES);

		boolean isToMeet(Thing thing) {
			return switch (this) {
				case OWNER_WITH_CREATEDB -> true;
				case OWNER -> thing.usual || SEEN_BY_OWNERS.contains(thing);
				case SUPERUSER, SCHEMA_OWNER, SET_ROLE -> thing.usual;
				case MEMBER_WITH_CREATEDB, SET_ROLE_WITH_CREATEDB ->
					List.of(Thing.NOTHING, Thing.TABLE, Thing.TABLE_IN_PUBLIC).contains(thing);
			};
		}

	}

	/**
	 * Things that a superuser has made.
	 */
	enum Thing {

		NOTHING(true, "SELECT 1"),

		TABLE(true, "CREATE TABLE shop.theirs (id int); GRANT SELECT ON shop.theirs TO PUBLIC"),

		SCHEMA(true, "CREATE SCHEMA theirs"),

		TRUSTED_EXTENSION_IN_THEIR_SCHEMA(true, "CREATE SCHEMA extensions; CREATE EXTENSION hstore SCHEMA extensions"),

		TRUSTED_EXTENSION(false, "CREATE EXTENSION hstore SCHEMA public"),

		EXTENSION(true, "CREATE EXTENSION pageinspect SCHEMA public"),

		EVENT_TRIGGER(true,
				"CREATE FUNCTION public.audit() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'; "
						+ "CREATE EVENT TRIGGER theirs ON ddl_command_end EXECUTE FUNCTION public.audit()"),

		PUBLICATION(true, "CREATE PUBLICATION theirs FOR ALL TABLES"),

		FOREIGN_SERVER(true,
				"CREATE EXTENSION postgres_fdw SCHEMA public; CREATE SERVER theirs FOREIGN DATA WRAPPER postgres_fdw"),

		PUBLICATION_OF_A_TABLE(false, "CREATE PUBLICATION theirs FOR TABLE shop.account"),

		PUBLICATION_OF_OURS(false,
				"CREATE PUBLICATION theirs FOR TABLE shop.account; ALTER PUBLICATION theirs OWNER TO ${owner}"),

		FOREIGN_SERVER_OF_OURS(false, "CREATE EXTENSION postgres_fdw SCHEMA public; "
				+ "CREATE SERVER theirs FOREIGN DATA WRAPPER postgres_fdw; ALTER SERVER theirs OWNER TO ${owner}"),

		FOREIGN_DATA_WRAPPER(false, "CREATE FOREIGN DATA WRAPPER theirs"),

		GRANT_ON_WRAPPER(false,
				"CREATE EXTENSION postgres_fdw SCHEMA public; "
						+ "GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO ${owner}"),

		GRANT_ON_FUNCTION_OF_EXTENSION(false,
				"CREATE EXTENSION hstore SCHEMA public; "
						+ "REVOKE EXECUTE ON FUNCTION public.akeys(public.hstore) FROM PUBLIC"),

		VIEW(false, "CREATE VIEW shop.theirs AS SELECT * FROM shop.account"),

		SEQUENCE(false, "CREATE SEQUENCE shop.theirs; GRANT SELECT ON SEQUENCE shop.theirs TO PUBLIC"),

		FUNCTION(false, "CREATE FUNCTION shop.theirs() RETURNS int RETURN 1"),

		TYPE(false, "CREATE TYPE shop.theirs AS ENUM ('a')"),

		LARGE_OBJECT(false, "SELECT lo_from_bytea(70000, '\\x01'); GRANT SELECT ON LARGE OBJECT 70000 TO PUBLIC"),

		SUBSCRIPTION(true,
				"CREATE SUBSCRIPTION theirs CONNECTION 'host=nowhere' PUBLICATION p "
						+ "WITH (connect = false, slot_name = NONE)"),

		DEFAULT_PRIVILEGES(false,
				"ALTER DEFAULT PRIVILEGES FOR ROLE ${other} IN SCHEMA shop GRANT SELECT ON TABLES TO PUBLIC"),

		GRANT_BY_ANOTHER(false,
				"GRANT SELECT ON shop.account TO ${other} WITH GRANT OPTION; SET ROLE ${other}; "
						+ "GRANT SELECT ON shop.account TO PUBLIC"),

		OWNER_OF_PUBLIC(false, "ALTER SCHEMA public OWNER TO ${other}"),

		PRIVILEGES_OF_PUBLIC(false,
				"REVOKE ALL ON SCHEMA public FROM PUBLIC; GRANT USAGE ON SCHEMA public TO ${other}"),

		TABLE_IN_PUBLIC(true, "CREATE TABLE public.ours (id int); ALTER TABLE public.ours OWNER TO ${owner}"),

		TABLE_OF_MEMBERSHIP(false,
				"GRANT ${other} TO ${owner}; CREATE TABLE shop.ours (id int); "
						+ "ALTER TABLE shop.ours OWNER TO ${other}; GRANT CREATE ON SCHEMA shop TO ${other}"),

		TABLE_OF_MEMBERSHIP_IN_PUBLIC(false,
				"GRANT ${other} TO ${owner}; CREATE TABLE public.ours (id int); "
						+ "ALTER TABLE public.ours OWNER TO ${other}; GRANT CREATE ON SCHEMA public TO ${other}"),

		SETTING(false, "ALTER DATABASE ${database} SET log_statement_stats = on"),

		SETTING_OF_ROLE(false, "ALTER ROLE ${other} IN DATABASE ${database} SET work_mem = '5MB'"),

		PRIVILEGES_OF_DATABASE(false,
				"REVOKE ALL ON DATABASE ${database} FROM PUBLIC; GRANT CONNECT ON DATABASE ${database} TO ${owner}"),

		LEAKPROOF_FUNCTION(false,
				"CREATE FUNCTION shop.theirs() RETURNS int LEAKPROOF RETURN 1; "
						+ "ALTER FUNCTION shop.theirs() OWNER TO ${owner}"),

		INTERNAL_FUNCTION(false,
				"CREATE FUNCTION shop.theirs(int) RETURNS int LANGUAGE internal AS 'int4inc'; "
						+ "ALTER FUNCTION shop.theirs(int) OWNER TO ${owner}"),

		OPERATOR_CLASS(false,
				"CREATE OPERATOR CLASS shop.theirs FOR TYPE int USING btree AS STORAGE int; "
						+ "ALTER OPERATOR CLASS shop.theirs USING btree OWNER TO ${owner}; "
						+ "ALTER OPERATOR FAMILY shop.theirs USING btree OWNER TO ${owner}"),

		CAST(false, "CREATE CAST (bytea AS json) WITHOUT FUNCTION"),

		TEXT_SEARCH_TEMPLATE(false, "CREATE TEXT SEARCH TEMPLATE shop.theirs (LEXIZE = dsimple_lexize)"),

		POLICY(false, "CREATE POLICY theirs ON shop.account TO ${other} USING (true)");

		private final boolean usual;

		private final String sql;

		Thing(boolean usual, String sql) {
			this.usual = usual;
			this.sql = sql;
		}

		boolean isUntrustedExtension() {
			return this == EXTENSION || this.sql.contains("postgres_fdw");
		}

		// The server only warns that it can't revoke what others own.
		boolean isBroughtBack(String way) {
			return this != GRANT_ON_FUNCTION_OF_EXTENSION || !way.equals(PostgresqlWay.SWAP.id());
		}

	}

}
