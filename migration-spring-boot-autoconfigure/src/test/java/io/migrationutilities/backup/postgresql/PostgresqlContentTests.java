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

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

import io.migrationutilities.backup.ChangeHistory;
import io.migrationutilities.backup.DatabaseContent;
import io.migrationutilities.backup.Sql;
import io.migrationutilities.database.BackupSource;
import io.migrationutilities.database.PostgresqlAccess;
import io.migrationutilities.test.PostgresqlServer;
import io.migrationutilities.test.UsesPostgresql;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PostgresqlContent} and {@link PostgresqlAccess}.
 */
@UsesPostgresql
class PostgresqlContentTests {

	private final PostgresqlServer server = PostgresqlServer.shared();

	private final String database = this.server.createDatabase();

	@Test
	void countsTheRowsOfEveryTableOnce() throws SQLException {
		this.server.executeIn(this.database, "CREATE TABLE plain (id INT)", "INSERT INTO plain VALUES (1), (2)",
				"CREATE TABLE parted (id INT) PARTITION BY RANGE (id)",
				"CREATE TABLE part_one PARTITION OF parted FOR VALUES FROM (0) TO (10)",
				"INSERT INTO parted VALUES (1), (2), (3)", "CREATE SCHEMA \"Odd \"\"schema\"",
				"CREATE TABLE \"Odd \"\"schema\".\"Two words\" (id INT)", "CREATE TABLE heir () INHERITS (plain)",
				"INSERT INTO heir VALUES (7)", "CREATE VIEW some_view AS SELECT 1 AS one",
				"CREATE MATERIALIZED VIEW kept AS SELECT 1 AS one");
		try (Connection connection = this.server.dataSource(this.database).getConnection()) {
			DatabaseContent content = PostgresqlContent.read(connection, null, "DATABASECHANGELOG",
					(id, author, path) -> id);
			assertThat(content.tables()).hasSize(4)
				.containsEntry("public.plain", 2L)
				.containsEntry("public.heir", 1L)
				.containsEntry("public.part_one", 3L)
				.containsEntry("\"Odd \"\"schema\".\"Two words\"", 0L);
			assertThat(content.history()).isEqualTo(ChangeHistory.NONE);
		}
	}

	@Test
	void opensConnectionsOfItsOwn() throws SQLException {
		BackupSource source = new BackupSource(this.server.dataSource(this.database), null, "DATABASECHANGELOG");
		PostgresqlAccess access = PostgresqlAccess.of(source);
		assertThat(access).hasToString("localhost:%d/%s".formatted(this.server.port(), this.database));
		try (Connection connection = access.open("a test")) {
			assertThat(Sql.query(connection, "SELECT current_database() || ' ' || current_setting('application_name')"))
				.isEqualTo(this.database + " a test");
		}
	}

	@Test
	void settingsOfTheDataSourceDoNotMakeItAnotherServer() throws SQLException {
		PGSimpleDataSource inTokyo = new PGSimpleDataSource() {

			@Override
			public Connection getConnection() throws SQLException {
				Connection connection = super.getConnection();
				Sql.execute(connection, "SET TIME ZONE 'Asia/Tokyo'");
				return connection;
			}

		};
		inTokyo.setUrl(this.server.url(this.database));
		inTokyo.setUser("postgres");
		PostgresqlAccess access = PostgresqlAccess.of(new BackupSource(inTokyo, null, "DATABASECHANGELOG"));
		try (Connection connection = access.open("a test")) {
			assertThat(connection.getCatalog()).isEqualTo(this.database);
		}
	}

	@Test
	void whatUsersNameLikeTheServerDoesHidesNothing() throws SQLException {
		this.server.executeIn(this.database,
				"CREATE FUNCTION public.never(name, name) RETURNS boolean LANGUAGE sql AS 'SELECT false'",
				"CREATE FUNCTION public.lower(name) RETURNS text LANGUAGE sql AS 'SELECT NULL::text'",
				"CREATE FUNCTION public.lower(varchar) RETURNS text LANGUAGE sql AS 'SELECT NULL::text'",
				"CREATE FUNCTION public.never(oid, regclass) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
				"CREATE OPERATOR public.!~ (LEFTARG = name, RIGHTARG = name, FUNCTION = public.never)",
				"CREATE OPERATOR public.= (LEFTARG = oid, RIGHTARG = regclass, FUNCTION = public.never)",
				"CREATE TABLE account (id INT)");
		BackupSource source = new BackupSource(this.server.dataSource(this.database), null, "DATABASECHANGELOG");
		try (Connection connection = source.dataSource().getConnection()) {
			assertThat(PostgresqlContent.isEmpty(connection, source)).isFalse();
			assertThat(PostgresqlContent.read(connection, null, "DATABASECHANGELOG", (id, author, path) -> id).tables())
				.containsOnlyKeys("public.account");
			assertThat(PostgresqlContent.find(connection, null, "ACCOUNT"))
				.contains(new PostgresqlName("public", "account"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "CREATE SEQUENCE ticket", "SELECT lo_create(0)", "SELECT lo_create(4711)",
			"CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
			"CREATE PROCEDURE nothing() LANGUAGE sql AS 'SELECT 1'",
			"CREATE AGGREGATE total (int) (SFUNC = int4pl, STYPE = int)", "CREATE TYPE mood AS ENUM ('good')",
			"CREATE TYPE pair AS (a int, b int)", "CREATE DOMAIN positive AS int CHECK (VALUE > 0)",
			"CREATE TYPE span AS RANGE (SUBTYPE = time)", "CREATE VIEW seen AS SELECT 1 AS one",
			"CREATE MATERIALIZED VIEW kept AS SELECT 1 AS one", "CREATE COLLATION plain FROM \"C\"",
			"CREATE OPERATOR === (FUNCTION = int4eq, LEFTARG = int, RIGHTARG = int)",
			"CREATE OPERATOR FAMILY family USING btree", "CREATE TEXT SEARCH CONFIGURATION search (COPY = simple)",
			"CREATE TEXT SEARCH DICTIONARY words (TEMPLATE = simple)", "CREATE CAST (int AS point) WITH INOUT",
			"CREATE CONVERSION latin FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8",
			"CREATE FOREIGN DATA WRAPPER elsewhere", "CREATE PUBLICATION news FOR ALL TABLES",
			"CREATE ACCESS METHOD heaps TYPE TABLE HANDLER heap_tableam_handler" })
	void holdsWhateverAnUpgradeCouldLose(String statement) throws SQLException {
		BackupSource source = new BackupSource(this.server.dataSource(this.database), null, "DATABASECHANGELOG");
		try (Connection connection = source.dataSource().getConnection()) {
			assertThat(PostgresqlContent.isEmpty(connection, source)).isTrue();
			this.server.executeIn(this.database, statement);
			assertThat(PostgresqlContent.isEmpty(connection, source)).isFalse();
		}
	}

	@Test
	void isEmptyWithWhatWasPreparedForTheFirstStart() throws SQLException {
		BackupSource source = new BackupSource(this.server.dataSource(this.database), null, "DATABASECHANGELOG");
		this.server.executeIn(this.database, "CREATE SCHEMA app", "CREATE EXTENSION citext SCHEMA app",
				"CREATE TABLE migration_run (id SERIAL PRIMARY KEY, number BIGINT GENERATED ALWAYS AS IDENTITY)");
		try (Connection connection = source.dataSource().getConnection()) {
			assertThat(PostgresqlContent.isEmpty(connection, source)).isTrue();
		}
	}

	@Test
	void tablesAreCountedOnlyWhileSomebodyWantsToKnow() throws SQLException {
		this.server.executeIn(this.database, "CREATE TABLE a (id INT)", "CREATE TABLE b (id INT)",
				"CREATE TABLE c (id INT)");
		Iterator<Boolean> wanted = List.of(true, true, false).iterator();
		try (Connection connection = this.server.dataSource(this.database).getConnection()) {
			assertThat(PostgresqlContent
				.read(connection, null, "DATABASECHANGELOG", (id, author, path) -> id, wanted::next)
				.tables()).containsOnlyKeys("public.a", "public.b");
		}
	}

	@Test
	void newerServerStarts() {
		assertThat(PostgresqlServer.newer().queryIn("postgres", "SHOW server_version")).startsWith("18.");
	}

}
